"""What the last build wrote: a fingerprint and a stat for every file of the generation in site/."""

from __future__ import annotations

import os
import stat as mode
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from newsgen.builder.places import INDEX

VERSION = 1


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
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            entries = os.scandir(folder / prefix)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                name = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/")
                    continue
                status = entry.stat(follow_symlinks=False)
                found[name] = Stamp.of(status) if mode.S_ISREG(status.st_mode) else Stamp(-1, -1, -1)
    return found


def take_index(found: dict[str, Stamp]) -> dict[str, Stamp]:
    """Take the files of the search index out of what `scan` found, by path below `INDEX`."""
    prefix = f"{INDEX}/"
    return {path.removeprefix(prefix): found.pop(path) for path in [*found] if path.startswith(prefix)}


def intact(entries: Mapping[str, Entry], found: Mapping[str, Stamp]) -> set[str]:
    """Paths of the files that stand as they were written."""
    return {path for path, entry in entries.items() if found.get(path) == entry.stamp}
