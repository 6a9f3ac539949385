"""What readers find, against what the texts hold: words, phrases, accents, scripts without spaces, filters, order."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from newsgen.builder.search.documents import split_spaced_words, strip_accents
from tests.support.archives import newsgen
from tests.support.serving import served

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
FOUND = json.loads((HERE / "questions.json").read_text(encoding="utf-8"))
"""What is asked, and the names of all texts of searched/ that hold it."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an archive of these texts, under /repo/."""
    root = shutil.copytree(HERE / "searched", tmp_path_factory.mktemp("searched") / "archive")
    done = newsgen(root, "build", "--as-of", "2026-11-24", "--strict")
    assert done.returncode == 0, done.stderr
    with served(root / "site", "/repo/") as address:
        yield address


@pytest.fixture(scope="module")
def page(base: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def found(page: Page, base: str, asked: dict[str, str]) -> list[str]:
    """Names of all that the page lists for a question in its address."""
    page.goto(f"{base}search.html?{urlencode(asked)}")
    expect(page.locator("#status")).not_to_be_empty()
    said = re.search(r"Articles found: (\d+)", page.locator("#status").inner_text())
    total = int(said[1]) if said else 0
    items, more = page.locator("#results li"), page.locator("#more")
    for shown in range(10, total, 10):
        expect(items).to_have_count(shown)
        more.click()
    expect(items).to_have_count(total)
    expect(more).to_be_hidden()
    links = page.locator("#results .what a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return [Path(link).stem for link in links]


@pytest.mark.parametrize(("asked", "true"), FOUND, ids=["+".join(asked.values()) for asked, _ in FOUND])
def test_all_that_is_true_is_found_and_nothing_else(
    asked: dict[str, str], true: list[str], page: Page, base: str
) -> None:
    names = found(page, base, asked)
    assert sorted(names) == true


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_results_by_date(order: str, page: Page, base: str) -> None:
    """A text without a date is the oldest of all."""
    names = found(page, base, {"q": "harbour", "sort": order})
    days = page.locator("#results .when").evaluate_all(
        "all => all.map(e => e.querySelector('time')?.getAttribute('datetime') ?? '')"
    )
    assert len(days) == len(names) == 14
    assert days == sorted(days, reverse=order == "newest")
    assert names[-1 if order == "newest" else 0] == "letter"


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("strasse", ["Straße"]),
        ("oresund", ["Øresund"]),
        ('"dorde petrovic"', ["Đorđe", "Petrović"]),
        ("北京", ["北", "京"]),
        ("sail", ["sails"]),
    ],
)
def test_excerpts_mark_the_words_as_they_are_spelt(
    query: str, marks: list[str], page: Page, base: str
) -> None:
    found(page, base, {"q": query})
    assert page.locator("#results li").first.locator("mark").all_text_contents() == marks


def test_a_text_keeps_its_language_and_direction(page: Page, base: str) -> None:
    found(page, base, {"q": "القاهرة"})
    assert page.locator("#results .what").evaluate("e => [e.lang, e.dir]") == ["ar", "rtl"]
    found(page, base, {"q": "中国"})
    assert (
        page.locator("#results .more").evaluate("e => e.textContent").startswith("外交部长在北京举行了会谈")
    )


WORDS = "Øresund Straße ŁÓDŹ Đorđe Ægir İstanbul ﬁ Ёлка naïve l’été re‑open القاهِرة ガ 각".split()


def test_page_and_index_fold_alike(browser: Browser, root: Path) -> None:
    """The rules stand in two languages; they give the same words."""
    page = browser.new_page()
    source = (root / "templates/assets/search.js").read_text(encoding="utf-8")
    page.add_script_tag(content=f"window.module = {{}}; {source}")
    assert page.evaluate("words => words.map(module.exports.fold)", WORDS) == [
        strip_accents(word) for word in WORDS
    ]
    text = "“中国”在2010年… ‘so’—er kam: re-open, 50% (Łódź) カメラ。Wort"
    here = [strip_accents(piece).lower() for piece, _ in split_spaced_words(text)]
    cut = ["".join(sign for sign in word if sign.isalnum()) for word in here]
    assert page.evaluate("text => module.exports.wordsOf(text)", text) == [word for word in cut if word]
    page.close()
