"""Many files of one folder, statted in few steps each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path


@contextmanager
def below(folder: Path) -> Iterator[Callable[[str], os.stat_result]]:
    """Give a stat(2) for paths in a folder that follows no link; the system does not walk to the folder each time.

    Raises:
        FileNotFoundError, NotADirectoryError: there is no such folder; the stat raises them too.
    """
    if os.stat not in os.supports_dir_fd:
        yield lambda path: os.lstat(f"{folder}/{path}")
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield partial(os.stat, dir_fd=handle, follow_symlinks=False)
    finally:
        os.close(handle)
