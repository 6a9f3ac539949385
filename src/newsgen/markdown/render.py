"""Markdown to HTML and to plain text, and plain text to Markdown.

markdown-it is imported only when something is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from html import escape as escape_html
from html import unescape
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from newsgen.markdown.fast import extract_text_with_comrak, render_html_with_comrak
from newsgen.markdown.figures import find_pictures_in_tokens, replace_pictures_in_tokens
from newsgen.markdown.footnotes import RULES, SECTION, format_footnote_mark, move_footnotes_to_end
from newsgen.markdown.foreign import (
    Parser,
    Span,
    TemplateCodePiece,
    has_template_code,
    translate_template_code,
)
from newsgen.markdown.html import (
    SCHEMES,
    apply_html_policy,
    is_usable_id,
    link_addresses,
    remove_html,
    remove_wordless,
    sanitize,
    separates_words,
)
from newsgen.model import REFERENCE, BodyPicture, SitePicture

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

MAX_NESTING: Final = 100
"""Deepest nesting that markdown-it renders; its default of 20 loses text of long threads."""

_BLANK_LINES = re.compile(r"[ \t]*\n[ \t]*\n\s*")
_BOXES = {"[ ] ": "☐", "[x] ": "☑"}
_HEADING_TAG = re.compile("h[1-6]")
_HEADING_ID = re.compile(r"[ \t]*\{#([^\s{}\"'<>]+)\}[ \t]*")
_SCHEME = re.compile(r"\s*([^/?#:]*):")
_HTML_LINK = re.compile(r'(<a [^<>]*?\bhref=)"([^"]*)"')
_CAPTION = re.compile(r'\A(?P<img><img [^<>]*) title="(?P<words>[^"<>]*)">\Z')
_STRAY = re.compile(rf"\]\({REFERENCE}[^\s()]*[^()]*\)")
_NONE: Final[Mapping[str, Any]] = {}
_SAFE = "/:?#[]@!$&'*+,;=%~"
"""Characters of a target that are not quoted."""
_TARGET = re.compile(
    r"(?P<code>(?P<ticks>`+)[^`].{0,1000}?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<before>\]\(\s*|^ {0,3}\[[^\]\n]+\]:[ \t]*|\b(?:src|href)=[\"']?)"
    r"(?:<(?P<angled>[^<>\n]*)>|(?P<plain>(?:[^\s()<>\"']|\([^\s()<>]*\))+))",
    re.MULTILINE | re.DOTALL,
)
"""The target of a link or picture, in Markdown or HTML; or code in a line, which has none."""
_REFERENCE_LINK = re.compile(
    rf"\[(?P<words>(?:[^\[\]\\]|\\.)*)\]\(<?(?P<target>{REFERENCE}[^\s()>]*)>?(?P<title>[^()]*)\)"
)


def render_html(
    markdown: str,
    *,
    foreign: bool = True,
    links: Iterable[tuple[str, str]] = (),
    pictures: Iterable[tuple[str, SitePicture | None]] = (),
    root: str = "",
) -> str:
    """Render a body as HTML without scripts: only HTML of the allow-list in html.py, only links with `SCHEMES`.

    Template code of other generators is translated, and bare addresses become links. The highest heading in the body
    becomes `<h2>`, because the page has an `<h1>`; the other headings follow.

    Args:
        markdown: the body.
        foreign: False if it is known to have no template code.
        links: pairs of a link, as `find_links` returns it, and its new target.
        pictures: pairs of a picture's file, as `find_pictures` returns it, and the picture; None if it is missing.
        root: path from the page to the top of the site, for pictures.

    Source: CommonMark 0.31.2, with the tables and the strikethrough of GitHub Flavored Markdown 0.29, and footnotes.
    """
    targets, markdown = dict(links), translate(markdown) if foreign else markdown
    html = None if targets else render_html_with_comrak(markdown)
    if html is None:
        html = render_html_with_markdown_it(markdown, targets, dict(pictures), root)
    return link_addresses(html) if "://" in html else html


def translate(markdown: str) -> str:
    """Translate template code of other generators to Markdown: every text is shown so; without any, nothing changes."""
    return translate_template_code(markdown, _PARSER)[0] if has_template_code(markdown) else markdown


def find_template_code(markdown: str) -> tuple[TemplateCodePiece, ...]:
    """Find template code of other generators, in order."""
    return translate_template_code(markdown, _PARSER)[1] if has_template_code(markdown) else ()


def find_dropped_elements(markdown: str) -> list[str]:
    """Find the HTML elements of a body that are not shown as such, in order."""
    if "<" not in markdown:
        return []
    env = dict[str, Any]()
    _parser().parse(translate(markdown), env)
    dropped: list[str] = env.get("dropped", [])
    return dropped


def _find_blocks(markdown: str) -> tuple[list[Span], list[Span]]:
    """Find the blocks of code and those of HTML in a text."""
    if not any(map(markdown.__contains__, ("```", "~~~", "    ", "\t", "<"))):
        return [], []
    starts = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", markdown)), len(markdown)]
    code: list[Span] = []
    html: list[Span] = []
    for token in _plain_parser().parse(markdown):
        if token.map and token.type in ("fence", "code_block", "html_block"):
            start, end = (starts[min(line, len(starts) - 1)] for line in token.map)
            if token.type == "html_block":
                html.append((start, end))
            else:
                code.append((start, end - (markdown[end - 1 : end] == "\n")))
    return code, html


def _write_html_without_blank_lines(markdown: str) -> str:
    """Write Markdown as HTML for a block of HTML; of a single paragraph only its contents."""
    html = str(_parser().render(markdown, {})).strip()
    single = re.fullmatch(r"<p>((?:(?!<p>).)*)</p>", html, re.DOTALL)
    html = _CAPTION.sub(
        r"<figure>\g<img>><figcaption>\g<words></figcaption></figure>", single[1] if single else html
    )
    html = re.sub(r"<pre>.*?</pre>", lambda code: code[0].replace("\n", "&#10;"), html, flags=re.DOTALL)
    return re.sub(r"\n{2,}", "\n", html)


_PARSER: Final = Parser(_find_blocks, _write_html_without_blank_lines)


def write_shown_markdown(
    markdown: str, *, foreign: bool = True, links: Iterable[tuple[str, str]] = ()
) -> str:
    """Write a body as Markdown that other programs can read: without template code, with resolved links; see `render_html`."""
    text = translate(markdown) if foreign else markdown
    if "<" in text:
        text = remove_wordless(text)
    if REFERENCE not in text:
        return text
    targets = dict(links)

    def replace(match: re.Match[str]) -> str:
        target = targets.get(unquote(match["target"]))
        return f"[{match['words']}]({target}{match['title']})" if target else match["words"]

    return _REFERENCE_LINK.sub(replace, text)


def replace_link_targets(markdown: str, targets: Mapping[str, str]) -> str:
    """Replace targets of links and pictures in Markdown, and change nothing else.

    They are given by the old target, with percent signs decoded, as `find_links` and `find_pictures` return it.
    """

    code = _find_blocks(markdown)[0] if targets else []

    def replace(match: re.Match[str]) -> str:
        target = targets.get(unquote(match["angled"] or match["plain"] or ""))
        if not target or match["code"] or any(start <= match.start() < end for start, end in code):
            return match[0]
        return f"{match['before']}{quote(target, safe=_SAFE)}"

    return _TARGET.sub(replace, markdown) if targets else markdown


def strip_html_and_shortcodes(markdown: str) -> str:
    """Return Markdown without HTML tags and template code, for excerpts and counts of words."""
    text = translate(markdown)
    return remove_html(text) if "<" in text else text


def render_html_with_markdown_it(
    markdown: str,
    targets: Mapping[str, str] = _NONE,
    pictures: Mapping[str, SitePicture | None] = _NONE,
    root: str = "",
) -> str:
    """Render with markdown-it, without comrak; arguments as in `render_html`."""
    parser, env = _parser(), dict[str, Any]()
    tokens = parser.parse(markdown, env)
    _replace_targets(tokens, targets)
    if "![" in markdown or "html" in env:
        replace_pictures_in_tokens(tokens, pictures, root)
    html = _render(parser, tokens, env)
    if targets and "html" in env:  # links in HTML are no tokens
        html = _HTML_LINK.sub(lambda link: _change_target(link, targets), html)
    return html


def _change_target(link: re.Match[str], targets: Mapping[str, str]) -> str:
    """Change the target of a link in HTML."""
    target = targets.get(unquote(unescape(link[2])))
    return f'{link[1]}"{escape_html(target)}"' if target else link[0]


def _render(parser: MarkdownIt, tokens: Sequence[Token], env: dict[str, Any]) -> str:
    """Render tokens; a text with HTML is sanitized as a whole."""
    html: str = parser.renderer.render(tokens, parser.options, env)
    return sanitize(html) if "html" in env else html


def render_inline_html(markdown: str, links: Iterable[tuple[str, str]] = ()) -> str:
    """Render a line, such as a site's footer, as HTML without a paragraph around it; as safe as `render_html`."""
    parser, env = _parser(), dict[str, Any]()
    tokens = parser.parseInline(translate(markdown), env)
    _replace_targets(tokens, dict(links))
    if "html" in env:
        replace_pictures_in_tokens(tokens, {}, "")
    return _render(parser, tokens, env)


def _replace_targets(tokens: Iterable[Token], targets: Mapping[str, str]) -> None:
    """Change the targets of links; a link to a record that the archive does not have becomes its words."""
    for token in tokens:
        if not token.children:
            continue
        removed = False
        for at, child in enumerate(token.children):
            if child.type == "link_open":
                href = str(child.attrs["href"])
                href = targets.get(unquote(href), href)
                child.attrs["href"] = href
                removed = href.startswith(REFERENCE)
            if removed and child.type in ("link_open", "link_close"):
                token.children[at] = child.copy(type="text", tag="", nesting=0, content="", attrs={})
                removed = child.type == "link_open"


def find_links(markdown: str) -> list[tuple[str, int]]:
    """Find the targets of a body's links, with percent signs decoded, each with the first line of its block, from 0."""
    tokens = _parser().parse(translate(markdown))
    where = ((child, (token.map or [0])[0]) for token in tokens for child in token.children or ())
    return [(unquote(str(child.attrs["href"])), line) for child, line in where if child.type == "link_open"]


def find_pictures(markdown: str, line: int = 1) -> tuple[BodyPicture, ...]:
    """Find a body's pictures; `line` is the line of the file on which the body starts."""
    shown = translate(markdown)
    tokens = _parser().parse(shown)
    return tuple(find_pictures_in_tokens(tokens, markdown, line, moved=shown is not markdown))


def extract_text(markdown: str) -> str:
    """Return the visible text of a body without markup; a blank line separates blocks."""
    markdown = translate(markdown)
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
            children = token.children or []
            text = number + "".join(
                child.content
                if child.type in kinds
                else "\n" * (child.type in breaks) + "\n\n" * separates_words(child)
                for child in children
            )
            has_blocks = any(map(separates_words, children))
            blocks.append(_BLANK_LINES.sub("\n\n", text.strip()) if has_blocks else text)
            number = ""
    return "\n\n".join(filter(None, blocks))


def is_safe_link(url: str) -> bool:
    """True for relative addresses and those with one of `SCHEMES`."""
    match = _SCHEME.match(url)
    return match is None or match[1].lower() in SCHEMES


@cache
def _plain_parser() -> MarkdownIt:
    """Make a parser of blocks, to find code."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("js-default", {"html": True, "maxNesting": MAX_NESTING})
    return parser.enable(["block"]).disable(["inline", "linkify", "replacements", "smartquotes"])


@cache
def _parser() -> MarkdownIt:
    """Make the parser with newsgen's rules."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    options = {"html": True, "linkify": False, "typographer": False, "maxNesting": MAX_NESTING}
    parser = MarkdownIt("js-default", options)
    parser.validateLink = lambda url: url.startswith(REFERENCE) or is_safe_link(url)  # type: ignore[method-assign]
    deflist_plugin(parser)
    footnote_plugin(parser, inline=False, move_to_end=False)
    parser.core.ruler.after("inline", "html", apply_html_policy)
    parser.core.ruler.before("inline", "task_lists", _mark_tasks)
    parser.core.ruler.after("inline", "heading_ids", _set_heading_ids)
    parser.core.ruler.after("inline", "references", _remove_stray_references)
    parser.core.ruler.after("inline", "footnotes", move_footnotes_to_end)
    for kind, rule in RULES.items():
        parser.add_render_rule(kind, lambda _self, tokens, at, *_, rule=rule: rule(tokens[at]))
    parser.core.ruler.push("heading_levels", _shift_headings)
    return parser


def _shift_headings(state: StateCore) -> None:
    """Move all headings by the same step, so that the highest is `<h2>` (WCAG 2.2, technique G141)."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    if "html" in state.env:
        children = (child for token in state.tokens for child in token.children or ())
        headings += [
            child for child in children if child.type == "html_inline" and _HEADING_TAG.fullmatch(child.tag)
        ]
    if not headings:
        return
    step = 2 - min(int(token.tag[1]) for token in headings)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + step)}"
        token.content = re.sub("h[1-6]", token.tag, token.content, count=1)


def _set_heading_ids(state: StateCore) -> None:
    """Give headings the ids that are written behind them: `## Head {#id}`; escaped braces are still apart here."""
    for opening, inline in pairwise(state.tokens) if "{#" in state.src else ():
        for child in inline.children or () if opening.type == "heading_open" else ():
            if child.type == "text" and (match := _HEADING_ID.search(child.content)):
                child.content = child.content[: match.start()] + child.content[match.end() :]
                if is_usable_id(match[1]):
                    opening.attrs["id"] = match[1]


def _remove_stray_references(state: StateCore) -> None:
    """Remove the rest of a link to a record whose author forgot the bracket that opens it."""
    for token in state.tokens if f"]({REFERENCE}" in state.src else ():
        for child in token.children or ():
            if child.type == "text" and REFERENCE in child.content:
                child.content = _STRAY.sub("", child.content)


def _mark_tasks(state: StateCore) -> None:
    """Show the boxes of a task list: `- [ ] x` and `- [x] y`. Source: GitHub Flavored Markdown 0.29 §5.3."""
    if "[ ] " not in state.src and "[x] " not in state.src and "[X] " not in state.src:
        return
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (item.type, paragraph.type, inline.type) == ("list_item_open", "paragraph_open", "inline"):
            box = _BOXES.get(inline.content[:4].lower())
            if box:
                inline.content = f"{box} {inline.content[4:]}"


def number_paragraphs(html: str, label: str = "Paragraph %(number)s") -> str:
    """Number the paragraphs of a rendered body: `<p id="p3">`, each beginning with an empty link to itself.

    The link has a label for screen readers, in the reader's language, but no text, so that the words of the page are those of
    the record; the Tab key skips it. In HTML that `render_html` made, '<p>' is always a tag, because '<' in a text is escaped.
    Footnotes have their own anchors.
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
    | \{(?=[{%:\#.]|[\w-]+=)                              # template code and lists of attributes
    | \[(?=/[A-Za-z] | (?:gallery|playlist|toc|TOC)\] | [A-Za-z][\w-]*(?:=|\s[^\[\]]*(?:=|//) | (?:\s[^\[\]]*)?$)
        | (?:youtube|vimeo|gist)\s | \[)                  # shortcodes
    | \](?=\(@/)                                          # Zola's link
    | \[(?=[\ xX]\][\ ])                                  # task
    | _(?:(?<![^\W_]_) | (?![^\W_]))                      # inside a word it never opens emphasis
    | ~(?:(?=~) | (?<=~~))
    | &(?=\#|[A-Za-z][A-Za-z0-9]*;)                       # an entity
    | \[(?!(?!\^)[^\[\]]*\](?![(\[:]))                    # all but a bare '[word]', which is never a link
    """,
    re.VERBOSE,
)
"""Characters to escape. Each alternative begins with its character, so that the search skips all other places."""
_SPECIAL = "\\`*<|_~&[]{"
"""Characters of which each match of `_INLINE` begins with one."""
_START = re.compile(
    r"""(?:
      (?P<number>\d{1,9})(?=[.)](?:[ \t]|$))
    | (?=\#{1,6}(?:[ \t]|$) | > | :{3} | [:~](?:[ \t]|$) | [-+](?:[ \t]|$) | -[-:| \t]*$ | :-[-:| \t]*$ | =+[ \t]*$ )
    )""",
    re.VERBOSE,
)


def escape_markdown(text: str) -> str:
    """Write plain text as Markdown that renders to the same text with the same paragraphs and lines, which end in '\\n'.

    White space at both ends of lines is removed: four spaces would mean code in Markdown, two a line break.

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
