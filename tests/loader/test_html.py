"""HTML bodies become Markdown that shows the same words in the same order."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.html import convert_html
from newsgen.markdown.render import render_html

EXPORTS = Path(__file__).parents[3] / "shared" / "corpora" / "exports"
BLOCKS = "p div li td th h1 h2 h3 h4 blockquote pre dt dd br tr figure figcaption summary details hr ul ol table img".split()

HIDDEN = ("script", "style", "noscript", "template", "head", "svg", "audio", "video")


class Words(HTMLParser):
    """Collects the words that a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in HIDDEN
        self.parts += [" "] if tag in BLOCKS else []

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in HIDDEN
        self.parts += [" "] if tag in BLOCKS else []

    def handle_data(self, data: str) -> None:
        self.parts += [] if self.hidden else [data]


def words(html: str) -> list[str]:
    parser = Words()
    parser.feed(html)
    parser.close()
    return re.findall(r"[^\W_]+", "".join(parser.parts))


def shown(html: str) -> list[str]:
    markdown = re.sub(r"</?su[bp]>", "", convert_html(html))
    return words(render_html(markdown))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <b>bold</b> &amp; <i>x</i></p>", "One **bold** \\& *x*\n"),
        ("<p># one</p><p>1. two</p><p>- three</p>", "\\# one\n\n1\\. two\n\n\\- three\n"),
        ("<p>a &lt;b&gt; c_d * e</p>", "a \\<b\\> c\\_d \\* e\n"),
        ('<a href="/a b">x</a>', "[x](</a b>)\n"),
        ("a<br>b", "a\\\nb\n"),
        ("<h2>a&#12;b &#27;c</h2>d\fe", "## a b  c\n\nd e\n"),
        ('<pre><code class="language-js">a &lt; b\n  c</code></pre>', "```js\na < b\n  c\n```\n"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b\n"),
        ('<iframe src="https://e.org/v" title="A film"></iframe>', "[A film](https://e.org/v)\n"),
        ("<script>x</script><style>y</style><!-- z -->a", "a\n"),
        ('<a href="{{ "/a_b" | url }}">x</a> {% raw %}a_b{% endraw %}', '[x]({{ "/a_b" | url }}) {% raw %}a_b{% endraw %}\n'),
        ("<details><summary>S</summary>inside</details>", "S\n\ninside\n"),
        ("<table><tr><th>a</th></tr><tr><td>b | c</td></tr></table>", "| a |\n| --- |\n| b \\| c |\n"),
        ("10<sup>6</sup>", "10<sup>6</sup>\n"),
        ("<table><tr><td><h2>a</h2></td><td>b</td></tr></table>", "## a\n\nb\n"),
        ("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>", "| a | b |\n| --- | --- |\n"),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "- a\n- b\n  - c\n- d\n"),
        ("<p>a<p>b<div>c</div>", "a\n\nb\n\nc\n"),
        ("<tr><td>a<td>b<tr><td>c<td>d", "| a | b |\n| --- | --- |\n| c | d |\n"),
        ("<h2> <b></b></h2>a", " a\n"),
        ('<img src="x" alt="a ] [b\n c">', "![a \\] \\[b c](x)\n"),
        ('<video src="a/m.mp4?x">No film</video>', "[m.mp4](a/m.mp4?x)\n"),
        ("<!--[if !mso]><!-->a<!--<![endif]--><!-- b", "a\n"),
        ("<![if !mso]>a<![endif]><![CDATA[b]]><![c", "ab\\<!\\[c\n"),
        ("no!<a href=x>y</a>", "no\\![y](x)\n"),
        ("<p><br>a<br> </p><b>b<br></b>c<br><div>d</div>", "a\n\n**b**\\\nc\n\nd\n"),
        ("[caption {{ x {% raw %} {# y", "\\[caption {{ x {% raw %} {# y\n"),
    ],
)  # fmt: skip
def test_elements(html: str, markdown: str) -> None:
    assert convert_html(html) == markdown


HOSTILE = [
    *(
        ["<a ", 40_000],
        ['<a href="', 20_000],
        ["<!--", 20_000],
        ["<![CDATA[", 20_000],
        ["{{", 20_000],
        ["{% raw %}", 20_000],
    ),
    *(
        ["[caption", 20_000],
        ["<p>", 20_000],
        ["<li>", 20_000],
        ["</", 20_000],
        ["<?", 20_000],
        ["<![x>", 20_000],
        ["<br>", 20_000],
        ["a<br>", 20_000],
    ),
]


@pytest.mark.parametrize(("part", "times"), HOSTILE)
def test_hostile_html_ends(part: str, times: int) -> None:
    """The parser, or a pattern, would need minutes for it."""
    assert len(convert_html(part * times)) < 20 * times


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


@given(ELEMENT)
def test_all_words_are_shown_in_order(html: str) -> None:
    assert "".join(shown(html)) == "".join(words(html))


def posts() -> Iterator[Path]:
    return (file for file in sorted(EXPORTS.rglob("*.html")) if file.stat().st_size < 300_000)


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="no test corpora beside the project")
def test_real_posts_keep_their_words() -> None:
    compared = 0
    for file in posts():
        html = file.read_text(encoding="utf-8", errors="replace")
        if "<form" in html or "<svg" in html:
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
