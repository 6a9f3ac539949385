"""The output folder: its manifest, what is in it, which of its files are as the last build wrote them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from pathlib import Path

import msgspec

from newsgen.builder.paths import INDEX, LISTING, LITTER, Places
from newsgen.errors import Problem, RefusedError
from newsgen.files import read_cached, stage_cached

_VERSION = "3"
"""Of the manifest's form."""


class Stamp(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The part of a file's stat that tells whether the file is still the one that was written."""

    size: int
    """Bytes."""
    mtime_ns: int
    ino: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """Keep the fields that matter; on Windows os.scandir knows no inode, so it is 0."""
        return cls(found.st_size, found.st_mtime_ns, 0 if sys.platform == "win32" else found.st_ino)


_NO_FILE = Stamp(-1, -1, -1)
"""Stamp of a link, a socket and the like: no file that was written has it."""


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file of the generation."""

    fingerprint: bytes
    """16 bytes over all that the file is made of; equal fingerprint, equal bytes."""
    sha256: str
    """Hex digest of the file's bytes."""
    stamp: Stamp
    shows: bytes = b""
    """16 bytes over all that the file may be made of, known without gathering a page's view; b'' if not known."""


class Index(msgspec.Struct, frozen=True):
    """The search index in the output. Its files are in no listing: their names differ from machine to machine."""

    digest: bytes = b""
    """Digest of all that the index was made of; b'' if not known."""
    files: dict[str, Stamp] = {}
    """By path below `INDEX`; empty if there is no index."""


class Manifest(msgspec.Struct, frozen=True):
    """What the last build wrote."""

    inputs: bytes = b""
    """Digest of all inputs of that build; b'' if not known."""
    entries: dict[str, Entry] = {}
    """By path inside site/, in order of path."""
    listing: Stamp | None = None
    """Stamp of build.json, which has no entry."""
    index: Index = Index()


def read_manifest(path: Path) -> Manifest:
    """Read the manifest; one that is missing, damaged or of another version is empty, so that all is rendered."""
    return read_cached(path, Manifest, _VERSION) or Manifest()


def stage_manifest(path: Path, manifest: Manifest) -> Callable[[], None]:
    """Write the new manifest to a temporary file; return a function that moves it into place."""
    return stage_cached(path, manifest, _VERSION)


class Listing(msgspec.Struct, frozen=True):
    """build.json: the files of a generation, so that newsgen knows the site in a fresh clone as its own."""

    generator: str
    files: dict[str, str]
    """Hex sha256 of each file by path, in order of path; build.json itself is not among them."""


def read_listing(folder: Path) -> Listing | None:
    """Read the build.json of a generation; None if it is missing or broken."""
    try:
        return msgspec.json.decode((folder / LISTING).read_bytes(), type=Listing)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def stat_files(folder: Path, leave_out: str = "") -> dict[str, Stamp]:
    """Stat every file below a folder.

    Args:
        folder: where to look; one that does not exist is empty.
        leave_out: name of a folder in it that is not looked at.

    Returns:
        Stamps by path relative to the folder; links are not followed.
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
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if path != leave_out:
                        waiting.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):
                    found[path] = Stamp.of(entry.stat(follow_symlinks=False))
                else:
                    found[path] = _NO_FILE
    return found


class Output(msgspec.Struct, frozen=True):
    """The output as a build finds it."""

    files: AbstractSet[str]
    """Paths of the files in it, without build.json and the search index."""
    entries: dict[str, Entry]
    """What the last build wrote, by path."""
    current: dict[str, Entry]
    """Those of `entries` whose files are as they were written."""
    ours: AbstractSet[str]
    """Paths of the files that newsgen wrote: those of the manifest, and in a clone those of build.json."""
    index: Index
    """The search index; its digest is b'' if it is not as it was written."""
    listing: Stamp | None
    """Stamp of build.json, if that is as it was written."""

    @property
    def is_untouched(self) -> bool:
        """True if all files are as they were written."""
        return self.listing is not None and len(self.current) == len(self.entries)


def read_output(places: Places, manifest: Manifest | None = None) -> Output:
    """Stat the output and compare it with its manifest, which is read if it is not given.

    Raises:
        RefusedError: there are files that newsgen did not write.
    """
    manifest = manifest or read_manifest(places.manifest)
    entries = manifest.entries
    found, index = stat_files(places.output, INDEX), stat_files(places.index)
    listing = found.pop(LISTING, None)
    ours = set(entries)
    if found.keys() - ours and (listed := read_listing(places.output)):
        ours |= listed.files.keys()
    refuse_foreign(places, found, ours)
    return Output(
        found.keys(),
        entries,
        {path: entry for path, entry in entries.items() if found.get(path) == entry.stamp},
        ours,
        manifest.index if index == manifest.index.files else Index(files=index),
        listing if listing == manifest.listing else None,
    )


def refuse_foreign(places: Places, found: Iterable[str], ours: AbstractSet[str]) -> None:
    """Refuse to build over files that newsgen did not write: the next generation would lose them.

    Args:
        places: names the output.
        found: paths of all files in the output.
        ours: paths of those that newsgen wrote.

    Raises:
        RefusedError: with a problem for each such file, ten at most.
    """
    if places.output.is_file():
        problem = Problem(places.output.name, 0, 0, "is a file", "name a folder, or move the file away")
        raise RefusedError(problem)
    foreign = sorted(
        path
        for path in found
        if path not in ours and path != LISTING and path.rpartition("/")[2] not in LITTER
    )
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


def is_current(places: Places, inputs: bytes, manifest: Manifest | None = None) -> bool:
    """Return whether the output was built from just these inputs and is as it was written.

    Args:
        places: where to look.
        inputs: digest over all inputs; b'' is never current.
        manifest: that of the output, if it was just read.
    """
    manifest = manifest or read_manifest(places.manifest)
    if not inputs or manifest.inputs != inputs or places.intent.exists():
        return False
    found = stat_files(places.output, INDEX)
    return (
        found.pop(LISTING, None) == manifest.listing is not None
        and found == {path: entry.stamp for path, entry in manifest.entries.items()}
        and stat_files(places.index) == manifest.index.files
    )
