"""The fast engine: whatever it renders, it renders as the reference does, to the byte."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.markdown.fast import extract_text_with_comrak, render_html_with_comrak
from newsgen.markdown.render import (
    escape_markdown,
    extract_text_with_markdown_it,
    render_html,
    render_html_with_markdown_it,
)
from newsgen.record.read import extract_body
from tests.conftest import Require

BLOCKS = [
    "- ", "+ ", "* ", "1. ", "10) ", "> ", ">", "# ", "## ", "### ", "---", "***", "_", "===", "\n ", "\n   ",
    "\n>\n> ", "\n: ", "\n  : ", "[ ] ", "[x] ",
]  # fmt: skip
INLINE = [
    "*", "**", "***", "_", "__", "\\", "\\*", "&", "&amp;", "&copy", "&ngE;", '"', "'", "!", "$", "+", "  \n",
]  # fmt: skip
LINKS = ["[", "]", "(", ")", "](x)", "](https://a.example/c?d=1&e=2)", "](#p1)", "](a*b)", "](../x.html)", "\\]",
         '](x "t")', "](javascript:x)", "](a&amp;b)", "](http://a.example/é)", "](mailto:a@b.example)", "]: x",
         "](https://m&uuml;.example/)"]  # fmt: skip
LETTERS = [
    "a", "Word.", "1", "é", "中", "“", "”", "’", "—", "。", "€", "™", "😀", "\u00a0", "\u3000", "\u200b", "\u0301",
]  # fmt: skip
ODD = [
    "<!-- x -->", " {#a}", "{{ a }}", "https://a.example/b",
    "`", "```\n", "<b>", "|", "\n|-|\n", "~~", "\t", "\ufeff", "&#1;", "[^1]", "![", "\n    ", "\x0b", "\x1c", "\0",
    "\ufffd",
]  # fmt: skip
PIECES = st.sampled_from([*BLOCKS, *INLINE, *LINKS, *LETTERS, *ODD, *[" ", "\n", "\n\n"] * 8])
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def unequal(texts: Iterable[str]) -> tuple[list[str], int]:
    """Texts that the engines render otherwise, and how many the fast one took."""
    bad, taken = [], 0
    for text in texts:
        html, words = render_html_with_comrak(text), extract_text_with_comrak(text)
        if html is None:
            assert words is None
            continue
        taken += 1
        if html != render_html_with_markdown_it(text) or words not in (
            None,
            extract_text_with_markdown_it(text),
        ):
            bad.append(text)
    return bad, taken


@pytest.fixture(autouse=True)
def _engine(require: Require) -> None:
    require(render_html_with_comrak("x") is not None, "there is no comrak for this system")


@given(TEXTS | st.text(max_size=60))
@settings(max_examples=800)
@example("- ***\n\n  a")
@example("-\n\n\n-")
@example("[*[](x)[]](y)")
@example("a\\ \nb")
@example("1. a\n    b")
@example("\u3000a\u3000\n")
@example("*€*a*€*")
@example("\ud800")
@example("\0")
@example("a ## b\n\n### c")
@example("## a\n\n# b")
@example("## a\n\nb\n=")
@example("### a")
@example("> # a\n\n## b")
@example("##a\n\n- ### c")
@example("- a\n## ##")
@example("a\n\n: b")
@example("> a\n> : b")
@example("1. [x] b")
@example("# a {#b}")
@example("[a](https://m&uuml;nchen.example/)")
@example("a&NewLine;&NewLine;b")
@example("- a\n  - b\n\n      c\n- &lt;p&gt; &amp;lt; **d**\n\n1. e\\\nf")
@example("-     a\n")
@example("\\\nb")
@example("- a\n  - b")
@example("[](x)\nb\n[](y)")
def test_any_text_is_rendered_alike_and_has_the_same_words(text: str) -> None:
    """As it is, and escaped, as plain text is."""
    for one in (text, escape_markdown(text)):
        assert render_html_with_comrak(one) in (None, render_html_with_markdown_it(one))
        assert extract_text_with_comrak(one) in (None, extract_text_with_markdown_it(one))


def test_the_examples_of_commonmark(root: Path, require: Require) -> None:
    """Taken from its specification; a third of them hold nothing that is left to the reference."""
    spec = root / "node_modules/commonmark-spec/spec.txt"
    require(spec.is_file(), "the examples of CommonMark are not installed (npm ci)")
    examples = re.findall(r"^`{32} example\n(.*?)^\.\n", spec.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(examples) > 600
    bad, taken = unequal(text.replace("→", "\t") for text in examples)
    assert bad == []
    assert taken > 200


def bodies(paths: Iterable[Path]) -> Iterator[str]:
    for path in sorted(paths):
        with suppress(ContentError):
            yield extract_body(path.read_bytes())[0]


def articles(file: Path) -> Iterator[str]:
    lines = file.read_text("utf-8").splitlines()[:200]
    return (escape_markdown(json.loads(line)["text"]) for line in lines)


def test_real_texts_are_rendered_alike_and_mostly_fast(shared: Path, root: Path) -> None:
    """Articles as plain text, the posts of other generators, and the articles of this project."""
    names = ["wikinews", "senate_press_dev", "senate_fulldate_dev", "digitalgov_news"]
    for texts, least in [
        *((list(articles(shared / "corpora/plain" / name / "articles.jsonl")), 0.8) for name in names),
        (list(bodies(root.glob("articles/**/*.md"))), 0.8),
        (list(bodies(list(shared.glob("corpora/front-matter/**/*.md"))[::4])), 0.07),
    ]:
        bad, taken = unequal(texts)
        assert bad == []
        assert taken > least * len(texts)


WITHOUT = """
import sys
sys.modules["comrak"] = None
from newsgen.markdown.fast import render_html_with_comrak
from newsgen.markdown.render import render_html
text = sys.stdin.read()
assert render_html_with_comrak(text) is None
sys.stdout.write(render_html(text))
"""


def test_without_comrak_the_html_is_the_same() -> None:
    text = "# A\n\nB *c*.\n\n> D\n\n- e\n- f\n"
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], input=text, capture_output=True, text=True, check=True
    )
    assert render_html_with_comrak(text) is not None
    assert done.stdout == render_html(text)


def test_links_that_lead_elsewhere_and_pictures_go_to_the_reference() -> None:
    assert 'href="b.html"' in render_html("[x](a.md)", links=[("a.md", "b.html")])
    assert render_html_with_comrak("![x](a.png)") is None
