"""The promise of the loader: every word of the seed stands in the record, in order, once, and is shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.loader.analyse import InferenceData, infer_fields_except_date
from newsgen.loader.text import decode_seed
from newsgen.markdown.render import render_html
from newsgen.model import ParsedArticle, SeedRef
from newsgen.record.read import extract_body, read_record
from tests.support.loading import load_fresh
from tests.support.visible import visible_text

TAGS = {"p", "h2", "h3", "blockquote", "pre", "br", "li", "table", "tr", "td", "code"}
LINKED = TAGS | {"a"}
"""In a text with a bare address."""


def to_words(text: str) -> list[str]:
    """Words by white space; scripts that have none are parted at the ends of sentences."""
    return re.sub("(?<=[\u3002\uff01\uff1f])", " ", text).split()


def shown_words(record: bytes) -> list[str]:
    """Title, dek and the visible text of the body, as the built page has them."""
    read = read_record("articles/x.md", record)
    body, _ = extract_body(record)
    shown = " ".join(
        [read.title, read.dek, visible_text(render_html(body), LINKED if "://" in body else TAGS)]
    )
    return to_words(shown)


def check(data: bytes, file: str = "seeds/x.txt") -> None:
    report = load_fresh({file: data})
    assert not report.problems
    (article,) = report.new
    text, _ = decode_seed(file, data)
    words, shown = to_words(text), shown_words(article.text.encode())
    taken = to_words(f"{article.front['title']} {article.front['dek']}")
    if "hyphens" in article.front.get("inferred", {}):  # words that were broken at line ends
        words, shown, taken = (
            list(re.sub("[-\u2010\u00ad¬]", "", "".join(part))) for part in (words, shown, taken)
        )
    assert shown[: len(taken)] == taken
    if "title" in article.front.get("inferred", {}):  # it repeats the start of a text that has no headline
        assert words == shown[len(taken) :]
        assert "".join(taken) in "".join(words)
        return
    start = next(i for i in range(len(words)) if words[i : i + len(taken)] == taken)
    assert words[:start] + words[start + len(taken) :] == shown[len(taken) :]


def is_blank(text: str) -> bool:
    """Nothing but white space, a byte-order mark and control characters."""
    return not re.sub(
        "[\\x00-\\x20\\x7f-\\x9f\\ufdd0-\\ufdef\\ufffe\\uffff]", "", text.removeprefix("\ufeff")
    ).strip()


PIECES = st.sampled_from(
    [
        "a", "The minister said", "that", ":", ",", ".", '"', "“", "”", "*", "_", "#", "##", "1.", "2)",
        "-", "+", ">", "=", "~~", "```", "    ", "\t", "\n", "\n\n", "\r\n", "\r", "\f", "\u2028", "|",
        "---", "===", "<b>", "&amp;", "&", "[x](y)", "![", "\\", "  ", "By Jane Doe",
        "FOR IMMEDIATE RELEASE", "BEIJING, Nov. 22 (Xinhua) --", "said", "Xi Jinping", "###", "-30-",
        "\u00a0", "\u200b", "\u00ad", "\ufeff", "\x01", "\x7f", "\u0085", "\u202e", "é", "日本", "😀",
        "https://a.example/x_y?z=1", "{{ x }}", "{#id}", "Q: ", "On Wednesday, Nov. 22", "word " * 20,
        "Sub Head Here", "“Quoted.”", ": yes", "null", "- ", "%", "@", "!x", "? ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map("".join)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=200)


@given(TEXTS | ANY)
@example("a")
@example("---\na: b\n---\n")
@example("Title\n\nVerse one\\\nverse two\nverse three")
@example("T\n\na\tb\tc\n1\t2\t3\n```\tx\ty")
@example("x" * 500)
@example("One two. " * 80)
def test_any_text_is_shown_whole_and_once(text: str) -> None:
    """Any text → record → page: the same words in the same order, but for headline and dek, which come first."""
    data = text.encode()
    if is_blank(text):
        assert load_fresh({"seeds/x.txt": data}).problems[0].code == "empty-seed"
    else:
        check(data)


@given(TEXTS | ANY)
def test_a_text_with_a_stated_title_is_kept_whole(text: str) -> None:
    """If a format states the title, no line of the text is taken for it."""
    assume(not is_blank(text))
    decoded, _ = decode_seed("seeds/x.json", text.encode())
    draft = ParsedArticle(SeedRef("seeds/x.json", "0" * 64), decoded, "plain", {"title": "A stated title"})
    analysis = infer_fields_except_date(draft, InferenceData())
    assert analysis.front["title"] == "A stated title"
    tags = LINKED if "://" in decoded else TAGS
    assert to_words(visible_text(render_html(analysis.body), tags)) == to_words(decoded)


def test_a_draft_without_a_text_is_refused() -> None:
    """As a blank seed is, and not only where a whole file is blank."""
    draft = ParsedArticle(SeedRef("seeds/x.json", "0" * 64), " \n", "plain", {"title": "x"})
    with pytest.raises(ContentError, match=r"^seeds/x\.json: the text is empty"):
        infer_fields_except_date(draft, InferenceData())


def test_reference_seed_is_shown_as_typed(shared: Path) -> None:
    """Curly and straight quotes, unbalanced ones, the number marker '(5)': every word, in the seed's own order."""
    data = (shared / "seeds/000_af86e90db8e8e466.txt").read_bytes()
    report = load_fresh({"seeds/x.txt": data})
    assert shown_words(report.new[0].text.encode()) == data.decode().split()


@pytest.mark.parametrize(
    "corpus", ["wikinews", pytest.param("digitalgov_news", marks=pytest.mark.long),
               *(pytest.param(f"senate_{name}_dev", marks=pytest.mark.long) for name in ("press", "weekday_md", "fulldate"))]
)  # fmt: skip
def test_real_texts_are_shown_whole(shared: Path, corpus: str) -> None:
    """Texts that nobody here wrote: the same words in the same order."""
    lines = (shared / f"corpora/plain/{corpus}/articles.jsonl").read_text("utf-8").splitlines()
    for line in lines:
        check(json.loads(line)["text"].encode())
