"""Render with comrak, which gives the same bytes as markdown-it for most texts, ten times as fast.

markdown-it is the reference: it renders each text that contains something which the two may render differently, and
every text if comrak is not installed. The site is the same with and without comrak.

A comparison on texts made of Markdown's special characters found these differences: raw HTML, code, tables,
strikethrough, footnotes, pictures, link definitions and brackets in brackets, odd addresses, definition lists, task
lists, ids of headings, lines that begin with four spaces or end in one, list items that hold a rule or nothing, deep
nesting, character references by number, white space and marks outside ASCII at a line's ends or next to emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import unescape

_REFERENCE_ONLY = ("<", "`", "|", "~", "\t", "\r", "\ufeff")
"""Characters that only markdown-it may render."""

_MARK = r"(?:[-+*]|\d{1,9}[.)])"
_ODD = r"[^\w\x20-\x7e\n“”‘’–—…]"
_REFERENCE_PATTERNS = {
    "\n": re.compile(  # lines; each alternative begins with the end of the line before, and few lines match the first part
        rf"""\n(?:
          (?<=[^\S\n]\n)
        | (?!\n)(?=[-+*#>_\s\d.):])(?:
              [ ]{{4}}
            | [-+*#>\d.) ]*:[ ]
            | [-+*#>\d.) ]*[^\S \n] | [ >]*\#.*[^\S \n]
            | [ >]*(?:{_MARK}|_)[-+*_ >\d.)]*\n
            | [ ]*(?:(?:{_MARK}|>)[ ]*){{4}}
        ))""",
        re.VERBOSE,
    ),
    "[": re.compile(r"\[(?:(?=\^|[ xX]\][ ]|[^\[\]]*\[)|(?<=!\[))"),
    "]": re.compile(  # after a link's text: all but a plain address
        r"\](?::|\((?!(?:https?://|mailto:|\.{0,2}/|[\w/.-]*\)|\#)"
        r"(?:[A-Za-z0-9/._%?=\#:@+,;!$-]|&(?!\w+;))*\)))"
    ),
    "&": re.compile("&#"),
    "{": re.compile(r"\{#"),
    "*": re.compile(rf"\*(?:(?={_ODD})|(?<={_ODD}\*))"),
    "_": re.compile(rf"_(?:(?={_ODD})|(?<={_ODD}_))"),
}
"""Patterns that only markdown-it may render, by their first character: a search for that character first is much faster."""

_BLOCK = re.compile(r"</?(?:p|h[1-6r]|[ou]l|li|blockquote)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_NEW_LINE = "&NewLine;"
_LEVEL = re.compile(r"<h([1-6])>")


def render_html_with_comrak(markdown: str) -> str | None:
    """Render a body as HTML; None if only markdown-it may render it."""
    engine = _load_engine()
    lines = f"\n{markdown}\n"
    if engine is None or not _is_common(lines):
        return None
    try:
        html = engine(lines)
    except UnicodeEncodeError:  # half a surrogate pair
        return None
    if "\\" in markdown:  # a line that ends in spaces is not common
        html = html.replace("<br />", "<br>")
    if ">" in markdown:
        html = html.replace("<blockquote>\n</blockquote>", "<blockquote></blockquote>")
    return _shift_headings(html)


def extract_text_with_comrak(markdown: str) -> str | None:
    """Return a body's visible text; None if only markdown-it may read it."""
    html = None if _NEW_LINE in markdown else render_html_with_comrak(markdown)
    if html is None or "<pre>" in html:
        return None
    blocks = (
        _TAG.sub("", block.removeprefix("\n").removesuffix("\n"))
        for block in _BLOCK.split(html.replace("<br>\n", "\r"))
    )
    return unescape("\n\n".join(filter(None, blocks)).replace("\r", "\n"))


def _is_common(lines: str) -> bool:
    """True if both engines render a text to the same bytes; the text begins and ends with a line end."""
    if any(map(lines.__contains__, _REFERENCE_ONLY)):
        return False
    for character, pattern in _REFERENCE_PATTERNS.items():
        first = lines.find(character)
        if first >= 0 and pattern.search(lines, first):
            return False
    return True


def _shift_headings(html: str) -> str:
    """Move all headings by the same step, so that the highest is `<h2>`."""
    levels = {int(level) for level in _LEVEL.findall(html)}
    step = 2 - min(levels, default=2)
    for level in sorted(levels, reverse=step > 0) if step else ():
        moved = min(6, level + step)
        html = html.replace(f"<h{level}>", f"<h{moved}>").replace(f"</h{level}>", f"</h{moved}>")
    return html


@cache
def _load_engine() -> Callable[[str], str] | None:
    """Import comrak's renderer; None if it is not installed."""
    try:
        from comrak import render_markdown
    except ImportError:
        return None
    render: Callable[[str], str] = render_markdown
    return render
