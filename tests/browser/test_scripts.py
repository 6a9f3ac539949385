"""Readers of Arabic, Chinese and Japanese get pages that are set as theirs are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.archives import build, greek_archive, record, write
from tests.support.serving import served

pytestmark = pytest.mark.browser

ARTICLE, ARABIC, JAPANESE = "2023/11/22/a.html", "2023/11/23/f.html", "2023/11/24/j.html"
PAGES = """
    index.html 2022/index.html 2022/11/index.html dates/index.html topics/index.html about.html search.html
    corrections/index.html
""".split()
STYLE = "([where, name]) => getComputedStyle(document.querySelector(where))[name]"
LEFT = "where => document.querySelector(where).getBoundingClientRect().left"


@pytest.fixture(scope="module", params=["ar", "zh-CN", "en"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The language of a site, and its address."""
    root: Path = tmp_path_factory.mktemp("scripts")
    greek_archive(root, request.param)
    title, text = "埠頭が完成、48隻が係留可能に", "市長は「完成した」と*述べた*。\n\n> 始まりだ。"
    write(root, {"articles/j.md": record(title, text, date="2023-11-24", language="ja", topics=["Θέμα"])})
    build(root)
    with served(root / "site") as address:
        yield request.param, address


@pytest.fixture
def page(window: Page) -> Page:
    window.set_viewport_size({"width": 1280, "height": 900})
    return window


@pytest.mark.long
def test_pages_are_sound(site: tuple[str, str], page: Page, is_sound: Callable[[Page], None]) -> None:
    for path in (ARTICLE, ARABIC, JAPANESE, *PAGES):
        page.goto(site[1] + path)
        is_sound(page)


def test_a_site_from_right_to_left_is_the_mirror_of_the_other(site: tuple[str, str], page: Page) -> None:
    """The margin stands on the other side, earlier is where reading begins, charts run with the text."""
    language, address = site
    page.goto(address + ARTICLE)
    mirrored = page.evaluate(LEFT, ".margin") < page.evaluate(LEFT, "article")
    assert mirrored is (language == "ar")
    assert (page.evaluate(LEFT, ".turn p") > page.evaluate(LEFT, ".turn .later")) is (language == "ar")
    page.goto(address + "2022/11/index.html")
    first, last = page.evaluate(
        "[...document.querySelectorAll('.days a')].map(e => e.getBoundingClientRect().left)"
    )[:2]
    assert (first > last) is (language == "ar")


def test_a_text_is_set_as_its_own_script_wants(site: tuple[str, str], page: Page) -> None:
    """An Arabic and a Japanese one, whatever the site's language is."""
    _, address = site
    page.goto(address + ARABIC)
    assert page.evaluate(STYLE, ["h1", "direction"]) == "rtl"
    assert page.evaluate(STYLE, ["h1", "letterSpacing"]) in ("normal", "0px")
    assert "Naskh" in page.evaluate(STYLE, [".text", "fontFamily"])
    page.goto(address + JAPANESE)
    assert page.evaluate(STYLE, ["h1", "letterSpacing"]) in ("normal", "0px")
    assert page.evaluate(STYLE, [".text", "lineBreak"]) == "strict"
    assert "Mincho" in page.evaluate(STYLE, [".text", "fontFamily"])
    assert page.evaluate(STYLE, [".text em", "fontStyle"]) == "normal"
    assert page.evaluate(STYLE, [".text", "direction"]) == "ltr"


def test_what_a_page_says_keeps_the_sites_script(site: tuple[str, str], page: Page) -> None:
    """The kicker is in small capitals in a site of Latin letters alone."""
    language, address = site
    page.goto(address + ARTICLE)
    small = page.evaluate(STYLE, [".kicker", "fontVariantCaps"])
    assert (small == "all-small-caps") is (language == "en")
