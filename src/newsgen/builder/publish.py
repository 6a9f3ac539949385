"""Rendered files become a whole generation, which takes the place of the old one in one step.

The new generation is put together in the *spare*, the generation before the last: files that did not change stay or
are hard-linked from the output, new ones are moved from the stage. Then the spare and the output change places.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

import msgspec

from newsgen.builder.files import link_files, make_folder, move_files, remove_tree, write_file
from newsgen.builder.output import (
    Entry,
    Index,
    Listing,
    Manifest,
    Output,
    Stamp,
    read_listing,
    refuse_foreign,
    stage_manifest,
    stat_files,
)
from newsgen.builder.paths import INDEX, LISTING, Places
from newsgen.errors import OutputError, Problem
from newsgen.files import remove_leftovers

_IN_USE = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT}
"""Why rmdir(2) fails where that is fine: the folder is not empty (POSIX allows two codes), or gone."""
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_SUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


class Generation(msgspec.Struct, frozen=True):
    """A generation to be published."""

    generator: str
    """Name and version of the program, for build.json."""
    inputs: bytes
    """Digest of all inputs; b'' if the next build must not take the output for current."""
    entries: Mapping[str, Entry]
    """All its files by path, in order of path."""
    staged: AbstractSet[str]
    """Paths of those that are in the stage; all others are in the output."""
    removed: Collection[str]
    """Paths of files in the output that it does not have."""
    index: Path | None
    """Folder of its search index, in the output or a new one; None for none."""
    index_digest: bytes
    """As `Index.digest`."""


def prepare_stage(places: Places) -> None:
    """Finish an exchange that a killed build left half done, and empty the stage."""
    places.state.mkdir(parents=True, exist_ok=True)
    remove_leftovers(places.state)
    finish_exchange(places.spare, places.output, places.intent)
    remove_tree(places.stage)
    make_folder(places.stage)


def publish(places: Places, new: Generation, old: Output) -> None:
    """Exchange the output for a new generation if that differs, and write its manifest.

    Raises:
        RefusedError: files that newsgen did not write came into the output while pages were rendered.
        OutputError: the system refused; the output is as it was.
    """
    keeps_index = new.index == places.index or (new.index is None and not old.index.files)
    if not new.staged and not new.removed and keeps_index and old.listing:
        _stage_manifest(places, new, old.listing, places.index)()
        return
    try:
        if (files := _read_spare(places)) is None:
            _complete_stage(places, new)
        else:
            _update_spare(places, new, files)
        _place_index(places, new.index)
        listing = _write_listing(places.spare, new)
        write_manifest = _stage_manifest(places, new, listing, places.spare / INDEX)
        refuse_foreign(places, stat_files(places.output, INDEX), old.ours)
        exchange(places.spare, places.output, places.intent)
        if not old.is_untouched:  # then the old generation must not serve as a spare
            (places.spare / LISTING).unlink(missing_ok=True)
    except OSError as error:
        problem = Problem(str(places.output), 0, 0, f"cannot be published: {error.strerror}")
        raise OutputError(problem) from error
    write_manifest()


def _read_spare(places: Places) -> dict[str, str] | None:
    """Read the sha256 of each file of the spare; None if there is no spare, or not just the files of its listing."""
    listing = read_listing(places.spare)
    if listing is None or stat_files(places.spare, INDEX).keys() != {*listing.files, LISTING}:
        return None
    return listing.files


def _complete_stage(places: Places, new: Generation) -> None:
    """Link into the stage all files that stay, and make it the spare."""
    link_files(places.output, places.stage, (path for path in new.entries if path not in new.staged))
    remove_tree(places.spare)
    places.stage.rename(places.spare)


def _update_spare(places: Places, new: Generation, files: Mapping[str, str]) -> None:
    """Bring the spare, whose files have these sha256, up to date but for its search index and listing.

    The listing goes first: a spare without one is half done and never used.
    """
    spare = places.spare
    (spare / LISTING).unlink(missing_ok=True)
    linked = [
        path
        for path, entry in new.entries.items()
        if files.get(path) != entry.sha256 and path not in new.staged
    ]
    gone = [path for path in files if path not in new.entries]
    emptied: set[str] = set()
    for path in (*gone, *filter(files.__contains__, (*linked, *new.staged))):
        (spare / path).unlink(missing_ok=True)
        emptied.add(path.rpartition("/")[0])
    _remove_empty(spare, emptied)  # before anything is added: a file may take a folder's name
    link_files(places.output, spare, linked)
    move_files(places.stage, spare, new.staged)


def _remove_empty(folder: Path, candidates: Iterable[str]) -> None:
    """Remove those folders, and folders above them, that are empty."""
    for path in sorted(candidates, key=len, reverse=True):
        while path:
            try:
                (folder / path).rmdir()
            except OSError as error:
                if error.errno not in _IN_USE:
                    raise
                break
            path = path.rpartition("/")[0]


def _place_index(places: Places, index: Path | None) -> None:
    """Give the spare its search index: move a new one there, link that of the output."""
    target = places.spare / INDEX
    files = stat_files(index) if index == places.index else None
    if files is not None and stat_files(target) == files:
        return
    remove_tree(target)
    if files is not None:
        link_files(places.index, target, files)
    elif index is not None:
        index.rename(target)


def _write_listing(folder: Path, new: Generation) -> Stamp:
    listing = Listing(new.generator, {path: entry.sha256 for path, entry in new.entries.items()})
    data = msgspec.json.format(msgspec.json.encode(listing), indent=1) + b"\n"
    return write_file(folder, LISTING, data)


def _stage_manifest(places: Places, new: Generation, listing: Stamp, index: Path) -> Callable[[], None]:
    """Write the new manifest to a temporary file; return a function that moves it into place."""
    found = Index(new.index_digest, stat_files(index))
    return stage_manifest(places.manifest, Manifest(new.inputs, dict(new.entries), listing, found))


def exchange(fresh: Path, live: Path, intent: Path) -> None:
    """Put the folder `fresh` in the place of `live`, and `live`, if there is one, in the place of `fresh`.

    Linux does it in one atomic call (renameat2(2), RENAME_EXCHANGE). Elsewhere two renames do it, with a note at
    `intent` from which `finish_exchange` finishes what a crash left half done.

    Raises:
        OSError: the system refused; both folders are as they were.
    """
    if not live.exists():
        live.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(live)
        return
    if sys.platform.startswith("linux") and _exchange_at_once(fresh, live):
        return
    aside = _aside(fresh)
    intent.write_text(f"{fresh}\n{live}\n", encoding="utf-8")
    live.rename(aside)
    try:
        fresh.rename(live)
    except OSError:
        aside.rename(live)
        intent.unlink()
        raise
    aside.rename(fresh)
    intent.unlink()


def finish_exchange(fresh: Path, live: Path, intent: Path) -> None:
    """Finish an exchange that a crash cut short; `live` is then the old or the new folder, whole."""
    if not intent.exists():
        return
    aside = _aside(fresh)
    if aside.exists():
        aside.rename(fresh if live.exists() else live)
    intent.unlink()


def _aside(fresh: Path) -> Path:
    return fresh.with_name(fresh.name + ".old")


def _exchange_at_once(fresh: Path, live: Path) -> bool:
    """Call renameat2; return False where kernel, libc or file system lack it."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(fresh), _AT_FDCWD, os.fsencode(live), _RENAME_EXCHANGE)
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_SUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(fresh), None, str(live))
