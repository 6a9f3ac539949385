"""What the last build wrote: a fingerprint and a stat for every file of the generation in site/."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import msgspec

from newsgen.builder.paths import INDEX, LISTING, LITTER, Places
from newsgen.errors import Problem, RefusedError

VERSION = 2
"""From 2 on the entries stand in order of path."""


class Stamp(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file's stat, as far as it tells whether the file is still the one that was written."""

    size: int
    """Bytes."""
    mtime_ns: int
    ino: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """Keep what matters of a stat; on Windows os.scandir knows no inode, so none counts."""
        return cls(found.st_size, found.st_mtime_ns, 0 if sys.platform == "win32" else found.st_ino)


_STRANGE = Stamp(-1, -1, -1)


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file of the generation."""

    fingerprint: bytes
    """16 bytes over all that went into the file; equal fingerprint, equal bytes."""
    sha256: str
    """Hex digest of the file's bytes."""
    stamp: Stamp


class Index(msgspec.Struct, frozen=True):
    """The search index in the output, whose files stand in no listing: other machines give them other names."""

    digest: bytes = b""
    """Over all that it was made of; b'' if that is not known."""
    files: dict[str, Stamp] = {}
    """By path below `INDEX`; none if there is no index."""


class Manifest(msgspec.Struct, frozen=True):
    """All files of a generation by their path inside site/."""

    version: int = VERSION
    inputs: bytes = b""
    """Digest over all inputs of the build, so that an unchanged archive is known without planning."""
    entries: dict[str, Entry] = {}
    listing: Stamp | None = None
    """Of build.json, which is no entry."""
    index: Index = Index()


def read_manifest(path: Path) -> Manifest:
    """Read the manifest; one that is missing, broken or of another version is empty, and everything is rendered."""
    try:
        manifest = msgspec.msgpack.decode(path.read_bytes(), type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError):
        return Manifest()
    return manifest if manifest.version == VERSION else Manifest()


def draft_manifest(path: Path, manifest: Manifest) -> Callable[[], object]:
    """Write a manifest beside the one that counts; what is returned puts it in its place, as a whole."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(msgspec.msgpack.encode(manifest))
    return partial(fresh.replace, path)


def scan(folder: Path, but: str = "") -> dict[str, Stamp]:
    """Stat every file below a folder, by path relative to it; a folder that does not exist is empty.

    The folder `but` inside it is left out.

    Whatever is no regular file (a link, a socket) gets a stamp that equals no other.
    """
    found: dict[str, Stamp] = {}
    top, waiting = str(folder), [""]
    while waiting:
        prefix = waiting.pop()
        try:
            entries = os.scandir(f"{top}/{prefix}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if prefix or entry.name != but:
                        waiting.append(f"{prefix}{entry.name}/")
                else:
                    regular = entry.is_file(follow_symlinks=False)
                    stamp = Stamp.of(entry.stat(follow_symlinks=False)) if regular else _STRANGE
                    found[prefix + entry.name] = stamp
    return found


def stamp_of(path: str) -> Stamp | None:
    """Stat one file as `scan` does; None if there is none."""
    try:
        return _stamp(os.lstat(path))
    except (FileNotFoundError, NotADirectoryError):
        return None


def _stamp(found: os.stat_result) -> Stamp | None:
    if S_ISREG(found.st_mode):
        return Stamp.of(found)
    return None if S_ISDIR(found.st_mode) else _STRANGE


class Listing(msgspec.Struct, frozen=True):
    """build.json: what a generation consists of, so that a clone is recognised as ours."""

    generator: str
    files: dict[str, str]
    """sha256 of each file by path, in order of path; build.json itself is not among them."""


def read_listing(folder: Path) -> Listing | None:
    """Read the listing of a generation; None if it has none or one that is broken."""
    try:
        return msgspec.json.decode((folder / LISTING).read_bytes(), type=Listing)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def refuse_foreign(places: Places, found: Iterable[str], ours: Iterable[str]) -> None:
    """Stop if the output holds files that newsgen did not write: the next generation would lose them.

    Raises:
        RefusedError: with a problem for each such file, ten at most.
    """
    if places.output.is_file():
        problem = Problem(places.output.name, 0, 0, "is a file", "name a folder, or move the file away")
        raise RefusedError(problem)
    others = set(found) - set(ours) - {LISTING}
    foreign = sorted(path for path in others if path.rpartition("/")[2] not in LITTER)
    if not foreign:
        return
    name = places.output.name
    remedy = "put it in static/ and it will be copied into every build, or move it away"
    problems = [
        Problem(f"{name}/{path}", 0, 0, "newsgen did not write this file", remedy) for path in foreign[:10]
    ]
    if len(foreign) > len(problems):
        problems.append(Problem(name, 0, 0, f"and {len(foreign) - len(problems)} more such files"))
    raise RefusedError(problems)


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
