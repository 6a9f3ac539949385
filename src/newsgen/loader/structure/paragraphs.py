"""Join lines to paragraphs, and write paragraphs as Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from newsgen.markdown.render import escape_markdown

Kind = Literal["prose", "verse", "table"]

_WIDEST: Final = 100
"""Characters beyond which a line was not wrapped by hand or by a mail program."""
_NARROWEST: Final = 45
_ENDED = re.compile(r"""[.!?:…]["'”’)\]]*$""")
_ITEM = re.compile(r"\s*(?:[-*•·–‣▪>]|\(?[0-9]{1,3}[.)]|\([a-z]\))\s")
_GAP = re.compile(r"\S(?: {2,}| *\t[ \t]*)(?=\S)")


class Paragraph(msgspec.Struct, frozen=True):
    """Lines of a text that belong together."""

    first: int
    """Number of its first line, from 1."""
    last: int
    """Number of its last line."""
    text: str
    """Its words; verse and tables keep their '\\n', prose has none."""
    kind: Kind = "prose"
    """prose: lines mean nothing; verse: each line stands by itself (poems, addresses); table: columns are aligned."""


def find_paragraphs(lines: Sequence[str]) -> tuple[Paragraph, ...]:
    """Part a text into paragraphs; every line that is not blank belongs to exactly one.

    A line was broken by a wrapping program where the next line's first word did not fit any more; lines of a block
    where that holds are one paragraph. Other lines are a paragraph each, but three and more short ones between blank
    lines are kept together, as a table where columns show, else as verse.
    """
    found: list[Paragraph] = []
    for first, block in _find_blocks(lines):
        found.extend(_split_block(first, block, bool(found)))
    return tuple(found)


def _find_blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield runs of lines between blank ones, with the number of their first line."""
    block: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            block.append(line.rstrip())
        elif block:
            yield number - len(block), block
            block = []
    if block:
        yield len(lines) + 1 - len(block), block


def _split_block(first: int, block: list[str], inner: bool) -> Iterator[Paragraph]:
    """Part one block of lines; the first of a text (`inner` is False) holds its headline, and is no verse or table."""
    if len(block) == 1:
        yield Paragraph(first, first, block[0].strip())
    elif inner and _is_table(block):
        yield Paragraph(first, first + len(block) - 1, "\n".join(block), "table")
    elif _is_wrapped(block):
        yield from _join_wrapped(first, block)
    elif inner and _is_verse(block):
        yield Paragraph(first, first + len(block) - 1, "\n".join(line.strip() for line in block), "verse")
    else:
        yield from _split_lines(first, block)


def _split_lines(first: int, block: list[str]) -> Iterator[Paragraph]:
    """Make each line a paragraph, but for one that goes on with an item of a list that was wrapped."""
    start = 0
    for index in range(1, len(block) + 1):
        above = block[index - 1]
        wrapped = index < len(block) and _ITEM.match(block[start]) and _NARROWEST <= len(above) <= _WIDEST
        if wrapped and block[index].lstrip()[0].islower() and not above.endswith((".", ";", ":", "!", "?")):
            continue
        text = " ".join(line.strip() for line in block[start:index])
        yield Paragraph(first + start, first + index - 1, text)
        start = index


def _is_table(block: list[str]) -> bool:
    """Return whether most lines show columns: two gaps a line, or one whose cells share an edge."""
    if max(map(len, block)) > 2 * _WIDEST:
        return False
    cells = [[match.end() for match in _GAP.finditer(line.strip())] for line in block]
    if sum(len(starts) > 1 for starts in cells) > len(block) / 2:
        return True
    pairs = [
        (starts[0], len(line.strip())) for starts, line in zip(cells, block, strict=True) if len(starts) == 1
    ]
    if len(block) < 3 or len(pairs) < len(block) * 0.7:
        return False
    return any(Counter(edge).most_common(1)[0][1] > len(pairs) * 0.7 for edge in zip(*pairs, strict=True))


def _find_forced_breaks(block: list[str]) -> list[bool]:
    """Return for each line but the last whether the next line's first word did not fit behind it."""
    widest = max(len(line) for line in block)
    heads = [len(line.split(None, 1)[0]) for line in block[1:]]
    return [len(line) + 1 + head > widest for line, head in zip(block, heads, strict=False)]


def _is_wrapped(block: list[str]) -> bool:
    """Return whether a program has wrapped the lines."""
    widest = max(len(line) for line in block)
    if not _NARROWEST <= widest <= _WIDEST:
        return False
    forced = _find_forced_breaks(block)
    inside = [line for line, full in zip(block, forced, strict=False) if full]
    running = sum(not _ENDED.search(line) for line in inside)
    return len(inside) >= 0.6 * len(forced) and running >= 0.45 * len(inside)


def _join_wrapped(first: int, block: list[str]) -> Iterator[Paragraph]:
    """Join wrapped lines; a list item, an indented line, or an ended line that had room begins a paragraph."""
    forced = _find_forced_breaks(block)
    margin = min(len(line) - len(line.lstrip()) for line in block)
    start = 0
    for index in range(1, len(block) + 1):
        if index < len(block):
            indented = len(block[index]) - len(block[index].lstrip()) > margin
            above, roomy = block[index - 1], not forced[index - 1]
            ended = _ENDED.search(above) is not None and (indented or roomy)
            head = roomy and (above.isupper() or first + index == 2)
            if not (ended or head or _ITEM.match(block[index])):
                continue
        text = " ".join(line.strip() for line in block[start:index])
        yield Paragraph(first + start, first + index - 1, text)
        start = index


def _is_verse(block: list[str]) -> bool:
    """Return whether short lines stand by themselves: a poem, an address, a signature."""
    return 2 < len(block) <= 60 and max(map(len, block)) <= 60 and not any(map(_ITEM.match, block))


_TICKS = re.compile("`+")


def write_body(
    paragraphs: Sequence[Paragraph],
    removed: Collection[int] = (),
    headings: Collection[int] = (),
    quotations: Mapping[int, int] = MappingProxyType({}),
) -> str:
    """Write paragraphs as Markdown: each word once, in order, as it was typed; blank lines between paragraphs.

    Args:
        paragraphs: in the order of the text.
        removed: positions of those that are title or dek.
        headings: positions of those that are sub-heads.
        quotations: position of the last paragraph of each block quotation, by that of its first.
    """
    parts = []
    index = 0
    while index < len(paragraphs):
        if index in quotations:
            last = quotations[index]
            inside = "\n\n".join(_write_paragraph(paragraph) for paragraph in paragraphs[index : last + 1])
            parts.append("\n".join(f"> {line}" if line else ">" for line in inside.split("\n")))
            index = last
        elif index in headings:
            parts.append(f"## {_escape_heading(paragraphs[index].text)}")
        elif index not in removed:
            parts.append(_write_paragraph(paragraphs[index]))
        index += 1
    return "\n\n".join(parts)


def _write_paragraph(paragraph: Paragraph) -> str:
    """Write one paragraph: verse keeps its lines by hard breaks, a table its columns as preformatted text."""
    if paragraph.kind == "table":
        longest = max((len(ticks) for ticks in _TICKS.findall(paragraph.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{paragraph.text}\n{fence}"
    escaped = escape_markdown(paragraph.text)
    return escaped.replace("\n", "\\\n") if paragraph.kind == "verse" else escaped


def _escape_heading(text: str) -> str:
    """Escape a sub-head; number signs at its end would close it (CommonMark 0.31.2 §4.2)."""
    escaped = escape_markdown(text)
    return f"{escaped[:-1]}\\#" if escaped.endswith("#") else escaped
