"""A reader chooses light or dark, and the choice is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
PAPER = {"light": "rgb(253, 252, 248)", "dark": "rgb(22, 20, 17)"}


def paper(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


@pytest.fixture(scope="module")
def without_script(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(java_script_enabled=False)
    yield page
    page.close()


@pytest.mark.parametrize("preferred", ["light", "dark"])
def test_without_a_choice_the_preference_of_the_system_holds(
    preferred: Scheme, window: Page, without_script: Page, at_root: str
) -> None:
    """With and without script."""
    for page, script in ((window, True), (without_script, False)):
        page.emulate_media(color_scheme=preferred)
        page.goto(at_root)
        if script:
            assert paper(page) == PAPER[preferred]
        expect(page.get_by_label("Appearance")).to_have_count(int(script))
        shown = page.locator("body")
        expect(shown).to_have_css("background-color", PAPER[preferred])


@pytest.mark.parametrize("preferred", ["light", "dark"])
def test_a_choice_holds_on_every_page_and_can_be_taken_back(
    preferred: Scheme, browser: Browser, at_root: str
) -> None:
    """From the first paint on; also in a window opened later."""
    other: Scheme = "dark" if preferred == "light" else "light"
    context = browser.new_context(color_scheme=preferred)
    page = context.new_page()
    page.goto(at_root)
    page.get_by_label("Appearance").select_option(other)
    assert paper(page) == PAPER[other]
    for path in ("about.html", "dates/index.html", "search.html"):
        page.goto(at_root + path)
        assert paper(page) == PAPER[other]
        expect(page.get_by_label("Appearance")).to_have_value(other)
    second = context.new_page()
    second.goto(at_root)
    assert paper(second) == PAPER[other]
    second.get_by_label("Appearance").select_option("automatic")
    page.reload()
    assert paper(page) == PAPER[preferred]
    context.close()


def test_the_choice_needs_no_mouse_no_storage_and_no_server(
    browser: Browser, at_root: str, sample_site: Path
) -> None:
    """Storage that throws, as with cookies forbidden, breaks nothing: the choice holds for the page."""
    for address, stored in ((at_root, True), (at_root, False), ((sample_site / "index.html").as_uri(), True)):
        page = browser.new_page(color_scheme="light")
        if not stored:
            page.add_init_script(
                "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
            )
        failed: list[str] = []
        page.on("pageerror", lambda error, failed=failed: failed.append(str(error)))
        page.goto(address)
        page.get_by_label("Appearance").focus()
        page.keyboard.type("da")
        assert paper(page) == PAPER["dark"]
        page.keyboard.press("/")
        assert failed == []
        page.close()
