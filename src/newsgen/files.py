"""Atomic writes, and values cached in files."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from newsgen.errors import ContentError, Problem, report_system_errors

T = TypeVar("T")

Location = tuple[str, int, int]
"""File, line and column, from 1; 0 if not known."""

_TEMPORARY = re.compile(r"\.newsgen-(\d+)-\d+\.tmp", re.ASCII)
"""Name of a temporary file: the writing process's number and the file's number."""
_NUMBERS = itertools.count()
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_SUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}
_FORMAT = b"newsgen cache 1\n"
"""First bytes of a cache file; a CRC-32, the version's length, the version and MessagePack follow."""
_damaged: set[str] = set()
"""Cache files that this process found damaged."""


def write_atomically(
    path: Path, data: bytes | str | Iterable[bytes], mode: int = 0o644, *, durable: bool = False
) -> None:
    """Write a file so that readers see either the old or the new content, never a part.

    Args:
        path: the file; its folder must exist. A symbolic link is replaced, not followed.
        data: the content, whole or in pieces; a text is written in UTF-8 with unchanged line ends.
        mode: permissions; the umask does not change them.
        durable: replace the old file after the disk has the new one and all that was written before it.

    Raises:
        OSError: the system refused; the old file stays and the temporary file is deleted.
    """
    stage_file(path, data, mode, durable=durable)()


def stage_file(
    path: Path, data: bytes | str | Iterable[bytes], mode: int = 0o644, *, durable: bool = False
) -> Callable[[], None]:
    """Write a file's new content to a temporary file in its folder; return a function that moves it into place."""
    temporary = f"{path.parent}/.newsgen-{os.getpid()}-{next(_NUMBERS)}.tmp"
    if isinstance(data, bytes | str):
        data = [data.encode() if isinstance(data, str) else data]
    handle = os.open(temporary, _NEW, 0o600)
    complete = False
    try:
        try:
            for chunk in data:
                content = memoryview(chunk)
                while content:
                    content = content[os.write(handle, content) :]
        finally:
            os.close(handle)
        os.chmod(temporary, mode)  # noqa: PTH101 - a Path is not needed, as in all of this function
        if durable:
            sync_file_system(path.parent)
        complete = True
    finally:
        if not complete:
            os.unlink(temporary)  # noqa: PTH108
    return partial(_move, temporary, path)


def _move(temporary: str, path: Path) -> None:
    try:
        os.replace(temporary, path)  # noqa: PTH105
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def replace_unchanged(path: Path, before: bytes, after: bytes, mode: int = 0o644) -> bool:
    """Replace a file's content atomically; return False, and do nothing, if somebody has saved it meanwhile.

    Where two files can be exchanged, nothing is lost that an editor puts in the file's place at whatever moment; elsewhere
    an editor has to miss the moment between the last look at the file and its replacement.

    Raises:
        OSError: the system refused; the file stays.
    """
    fresh = path.with_name(f".newsgen-{os.getpid()}-{next(_NUMBERS)}.tmp")
    try:
        write_atomically(fresh, after, mode)
        if path.read_bytes() != before:
            return False
        if not exchange_atomically(fresh, path):
            fresh.replace(path)
            return True
        if (displaced := fresh.read_bytes()) == before:
            return True
        placed = after  # by this function, where the editor's text was
        while True:
            exchange_atomically(fresh, path)
            expected, placed, displaced = placed, displaced, fresh.read_bytes()
            if displaced == expected:
                return False
    finally:
        fresh.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """Delete the temporary files that killed processes left in a folder."""
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208
            found = _TEMPORARY.fullmatch(name)
            if found and not _is_running(int(found[1])):
                with suppress(OSError):
                    (folder / name).unlink()


def exchange_atomically(fresh: Path, live: Path) -> bool:
    """Exchange two files or folders; return False, and do nothing, if system, kernel, libc or file system cannot.

    Source: renameat2(2), RENAME_EXCHANGE.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # a run that writes nothing does not need it

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


def sync_file_system(folder: Path) -> None:
    """Wait until the disk has all that was written to the file system of a folder; elsewhere than on Linux do nothing.

    Source: syncfs(2). One call takes far less time than fsync(2) of each file.

    Raises:
        OSError: the disk refused something.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # a run that writes nothing does not need it

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    handle = os.open(folder, os.O_RDONLY)
    try:
        if syncfs and syncfs(handle):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(handle)


def _is_running(pid: int) -> bool:
    """True if a process has this number. Always False on Windows, where a file that is being written cannot be deleted."""
    if os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def leads_outside(path: Path | str, root: Path | str) -> bool:
    """True if a path, its links followed, is outside of a folder."""
    real, inside = os.path.realpath(path), os.path.realpath(root)
    return real != inside and not real.startswith(inside.rstrip(os.sep) + os.sep)


def read_planned_file(path: str, sha256: str) -> bytes:
    """Read a file that a build planned with; `sha256` is its hex digest at that time.

    Raises:
        ContentError: it changed since then.
        OutputError: it cannot be read.
    """
    with report_system_errors(path, "read"):
        data = Path(path).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ContentError(Problem(path, 0, 0, "the file changed during the build", "build again"))
    return data


def find_words_in_file(root: Path, path: str, words: str) -> Location:
    """Find the first place of some words in the text file at `path` below `root`, for messages."""
    lines = (root / path).read_text(encoding="utf-8", errors="replace").split("\n")
    for number, line in enumerate(lines, 1):
        column = line.find(words)
        if column >= 0:
            return path, number, column + 1
    return path, 0, 0


def read_cached_value(path: Path, kind: type[T], version: str = "") -> T | None:
    """Read a value that `write_cached_value` wrote.

    Returns:
        The value; None if the file is missing, damaged, or has another format or version.
    """
    head = _head(version)
    start = len(_FORMAT) + 4
    try:
        data = memoryview(path.read_bytes())
        if (
            data[: len(_FORMAT)] == _FORMAT
            and zlib.crc32(data[start:]).to_bytes(4) == data[start - 4 : start]
        ):
            if data[start : start + len(head)] != head:
                return None
            return msgspec.msgpack.decode(data[start + len(head) :], type=kind)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        pass
    _damaged.add(str(path))
    return None


def take_damaged_files() -> list[str]:
    """Return the cache files that `read_cached_value` found damaged or unreadable since the last call, sorted."""
    found = sorted(_damaged)
    _damaged.clear()
    return found


def write_cached_value(path: Path, value: Any, version: str = "") -> None:
    """Write a value to a cache file atomically; create its folder if needed.

    If MessagePack cannot hold the value, such as a path that is not UTF-8, nothing is cached.

    Args:
        path: the file.
        value: anything that msgspec encodes.
        version: the version of everything that the value depends on; `read_cached_value` must be called with the same.

    Raises:
        OSError: the system refused.
    """
    stage_cached(path, value, version)()


def stage_cached(path: Path, value: Any, version: str = "") -> Callable[[], None]:
    """Write a value to a temporary file; return a function that moves it into place. Arguments as in `write_cached_value`."""
    try:
        head, content = _head(version), msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        return partial(path.unlink, missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    checksum = zlib.crc32(content, zlib.crc32(head))
    return stage_file(path, [_FORMAT + checksum.to_bytes(4) + head, content])


def _head(version: str) -> bytes:
    return len(version.encode()).to_bytes(4) + version.encode()


def read_filesystem_clock(folder: Path) -> int:
    """Write a file in `folder` to read its file system's clock, in nanoseconds."""
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / "clock"
    probe.write_bytes(b"")
    os.utime(probe)
    return probe.stat().st_mtime_ns
