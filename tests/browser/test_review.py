"""The review as an editor uses it: by mouse, by keys, and while a foreign page tries to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.preview.test_review import A, B, sample
from tests.support.archives import UNSEARCHED, record, write
from tests.support.previewing import Preview, previewing
from tests.support.serving import served

pytestmark = pytest.mark.browser

RARE = ["Ann", "Cy", "Di"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A date, a list of names with a hostile one, and a text whose language is inferred."""
    how = {"people": {"rule": "r", "evidence": dict.fromkeys(RARE, "line 1")},
           "language": {"rule": "words", "evidence": "line 1"}}  # fmt: skip
    rare = record("Rare", "Ann, Cy, Di.", date="2023-01-02", people=RARE, language="en", inferred=how)
    root = tmp_path / "archive"
    write(root, {**UNSEARCHED, **sample(), "articles/rare.md": rare})
    return root


@pytest.fixture
def preview(archive: Path) -> Iterator[Preview]:
    with previewing(archive) as found:
        yield found


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """The review in a window of its own; a dialog, which only a hostile text opens, fails the test."""
    context = browser.new_context()
    opened = context.new_page()
    said: list[Dialog] = []
    opened.on("dialog", lambda dialog: (said.append(dialog), dialog.dismiss()))
    opened.goto(f"{preview.base}_review")
    yield opened
    context.close()
    assert not said


def test_a_walk_by_keys(archive: Path, page: Page) -> None:
    """Yes, undo, no, a list with letters for its rows, a line that is edited, back, skip, help."""
    question, said = page.locator("#question"), page.get_by_role("status")
    before = (archive / A).read_bytes()
    expect(question).to_have_text("2023-11-22")
    page.keyboard.press("?")
    expect(page.get_by_text("Take back the last answer")).to_be_visible()
    page.keyboard.press("y")
    expect(said).to_contain_text("Written: 1 record (date 2023-11-22: yes)")
    expect(question).to_be_focused()
    expect(question).to_have_text("5 people in few articles")
    page.keyboard.press("u")
    expect(said).to_contain_text("Undone: review: date 2023-11-22: yes (1 file)")
    expect(question).to_have_text("2023-11-22")
    assert (archive / A).read_bytes() == before
    page.keyboard.press("1")
    expect(said).to_contain_text("set 2017-11-22")
    for key in ("j", "l", "n", "s"):  # the hostile name, Ann and Bo Ek; then Cy has the focus
        page.keyboard.press(key)
    expect(page.locator(".decision.now bdi")).to_have_text("Cy")
    expect(page.locator(".pane h2")).to_have_text("Rare")
    page.keyboard.press("k")
    expect(page.locator(".pane mark.now")).to_have_text("Bo Ek")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Written: 2 records")
    expect(question).to_have_text("Rare")
    page.keyboard.press("b")
    expect(question).to_have_text("Bo Ek")
    page.keyboard.press("e")
    line = page.get_by_label("people", exact=True)
    expect(line).to_be_focused()
    line.fill("Bo Yen")  # its letters answer nothing
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Written: 2 records")
    assert b"Bo Yen" in (archive / B).read_bytes()
    page.keyboard.press("y")
    expect(question).to_have_text("Nothing is left to review")
    page.keyboard.press("u")
    expect(question).to_have_text("Rare")


def test_a_walk_by_mouse_with_and_without_a_script(archive: Path, page: Page, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    for opened in (page, context.new_page()):
        opened.goto(page.url)
        opened.get_by_role("button", name="2017-11-22").click()
        expect(opened.get_by_role("status")).to_contain_text("The address was 2023/11/22/a.html")
        opened.get_by_role("combobox", name="Answer for Ann").select_option("No, for good")
        opened.get_by_role("link", name="Bo Ek").first.click()
        expect(opened.locator("mark.now")).to_have_text("Bo Ek")
        opened.get_by_role("button", name="No, for good").click()
        expect(opened.get_by_role("status")).to_contain_text("people Bo Ek: no")
        for _ in range(2):
            opened.get_by_role("button", name="Undo").click()
            expect(opened.get_by_role("status")).to_contain_text("Undone")
        expect(opened.locator("#question")).to_have_text("2023-11-22")
    context.close()


def test_a_foreign_page_cannot_answer(archive: Path, preview: Preview, page: Page, tmp_path: Path) -> None:
    """Neither by a form nor by a script; nor can it read the token, or show the review in a frame."""
    address = f"{preview.base}_review"
    write(tmp_path / "evil", {"index.html": f"""<!doctype html><title>Evil</title>
<form method="post" action="{address}"><input name="answer" value="undo"><button>Win a prize</button></form>
<iframe src="{address}"></iframe>"""})  # fmt: skip
    page.keyboard.press("y")
    expect(page.get_by_role("status")).to_contain_text("Written")
    after = (archive / A).read_bytes()
    with served(tmp_path / "evil") as evil:
        page.goto(evil)
        script = """async address => {
          const body = new URLSearchParams({ answer: "undo" });
          const blocked = await fetch(address, { method: "POST", body }).then(() => "read", () => "blocked");
          await fetch(address, { method: "POST", body, mode: "no-cors" }).catch(() => 0);
          return [blocked, await fetch(address).then(() => "read", () => "blocked")];
        }"""
        assert page.evaluate(script, address) == ["blocked", "blocked"]
        assert all("question" not in frame.content() for frame in page.frames[1:])
        with page.expect_response(address) as answer:
            page.get_by_role("button", name="Win a prize").click()
        assert answer.value.status == 403
    assert (archive / A).read_bytes() == after


def test_everyone_can_use_it(page: Page, preview: Preview, is_sound: Callable[[Page], None]) -> None:
    """A question, a list, a line to edit, the end of the review; in light and dark, at any width."""
    is_sound(page)
    page.goto(f"{preview.base}_review?at=name/people/ann")
    expect(page.get_by_role("combobox")).to_have_count(5)
    is_sound(page)
    page.goto(f"{preview.base}_review?at=name/people/ann&alone=1")
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    is_sound(page)
