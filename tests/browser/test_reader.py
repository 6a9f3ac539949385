"""A reader's walk: front page, topic, article, person, year, day, search, article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS
from tests.support.kinds import page_of

pytestmark = pytest.mark.browser

Follow = Callable[[Page, str], None]
"""(page, selector of a link) → the page that the link leads to is open."""
TOPIC = 'a[href*="topics/"][href$="/index.html"]:not([href$="topics/index.html"])'
ARTICLE = "#main .list a[href]"
PERSON = '#main a[href*="people/"][href$="/index.html"]'
YEAR = '#main a[href$="2023/index.html"]'
DAY = '#main a[href$="11/16/index.html"]'
DATES = 'nav a[href$="dates/index.html"]'
SEARCH = "nav .find button"

PRESS = """wanted => {
  const e = document.activeElement;
  if (!e || !e.matches(wanted)) return "";
  const look = getComputedStyle(e);
  return look.outlineStyle === "none" || parseFloat(look.outlineWidth) < 2 ? "unseen" : "seen";
}"""
"""Whether the element that has the focus is the wanted one, and can be seen to have it."""


def click(page: Page, selector: str) -> None:
    """Follow the first such link with a pointer."""
    before = page.url
    page.locator(selector).first.click()
    page.wait_for_url(lambda url: url != before)


def press(page: Page, selector: str) -> None:
    """Follow the first such link with Tab and Enter; its focus must be visible."""
    before = page.url
    for _ in range(400):
        page.keyboard.press("Tab")
        if found := page.evaluate(PRESS, selector):
            assert found == "seen", f"{page.url}: the focus of {selector} cannot be seen"
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: url != before)
            return
    pytest.fail(f"{page.url}: Tab does not reach {selector}")


def walk(page: Page, base: str, follow: Follow) -> None:
    """Go from the front page to the search page as a reader does; each page says where one is."""
    page.goto(base + "index.html")
    expect(page.locator("h1")).to_have_count(1)
    follow(page, TOPIC)
    assert "/topics/" in page.url
    follow(page, ARTICLE)
    expect(page.locator("article h1, main h1").first).to_be_visible()
    follow(page, PERSON)
    assert "/people/" in page.url
    follow(page, DATES)
    follow(page, YEAR)
    assert page.url.endswith("/2023/index.html")
    follow(page, DAY)
    assert page.url.endswith("/11/16/index.html")
    follow(page, SEARCH)
    assert "search.html" in page.url


@contextmanager
def reader(browser: Browser, base: str, width: int = 1280, *, script: bool = True) -> Iterator[Page]:
    """A reader's window; no request may leave the site."""
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
    foreign: list[str] = []
    context.on(
        "request", lambda asked: None if asked.url.startswith((base, "data:")) else foreign.append(asked.url)
    )
    try:
        context.set_default_timeout(10_000)
        yield context.new_page()
        assert foreign == []
    finally:
        context.close()


def find(page: Page, words: str) -> None:
    """Ask the search page, as one types: once it shows where, for keys pressed before go nowhere."""
    expect(page.locator("#q")).to_be_visible()
    page.locator("#q").press_sequentially(words)
    expect(page.locator("#results a").first).to_be_visible()


@pytest.mark.parametrize(
    ("width", "place"),
    [
        ("phone", "under_repo"),
        ("tablet", "at_root"),
        ("desk", "under_repo"),
        *(
            pytest.param(width, place, marks=pytest.mark.long)
            for width, place in (("phone", "at_root"), ("tablet", "under_repo"), ("desk", "at_root"))
        ),
    ],
)
def test_with_a_pointer(width: str, place: str, browser: Browser, request: pytest.FixtureRequest) -> None:
    """At any width, wherever the site stands; the search finds an article and leads to it."""
    address = request.getfixturevalue(place)
    with reader(browser, address, WIDTHS[width]) as page:
        walk(page, address, click)
        find(page, "Fukushima")
        click(page, "#results a")
        expect(page.locator("main")).to_contain_text("Fukushima")


def test_with_the_keyboard_alone(browser: Browser, under_repo: str) -> None:
    """Tab and Enter reach everything, "/" opens the search."""
    with reader(browser, under_repo) as page:
        walk(page, under_repo, press)
        page.goto(under_repo + "index.html")
        page.keyboard.press("/")
        page.keyboard.type("Fukushima")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=Fukushima")
        expect(page.locator("#results a").first).to_be_visible()
        press(page, "#results a")
        expect(page.locator("main")).to_contain_text("Fukushima")


def test_without_a_script(browser: Browser, under_repo: str) -> None:
    """The same walk; the search page says what it lacks, and its indexes lead on to an article."""
    with reader(browser, under_repo, script=False) as page:
        walk(page, under_repo, click)
        expect(page.locator("#unable")).to_contain_text("it needs JavaScript")
        expect(page.locator("#search")).to_be_hidden()
        click(page, '#unable a[href$="topics/index.html"]')
        click(page, TOPIC)
        click(page, ARTICLE)
        expect(page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_disk(script: bool, browser: Browser, sample_site: Path) -> None:
    """Without a server all but the search works, and that says so and leads on."""
    base = f"file://{sample_site.as_posix()}/"
    with reader(browser, base, script=script) as page:
        walk(page, base, click)
        expect(page.locator("#unable")).to_be_visible()
        click(page, '#unable a[href$="people/index.html"]')
        assert page.url.endswith("people/index.html")


SHOWN = """selector => [...document.querySelectorAll(selector)]
  .some(e => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden")"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_print(
    scheme: Literal["light", "dark"], browser: Browser, at_home: str, sample_site: Path
) -> None:
    """Dark on white, without navigation, with the address and how to cite it at the foot."""
    page = browser.new_page(color_scheme=scheme)
    page.goto(at_home + page_of(sample_site, "article"))
    page.emulate_media(media="print", color_scheme=scheme)
    assert not page.evaluate(SHOWN, "nav, form, button, .skip")
    ink, paper = page.evaluate(
        "() => { const s = getComputedStyle(document.body); return [s.color, s.backgroundColor] }"
    )
    assert ink == "rgb(0, 0, 0)"
    assert paper in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert page.evaluate(SHOWN, ".printed")
    assert page.pdf(format="A4").startswith(b"%PDF-")
    page.close()
