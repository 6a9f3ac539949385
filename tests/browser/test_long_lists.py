"""Lists in parts and maps of places can be used by everyone, at any width."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.archives import build, record, write

pytestmark = pytest.mark.browser

PAGES = (
    "undated/index.html",
    "undated/b/index.html",
    "1972/index.html",
    "1972/undated/index.html",
    "2023/11/26/index.html",
    "2023/11/26/b/index.html",
    "topics/trees/index.html",
    "topics/trees/2023/11/26/index.html",
    "topics/trees/undated/index.html",
    "corrections/index.html",
    "corrections/withdrawn/index.html",
    "corrections/2023/index.html",
    "places/index.html",
    "places/oslo/index.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an archive whose lists may hold two articles."""
    root = tmp_path_factory.mktemp("long")
    write(root, {"newsgen.toml": "[lists]\nlimit = 2\n[search]\nenabled = false\n"})
    for tree in ("ash", "beech", "birch", "elm"):
        for date in ("", "1972", "2023-11-26"):
            fields: dict[str, Any] = {"topics": ["Trees"], "places": ["Oslo", "Tokyo", "Nowhere-on-Sea"]}
            fields |= {"date": date} if date else {"status": "withdrawn"}
            if date == "1972":
                fields["corrections"] = [{"date": "2023-05-06", "text": "It is green."}]
            write(
                root, {f"articles/{date or 'undated'}-{tree}.md": record(f"{tree.title()} {date}", **fields)}
            )
    build(root)
    return root / "site"


@pytest.mark.parametrize("path", PAGES)
def test_each_page_of_a_list_in_parts_is_sound(
    path: str, window: Page, is_sound: Callable[[Page], None], site: Path
) -> None:
    window.goto((site / path).as_uri())
    is_sound(window)


def test_a_dot_of_the_map_is_a_link_with_name_and_number(window: Page, site: Path) -> None:
    """By its name for those who cannot see it, by the mouse where it is drawn; the land lies under it."""
    for width in (320, 1280):
        window.set_viewport_size({"width": width, "height": 800})
        window.goto((site / "places/index.html").as_uri())
        dot = window.get_by_role("link", name="Oslo: 12 articles")
        box = dot.locator("circle").bounding_box()
        assert box
        window.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        window.wait_for_url("**/places/oslo/index.html")
        assert window.get_by_role("img", name="Oslo on the map").count() == 1
    window.goto((site / "places/land.svg").as_uri())
    drawn = window.evaluate("document.querySelector('path').getBBox()['width']")
    assert drawn > 500
