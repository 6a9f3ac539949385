"""What the last build wrote: a fingerprint and a stat for every file of the generation in site/."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import msgspec

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
