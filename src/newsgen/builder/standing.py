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


def look(places: Places, manifest: Manifest | None = None) -> Standing:
    """Stat the output, and refuse files that are not ours.

    Args:
        places: where to look.
        manifest: that of the output, if it was just read.

    Raises:
        RefusedError: there are such files.
    """
    manifest = manifest or read_manifest(places.manifest)
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


def refuse_newcomers(places: Places, old: Standing) -> None:
    """Refuse files that are not ours and came after `look`.

    Raises:
        RefusedError: there are such files.
    """
    refuse_foreign(places, survey(places.output, old.folders, 0).names, old.ours)


def is_current(places: Places, inputs: bytes, manifest: Manifest | None = None) -> bool:
    """Tell whether the output was built from just these inputs and stands untouched.

    Args:
        places: where to look.
        inputs: digest over all inputs.
        manifest: that of the output, if it was just read.
    """
    manifest = manifest or read_manifest(places.manifest)
    if not inputs or manifest.inputs != inputs or places.intent.exists():
        return False
    listing = stamp_of(f"{places.output}/{LISTING}")
    if listing is None or listing != manifest.listing or scan(places.index) != manifest.index.files:
        return False
    seen = _survey(places, manifest)
    if seen.names - manifest.entries.keys() - {LISTING} or not all_stand(places.output, manifest.entries):
        return False
    if seen.learned > _MANY:
        keep_output(places, listing, seen.table)
    return True


def _survey(places: Places, manifest: Manifest) -> Survey:
    return survey(places.output, known_output(places, manifest.listing), clock_of(places.state))
