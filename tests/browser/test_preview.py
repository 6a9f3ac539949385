"""The preview as an editor sees it: the page reloads by itself, keeps its place, and says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.archives import UNSEARCHED, four, record, write
from tests.support.previewing import Preview, previewing

pytestmark = pytest.mark.browser

TALKS = "articles/2023/2023-11-22-talks-open.md"
PAGE = "2023/11/22/talks-open.html"
OTHER = "2021/05/01/a-canal.html"
LONG = "\n\n".join(f"Paragraph {number} of a long text." for number in range(200))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write(tmp_path, {**UNSEARCHED, **four(), TALKS: talks("First words.")})
    return tmp_path


@pytest.fixture
def preview(archive: Path) -> Iterator[Preview]:
    with previewing(archive) as found:
        yield found


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """A page that is open, and counts how often it was loaded."""
    context = browser.new_context()
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    yield opened
    expect.set_options(timeout=20_000)
    context.close()


def talks(body: str, **fields: object) -> str:
    return record("Talks open", f"{body}\n\n{LONG}", **{"date": "2023-11-22", "topics": ["Trade"], **fields})


def visit(page: Page, preview: Preview, path: str) -> None:
    """Open a page, and wait until it listens."""
    with page.expect_response(lambda answer: "/.newsgen/news" in answer.url):
        page.goto(f"{preview.base}{path}")


def test_a_saved_text_is_on_the_screen_at_its_old_place(archive: Path, preview: Preview, page: Page) -> None:
    """Again and again, without a hand on the browser."""
    visit(page, preview, PAGE)
    page.evaluate("scrollTo(0, 2500)")
    for number in range(3):
        write(archive, {TALKS: talks(f"Edition {number}.")})
        expect(page.get_by_text(f"Edition {number}.")).to_be_attached()
        page.wait_for_function("scrollY === 2500")
    expect(page.locator("newsgen-problems")).to_have_count(0)


def test_only_pages_that_changed_are_loaded_again(
    archive: Path, preview: Preview, page: Page, browser: Browser
) -> None:
    other = browser.new_page()
    visit(other, preview, OTHER)
    visit(page, preview, PAGE)
    other.evaluate("window.kept = true")
    with other.expect_response(lambda answer: "/.newsgen/news" in answer.url):  # it asks, and stays
        write(archive, {TALKS: talks("Other words.")})
    expect(page.get_by_text("Other words.")).to_be_attached()
    preview.shows("data/2023.jsonl", "Other words.")
    assert other.evaluate("window.kept")
    other.close()


def test_what_is_wrong_stands_over_the_page_until_it_is_mended(
    archive: Path, preview: Preview, page: Page
) -> None:
    """With place, excerpt and caret, as text: what a file holds is never markup; Esc hides it."""
    visit(page, preview, PAGE)
    hostile = '"<img src=x onerror=alert(1)> 31 Nov"'
    write(archive, {TALKS: talks("x").replace('"2023-11-22"', hostile)})
    cover = page.locator("newsgen-problems")
    expect(cover.locator(".place")).to_contain_text(f"{TALKS}:3")
    expect(cover.locator("pre")).to_contain_text("> 3 | date: ")
    assert cover.locator("pre").inner_text().splitlines()[-3].strip(" |") == "^"
    assert cover.locator("img").count() == 0
    assert page.evaluate("document.querySelectorAll('img').length") == 0
    write(archive, {TALKS: talks("Mended.")})
    expect(cover).to_have_count(0)
    expect(page.get_by_text("Mended.")).to_be_attached()
    write(archive, {"newsgen.toml": "[sight]\n"})
    expect(cover.locator(".place")).to_contain_text("newsgen.toml:1")
    page.keyboard.press("Escape")
    expect(cover).to_have_count(0)


def test_a_page_that_comes_and_goes(archive: Path, preview: Preview, page: Page) -> None:
    """The page that says that there is none gives way, and takes its place again."""
    visit(page, preview, "2020/01/02/new.html")
    write(archive, {"articles/new.md": record("A new text", date="2020-01-02")})
    expect(page.get_by_role("heading", name="A new text", exact=True)).to_be_visible()
    (archive / "articles/new.md").unlink()
    expect(page.get_by_role("heading", name="A new text", exact=True)).to_have_count(0)


def test_an_archive_that_is_wrong_from_the_start(archive: Path, browser: Browser) -> None:
    write(archive, {"articles/bad.md": "---\n"})
    page = browser.new_page()
    with previewing(archive) as preview:
        assert preview.status("") == 503
        page.goto(preview.base)
        expect(page.locator("newsgen-problems .place")).to_contain_text("articles/bad.md")
        (archive / "articles/bad.md").unlink()
        expect(page.get_by_text("Talks open").first).to_be_visible()
    page.close()


def test_a_preview_that_was_started_again_is_found_again(archive: Path, page: Page, preview: Preview) -> None:
    """On the same port, as after Ctrl-C and the arrow key."""
    visit(page, preview, PAGE)
    preview.process.terminate()
    preview.process.wait(30)
    write(archive, {TALKS: talks("Written meanwhile.")})
    with previewing(archive, "-p", str(preview.address[1])):
        expect(page.get_by_text("Written meanwhile.")).to_be_attached()
