"""What stands in the output before a build."""

from __future__ import annotations

import msgspec

from newsgen.builder.clock import clock_of
from newsgen.builder.folders import Survey, Table, keep_output, known_output, survey
from newsgen.builder.listing import read_listing, refuse_foreign
from newsgen.builder.manifest import (
    Entry,
    Index,
    Manifest,
    Stamp,
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
    found: dict[str, Stamp]
    """What is there, without the search index."""
    good: set[str]
    """What is there as it was written."""
    ours: set[str]
    """What newsgen wrote, by its manifest or by the listing of a clone."""
    named: bool
    """build.json is the one that the last build wrote."""
    index: Index
    """The search index that is there; its digest is b'' if it is not as it was written."""
    folders: Table
    """All folders without those of the search index."""

    def fingerprint(self, path: str) -> bytes | None:
        """Fingerprint of a file that stands as it was written; None for any other."""
        return self.entries[path].fingerprint if path in self.good else None


def look(places: Places) -> Standing:
    """Stat the output, and refuse files that are not ours.

    Raises:
        RefusedError: there are such files.
    """
    manifest = read_manifest(places.manifest)
    seen = _survey(places, manifest)
    found, good = compare(places.output, manifest.entries)
    others = seen.names - manifest.entries.keys() - {LISTING}
    ours = set(manifest.entries)
    if others and (listing := read_listing(places.output)):
        ours |= listing.files.keys()  # a clone
    for path in (*others, LISTING):
        if other := stamp_of(f"{places.output}/{path}"):
            found[path] = other
    refuse_foreign(places, found, ours)
    index, named = scan(places.index), found.get(LISTING)
    return Standing(
        manifest.entries,
        found,
        good,
        ours,
        named is not None and named == manifest.listing,
        manifest.index if index == manifest.index.files else Index(files=index),
        seen.table,
    )


def refuse_newcomers(places: Places, old: Standing) -> None:
    """Refuse files that are not ours and came after `look`.

    Raises:
        RefusedError: there are such files.
    """
    refuse_foreign(places, survey(places.output, old.folders, 0).names, old.ours)


def is_current(places: Places, inputs: bytes) -> int | None:
    """Tell whether the output was built from just these inputs and stands untouched; if so its number of files."""
    manifest = read_manifest(places.manifest)
    if not inputs or manifest.inputs != inputs or places.intent.exists():
        return None
    seen = _survey(places, manifest)
    if seen.names - manifest.entries.keys() - {LISTING}:
        return None
    listing = stamp_of(f"{places.output}/{LISTING}")
    if listing != manifest.listing or scan(places.index) != manifest.index.files:
        return None
    if len(compare(places.output, manifest.entries)[1]) < len(manifest.entries):
        return None
    if listing and seen.learned > _MANY:
        keep_output(places, listing, seen.table)
    return len(manifest.entries)


def _survey(places: Places, manifest: Manifest) -> Survey:
    return survey(places.output, known_output(places, manifest.listing), clock_of(places.state))
