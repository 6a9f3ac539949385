"""The door to markdown-it: Markdown to HTML, and plain text to Markdown that renders as that very text.

markdown-it is imported only when something is rendered: the loader escapes without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from newsgen.footnotes import RULES, SECTION, in_order, mark

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

MAX_NESTING: Final = 100
"""Blocks inside blocks, beyond which markdown-it shows nothing; its own 20 loses text of long threads."""

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "ftp", "geo"})
"""Schemes that a link may have; a link with another one stays as the text that was typed."""

_SCHEME = re.compile(r"\s*([^/?#:]*):")

_INLINE = re.compile(
    r"""
      [\\`*<|]                                            # active wherever they stand
    | (?<![^\W_])_ | _(?![^\W_])                          # inside a word it never opens emphasis
    | ~(?=~) | (?<=~)~
    | &(?=\#|[A-Za-z][A-Za-z0-9]*;)                       # an entity
    | \[(?!(?!\^)[^\[\]]*\](?![(\[:]))                    # all but a bare '[word]', which is never a link
    """,
    re.VERBOSE,
)
_START = re.compile(
    r"""^(?:
      (?P<number>\d{1,9})(?=[.)](?:[ \t]|$))
    | (?=\#{1,6}(?:[ \t]|$) | > | [-+](?:[ \t]|$) | -[-:| \t]*$ | :-[-:| \t]*$ | =+[ \t]*$ )
    )""",
    re.VERBOSE | re.MULTILINE,
)


def escape(text: str) -> str:
    """Write plain text as Markdown that renders as that text, paragraph by paragraph and line by line.

    White space at the ends of lines is not kept: Markdown would read four spaces as code and two as a break.

    Args:
        text: any text with '\\n' line ends; a blank line ends a paragraph.

    Source: CommonMark 0.31.2 §2.4 (every ASCII punctuation character may be escaped by a backslash).
    """
    return "\n".join(_escape_line(line.strip()) for line in text.split("\n"))


def _escape_line(line: str) -> str:
    """Escape one line without white space at its ends."""
    body = _INLINE.sub(r"\\\g<0>", line)
    if body[:1] == "\\":
        return body
    return _START.sub(lambda match: f"{match['number'] or ''}\\", body)


def to_html(markdown: str, *, anchors: bool = False, links: Iterable[tuple[str, str]] = ()) -> str:
    """Render a body as HTML that holds no script: no raw HTML, only links of `SCHEMES`.

    The highest heading in the body becomes `<h2>`, the others keep their distance: the page has its `<h1>`.

    Args:
        markdown: the body.
        anchors: give paragraphs an id and a link to it, see `with_anchors`.
        links: pairs of a link as `link_targets` gives it and where it leads instead.

    Source: CommonMark 0.31.2, with the tables and the strikethrough of GitHub Flavored Markdown 0.29, and footnotes.
    """
    parser, env = _parser(), {}  # type: ignore[var-annotated]
    tokens = parser.parse(markdown, env)
    ways = dict(links)
    for link in _links(tokens) if ways else ():
        target = unquote(str(link.attrs["href"]))
        link.attrs["href"] = ways.get(target, link.attrs["href"])
    html: str = parser.renderer.render(tokens, parser.options, env)
    return with_anchors(html) if anchors else html


def with_anchors(html: str) -> str:
    """Number the paragraphs of what `to_html` made: `<p id="p3">`, each led by an empty link to itself.

    The link has a name for screen readers and no text, so that the words of the page stay those of the record; it is no
    stop of the Tab key, which would else stop at every paragraph.
    In that HTML '<p>' is always a tag: wherever a text holds '<', it is escaped. Footnotes have anchors of their own.
    """
    text, section, notes = html.partition(SECTION)
    first, *paragraphs = text.split("<p>")
    numbered = "".join(
        f'<p id="p{n}"><a class="pin" href="#p{n}" tabindex="-1" aria-label="Paragraph {n}"></a>{rest}'
        for n, rest in enumerate(paragraphs, 1)
    )
    return first + numbered + section + notes


def to_inline_html(markdown: str) -> str:
    """Render one line, such as a site's footer, as HTML without a paragraph around it; as safe as `to_html`."""
    html: str = _parser().renderInline(markdown)
    return html


def link_targets(markdown: str) -> list[tuple[str, int]]:
    """Find where a body's links lead, as they were typed but for percent signs, each with its block's line, from 0."""
    tokens = _parser().parse(markdown)
    where = ((link, (token.map or [0])[0]) for token in tokens for link in _links([token]))
    return [(unquote(str(link.attrs["href"])), line) for link, line in where]


def _links(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens that open a link."""
    for token in tokens:
        yield from (child for child in token.children or () if child.type == "link_open")


def plain_text(markdown: str) -> str:
    """Return the visible text of a body: blocks parted by a blank line, lines as shown, no markup."""
    blocks = (_visible(token.children or ()) for token in _shown(_parser().parse(markdown)))
    return "\n\n".join(filter(None, blocks))


def _shown(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens that hold text: inline ones, and code blocks with their text as only child.

    A footnote is led by its number.
    """
    lead = ""
    for token in tokens:
        if token.type == "footnote_open":
            lead = f"{mark(token)} "
        elif token.type == "inline":
            head = [token.copy(type="text", content=lead, children=None)] if lead else []
            lead = ""
            yield token.copy(children=head + (token.children or [])) if head else token
        elif token.type in ("fence", "code_block"):
            yield token.copy(children=[token.copy(type="text", content=token.content.rstrip("\n"))])


def _visible(tokens: Sequence[Token]) -> str:
    """Join what a reader sees of inline tokens."""
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    kinds = ("text", "code_inline", "text_special", "footnote_ref")
    return "".join(token.content if token.type in kinds else breaks.get(token.type, "") for token in tokens)


def is_safe_link(url: str) -> bool:
    """Return whether a link may lead there: a relative address, or one of `SCHEMES`."""
    match = _SCHEME.match(url)
    return match is None or match[1].lower() in SCHEMES


@cache
def _parser() -> MarkdownIt:
    """Make the one parser, with the project's rules."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    options = {"html": False, "linkify": False, "typographer": False, "maxNesting": MAX_NESTING}
    parser = MarkdownIt("js-default", options)
    parser.validateLink = is_safe_link  # type: ignore[method-assign]
    footnote_plugin(parser, inline=False, move_to_end=False)
    parser.core.ruler.after("inline", "footnotes", _place_footnotes)
    for kind, rule in RULES.items():
        parser.add_render_rule(kind, _rendered(rule))
    parser.core.ruler.push("heading_levels", _shift_headings)
    return parser


def _rendered(rule: Callable[[Token], str]) -> Callable[..., str]:
    return lambda _self, tokens, at, _options, _env: rule(tokens[at])


def _place_footnotes(state: StateCore) -> None:
    """Move the notes behind the text."""
    found: dict[str, Any] = state.env.get("footnotes", {})
    if found.get("refs"):
        state.tokens = in_order(state.tokens, found.get("list", {}))


def _shift_headings(state: StateCore) -> None:
    """Move all headings by the same step, so that the highest is `<h2>` (WCAG 2.2, technique G141)."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    if not headings:
        return
    step = 2 - min(int(token.tag[1]) for token in headings)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + step)}"
