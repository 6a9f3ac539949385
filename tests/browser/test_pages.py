"""Each kind of page, lists in parts and maps can be used by everyone, in light and in dark, at any width."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OVERFLOWING
from tests.support.archives import build
from tests.support.kinds import PATTERNS, page_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", PATTERNS)
def test_each_kind_of_page_is_sound(
    kind: str, window: Page, is_sound: Callable[[Page], None], at_home: str, sample_site: Path
) -> None:
    """It breaks no rule of accessibility and none of its policy, which the console would say."""
    said: list[str] = []
    window.on("console", listener := lambda message: said.append(message.text))
    window.goto(at_home + page_of(sample_site, kind))
    is_sound(window)
    window.remove_listener("console", listener)
    assert said == []


def test_defects_are_seen(window: Page, axe: Callable[[Page], list[dict[str, Any]]]) -> None:
    """The checks can fail: grey on grey and a box that is too wide are found."""
    style = "color:#ccc;background:#ddd;width:3000px"
    window.goto("about:blank")  # else the policy of the page before forbids the style
    window.set_content(f"<html lang=en><title>x</title><main><h1 style='{style}'>A headline</h1></main>")
    assert "color-contrast" in {found["rule"] for found in axe(window)}
    assert window.evaluate(OVERFLOWING)


PROJECTS = Path(__file__).parents[1] / "projects"
LISTS = """
    undated/index.html undated/g/index.html 2018/index.html 2018/undated/index.html 2019/01/02/index.html
    2019/01/02/c/index.html topics/ferries/index.html topics/ferries/2019/01/02/index.html
    topics/ferries/2018/undated/index.html corrections/index.html corrections/withdrawn/index.html
    corrections/2021/index.html
""".split()
MAPS = ("places/index.html", "places/kyiv/index.html")
PAGES = [*(("long-lists", path) for path in LISTS), *(("names", path) for path in MAPS)]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sites of two golden archives stand: that with lists of three articles, that with a map."""
    folder = tmp_path_factory.mktemp("sites")
    for name in ("long-lists", "names"):
        build(shutil.copytree(PROJECTS / name / "before", folder / name))
    return folder


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_each_page_of_a_list_in_parts_is_sound(
    name: str, path: str, window: Page, is_sound: Callable[[Page], None], sites: Path
) -> None:
    window.goto((sites / name / "site" / path).as_uri())
    is_sound(window)


def test_a_dot_of_the_map_is_a_link_with_name_and_number(window: Page, sites: Path) -> None:
    """By its name for those who cannot see it, by the mouse where it is drawn; the land lies under it."""
    places = sites / "names/site/places"
    for width in (320, 1280):
        window.set_viewport_size({"width": width, "height": 800})
        window.goto((places / "index.html").as_uri())
        dot = window.get_by_role("link", name="Kyiv: 2 articles")
        box = dot.locator("circle").bounding_box()
        assert box
        window.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        window.wait_for_url("**/places/kyiv/index.html")
        assert window.get_by_role("img", name="Kyiv on the map").count() == 1
    window.goto((places / "land.svg").as_uri())
    assert window.evaluate("document.querySelector('path').getBBox()['width']") > 500
