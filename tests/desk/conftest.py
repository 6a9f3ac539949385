"""Archives of this room are built in the test's own process, in one folder."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def tmp_path(folder: Path) -> Path:
    """An empty folder; see there."""
    return folder
