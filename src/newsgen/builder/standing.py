"""What stands in the output before a build."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import msgspec

from newsgen.builder.clock import clock_of
from newsgen.builder.folders import Survey, Table, opened, survey
from newsgen.builder.kept_folders import keep_output, known_output
from newsgen.builder.listing import read_listing, refuse_foreign
from newsgen.builder.manifest import (
    Entry,
    Index,
    Manifest,
    Stamp,
    all_stand,
    compare,
    read_manifest,
    scan,
    stamp_of,
)
from newsgen.builder.places import LISTING, Places

_MANY = 64
"""Folders from which on to list them takes longer than to remember them."""


class Untouched(msgspec.Struct, frozen=True):
    """An output that was found to stand as the last build left it."""

    manifest: Stamp
    """Of the manifest that tells so."""
    inputs: bytes
    """What it was built from."""
    files: int
    listing: Stamp
    learned: int
    """Number of folders that need not be listed again if what is kept of folders is renewed."""
    fresh: Table
    """Those that are not as they are kept."""

    def folders(self, places: Places) -> Table:
        """All folders."""
        return known_output(places, self.listing) | self.fresh


class Standing(msgspec.Struct, frozen=True):
    """The output as it is found."""

    entries: dict[str, Entry]
    """What the last build wrote."""
    found: AbstractSet[str]
    """Paths of what is there, without build.json and the search index."""
    good: AbstractSet[str]
    """Those of `entries` that are there as they were written."""
    ours: AbstractSet[str]
    """What newsgen wrote, by its manifest or by the listing of a clone."""
    named: bool
    """build.json is the one that the last build wrote."""
    index: Index
    """The search index that is there; its digest is b'' if it is not as it was written."""
    folders: Table
    """All folders without those of the search index."""
    listing: Stamp | None = None
    """Of build.json, if there is one."""

    def fingerprint(self, path: str) -> bytes | None:
        """Fingerprint of a file that stands as it was written; None for any other."""
        return self.entries[path].fingerprint if path in self.good else None


def look(places: Places, untouched: Untouched | None = None, manifest: Manifest | None = None) -> Standing:
    """Stat the output, and refuse files that are not ours.

    Args:
        places: where to look.
        untouched: what `examine` has just found.
        manifest: that of the output, if it was just read.

    Raises:
        RefusedError: there are such files.
    """
    manifest = manifest or read_manifest(places.manifest)
    if untouched:
        return _as_left(places, manifest, untouched)
    seen = _survey(places, manifest)
    found, good = compare(places.output, manifest.entries)
    others = seen.names - manifest.entries.keys() - {LISTING}
    ours = set(manifest.entries)
    if others and (listing := read_listing(places.output)):
        ours |= listing.files.keys()  # a clone
    there = found.keys() | {path for path in others if stamp_of(f"{places.output}/{path}")}
    refuse_foreign(places, there, ours)
    index, stamp = scan(places.index), stamp_of(f"{places.output}/{LISTING}")
    return Standing(
        manifest.entries,
        there,
        good,
        ours,
        stamp is not None and stamp == manifest.listing,
        manifest.index if index == manifest.index.files else Index(files=index),
        opened(seen.table, others),
        stamp,
    )


def _as_left(places: Places, manifest: Manifest, seen: Untouched) -> Standing:
    paths = manifest.entries.keys()
    folders = seen.folders(places)
    return Standing(manifest.entries, paths, paths, paths, True, manifest.index, folders, seen.listing)


def refuse_newcomers(places: Places, old: Standing, names: set[str] | None = None) -> None:
    """Refuse files that are not ours and came after `look`.

    Args:
        places, old: where to look, and what was found.
        names: paths in all folders that have changed since, if they were just listed.

    Raises:
        RefusedError: there are such files.
    """
    if names is None:
        names = survey(places.output, old.folders, 0).names
    refuse_foreign(places, names, old.ours)


def examine(places: Places) -> Untouched | None:
    """Find out whether the output stands as the last build left it; None if not."""
    stamp = stamp_of(str(places.manifest))
    return examined(places, read_manifest(places.manifest), stamp) if stamp else None


def examined(places: Places, manifest: Manifest, stamp: Stamp) -> Untouched | None:
    """The same, with the manifest and its stamp from before it was read."""
    listing = stamp_of(f"{places.output}/{LISTING}")
    if listing is None or listing != manifest.listing or scan(places.index) != manifest.index.files:
        return None
    seen = _survey(places, manifest)
    if seen.names - manifest.entries.keys() - {LISTING}:
        return None
    if not all_stand(places.output, manifest.entries):
        return None
    fresh = {path: folder for path, folder in seen.table.items() if path not in seen.same}
    return Untouched(stamp, manifest.inputs, len(manifest.entries), listing, seen.learned, fresh)


def is_current(places: Places, inputs: bytes, untouched: Untouched | None = None) -> int | None:
    """Tell whether the output was built from just these inputs and stands untouched; if so its number of files.

    Args:
        places: where to look.
        inputs: digest over all inputs.
        untouched: what `examine` has just found.
    """
    if not inputs or places.intent.exists():
        return None
    if untouched is None:
        manifest, stamp = read_manifest(places.manifest), stamp_of(str(places.manifest))
        if manifest.inputs != inputs or stamp is None:
            return None
        untouched = examined(places, manifest, stamp)
    if untouched is None or untouched.inputs != inputs:
        return None
    if untouched.learned > _MANY:
        keep_output(places, untouched.listing, untouched.folders(places))
    return untouched.files


def _survey(places: Places, manifest: Manifest) -> Survey:
    return survey(places.output, known_output(places, manifest.listing), clock_of(places.state))
