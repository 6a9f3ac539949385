"""Paragraphs to Markdown: each word once, in order, as it was typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from newsgen.loader.paragraphs import Paragraph
from newsgen.markdown.escape import escape

_TICKS = re.compile("`+")


def write_body(
    paragraphs: Sequence[Paragraph],
    headings: Collection[int] = (),
    quotations: Iterable[tuple[int, int]] = (),
) -> str:
    """Write paragraphs as Markdown, with a blank line between them and none at the end.

    Args:
        paragraphs: in the order of the text.
        headings: positions of those that are sub-heads.
        quotations: first and last position of each block quotation, in order.
    """
    ends = dict(quotations)
    return "\n\n".join(_parts(paragraphs, headings, ends))


def _parts(paragraphs: Sequence[Paragraph], headings: Collection[int], ends: dict[int, int]) -> Iterator[str]:
    index = 0
    while index < len(paragraphs):
        if index in ends:
            inside = "\n\n".join(_block(paragraph) for paragraph in paragraphs[index : ends[index] + 1])
            yield "\n".join(f"> {line}" if line else ">" for line in inside.split("\n"))
            index = ends[index]
        elif index in headings:
            yield f"## {_heading(paragraphs[index].text)}"
        else:
            yield _block(paragraphs[index])
        index += 1


def _block(paragraph: Paragraph) -> str:
    """Write one paragraph: verse keeps its lines by hard breaks, a table its columns as preformatted text."""
    if paragraph.kind == "table":
        longest = max((len(ticks) for ticks in _TICKS.findall(paragraph.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{paragraph.text}\n{fence}"
    escaped = escape(paragraph.text)
    return escaped.replace("\n", "\\\n") if paragraph.kind == "verse" else escaped


def _heading(text: str) -> str:
    """Escape a sub-head; number signs at its end would close it (CommonMark 0.31.2 §4.2)."""
    escaped = escape(text)
    return f"{escaped[:-1]}\\#" if escaped.endswith("#") else escaped
