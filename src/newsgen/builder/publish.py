"""Make a whole generation of the rendered files, and exchange it with the old one in one step.

The *spare*, the generation before the last, becomes the new generation: unchanged files stay or are hard-linked from the
output, new files are moved from the stage. Then the spare and the output are exchanged. Files and folders get modes that
no umask changes.

The disk must have the new generation before the exchange, and the exchange before the next build changes the spare, which
was the output until then. So a power loss leaves one whole generation (docs/reliability.md).
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

import msgspec

from newsgen.builder.output import (
    BuildJson,
    Manifest,
    ManifestEntry,
    ManifestIndex,
    OutputState,
    Stamp,
    list_files,
    prepare_manifest_write,
    read_build_json,
    refuse_foreign_files,
    stat_folder,
)
from newsgen.builder.paths import INDEX, LISTING, OutputPaths
from newsgen.errors import OutputError, Problem
from newsgen.files import exchange_atomically, remove_leftovers, sync_file_system

_IN_USE = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT}
"""Errors of rmdir(2) that do not matter: the folder is not empty (POSIX allows two codes), or does not exist."""


class NewOutput(msgspec.Struct, frozen=True):
    """A generation to be published."""

    generator: str
    """Name and version of the program, for build.json."""
    inputs: bytes
    """Digest of all inputs; b'' makes the next build run again."""
    entries: Mapping[str, ManifestEntry]
    """All files of the generation by path, sorted."""
    staged: AbstractSet[str]
    """Paths of the files that are in the stage; all others are in the output."""
    removed: Collection[str]
    """Paths of the output's files that are not in the generation."""
    index: Path | None
    """Folder of the search index, in the output or new; None means no index."""
    index_digest: bytes
    """See `ManifestIndex.digest`."""


def prepare_stage(places: OutputPaths) -> None:
    """Finish the exchange of a killed build, and empty the stage."""
    places.state.mkdir(parents=True, exist_ok=True)
    remove_leftovers(places.state)
    finish_exchange(places.spare, places.output, places.intent)
    remove_tree(places.stage)
    make_folder_and_parents(places.stage)


def publish(places: OutputPaths, new: NewOutput, old: OutputState) -> None:
    """Replace the output with a new generation if it differs, and write its manifest.

    Raises:
        RefusedError: the output got files that newsgen did not write, while pages were rendered.
        OutputError: the system refused; the output did not change.
    """
    keeps_index = new.index == places.index or (new.index is None and not old.index.files)
    if not new.staged and not new.removed and keeps_index and old.listing:
        _stage_manifest(places, new, old.listing, places.index)()
        return
    try:
        if (files := _compare_spare(places, new)) is None:
            _complete_stage(places, new)
        else:
            _update_spare(places, new, files)
        _place_index(places, new.index)
        listing = _write_listing(places.spare, new)
        write_manifest = _stage_manifest(places, new, listing, places.spare / INDEX)
        refuse_foreign_files(places, dict(list_files(places.output, INDEX)), old.ours)
        sync_file_system(places.spare)
        exchange(places.spare, places.output, places.intent)
        if not old.is_untouched:  # then the old generation must not become the spare
            (places.spare / LISTING).unlink(missing_ok=True)
    except OSError as error:
        is_mount = error.errno in (errno.EBUSY, errno.EXDEV)
        remedy = (
            f"mount the folder above it, or build into a folder below: --output {places.output.name}/public"
        )
        message = f"cannot be published: {error.strerror}"
        problem = Problem(str(places.output), 0, 0, message, remedy if is_mount else "")
        raise OutputError(problem) from error
    with suppress(OSError):  # the site is published; without its manifest the next build does more
        write_manifest()
    with suppress(OSError):
        sync_file_system(places.output)


def _compare_spare(places: OutputPaths, new: NewOutput) -> dict[str, bool] | None:
    """Map each path in the spare to whether its file is that of the output.

    Returns:
        None if there is no spare, or its files are not those of its listing.
    """
    listing, found = read_build_json(places.spare), dict(list_files(places.spare, INDEX))
    if listing is None or found.keys() != {*listing.files, LISTING}:
        return None
    return {
        path: _is_file_of_entry(found[path], sha256, new.entries.get(path))
        for path, sha256 in listing.files.items()
    }


def _is_file_of_entry(file: os.DirEntry[str], sha256: str, entry: ManifestEntry | None) -> bool:
    """True if a file of the spare is the output's file: a hard link to it, or a copy with its size and time.

    Args:
        file: the file.
        sha256: hex digest that the spare's listing gives.
        entry: the output's file at the same path.
    """
    if entry is None:
        return False
    if file.inode() == entry.stamp.ino:  # known without a stat, which takes three times as long
        return True
    found = file.stat(follow_symlinks=False)
    size, time = entry.stamp.size, entry.stamp.mtime_ns
    return (sha256, found.st_size, found.st_mtime_ns) == (entry.sha256, size, time)


def _complete_stage(places: OutputPaths, new: NewOutput) -> None:
    """Link all unchanged files into the stage, and make the stage the spare."""
    link_files(places.output, places.stage, (path for path in new.entries if path not in new.staged))
    remove_tree(places.spare)
    places.stage.rename(places.spare)


def _update_spare(places: OutputPaths, new: NewOutput, files: Mapping[str, bool]) -> None:
    """Update the spare's files, without its search index and listing; `files` is from `_compare_spare`.

    The listing is deleted first: a spare without a listing is unfinished and never used.
    """
    spare = places.spare
    (spare / LISTING).unlink(missing_ok=True)
    linked = [path for path in new.entries if path not in new.staged and not files.get(path)]
    gone = [path for path in files if path not in new.entries]
    emptied: set[str] = set()
    for path in (*gone, *filter(files.__contains__, (*linked, *new.staged))):
        (spare / path).unlink(missing_ok=True)
        emptied.add(path.rpartition("/")[0])
    _remove_empty(spare, emptied)  # before anything is added: a file may take a folder's name
    link_files(places.output, spare, linked)
    move_files(places.stage, spare, new.staged)


def _remove_empty(folder: Path, candidates: Iterable[str]) -> None:
    """Remove empty folders, and the folders above them that become empty."""
    for path in sorted(candidates, key=len, reverse=True):
        while path:
            try:
                (folder / path).rmdir()
            except OSError as error:
                if error.errno not in _IN_USE:
                    raise
                break
            path = path.rpartition("/")[0]


def _place_index(places: OutputPaths, index: Path | None) -> None:
    """Put the search index into the spare: move a new index, or link the output's index."""
    target = places.spare / INDEX
    files = stat_folder(index) if index == places.index else None
    if files is not None and stat_folder(target) == files:
        return
    remove_tree(target)
    if files is not None:
        link_files(places.index, target, files)
    elif index is not None:
        index.rename(target)


def _write_listing(folder: Path, new: NewOutput) -> Stamp:
    listing = BuildJson(new.generator, {path: entry.sha256 for path, entry in new.entries.items()})
    data = msgspec.json.format(msgspec.json.encode(listing), indent=1) + b"\n"
    return write_file(folder, LISTING, data)


def _stage_manifest(places: OutputPaths, new: NewOutput, listing: Stamp, index: Path) -> Callable[[], None]:
    """Write the new manifest to a temporary file; return a function that moves it into place."""
    found = ManifestIndex(new.index_digest, stat_folder(index))
    return prepare_manifest_write(places.manifest, Manifest(new.inputs, dict(new.entries), listing, found))


def exchange(fresh: Path, live: Path, intent: Path) -> None:
    """Exchange the folders `fresh` and `live`; if `live` does not exist, rename `fresh` to `live`.

    Linux does it in one atomic call (renameat2(2), RENAME_EXCHANGE). Other systems need two renames, and a note at
    `intent`, with which `finish_exchange` finishes the exchange after a crash.

    Raises:
        OSError: the system refused; both folders did not change.
    """
    if not live.exists():
        live.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(live)
        return
    if exchange_atomically(fresh, live):
        return
    aside = fresh.with_name(fresh.name + ".old")
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
    """Finish an exchange that a crash interrupted; then `live` is either the old or the new folder."""
    if not intent.exists():
        return
    aside = fresh.with_name(fresh.name + ".old")
    if aside.exists():
        aside.rename(fresh if live.exists() else live)
    intent.unlink()


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""Errors of link(2) if a file system has no hard links, or too many to a file."""


def write_file(folder: Path, path: str, data: bytes) -> Stamp:
    """Write a new file below a folder, mode 0644; make missing folders.

    Raises:
        OutputError: the system refused (disk full, no permission).
    """
    target = f"{folder}/{path}"
    try:
        handle = _create(target)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            found = os.fstat(handle)
            if found.st_mode & 0o777 != 0o644 and sys.platform != "win32":  # because of the umask
                os.fchmod(handle, 0o644)
        finally:
            os.close(handle)
    except OSError as error:
        raise OutputError(Problem(target, 0, 0, f"cannot be written: {error.strerror}")) from error
    return Stamp.of(found)


def _create(path: str) -> int:
    """Open a new file for writing; replace a file that a killed worker left, and make missing folders."""
    try:
        return os.open(path, _NEW, 0o644)
    except FileNotFoundError:
        make_folder_and_parents(os.path.dirname(path))  # noqa: PTH120 - in the hot path, as all below without Path
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
    return os.open(path, _NEW, 0o644)


def make_folder_and_parents(path: str | Path) -> None:
    """Make a folder and those above it, mode 0755; another worker may make them at the same time."""
    try:
        os.mkdir(path, 0o755)  # noqa: PTH102
    except FileExistsError:
        return
    except FileNotFoundError:
        make_folder_and_parents(os.path.dirname(path))  # noqa: PTH120
        make_folder_and_parents(path)
        return
    if os.stat(path).st_mode & 0o777 != 0o755:  # noqa: PTH116
        os.chmod(path, 0o755)  # noqa: PTH101


def link_files(source: Path, target: Path, paths: Iterable[str]) -> None:
    """Hard-link files of the folder `source` into the folder `target`; copy them if hard links are not possible."""
    made: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder not in made:
            make_folder_and_parents(f"{target}/{folder}")
            made.add(folder)
        try:
            os.link(f"{source}/{path}", f"{target}/{path}")
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            shutil.copy2(f"{source}/{path}", f"{target}/{path}")


def move_files(source: Path, target: Path, paths: Iterable[str]) -> None:
    """Move files of the folder `source` into the folder `target`."""
    for path in paths:
        try:
            os.rename(f"{source}/{path}", f"{target}/{path}")  # noqa: PTH104
        except FileNotFoundError:
            make_folder_and_parents(f"{target}/{path.rpartition('/')[0]}")
            os.rename(f"{source}/{path}", f"{target}/{path}")  # noqa: PTH104


def remove_tree(path: Path) -> None:
    """Delete a folder with its content, or a file at that path, if it exists."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
