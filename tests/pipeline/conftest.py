"""A folder for archives that are built in the test's own process."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder, the same for all tests of a process, so that templates are compiled once."""
    path = Path(tempfile.gettempdir()).resolve() / f"newsgen-pipeline-{os.getpid()}"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    yield path
    shutil.rmtree(path)
