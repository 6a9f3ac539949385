"""What stands in the output before a build."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import msgspec

from newsgen.builder.listing import read_listing, refuse_foreign
from newsgen.builder.manifest import Entry, Index, Manifest, Stamp, read_manifest, scan
from newsgen.builder.places import INDEX, LISTING, Places


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
    found = scan(places.output, INDEX)
    listing, index = found.pop(LISTING, None), scan(places.index)
    ours = set(manifest.entries)
    if found.keys() - ours and (listed := read_listing(places.output)):
        ours |= listed.files.keys()  # a clone
    refuse_foreign(places, found, ours)
    return Standing(
        manifest.entries,
        found.keys(),
        {path for path, entry in manifest.entries.items() if found.get(path) == entry.stamp},
        ours,
        listing is not None and listing == manifest.listing,
        manifest.index if index == manifest.index.files else Index(files=index),
        listing,
    )


def refuse_newcomers(places: Places, old: Standing) -> None:
    """Refuse files that are not ours and came after `look`.

    Raises:
        RefusedError: there are such files.
    """
    refuse_foreign(places, scan(places.output, INDEX), old.ours)


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
    found = scan(places.output, INDEX)
    return (
        found.pop(LISTING, None) == manifest.listing is not None
        and found == {path: entry.stamp for path, entry in manifest.entries.items()}
        and scan(places.index) == manifest.index.files
    )
