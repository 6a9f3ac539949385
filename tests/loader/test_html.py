"""HTML bodies become Markdown that shows the same words in the same order."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import bs4
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgen.loader.html import convert_html
from newsgen.markdown.render import render_html
from tests.support.cases import read_cases

EXPORTS = Path(__file__).parents[3] / "shared" / "corpora" / "exports"
BLOCKS = "p div li td th h1 h2 h3 h4 blockquote pre dt dd br tr figure figcaption summary details hr ul ol table img".split()

HIDDEN = ["script", "style", "noscript", "template", "head", "svg", "audio", "video"]


def words(html: str) -> list[str]:
    """The words that a reader sees."""
    tree = bs4.BeautifulSoup(html, "html.parser")
    for part in tree(HIDDEN):
        part.decompose()
    for part in tree(BLOCKS):
        part.insert_before(" ")
        part.append(" ")
    return re.findall(r"[^\W_]+", tree.get_text())


def shown(html: str) -> list[str]:
    markdown = re.sub(r"</?su[bp]>", "", convert_html(html))
    return words(render_html(markdown))


@pytest.mark.parametrize(("html", "markdown"), read_cases(Path(__file__).parent / "data" / "html.txt"))
def test_elements(html: str, markdown: list[str]) -> None:
    assert convert_html(html) == "\n".join([*markdown, ""])


@pytest.mark.parametrize(
    "part", '<a ;<a href=";<!--;<![CDATA[;{{;{% raw %};[caption;<p>;<li>;</;<?;<![x>;<br>;a<br>'.split(";")
)
def test_hostile_html_ends(part: str) -> None:
    """The parser, or a pattern, would need minutes for it."""
    assert len(convert_html(part * 20_000)) < 20 * 20_000


TEXT = st.text(st.sampled_from("ab 1.-+#*_[]()<>&|`~\\=!:"), min_size=1, max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
INLINE = st.tuples(st.sampled_from(["b", "i", "a", "h2", "b/i", "p/a"]), TEXT).map(lambda made: wrap(*made))
ELEMENT = st.recursive(
    TEXT | INLINE,
    lambda inner: st.tuples(
        st.sampled_from("p div ul/li ol/li blockquote table/tr/td dl/dd section".split()),
        st.lists(inner, max_size=3),
    ).map(lambda made: wrap(made[0], "".join(made[1]))),
    max_leaves=6,
)
"""Text-level elements hold text only, as HTML has it; blocks hold anything."""


def wrap(names: str, inside: str) -> str:
    for name in reversed(names.split("/")):
        inside = f"<{name}{' href=/x' if name == 'a' else ''}>{inside}</{name}>"
    return inside


@example("<p>:::1</p>")
@given(ELEMENT)
def test_all_words_are_shown_in_order(html: str) -> None:
    assert "".join(shown(html)) == "".join(words(html))


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="no test corpora beside the project")
def test_real_posts_keep_their_words() -> None:
    compared = 0
    for file in sorted(EXPORTS.rglob("*.html")):
        html = file.read_text(encoding="utf-8", errors="replace")
        if len(html) > 300_000 or "<form" in html or "<svg" in html:
            continue
        before, after = words(html), shown(html)
        lost = [word for word in before if word not in set(after)]
        assert len(lost) <= len(before) // 100, (file, lost[:20])
        compared += len(before)
    assert compared


def test_a_converted_text_leaves_nothing_in_memory() -> None:
    """Garbage is collected rarely; 10,000 converted texts must not wait for it."""
    gc.collect()
    gc.disable()
    try:
        convert_html("<p>The ferry <b>is</b> late.</p>" * 200)
        assert gc.collect() < 100
    finally:
        gc.enable()
