"""The search page as readers use it: by keyboard, by address, without a script, a server or an index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.kinds import page_of

pytestmark = pytest.mark.browser

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own, for a test that listens to it or is in the way of what it loads."""
    page = browser.new_page()
    yield page
    page.close()


def search(page: Page, base: str, asked: str) -> None:
    """Open the page with a question, and wait for the answer."""
    page.goto(f"{base}search.html{asked}")
    expect(page.locator("#status")).not_to_be_empty()


def test_a_reader_searches_by_keyboard_alone(page: Page, under_repo: str, sample_site: Path) -> None:
    """'/' leads to the box of any page, Enter to the answer, Tab and Enter lead to an article, Back to the question."""
    page.goto(under_repo + page_of(sample_site, "day"))
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("wastewater")
    page.keyboard.press("Enter")
    page.wait_for_url("**/repo/search.html?q=wastewater")
    expect(page.locator("#search #q")).to_be_focused()
    expect(page.locator("#status")).to_have_text("Articles found: 2")
    expect(page.locator("#results li")).to_have_count(2)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#results a')"):
            break
    title = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/repo/\d{4}/"))
    expect(page.locator("h1")).to_have_text(title)
    page.go_back()
    expect(page.locator("#q")).to_have_value("wastewater")
    expect(page.locator("#results a").first).to_be_visible()
    page.locator("#results a").first.focus()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("/")
    expect(page.locator("#q")).to_have_value("wastewater/")


def test_the_address_holds_the_question(page: Page, under_repo: str) -> None:
    """A filter is a step of its own for Back and Forward; typing is not; the order is part of it."""
    search(page, under_repo, "?q=Japan&sort=oldest")
    expect(page.locator("select[name=sort]")).to_have_value("oldest")
    all_of_them = page.locator("#status").text_content()
    page.select_option("select[name=topic]", "Fisheries")
    expect(page.locator("#status")).not_to_have_text(all_of_them or "")
    assert page.url.endswith("search.html?q=Japan&topic=Fisheries&sort=oldest")
    page.go_back()
    expect(page.locator("select[name=topic]")).to_have_value("")
    expect(page.locator("#status")).to_have_text(all_of_them or "")
    page.go_forward()
    expect(page.locator("select[name=topic]")).to_have_value("Fisheries")
    page.fill("#q", "")
    page.select_option("select[name=topic]", "")
    page.select_option("select[name=sort]", "")
    expect(page.locator("#status")).to_be_empty()
    assert page.url.endswith("/search.html")


def test_a_filter_that_no_article_has_finds_nothing(window: Page, under_repo: str) -> None:
    """As an old link may ask; what the address holds is text and no markup."""
    search(window, under_repo, "?q=%3Cimg%20src=x%20onerror=alert(1)%3E&topic=%3Cb%3E&sort=upwards")
    expect(window.locator("#status")).to_contain_text("<img src=x onerror=alert(1)>")
    assert window.locator("#results li, main img, main b").count() == 0
    expect(window.locator("select[name=sort]")).to_have_value("")


def test_the_number_of_results_is_announced(window: Page, under_repo: str) -> None:
    search(window, under_repo, "?q=fisheries")
    expect(window.get_by_role("status")).to_have_text("Articles found: 2")
    window.fill("#q", "zeppelin")
    expect(window.get_by_role("status")).to_have_text("No article has zeppelin.")


def test_more_results_take_the_focus(window: Page, under_repo: str) -> None:
    search(window, under_repo, "?q=Japan")
    expect(window.locator("#results li")).to_have_count(10)
    window.locator("#more").press("Enter")
    expect(window.locator("#results li").nth(10).locator("a")).to_be_focused()


def test_a_guessed_date_is_marked(window: Page, under_repo: str) -> None:
    search(window, under_repo, "?q=Japan&sort=newest")
    guess = window.locator("#results .guess")
    expect(guess.first).to_be_visible()
    assert guess.first.inner_text().startswith("[")


def test_nothing_is_asked_of_anyone_else(page: Page, under_repo: str) -> None:
    """No request leaves the site, and the policy of the page holds with no complaint."""
    urls: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    search(page, under_repo, "?q=summit")
    assert page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") == POLICY
    assert any("/repo/pagefind/fragment/" in url for url in urls)
    assert [url for url in urls if not url.startswith(under_repo)] == []
    assert said == []


LOST = "The index could not be loaded. The connection may be broken, or the index was not made."
FOLDER = "A browser may search only pages that come from a web server, and these come from a folder."


def is_honest(page: Page, why: str) -> None:
    """The form is gone; a message says why, and links lead to the indexes."""
    expect(page.locator("#unable")).to_be_visible()
    expect(page.locator("#search")).to_be_hidden()
    expect(page.locator("#unable span:visible")).to_have_text([why])
    links = page.locator("#unable a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert "dates/index.html" in links
    assert "topics/index.html" in links


def test_from_a_folder(window: Page, sample_site: Path) -> None:
    window.goto(f"file://{sample_site.as_posix()}/search.html?q=x")
    is_honest(window, FOLDER)


@pytest.mark.parametrize("missing", ["**/pagefind/**", "**/pagefind-entry.json*", "**/*.pf_fragment"])
def test_without_an_index_or_a_part_of_it(missing: str, page: Page, under_repo: str) -> None:
    page.route(missing, lambda route: route.fulfill(status=404))
    page.goto(f"{under_repo}search.html?q=japan")
    is_honest(page, LOST)


def test_a_connection_that_breaks_is_no_empty_answer(page: Page, under_repo: str) -> None:
    page.goto(f"{under_repo}search.html")
    expect(page.locator("#q")).to_be_focused()
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.fill("#q", "fisheries")
    is_honest(page, LOST)


def test_a_page_with_results_is_sound(
    window: Page, is_sound: Callable[[Page], None], under_repo: str
) -> None:
    search(window, under_repo, "?q=Japan&topic=Fisheries")
    expect(window.locator("#results mark").first).to_be_visible()
    is_sound(window)
