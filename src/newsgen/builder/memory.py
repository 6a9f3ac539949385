"""What the C library keeps of memory that is no longer used."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD = -1
_MMAP_THRESHOLD = -3
_LARGE = 1 << 20
"""Bytes of blocks that the system gives and takes back one by one: more than nearly all pages have."""


def return_large_blocks() -> None:
    """Have large blocks go back to the system as soon as they are free, with glibc.

    Else it raises the limit up to 32 MB as such blocks come and go, and the pages of small ones that stand above them
    keep them from being returned: files with the texts of a year leave as much behind in every process.

    Source: mallopt(3), M_MMAP_THRESHOLD and M_TRIM_THRESHOLD.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # not all C libraries have it
    if mallopt:
        mallopt(_MMAP_THRESHOLD, _LARGE)
        mallopt(_TRIM_THRESHOLD, 2 * _LARGE)
