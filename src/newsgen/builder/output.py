"""The output folder: its manifest, its listing, its size, and which of its files did not change since the last build."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

import msgspec

from newsgen.builder.paths import INDEX, LISTING, LITTER, OutputPaths
from newsgen.errors import Problem, RefusedError
from newsgen.files import read_cached_value, stage_cached

_VERSION = "4"
"""Version of the manifest's format."""


class Stamp(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The part of a file's stat that shows whether the file changed since it was written."""

    size: int
    """Bytes."""
    mtime_ns: int
    ino: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """Make it from the result of `os.stat`; on Windows `ino` is 0, because os.scandir does not return it."""
        return cls(found.st_size, found.st_mtime_ns, 0 if sys.platform == "win32" else found.st_ino)


_NO_FILE = Stamp(-1, -1, -1)
"""Stamp of a link, a socket or another special file; no written file has it."""


class ManifestEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the generation."""

    fingerprint: bytes
    """Digest of everything the file is made of, computed without a page's view; b'' if not known."""
    sha256: str
    """Hex digest of the file's bytes."""
    stamp: Stamp


class ManifestIndex(msgspec.Struct, frozen=True):
    """The search index in the output; build.json does not list its files."""

    digest: bytes = b""
    """Digest of everything the index was made of; b'' if not known."""
    files: dict[str, Stamp] = {}
    """Stamps by path below `INDEX`; empty if there is no index."""


class Manifest(msgspec.Struct, frozen=True):
    """The files that the last build wrote."""

    inputs: bytes = b""
    """Digest of all inputs of that build; b'' if not known."""
    entries: dict[str, ManifestEntry] = {}
    """By path inside site/, sorted."""
    listing: Stamp | None = None
    """Stamp of build.json, which is not in `entries`."""
    index: ManifestIndex = ManifestIndex()


def read_manifest(path: Path) -> Manifest:
    """Read the manifest; if it is missing, damaged or of another version, return an empty one, so that all is rendered."""
    return read_cached_value(path, Manifest, _VERSION) or Manifest()


def prepare_manifest_write(path: Path, manifest: Manifest) -> Callable[[], None]:
    """Write the new manifest to a temporary file; return a function that moves it into place."""
    return stage_cached(path, manifest, _VERSION)


class BuildJson(msgspec.Struct, frozen=True):
    """build.json: the files of a generation, so that newsgen recognises its own site in a fresh clone."""

    generator: str
    files: dict[str, str]
    """Hex sha256 of each file by path, sorted, without build.json itself."""


def read_build_json(folder: Path) -> BuildJson | None:
    """Read the build.json of a generation; None if it is missing or broken."""
    try:
        return msgspec.json.decode((folder / LISTING).read_bytes(), type=BuildJson)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def list_files(folder: Path, leave_out: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """List every file below a folder by its path relative to the folder; links are not followed.

    Args:
        folder: the folder; it may be missing.
        leave_out: name of a folder in it to skip.
    """
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
                if not entry.is_dir(follow_symlinks=False):
                    yield path, entry
                elif path != leave_out:
                    waiting.append(f"{path}/")


def stat_folder(folder: Path, leave_out: str = "") -> dict[str, Stamp]:
    """Stat every file below a folder; arguments and paths as in `list_files`."""
    return {
        path: Stamp.of(entry.stat(follow_symlinks=False))
        if entry.is_file(follow_symlinks=False)
        else _NO_FILE
        for path, entry in list_files(folder, leave_out)
    }


class OutputState(msgspec.Struct, frozen=True):
    """The output at the start of a build."""

    files: AbstractSet[str]
    """Paths of its files, without build.json and the search index."""
    entries: dict[str, ManifestEntry]
    """The files that the last build wrote, by path."""
    current: dict[str, ManifestEntry]
    """The part of `entries` whose files did not change."""
    ours: AbstractSet[str]
    """Paths of the files that newsgen wrote, from the manifest and in a clone from build.json."""
    index: ManifestIndex
    """The search index; its digest is b'' if its files changed."""
    listing: Stamp | None
    """Stamp of build.json; None if it changed."""

    @property
    def is_untouched(self) -> bool:
        """True if no file changed since the last build."""
        return self.listing is not None and len(self.current) == len(self.entries)


def compare_output_with_manifest(places: OutputPaths, manifest: Manifest | None = None) -> OutputState:
    """Stat the output and compare it with its manifest, which is read if it is not given.

    Raises:
        RefusedError: the output has files that newsgen did not write.
    """
    manifest = manifest or read_manifest(places.manifest)
    entries = manifest.entries
    found, index = stat_folder(places.output, INDEX), stat_folder(places.index)
    listing = found.pop(LISTING, None)
    ours = set(entries)
    if found.keys() - ours and (listed := read_build_json(places.output)):
        ours |= listed.files.keys()
    refuse_foreign_files(places, found, ours)
    return OutputState(
        found.keys(),
        entries,
        {path: entry for path, entry in entries.items() if found.get(path) == entry.stamp},
        ours,
        manifest.index if index == manifest.index.files else ManifestIndex(files=index),
        listing if listing == manifest.listing else None,
    )


def refuse_foreign_files(places: OutputPaths, found: Iterable[str], ours: AbstractSet[str]) -> None:
    """Refuse to build over files that newsgen did not write, because they would be lost.

    Args:
        places: the output's folders.
        found: paths of all files in the output.
        ours: paths of the files that newsgen wrote.

    Raises:
        RefusedError: such files exist; with a problem for each, at most ten.
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


def is_output_current(places: OutputPaths, inputs: bytes, manifest: Manifest | None = None) -> bool:
    """True if the output was built from exactly these inputs and did not change since.

    Args:
        places: the output's folders.
        inputs: digest of all inputs; b'' is never current.
        manifest: the output's manifest, if it was already read.
    """
    manifest = manifest or read_manifest(places.manifest)
    if not inputs or manifest.inputs != inputs or places.intent.exists():
        return False
    found = stat_folder(places.output, INDEX)
    return (
        found.pop(LISTING, None) == manifest.listing is not None
        and found == {path: entry.stamp for path, entry in manifest.entries.items()}
        and stat_folder(places.index) == manifest.index.files
    )


MOST = 900_000_000
"""Bytes of a site above which there is a warning: the limit of GitHub Pages is 1 GB."""

_KINDS: tuple[tuple[str, str, str], ...] = (
    (
        "the search index",
        f"{INDEX}/",
        "let only the beginnings of texts be searched ([search] full_text = 1), or nothing (enabled = false)",
    ),
    ("pictures", r".*\.(?i:webp|avif|jpe?g|png|gif)", "show smaller pictures: docs/pictures.md"),
    ("feeds", r"(?:.*/)?feed[^/]*\.(?:xml|json)", 'leave feeds out ([pages] omit, e.g. "topic-feeds")'),
    ("data", "data/", 'leave the data out ([pages] omit = ["data"])'),
    ("articles", r"(?:\d{4}/(?:.*/)?|undated/)(?!index\.html)[^/]+\.html", ""),
    ("lists", r".*\.html", ""),
)
"""For each kind of file the pattern of its paths, of which the first match counts, and how to make such files smaller."""
_ELSE = "publish it elsewhere, or split the archive: docs/hosting.md"


def warn_of_large_site(sizes: Iterable[tuple[str, int]], folder: str) -> Problem | None:
    """Warn if a site is too large, and suggest what to leave out.

    Args:
        sizes: path and size in bytes of each file of the site, including the search index.
        folder: the site's folder, as in the settings.
    """
    weights: Counter[str] = Counter()
    files = 0
    for path, size in sizes:
        weights[next((kind for kind, pattern, _ in _KINDS if re.match(pattern, path)), "other files")] += size
        files += 1
    total = weights.total()
    if total <= MOST:
        return None
    parts = ", ".join(
        f"{kind} {_megabytes(size)}" for kind, size in weights.most_common(3) if size > total / 100
    )
    message = f"the site has {_megabytes(total)} in {files:,} files ({parts}), and GitHub Pages ends at 1 GB"
    remedies = {kind: remedy for kind, _, remedy in _KINDS if remedy}
    best = max(remedies, key=lambda kind: weights[kind])
    remedy = f"{remedies[best]}; or {_ELSE}" if weights[best] > total / 10 else _ELSE
    return Problem(folder, 0, 0, message, remedy, "site-size")


def warn_of_large_output(places: OutputPaths) -> Problem | None:
    """Warn if the site that was just built is too large; its manifest has the sizes."""
    manifest = read_manifest(places.manifest)
    sizes = [(path, entry.stamp.size) for path, entry in manifest.entries.items()]
    sizes += [(f"{INDEX}/{path}", stamp.size) for path, stamp in manifest.index.files.items()]
    return warn_of_large_site(sizes, places.output.name)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
