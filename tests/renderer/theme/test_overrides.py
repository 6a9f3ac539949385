"""What an archive's own templates hold and no reader will ever see is reported, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsgen.renderer.theme.mistakes import find_unused_overrides
from newsgen.renderer.theme.theme import default_folder, open_theme
from tests.support.archives import write

CASES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))["unused"]
"""By name, files of an archive's templates/ and what is reported of them."""


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_unused_is_reported(tmp_path: Path, case: dict[str, Any]) -> None:
    write(tmp_path, case["files"])
    assert [str(problem) for problem in find_unused_overrides(open_theme(tmp_path))] == case["messages"]


def test_nothing_of_the_default_theme_is_unused(tmp_path: Path) -> None:
    """Nor is a copy of it."""
    assert find_unused_overrides(open_theme()) == []
    for path in default_folder().rglob("*.html"):
        write(tmp_path, {path.relative_to(default_folder()).as_posix(): path.read_text(encoding="utf-8")})
    assert find_unused_overrides(open_theme(tmp_path)) == []
