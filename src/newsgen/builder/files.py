"""Bytes → new files and folders, with modes that no umask changes, in as few calls of the system as can be."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from newsgen.builder.output import Stamp
from newsgen.errors import OutputError, Problem

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


_MANY = 20_000
"""Folders that are remembered at once: 2 MB."""


class Written(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file that stands in the stage."""

    sha256: str
    stamp: Stamp


@contextmanager
def writer(folder: Path, there: set[str] | None = None) -> Iterator[Callable[[str, bytes], Written]]:
    """Give what does in the block what `write` does below one folder, which is made if it is missing.

    The system does not walk to the folder each time, where it lets paths begin at an open one. And folders are made
    before their files: to try each file first takes a fifth of the time more.

    Args:
        folder: where to write.
        there: folders inside it that are known to stand; it learns which ones do. That one is gone which was there costs
            just time.

    Raises:
        OutputError: the system refused; also in the block, as `write`.
    """
    known, as_made = set[str]() if there is None else there, False
    known.add("")

    def stands(path: str) -> None:
        nonlocal as_made
        above = path.rpartition("/")[0]
        if above not in known:
            stands(above)
        # Once a folder had the right mode by itself, so have all: the umask and what they inherit are the same.
        as_made = make_folder(folder, path, as_made=as_made, handle=handle) or as_made
        known.add(path)

    def remembering(path: str, data: bytes) -> Written:
        above = path.rpartition("/")[0]
        if above not in known:
            if len(known) >= _MANY:
                known.clear()
                known.add("")
            with suppress(OSError):  # the file fails too, and tells
                stands(above)
        return _write(folder, path, data, handle)

    handle = _opened(folder)
    try:
        yield remembering
    finally:
        if handle is not None:
            os.close(handle)


def write(folder: Path, path: str, data: bytes) -> Written:
    """Write one new file, mode 0644 whatever the umask; folders on the way are made, mode 0755.

    Raises:
        OutputError: the system refused (disk full, no permission).
    """
    return _write(folder, path, data, None)


def _opened(folder: Path) -> int | None:
    """Open a folder at which paths can begin; None where the system knows no such thing."""
    if not {os.open, os.mkdir, os.stat, os.chmod, os.unlink} <= os.supports_dir_fd:
        return None
    try:
        try:
            return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            make_folder(folder, "")
            return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise _refused(str(folder), error) from error


def _write(folder: Path, path: str, data: bytes, top: int | None) -> Written:
    """Write one file; `top` is the folder, if it is open."""
    target = f"{folder}/{path}" if top is None else path
    try:
        try:
            handle = os.open(target, _NEW, 0o644, dir_fd=top)
        except FileNotFoundError:
            make_folder(folder, path.rpartition("/")[0], handle=top)
            handle = os.open(target, _NEW, 0o644, dir_fd=top)
        except FileExistsError:  # of a worker that was killed; this one does its pages again
            os.unlink(target, dir_fd=top)
            handle = os.open(target, _NEW, 0o644, dir_fd=top)
        try:
            left = data
            while left:
                left = left[os.write(handle, left) :]
            found = os.fstat(handle)
            if found.st_mode & 0o777 != 0o644 and sys.platform != "win32":  # the umask took rights away
                os.fchmod(handle, 0o644)
        finally:
            os.close(handle)
        return Written(hashlib.sha256(data).hexdigest(), Stamp.of(found))
    except OSError as error:
        raise _refused(f"{folder}/{path}", error) from error


def _refused(path: str, error: OSError) -> OutputError:
    return OutputError(Problem(path, 0, 0, f"cannot be written: {error.strerror}"))


def make_folder(root: Path, path: str, *, as_made: bool = False, handle: int | None = None) -> bool:
    """Make a folder and those above it below `root`, mode 0755 whatever the umask; the lowest is tried first.

    Args:
        root: where all folders stand.
        path: of the folder, inside it; '' for the root itself, if it is not open.
        as_made: folders are known to get their mode by themselves, so that none is looked at.
        handle: of `root`, if it is open.

    Returns:
        Whether it was seen that a new folder had its mode by itself.
    """
    at = path if handle is not None else f"{root}/{path}" if path else str(root)
    try:
        os.mkdir(at, 0o755, dir_fd=handle)
    except FileExistsError:
        return False
    except FileNotFoundError:
        if not path:
            raise
        make_folder(root, path.rpartition("/")[0], as_made=as_made, handle=handle)
        return make_folder(root, path, as_made=as_made, handle=handle)
    if as_made or os.stat(at, dir_fd=handle).st_mode & 0o777 == 0o755:
        return True
    os.chmod(at, 0o755, dir_fd=handle)
    return False


_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What link(2) says where a file system has no hard links, or no more of them."""


def link_all(folder: Path, paths: Iterable[str], source: Path) -> None:
    """Link files of one generation into another.

    Folders are made before the files: to link first, and to make a folder when that fails, takes a third of the time more.
    Paths begin at open folders: for the system to walk to them each time takes a tenth more.
    """
    there, as_made = {""}, False
    with _opened_linking(source) as first, _opened_linking(folder) as second:
        ends = None if first is None or second is None else (first, second)
        for path in paths:
            above = path.rpartition("/")[0]
            if above not in there:
                as_made = make_folder(folder, above, as_made=as_made, handle=second) or as_made
                there.add(above)
            link(source, folder, path, ends)


@contextmanager
def _opened_linking(folder: Path) -> Iterator[int | None]:
    """Open a folder at which paths can begin; None where there is none, or the system knows no such thing."""
    handle = None
    if {os.link, os.mkdir, os.stat, os.chmod} <= os.supports_dir_fd:
        with suppress(FileNotFoundError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        if handle is not None:
            os.close(handle)


def move(folder: Path, path: str, source: Path) -> None:
    """Move a file into a generation; its folder is made if it is missing."""
    try:
        os.rename(f"{source}/{path}", f"{folder}/{path}")  # noqa: PTH104 - in the hot path
    except FileNotFoundError:
        make_folder(folder, path.rpartition("/")[0])
        os.rename(f"{source}/{path}", f"{folder}/{path}")  # noqa: PTH104


def link(source: Path, folder: Path, path: str, ends: tuple[int, int] | None = None) -> None:
    """Share a file between two generations; where the file system has no hard links, copy it.

    Args:
        source: the generation that has it.
        folder: the generation that shall have it, with the file's folder.
        path: of the file, inside either.
        ends: of both generations, if they are open.
    """
    try:
        if ends:
            os.link(path, path, src_dir_fd=ends[0], dst_dir_fd=ends[1], follow_symlinks=False)
        else:
            os.link(f"{source}/{path}", f"{folder}/{path}")
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(f"{source}/{path}", f"{folder}/{path}")
