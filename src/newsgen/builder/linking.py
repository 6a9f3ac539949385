"""Files that two generations share."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from newsgen.builder.writing import make_folder

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What link(2) says where a file system has no hard links, or no more of them."""


def into(folder: Path, path: str, source: Path, step: Callable[[str, str], None]) -> None:
    """Rename or link a file into a generation; its folder is made if it is missing."""
    try:
        step(f"{source}/{path}", f"{folder}/{path}")
    except FileNotFoundError:
        make_folder(folder, path.rpartition("/")[0])
        step(f"{source}/{path}", f"{folder}/{path}")


def link(source: str, target: str) -> None:
    """Share a file between two generations; where the file system has no hard links, copy it."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target)
