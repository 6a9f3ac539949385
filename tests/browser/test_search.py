"""What readers find, against what the texts hold: words, phrases, accents, scripts without spaces, filters, order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from newsgen.builder.search.documents import fold_letters, split_words
from tests.support.archives import newsgen, record, write
from tests.support.serving import served

pytestmark = pytest.mark.browser

TEXTS = {
    "oresund": record(
        "A bridge over the Øresund", "The Straße to Malmö was closed. It re-opened at noon.",
        date="2000-07-01", topics=["Bridges"], people=["Søren Kjær"], places=["Malmö"], source="Harbour Wire",
    ),
    "lodz": record(
        "Council of Łódź meets", "The prime minister, Đorđe Petrović, waited. “Soon,” he said.",
        date="2003-05-04", dek="A long evening", people=["Đorđe Petrović"],
    ),
    "prime": record("He was in his", "Thirty is a prime.\n\nMinister after minister spoke.", date="2003-05"),
    "zh": record("中国与日本举行会谈", "外交部长在北京举行了会谈。双方同意继续合作。", date="2010-01-02", language="zh-Hans"),
    "ja": record("東京で首脳会談", "首相は「カメラ」の前で握手した。", date="2011-01-02", language="ja"),
    "ar": record("اجتماع الوزراء في القاهرة", "التقى الوزراءُ يوم الأحد.", date="2012-01-02", language="ar"),
    "vi": record("Họp ở Hà Nội", "Thủ tướng nói chuyện với báo chí.", date="2012-02-02", language="vi"),
    "gone": record("A secret canal", "Nothing of the zeppelin.", date="2001-01-01", status="withdrawn"),
    "draft": record("A draft", "The zeppelin again.", date="2001-01-01", status="draft"),
    **{
        f"ship-{n}": record(
            f"Ship {n} sails", "It left the harbour at dawn.",
            date=f"{2004 + n % 4}-{n + 1:02d}-{28 - n:02d}", topics=["Ships", "Trade"][: 1 + n % 2],
        )
        for n in range(12)
    },
    "letter": record("A letter on the harbour", "It bears no date.", topics=["Trade"]),
}  # fmt: skip
"""Records by the name of their file."""
SHIPS = {f"ship-{n}" for n in range(12)}

FOUND: list[tuple[dict[str, str], set[str]]] = [
    ({"q": "Øresund"}, {"oresund"}),
    ({"q": "oresund"}, {"oresund"}),
    ({"q": "STRASSE"}, {"oresund"}),
    ({"q": "straße malmo"}, {"oresund"}),
    ({"q": "Lódz"}, {"lodz"}),
    ({"q": "dorde"}, {"lodz"}),
    ({"q": "“Đorđe Petrovic”"}, {"lodz"}),
    ({"q": '"dorde petrović"'}, {"lodz"}),
    ({"q": "Kjaer"}, {"oresund"}),
    ({"q": "evening"}, {"lodz"}),
    ({"q": "bridges"}, {"oresund"}),
    ({"q": "prime minister"}, {"lodz", "prime"}),
    ({"q": '"prime minister"'}, {"lodz"}),
    ({"q": '"minister prime"'}, set()),
    ({"q": '"the harbour at dawn"'}, SHIPS),
    ({"q": "soon"}, {"lodz"}),
    ({"q": "re-opened"}, {"oresund"}),
    ({"q": "中国"}, {"zh"}),
    ({"q": "北京举行"}, {"zh"}),
    ({"q": "京北"}, set()),
    ({"q": "会谈"}, {"zh"}),
    ({"q": "会談"}, {"ja"}),
    ({"q": "カメラ"}, {"ja"}),
    ({"q": "القاهرة"}, {"ar"}),
    ({"q": "الوزراء"}, {"ar"}),
    ({"q": "ha noi"}, {"vi"}),
    ({"q": '"thu tuong"'}, {"vi"}),
    ({"q": "zeppelin"}, set()),
    ({"q": "harbour"}, SHIPS | {"letter", "oresund"}),
    ({"q": "dawn", "topic": "Trade"}, {name for name in SHIPS if int(name[5:]) % 2}),
    ({"q": "dawn", "year": "2005"}, {"ship-1", "ship-5", "ship-9"}),
    ({"q": "dawn", "year": "2005", "topic": "Trade"}, {"ship-1", "ship-5", "ship-9"}),
    ({"q": "dawn", "year": "2004", "topic": "Trade"}, set()),
    ({"topic": "Trade"}, {name for name in SHIPS if int(name[5:]) % 2} | {"letter"}),
    ({"person": "Søren Kjær"}, {"oresund"}),
    ({"q": "noon", "place": "Malmö", "source": "Harbour Wire"}, {"oresund"}),
    ({"q": "harb"}, SHIPS | {"letter", "oresund"}),
]  # fmt: skip
"""What is asked, and the names of all texts that hold it."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an archive of these texts, under /repo/."""
    root = tmp_path_factory.mktemp("searched")
    write(root, {f"articles/{name}.md": text for name, text in TEXTS.items()})
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
    asked: dict[str, str], true: set[str], page: Page, base: str
) -> None:
    names = found(page, base, asked)
    assert len(names) == len(set(names))
    assert set(names) == true


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
        fold_letters(word) for word in WORDS
    ]
    text = "“中国”在2010年… ‘so’—er kam: re-open, 50% (Łódź) カメラ。Wort"
    here = [fold_letters(piece).lower() for piece, _ in split_words(text)]
    cut = ["".join(sign for sign in word if sign.isalnum()) for word in here]
    assert page.evaluate("text => module.exports.wordsOf(text)", text) == [word for word in cut if word]
    page.close()
