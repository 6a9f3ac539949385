"""Pictures as Chromium shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.archives import build
from tests.support.illustrated import PAGE, illustrated
from tests.support.serving import served

pytestmark = pytest.mark.browser
WATCH = """
new PerformanceObserver(list => { for (const entry of list.getEntries()) moved += entry.value })
  .observe({type: "layout-shift", buffered: true});
let moved = 0;
window.shifted = () => moved;
"""
ALL = "Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode() }))"
SHOWN = """[...document.images].map(image => [
  image.alt, decodeURI(image.currentSrc.split('/').pop()).replace(/-[0-9a-f]{12}/, ''),
  image.clientWidth, image.clientHeight])"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("illustrated")
    illustrated(root)
    build(root)
    with served(root / "site", "/repo/") as base:
        yield base + PAGE.removeprefix("site/")


def opened(browser: Browser, address: str, width: int) -> Page:
    """A page with all its pictures; no request leaves the site."""
    page = browser.new_page(viewport={"width": width, "height": 700})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(WATCH)
    page.goto(address)
    page.evaluate(ALL)
    base = address.partition("/repo/")[0]
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith(base)] == []
    return page


@pytest.mark.parametrize(
    ("width", "lead", "deck"),
    [
        (320, ("lead-480.webp", 288), ("deck-480.webp", 288)),
        (768, ("lead-960.webp", 627), ("deck-960.webp", 627)),
        (1280, ("lead-960.webp", 627), ("deck-960.webp", 627)),
    ],
)
def test_each_screen_gets_the_copy_that_fits(
    browser: Browser, address: str, width: int, lead: tuple[str, int], deck: tuple[str, int]
) -> None:
    """Nothing overflows, nothing moves when a picture comes, and every picture has its shape."""
    page = opened(browser, address, width)
    shown = {alt: (file, wide, high) for alt, file, wide, high in page.evaluate(SHOWN)}
    for alt, (file, wide), shape in (("A ferry", lead, 1000 / 1500), ("Upper deck", deck, 640 / 960)):
        assert shown[alt][0] == file
        assert abs(shown[alt][1] - wide) <= 8
        assert abs(shown[alt][2] - shown[alt][1] * shape) <= 1
    assert shown["turned"][1] < shown["turned"][2]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("shifted()") == 0
    page.close()


def test_a_page_with_pictures_is_sound(window: Page, is_sound: Callable[[Page], None], address: str) -> None:
    window.goto(address)
    window.evaluate(ALL)
    is_sound(window)
