"""The door to markdown-it: what was typed comes out as typed, and nothing that comes out is executed."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgen.markdown.html import escape_line_html, remove_wordless, strip_line_html
from newsgen.markdown.render import (
    escape_markdown,
    extract_text,
    is_safe_link,
    number_paragraphs,
    render_html,
    render_inline_html,
)
from tests.support.cases import read_cases
from tests.support.visible import visible_text

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))


def visible(html: str) -> list[str]:
    """The words that a reader sees."""
    return visible_text(html).split()


@pytest.mark.parametrize("typed", TABLES["typed"])
def test_escaped_text_comes_out_as_typed(typed: str) -> None:
    html = render_html(escape_markdown(typed))
    assert visible(html) == typed.split()
    assert set(re.findall(r"<(/?\w+)", html)) <= {"p", "/p"} | ({"a", "/a"} if "://" in typed else set())
    assert extract_text(escape_markdown(typed)).split() == typed.split()


MARKS = st.text(st.sampled_from(list("*_`#-+=>|~[]()!:<&;\\1. \n\tax\"'{}$^")), max_size=60)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=60)


@given(MARKS | ANY)
@example("a\n\n    b\n\n\tc")
def test_any_text_comes_out_as_typed(typed: str) -> None:
    """Whatever was typed: the same words in the same order, in paragraphs only."""
    html = render_html(escape_markdown(typed))
    assert visible(html) == typed.split()
    assert set(re.findall(r"<(/?\w+)", html)) <= {"p", "/p"}


def test_plain_prose_stays_free_of_backslashes() -> None:
    """A record is read by humans too: only what Markdown would take for a mark is escaped."""
    prose = "He said (on 22.11.) that [the] snake_case rate - 3.5% - rose; see #tag, AT&T!"
    assert escape_markdown(prose) == prose


@pytest.mark.parametrize("url", TABLES["links kept"])
def test_common_links_are_kept(url: str) -> None:
    assert is_safe_link(url)
    assert f'href="{url}"' in render_html(f"[x]({url})")


@pytest.mark.parametrize("url", TABLES["links refused"])
def test_other_schemes_stay_text(url: str) -> None:
    """A link that could run or reach something is shown as it was typed, never followed."""
    for markdown in (f"[x]({url})", f"[x](<{url}>)", f"![x]({url})", f"<{url}>", f"[x]\n\n[x]: {url}"):
        html = render_html(markdown)
        assert "href=" not in html
        assert "src=" not in html


@pytest.mark.parametrize(("markdown", "html"), read_cases(Path(__file__).with_name("html.txt")))
def test_html_is_shown_when_it_is_safe(markdown: str, html: list[str]) -> None:
    """Elements of the allow-list stay; others are replaced or leave their words; unknown ones are shown as typed."""
    assert re.sub(r"\n+", "\n", render_html(markdown)).strip() == "\n".join(html)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ('<a href="/old/">x</a> and [y](/old/)', '<a href="../new.html">x</a> and'),
        ('<a title="t" href="/a%20b/?x=1&amp;y=2">x</a>', 'href="../q.html"'),
        ('<a href="/else/">x</a>', 'href="/else/"'),
    ],
)
def test_links_in_html_lead_to_texts_too(markdown: str, html: str) -> None:
    links = [("/old/", "../new.html"), ("/a b/?x=1&y=2", "../q.html")]
    assert html in render_html(markdown, links=links)


def test_html_in_a_line_is_as_safe() -> None:
    assert (
        render_inline_html('<b onclick="x()">a</b><script>b</script> {{ x }} [c](d)')
        == '<b>a</b>  <a href="d">c</a>'
    )


@pytest.mark.parametrize(("written", "line"), TABLES["lines decoded"].items())
def test_lines_are_decoded(written: str, line: str) -> None:
    assert strip_line_html(written) == line


@given(st.text(st.sampled_from(list("&#39;amp<>b/ i!-x")), max_size=20))
def test_a_line_that_was_encoded_is_read_as_it_was(line: str) -> None:
    assert strip_line_html(escape_line_html(line)) in (line, line.strip())


@pytest.mark.parametrize(
    ("levels", "shown"), [("1 2 1 3", "2 3 2 4"), ("2 3", "2 3"), ("3 4", "2 3"), ("1 6", "2 6"), ("", "")]
)
def test_headings_start_below_the_title(levels: str, shown: str) -> None:
    """The page's `<h1>` is the title: a body's highest heading is `<h2>`."""
    html = render_html("\n\n".join("#" * int(level) + " x" for level in levels.split()))
    assert re.findall(r"<h(\d)>", html) == shown.split()
    assert re.findall(r"</h(\d)>", html) == shown.split()


def test_deep_quotations_keep_their_text() -> None:
    assert "deep" in render_html("> " * 40 + "deep")


def test_anchors_number_the_paragraphs_and_add_no_word() -> None:
    """An id and an empty link each, in quotations too; what looks like a tag in the text is none."""
    text = "One `<p>`.\n\n> Two\n\n- tight\n\n![<p>](x.png '<p>')\n"
    html = number_paragraphs(render_html(text))
    assert re.findall(r'<p id="(p\d+)"><a class="pin" href="#(p\d+)"', html) == [
        ("p1",) * 2,
        ("p2",) * 2,
        ("p3",) * 2,
    ]
    assert visible(html) == visible(render_html(text))
    assert "<a" not in render_html(text)


def test_anchors_are_named_in_the_reader_s_language() -> None:
    assert 'aria-label="Absatz &quot;2&quot;"' in number_paragraphs("<p>x</p><p>y</p>", 'Absatz "%(number)s"')


def test_plain_text_is_what_is_seen() -> None:
    body = "# Head *x*\n\nA [link](y) &amp; `code`,\nline\\\nbreak ![alt](u)\n\n> - item\n\n```\na  b\n```\n"
    assert extract_text(body) == "Head x\n\nA link & code,\nline\nbreak \n\nitem\n\na  b"


@pytest.mark.parametrize(("markdown", "left"), TABLES["without wordless"].items())
def test_elements_without_words_go_if_they_end(markdown: str, left: str) -> None:
    assert remove_wordless(markdown) == left


URL_ATTRIBUTES = {"href", "src", "action", "formaction", "data", "poster", "background", "xlink:href"}
HARMLESS = re.compile(
    r"p|a|em|strong|s|code|pre|[uo]l|li|blockquote|[bh]r|img|table|t(head|body|foot|[rhd])|h[2-6]|abbr|b|bdi|bdo|caption|cite"
    r"|col|colgroup|data|d[dlt]|del|details|dfn|div|figcaption|figure|i|ins|kbd|mark|q|rp|rt|ruby|samp|small|span|su[bp]|summary"
    r"|time|u|var|wbr"
)
ATTRIBUTES = set(
    "href src alt title class style start id lang dir role colspan rowspan scope span open value reversed datetime".split()
)


class _Executable(HTMLParser):
    """Gathers what could run: foreign elements, handlers, scripts in addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not HARMLESS.fullmatch(tag):
            self.found.append(tag)
        for name, value in attrs:
            address = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
            bad = name in URL_ATTRIBUTES and re.match(r"(javascript|vbscript|data|file):", address)
            if name not in ATTRIBUTES or bad:
                self.found.append(f"{name}={value}")
            if name == "style" and not re.fullmatch(r"text-align:(left|right|center)", value or ""):
                self.found.append(f"style={value}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(decl)

    def handle_comment(self, data: str) -> None:
        self.found.append(data)


def find_executable(html: str) -> list[str]:
    """What could run in rendered HTML, also after paragraphs are numbered."""
    return _Executable(html).found + [
        found for found in _Executable(number_paragraphs(html)).found if found not in PINS
    ]


PINS = [
    f"{name}={value}"
    for name, value in (("tabindex", "-1"), *(("aria-label", f"Paragraph {n}") for n in range(500)))
]


@pytest.mark.parametrize("write", [escape_markdown, str], ids=["plain text", "markdown"])
def test_no_payload_becomes_executable(shared: Path, write: type[str]) -> None:
    """Known attacks, as plain text and as Markdown: only harmless elements and attributes come out."""
    payloads = [payload for line in (shared / "corpora/security/xss.jsonl").read_text("utf-8").splitlines()
                if isinstance(payload := json.loads(line).get("payload"), str)]  # fmt: skip
    payloads += json.loads((shared / "corpora/security/naughty-strings.json").read_text("utf-8"))
    assert len(payloads) > 7000
    bad = [
        (payload, found) for payload in payloads if (found := find_executable(render_html(write(payload))))
    ]
    assert bad == []


@pytest.mark.parametrize("text", TABLES["hostile"])
def test_no_hostile_html_becomes_executable(text: str) -> None:
    """Attributes that hold tags, tags that are cut, elements that change how a browser reads what follows."""
    html = render_html(f"{text}\n\n# After\n\n*after* <b>x</b>")
    assert find_executable(html) == []
    assert "after" in " ".join(visible(html))


ELEMENT = st.sampled_from(
    "a b p div script style svg math title textarea noscript template select table td iframe plaintext x".split()
)
ATTRIBUTE = st.sampled_from(
    ['title="<p>"', 'title="<p><img src=x onerror=alert(1)>"', "onclick=alert(1)", 'href="javascript:alert(1)"',
     'href="&#106;avascript:x"', 'style="x:expression(1)"', 'src="data:text/html,x"', 'id="p1"', "srcdoc=<script>",
     'alt="`"', "'", '"', "=", "/", "<"]
)  # fmt: skip
TAG = st.builds(
    lambda close, name, attributes, end: f"<{close}{name} {' '.join(attributes)}{end}",
    st.sampled_from(["", "", "/"]), ELEMENT, st.lists(ATTRIBUTE, max_size=3), st.sampled_from([">", ">", "/>", "", " "]),
)  # fmt: skip
REST = st.sampled_from(
    ["\n", "\n\n", " ", "text", "<!--", "-->", "]]>", "<![CDATA[", "<?", "`", "![<p>](x)", "[a](<b> '<p>')", "https://a.b/"]
)  # fmt: skip


@given(st.lists(TAG | REST, max_size=12).map("".join))
@settings(max_examples=500, deadline=None)
@example('<p title="<p><img src=x onerror=alert(1)>">')
@example('<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">')
@example(
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">'
)
def test_no_html_becomes_executable(text: str) -> None:
    assert find_executable(render_html(text)) == []
