"""Markdown to HTML and to plain text, and plain text to Markdown.

markdown-it is imported only when something is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from html import escape as escape_html
from itertools import chain
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from newsgen.markdown.fast import extract_text_with_comrak, render_html_with_comrak
from newsgen.markdown.figures import find_pictures_in_tokens, replace_pictures_in_tokens
from newsgen.markdown.footnotes import RULES, SECTION, format_footnote_mark, move_footnotes_to_end
from newsgen.model import Picture, PictureRef

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

MAX_NESTING: Final = 100
"""Deepest nesting that markdown-it renders; its default of 20 loses text of long threads."""

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "ftp", "geo"})
"""Schemes of links; a link with another scheme is shown as the text that was typed."""

_SCHEME = re.compile(r"\s*([^/?#:]*):")
_NONE: Final[Mapping[str, Any]] = {}


def render_html(
    markdown: str,
    *,
    anchors: bool = False,
    links: Iterable[tuple[str, str]] = (),
    pictures: Iterable[tuple[str, Picture]] = (),
    root: str = "",
) -> str:
    """Render a body as HTML without scripts: no raw HTML, only links with `SCHEMES`.

    The highest heading in the body becomes `<h2>`, because the page has an `<h1>`; the other headings follow.

    Args:
        markdown: the body.
        anchors: True gives paragraphs an id and a link to it, see `number_paragraphs`.
        links: pairs of a link, as `find_links` returns it, and its new target.
        pictures: pairs of a picture's file, as `find_pictures` returns it, and the picture.
        root: path from the page to the top of the site, for pictures.

    Source: CommonMark 0.31.2, with the tables and the strikethrough of GitHub Flavored Markdown 0.29, and footnotes.
    """
    targets = dict(links)
    html = None if targets else render_html_with_comrak(markdown)
    if html is None:
        html = render_html_with_markdown_it(markdown, targets, dict(pictures), root)
    return number_paragraphs(html) if anchors else html


def render_html_with_markdown_it(
    markdown: str,
    targets: Mapping[str, str] = _NONE,
    pictures: Mapping[str, Picture] = _NONE,
    root: str = "",
) -> str:
    """Render with markdown-it, without comrak; arguments as in `render_html`."""
    parser, env = _parser(), dict[str, Any]()
    tokens = parser.parse(markdown, env)
    _replace_targets(tokens, targets)
    if "![" in markdown:
        replace_pictures_in_tokens(tokens, pictures, root)
    html: str = parser.renderer.render(tokens, parser.options, env)
    return html


def render_inline_html(markdown: str, links: Iterable[tuple[str, str]] = ()) -> str:
    """Render a line, such as a site's footer, as HTML without a paragraph around it; as safe as `render_html`."""
    parser, env = _parser(), dict[str, Any]()
    tokens = parser.parseInline(markdown, env)
    _replace_targets(tokens, dict(links))
    html: str = parser.renderer.render(tokens, parser.options, env)
    return html


def _replace_targets(tokens: Iterable[Token], targets: Mapping[str, str]) -> None:
    """Change the targets of links."""
    for link in _links(tokens) if targets else ():
        link.attrs["href"] = targets.get(unquote(str(link.attrs["href"])), link.attrs["href"])


def find_links(markdown: str) -> list[tuple[str, int]]:
    """Find the targets of a body's links, with percent signs decoded, each with the first line of its block, from 0."""
    tokens = _parser().parse(markdown)
    where = ((link, (token.map or [0])[0]) for token in tokens for link in _links([token]))
    return [(unquote(str(link.attrs["href"])), line) for link, line in where]


def find_pictures(markdown: str, line: int = 1) -> tuple[PictureRef, ...]:
    """Find a body's pictures; `line` is the line of the file on which the body starts."""
    return tuple(find_pictures_in_tokens(_parser().parse(markdown), markdown, line))


def _links(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens that open a link."""
    for token in tokens:
        yield from (child for child in token.children or () if child.type == "link_open")


def extract_text(markdown: str) -> str:
    """Return the visible text of a body without markup; a blank line separates blocks."""
    text = extract_text_with_comrak(markdown)
    return extract_text_with_markdown_it(markdown) if text is None else text


def extract_text_with_markdown_it(markdown: str) -> str:
    """Do the same as `extract_text` with markdown-it, without comrak."""
    kinds, breaks = ("text", "code_inline", "text_special", "footnote_ref"), ("softbreak", "hardbreak")
    number, blocks = "", []
    for token in _parser().parse(markdown):
        if token.type == "footnote_open":
            number = f"{format_footnote_mark(token)} "
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip("\n"))
        elif token.type == "inline":
            parts = (
                child.content if child.type in kinds else "\n" * (child.type in breaks)
                for child in token.children or ()
            )
            blocks.append(number + "".join(parts))
            number = ""
    return "\n\n".join(filter(None, blocks))


def is_safe_link(url: str) -> bool:
    """True for relative addresses and those with one of `SCHEMES`."""
    match = _SCHEME.match(url)
    return match is None or match[1].lower() in SCHEMES


@cache
def _parser() -> MarkdownIt:
    """Make the parser with newsgen's rules."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    options = {"html": False, "linkify": False, "typographer": False, "maxNesting": MAX_NESTING}
    parser = MarkdownIt("js-default", options)
    parser.validateLink = is_safe_link  # type: ignore[method-assign]
    footnote_plugin(parser, inline=False, move_to_end=False)
    parser.core.ruler.after("inline", "footnotes", move_footnotes_to_end)
    for kind, rule in RULES.items():
        parser.add_render_rule(kind, lambda _self, tokens, at, *_, rule=rule: rule(tokens[at]))
    parser.core.ruler.push("heading_levels", _shift_headings)
    return parser


def _shift_headings(state: StateCore) -> None:
    """Move all headings by the same step, so that the highest is `<h2>` (WCAG 2.2, technique G141)."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    if not headings:
        return
    step = 2 - min(int(token.tag[1]) for token in headings)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + step)}"


def number_paragraphs(html: str, label: str = "Paragraph %(number)s") -> str:
    """Number the paragraphs of a rendered body: `<p id="p3">`, each beginning with an empty link to itself.

    The link has a label for screen readers but no text, so that the words of the page are those of the record; the Tab
    key skips it. In this HTML '<p>' is always a tag, because '<' in a text is escaped. Footnotes have their own anchors.

    Args:
        html: HTML that `render_html` made.
        label: label of such a link, in the reader's language.
    """
    text, section, notes = html.partition(SECTION)
    head, *paragraphs = _PARAGRAPH.split(text)  # a quarter faster than `str.split`
    starts = _make_paragraph_starts(label, len(paragraphs))
    return "".join((head, *chain.from_iterable(zip(starts, paragraphs, strict=True)), section, notes))


_PARAGRAPH = re.compile("<p>")


@lru_cache(maxsize=256)
def _make_paragraph_starts(label: str, count: int) -> list[str]:
    """Return how each of `count` paragraphs begins."""
    before, _, after = escape_html(label).partition("%(number)s")
    return [
        f'<p id="p{n}"><a class="pin" href="#p{n}" tabindex="-1" aria-label="{before}{n}{after}"></a>'
        for n in range(1, count + 1)
    ]


_INLINE = re.compile(
    r"""
      \\ | ` | \* | < | \|                                # active everywhere
    | _(?:(?<![^\W_]_) | (?![^\W_]))                      # inside a word it never opens emphasis
    | ~(?:(?=~) | (?<=~~))
    | &(?=\#|[A-Za-z][A-Za-z0-9]*;)                       # an entity
    | \[(?!(?!\^)[^\[\]]*\](?![(\[:]))                    # all but a bare '[word]', which is never a link
    """,
    re.VERBOSE,
)
"""Characters to escape. Each alternative begins with its character, so that the search skips all other places."""
_SPECIAL = "\\`*<|_~&["
"""Characters of which each match of `_INLINE` begins with one."""
_START = re.compile(
    r"""(?:
      (?P<number>\d{1,9})(?=[.)](?:[ \t]|$))
    | (?=\#{1,6}(?:[ \t]|$) | > | [-+](?:[ \t]|$) | -[-:| \t]*$ | :-[-:| \t]*$ | =+[ \t]*$ )
    )""",
    re.VERBOSE,
)


def escape_markdown(text: str) -> str:
    """Write plain text as Markdown that renders to the same text with the same paragraphs and lines.

    White space at both ends of lines is removed: four spaces would mean code in Markdown, two a line break.

    Args:
        text: any text with '\\n' line ends; a blank line ends a paragraph.

    Source: CommonMark 0.31.2 §2.4 (every ASCII punctuation character may be escaped by a backslash).
    """
    return "\n".join(_escape_line(line.strip()) for line in text.split("\n"))


def _escape_line(line: str) -> str:
    """Escape a line without white space at its ends."""
    body = _INLINE.sub(r"\\\g<0>", line) if any(map(line.__contains__, _SPECIAL)) else line
    if body[:1] == "\\":
        return body
    match = _START.match(body)
    return f"{match['number'] or ''}\\{body[match.end() :]}" if match else body
