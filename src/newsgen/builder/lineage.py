"""A program that another process runs ends with it."""

from __future__ import annotations

import ctypes
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> Callable[[], None] | None:
    """What a child runs before its program, so that the kernel kills it when its parent dies; None where that is not Linux.

    Source: prctl(2), PR_SET_PDEATHSIG; it survives execve(2).
    """
    if not sys.platform.startswith("linux"):
        return None
    try:
        prctl = ctypes.CDLL(None).prctl
    except AttributeError:
        return None

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    return bind
