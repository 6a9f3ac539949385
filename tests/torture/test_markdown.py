"""Markdown: the examples of CommonMark, and texts made to take forever.

That both engines agree is in tests/markdown/test_fast.py, and that no pattern is exponential in tests/test_patterns.py.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

from newsgen.markdown.render import number_paragraphs, render_html
from newsgen.record.read import read_record
from tests.conftest import Require
from tests.torture.conftest import Size, Tally

OTHER = ("https://example.com\n", "[link](foo\\)\\:)\n")
"""Examples without HTML that newsgen shows otherwise: bare addresses are links, and links have known schemes only."""
REPEATED = [
    "a </b> ", "*a **a ", "a_ ", "_a ", "a **b", "*_a ", "c* ", "a***b", "a]", "[a", "*a_ ", "[ a_", "[a](b", "[a](<b",
    "![[]()", "[a]()", "> a\n", "- ", "1. ", "`a", "``b", "<>", "<a href=\"", "<b ", "<b x=\" ", "a <!-- ", "a <? ",
    "a <!A ", "a <![CDATA[ ", "<!--\n\n", "<svg>", "<svg><style>", "<div>\n\n", "<span>", "[a]: u\n", "[a]: <u\n",
    "[a]: u '\n", "[^", "a[^1] ", "[^a]: b\n\n", "~~a ", "a~~ b", "|a", "|\n", "|a|\n|-|\n\n", "\t", " ", "\n", " \n",
    "a\n", "# ", " #", "***\n", "* ", "```\n", "&", "&a", "&#1", "\\", "<http://a", "http://a.b/", "https://", "www.",
    "a@b.", "a\n: b\n\n", "- [ ] a\n", "# a {#b}\n", "{#b", "{{< a ", "{{< a >}}", "{% a %}", "{% raw ", "<A b={",
    "[caption]", "[a b='", "<p title='", "<p>", "😀*", "![a](b 'c')\n", "[a](b '", "[a](b \"c\\\"", "![a][b]\n", "�", "(",
    "'",
]  # fmt: skip
NESTED = [("*a **a ", " a** a*"), ("[", "]"), ("[a](", ")"), ("> ", ""), ("<b>", "</b>"), ("<div>\n\n", "</div>\n\n"),
          ("^[", "]"), ("![", "](b)"), ("{{< a >}}", "{{< /a >}}"), ("`" * 3 + "\n", "`" * 3 + "\n"),
          ("(", ")"), ("- ", "\n")]  # fmt: skip


def norm(html: str) -> str:
    """HTML without white space between tags, levels of headings, and ways to write the same."""
    html = re.sub(r"<(/?)h[1-6]\b", r"<\1h", html).replace(" />", ">").replace("&quot;", '"')
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html)).strip()


def test_the_examples_of_commonmark(root: Path, require: Require, tally: Tally) -> None:
    """All but those with HTML, which newsgen cleans (tests/markdown/html.txt)."""
    spec = root / "node_modules/commonmark-spec/spec.txt"
    require(spec.is_file(), "the examples of CommonMark are not installed (npm ci)")
    pattern = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)
    examples = pattern.findall(spec.read_text("utf-8").replace("→", "\t"))
    assert len(examples) == 652
    other = [text for text, html in examples if norm(render_html(text)) != norm(html)]
    assert [text for text in other if "<" not in text and text not in OTHER] == []
    assert len(other) < 80
    tally(
        len(examples),
        "examples of CommonMark",
        f"{652 - len(other)} exact; others have HTML, which is cleaned",
    )


def seconds(text: str) -> float:
    """Seconds of the processor to render a text and to read it as a record."""
    began = time.process_time()
    number_paragraphs(render_html(text))
    read_record("a.md", f"---\ntitle: T\n---\n{text}".encode(errors="replace"))
    return time.process_time() - began


def test_texts_made_to_take_forever(size: Size, tally: Tally) -> None:
    """They take less than ten seconds, and for twice the text less than three times as long."""
    number, longest = size(400, 2_000), 0.0
    slow: list[tuple[str, float]] = []
    for before, after in [*((part, "") for part in REPEATED), *NESTED]:
        text, double = (before * n + "a" + after * n for n in (number, 2 * number))
        time_of_double = seconds(double)
        longest = max(longest, time_of_double)
        if time_of_double > 0.5:
            time_of_double = min(time_of_double, seconds(double))
            if time_of_double > min(10, 3 * min(seconds(text), seconds(text))):
                slow.append((text[:20], time_of_double))
    assert slow == []
    number_of_texts = len(REPEATED) + len(NESTED)
    tally(
        number_of_texts,
        "texts made to take forever",
        f"{2 * number:,} parts in at most {longest:.1f} s, linear",
    )
