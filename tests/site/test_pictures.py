"""Pages with pictures are valid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.support.archives import build
from tests.support.illustrated import illustrated


def test_pages_with_pictures_are_valid_html(tmp_path: Path, vnu: Callable[..., list[str]]) -> None:
    illustrated(tmp_path)
    build(tmp_path)
    assert vnu(tmp_path / "site") == []
