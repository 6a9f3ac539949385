"""What stands in the output before a build."""

from __future__ import annotations

import msgspec

from newsgen.builder.generation import read_listing, refuse_foreign
from newsgen.builder.manifest import Entry, Index, Stamp, intact, read_manifest, scan, take_index
from newsgen.builder.places import LISTING, Places


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

    def fingerprint(self, path: str) -> bytes | None:
        """Fingerprint of a file that stands as it was written; None for any other."""
        return self.entries[path].fingerprint if path in self.good else None


def look(places: Places) -> Standing:
    """Stat the output, and refuse files that are not ours.

    Raises:
        RefusedError: there are such files.
    """
    manifest = read_manifest(places.manifest)
    found = scan(places.output)
    index = take_index(found)
    ours = set(manifest.entries)
    if found.keys() - ours - {LISTING} and (listing := read_listing(places.output)):
        ours |= listing.files.keys()  # a clone
    refuse_foreign(places, found, ours)
    stamp = found.get(LISTING)
    return Standing(
        manifest.entries,
        found,
        intact(manifest.entries, found),
        ours,
        stamp is not None and stamp == manifest.listing,
        manifest.index if index == manifest.index.files else Index(files=index),
    )


def is_current(places: Places, inputs: bytes) -> int | None:
    """Tell whether the output was built from just these inputs and stands untouched; if so its number of files."""
    manifest = read_manifest(places.manifest)
    if not inputs or manifest.inputs != inputs or places.intent.exists():
        return None
    found = scan(places.output)
    index = take_index(found)
    listing = found.pop(LISTING, None)
    whole = found.keys() == manifest.entries.keys() == intact(manifest.entries, found)
    same = listing == manifest.listing and index == manifest.index.files
    return len(manifest.entries) if whole and same else None
