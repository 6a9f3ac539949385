"""An edit of a standalone page, an introduction or the page about the archive makes that page anew, and no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.archives import build, clean_build, stamps, tree

BEFORE = Path(__file__).parents[1] / "projects" / "pages" / "before"


@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("pages/contact.md", "contact.html"),
        ("pages/topics/trade.md", "topics/trade/index.html"),
        ("pages/about.md", "about.html"),
    ],
)
def test_an_edited_page_is_made_anew_alone(page: str, made: str, folder: Path) -> None:
    """And the site is the one that a build from nothing makes."""
    root = Path(shutil.copytree(BEFORE, folder / "archive"))
    build(root)
    before = stamps(root / "site")
    with (root / page).open("a", encoding="utf-8") as file:
        file.write("\nMore words.\n")
    build(root)
    after = stamps(root / "site")
    changed = {path for path in after if after[path] != before.get(path) and (root / "site" / path).is_file()}
    assert changed == {made, "build.json"}
    assert tree(root / "site") == clean_build(root, folder / "clean")
