"""Footnotes in Markdown: `[^1]` in a text, and `[^1]: …` below it.

A note without a reference, or a second note with the same name, stays in its place as it was typed.

Source: Digital Publishing WAI-ARIA Module 1.1, for the roles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape as escape_html
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_BACK = re.compile(r'href="#fnref(?P<number>\d+(?:-\d+)?)" role="doc-backlink"')
SECTION = '<div class="notes"'
"""Start of the notes in HTML; no paragraph after it belongs to the text."""


def move_footnotes_to_end(state: StateCore) -> None:
    """Move the notes of a parsed text to its end, in the order of their references; a rule of the parser.

    Each note is between footnote_reference_open and _close. The parser has found, for each number from 0, the `label` of a
    note and the `count` of its references.
    """
    parsed: dict[str, Any] = state.env.get("footnotes", {})
    notes: Mapping[int, Mapping[str, Any]] = parsed.get("list", {})
    if not parsed.get("refs"):
        return
    for child in (child for token in state.tokens for child in token.children or ()):
        if child.type == "footnote_ref":
            child.content = format_footnote_mark(child)
    wanted = {note["label"]: number for number, note in notes.items()}
    found: dict[int, list[Token]] = {}
    model = state.tokens[0]
    state.tokens = list(_separate_notes(iter(state.tokens), wanted, found))
    if not found:
        return
    block = [_new_token(model, "footnote_block_open")]
    for number in sorted(found):
        meta = {"id": number, "count": notes[number]["count"]}
        *body, last = found[number] or [_new_token(model, "footnote_gap")]
        anchor = [_new_token(model, "footnote_anchor", **meta)]
        block.append(_new_token(model, "footnote_open", **meta))
        block += [*body, *anchor, last] if last.type == "paragraph_close" else [*body, last, *anchor]
        block.append(_new_token(model, "footnote_close"))
    state.tokens += [*block, _new_token(model, "footnote_block_close")]


def label_back_links(html: str, label: str) -> str:
    """Label the links from notes back to the text for screen readers, e.g. with 'Back to reference %(number)s'."""
    text, section, notes = html.partition(SECTION)
    before, _, after = escape_html(label).partition("%(number)s")
    notes = _BACK.sub(lambda link: f'{link[0]} aria-label="{before}{link["number"]}{after}"', notes)
    return text + section + notes


def _separate_notes(
    tokens: Iterator[Token], wanted: Mapping[str, int], found: dict[int, list[Token]], *, inside: bool = False
) -> Iterator[Token]:
    """Put notes into `found`; yield the tokens that stay in their place."""
    for token in tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            content = list(_separate_notes(tokens, wanted, found, inside=True))
            number = wanted.get(label)
            if number is not None and number not in found:
                found[number] = content
            else:
                yield from _restore_note(label, content, token)
        elif token.type == "footnote_reference_close" and inside:
            return
        else:
            yield token


def _restore_note(label: str, content: list[Token], model: Token) -> Iterator[Token]:
    """Show a note in its place, as it was typed."""
    mark = _new_token(model, "text", f"[^{label}]:")
    if len(content) > 1 and content[0].type == "paragraph_open" and content[1].children is not None:
        mark.content += " "
        content[1].children.insert(0, mark)
    else:
        yield _new_token(model, "paragraph_open", tag="p", nesting=1)
        yield model.copy(type="inline", tag="", nesting=0, content=mark.content, children=[mark], meta={})
        yield _new_token(model, "paragraph_close", tag="p", nesting=-1)
    yield from content


def _new_token(
    model: Token, kind: str, text: str = "", tag: str = "", nesting: int = 0, **meta: Any
) -> Token:
    """Copy a token with new contents, so that this module need not import the parser's library."""
    shape = {"type": kind, "tag": tag, "nesting": nesting, "content": text, "meta": meta, "block": bool(tag)}
    return model.copy(**shape, children=None, attrs={}, hidden=False)


def format_footnote_mark(token: Token) -> str:
    """Return the text of a reference to a note: '[1]'."""
    return f"[{token.meta['id'] + 1}]"


def _reference(token: Token) -> str:
    number, again = token.meta["id"] + 1, token.meta["subId"]
    name = f"{number}-{again + 1}" if again else f"{number}"
    return f'<sup><a href="#fn{number}" id="fnref{name}" role="doc-noteref">{format_footnote_mark(token)}</a></sup>'


def _back_links(token: Token) -> str:
    number = token.meta["id"] + 1
    names = [f"{number}", *(f"{number}-{again}" for again in range(2, token.meta["count"] + 1))]
    return "".join(
        f' <a href="#fnref{name}" role="doc-backlink">↩\ufe0e{name.partition("-")[2]}</a>' for name in names
    )


RULES: Mapping[str, Callable[[Token], str]] = {
    "footnote_ref": _reference,
    "footnote_block_open": lambda _: f'{SECTION} role="doc-endnotes">\n<ol>\n',
    "footnote_block_close": lambda _: "</ol>\n</div>\n",
    "footnote_open": lambda token: f'<li id="fn{token.meta["id"] + 1}">',
    "footnote_gap": lambda _: "",
    "footnote_anchor": _back_links,
    "footnote_close": lambda _: "</li>\n",
}
"""For each kind of token the function that renders it as HTML."""
