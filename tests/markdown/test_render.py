"""The door to markdown-it: what was typed comes out as typed, and nothing that comes out is executed."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgen.markdown.render import (
    escape_markdown,
    extract_text,
    is_safe_link,
    number_paragraphs,
    render_html,
)
from tests.support.visible import visible_text

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))


def visible(html: str) -> list[str]:
    """The words that a reader sees."""
    return visible_text(html).split()


@pytest.mark.parametrize("typed", TABLES["typed"])
def test_escaped_text_comes_out_as_typed(typed: str) -> None:
    html = render_html(escape_markdown(typed))
    assert visible(html) == typed.split()
    assert set(re.findall(r"<(/?\w+)", html)) <= {"p", "/p"}
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


def test_no_raw_html() -> None:
    assert render_html("<script>x</script>") == "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"


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
    html = render_html(text, anchors=True)
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


URL_ATTRIBUTES = {"href", "src", "action", "formaction", "data", "poster", "background", "xlink:href"}
HARMLESS = re.compile(
    r"p|a|em|strong|s|code|pre|[uo]l|li|blockquote|[bh]r|img|table|t(head|body|[rhd])|h[2-6]"
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
            if name not in {"href", "src", "alt", "title", "class", "style", "start"} or bad:
                self.found.append(f"{name}={value}")
            if name == "style" and not re.fullmatch(r"text-align:(left|right|center)", value or ""):
                self.found.append(f"style={value}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(decl)

    def handle_comment(self, data: str) -> None:
        self.found.append(data)


@pytest.mark.parametrize("write", [escape_markdown, str], ids=["plain text", "markdown"])
def test_no_payload_becomes_executable(shared: Path, write: type[str]) -> None:
    """Known attacks, as plain text and as Markdown: only harmless elements and attributes come out."""
    payloads = [payload for line in (shared / "corpora/security/xss.jsonl").read_text("utf-8").splitlines()
                if isinstance(payload := json.loads(line).get("payload"), str)]  # fmt: skip
    payloads += json.loads((shared / "corpora/security/naughty-strings.json").read_text("utf-8"))
    assert len(payloads) > 7000
    bad = [
        (payload, found) for payload in payloads if (found := _Executable(render_html(write(payload))).found)
    ]
    assert bad == []
