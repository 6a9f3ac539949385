"""What the last build wrote: a fingerprint and a stat for every file of the generation in site/."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from newsgen.builder.places import INDEX

VERSION = 1

_INDEX = f"{INDEX}/"


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


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Replace the manifest as a whole."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(msgspec.msgpack.encode(manifest))
    fresh.replace(path)


def scan(folder: Path) -> dict[str, Stamp]:
    """Stat every file below a folder, by path relative to it; a folder that does not exist is empty.

    Whatever is no regular file (a link, a socket) gets a stamp that equals no other.
    """
    found: dict[str, Stamp] = {}
    for prefix, entry in _files(folder):
        regular = entry.is_file(follow_symlinks=False)
        found[prefix + entry.name] = Stamp.of(entry.stat(follow_symlinks=False)) if regular else _STRANGE
    return found


def names(folder: Path) -> set[str]:
    """Paths of all files below a folder, as `scan` has them, in half its time."""
    return {prefix + entry.name for prefix, entry in _files(folder)}


def _files(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below a folder, with the way to its own folder: '' or '2023/11/'."""
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
                    waiting.append(f"{prefix}{entry.name}/")
                else:
                    yield prefix, entry


def take_index(found: dict[str, Stamp]) -> dict[str, Stamp]:
    """Take the files of the search index out of what `scan` found, by path below `INDEX`."""
    return {path.removeprefix(_INDEX): found.pop(path) for path in [*found] if path.startswith(_INDEX)}


def without_index(found: Iterable[str]) -> set[str]:
    """Leave the files of the search index out of what `names` found."""
    return {path for path in found if not path.startswith(_INDEX)}


def intact(entries: Mapping[str, Entry], found: Mapping[str, Stamp]) -> set[str]:
    """Paths of the files that stand as they were written."""
    return {path for path, entry in entries.items() if found.get(path) == entry.stamp}
