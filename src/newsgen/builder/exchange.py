"""Two folders change places in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def exchange(fresh: Path, live: Path, intent: Path) -> None:
    """Put the folder `fresh` in the place of `live`, and `live`, if there is one, in the place of `fresh`.

    Linux does it in one atomic call (renameat2(2), RENAME_EXCHANGE). Elsewhere two renames do it, with a note at
    `intent` from which `recover` finishes what a crash left half done.

    Raises:
        OSError: the system refused; both folders stand as they did.
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


def recover(fresh: Path, live: Path, intent: Path) -> None:
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
    """Try renameat2; False where kernel, libc or file system lack it."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(fresh), _AT_FDCWD, os.fsencode(live), _RENAME_EXCHANGE)
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(fresh), None, str(live))
