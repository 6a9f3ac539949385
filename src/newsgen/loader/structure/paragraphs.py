"""Join lines to paragraphs, find block quotations among them, and write them as Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from newsgen.loader.structure.print_artifacts import ENDED, NO_PRINT, PrintArtifacts
from newsgen.loader.text import read_lines_toml
from newsgen.markdown.render import escape_markdown

ParagraphKind = Literal["prose", "verse", "table", "page"]

_WIDEST: Final = 100
"""Longest line, in characters, that was wrapped by hand or by a mail program."""
_NARROWEST: Final = 45
_ITEM = re.compile(r"\s*(?:[-*•·–‣▪>]|\(?[0-9]{1,3}[.)]|\([a-z]\))\s")
_UNSPACED = re.compile("[\u0e00-\u0eff\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef]")
"""A letter of a script without spaces, whose lines may end anywhere."""
_GAP = re.compile(r"\S(?: {2,}| *\t[ \t]*)(?=\S)")


class Paragraph(msgspec.Struct, frozen=True):
    """Lines of a text that belong together."""

    first: int
    """Number of the first line, from 1."""
    last: int
    """Number of the last line."""
    text: str
    """The words; verse and tables keep their '\\n', prose has none."""
    kind: ParagraphKind = "prose"
    """prose: line ends mean nothing; verse: line ends matter (poems, addresses); table: columns are aligned; page: a page
    number or running head."""


def find_paragraphs(lines: Sequence[str], found: PrintArtifacts = NO_PRINT) -> tuple[Paragraph, ...]:
    """Split a text into paragraphs; each line that is not blank belongs to exactly one paragraph.

    A program wrapped a line if the next line's first word did not fit; wrapped lines of a block are one paragraph. Each
    other line is a paragraph, but three or more short lines between blank lines stay together, as a table if they have
    columns, otherwise as verse. A sentence that only a page's end parts is one paragraph.
    """
    paragraphs: list[Paragraph] = []
    for first, block in _find_blocks(lines, found.apart):
        for paragraph in _split_block(first, block, bool(paragraphs), found):
            above = paragraphs[-1] if paragraphs else paragraph
            if found.page_ends and _runs_on(above, paragraph, found):
                text = found.end_line(above.last, above.text) + paragraph.text
                paragraphs[-1] = Paragraph(above.first, paragraph.last, text)
            else:
                paragraphs.append(paragraph)
    return tuple(paragraphs)


def _runs_on(above: Paragraph, below: Paragraph, found: PrintArtifacts) -> bool:
    """True if the end of a page, and nothing else, parts two halves of a sentence."""
    is_prose = above.kind == "prose" and below.kind == "prose"
    if not is_prose or found.page_ends.isdisjoint(range(above.last, below.first)):
        return False
    return not ENDED.search(above.text) and below.text[0].islower()


def _find_blocks(lines: Sequence[str], apart: Collection[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield blocks of lines between blank lines, with the number of their first line; a line that is `apart` is a block."""
    block: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.strip() and number not in apart:
            block.append(line.rstrip())
            continue
        if block:
            yield number - len(block), block
            block = []
        if number in apart:
            yield number, [line.rstrip()]
    if block:
        yield len(lines) + 1 - len(block), block


def _split_block(first: int, block: list[str], inner: bool, found: PrintArtifacts) -> Iterator[Paragraph]:
    """Split a block into paragraphs; the first block (`inner` is False) has the headline, and is never verse or a table."""
    is_column = found.is_column(first, first + len(block) - 1) and max(map(len, block)) <= _WIDEST
    if len(block) == 1:
        yield Paragraph(first, first, block[0].strip(), "page" if first in found.apart else "prose")
    elif inner and not is_column and _is_table(block):
        yield Paragraph(first, first + len(block) - 1, "\n".join(block), "table")
    elif is_column or _is_wrapped(block):
        yield from _join_wrapped(first, block, found, is_column)
    elif inner and _is_verse(block):
        yield Paragraph(first, first + len(block) - 1, "\n".join(line.strip() for line in block), "verse")
    else:
        yield from _split_lines(first, block, found)


def _split_lines(first: int, block: list[str], found: PrintArtifacts) -> Iterator[Paragraph]:
    """Make each line a paragraph, but join wrapped items of lists."""
    start = 0
    for index in range(1, len(block)):
        above = block[index - 1]
        wrapped = _ITEM.match(block[start]) and _NARROWEST <= len(above) <= _WIDEST
        if wrapped and block[index].lstrip()[0].islower() and not above.endswith((".", ";", ":", "!", "?")):
            continue
        yield _join_lines(first, block, start, index, found)
        start = index
    yield _join_lines(first, block, start, len(block), found)


def _join_lines(first: int, block: list[str], start: int, end: int, found: PrintArtifacts) -> Paragraph:
    """Join some lines of a block, whose first line has the number `first`."""
    parts = [found.end_line(first + index, block[index].strip()) for index in range(start, end - 1)]
    return Paragraph(first + start, first + end - 1, "".join([*parts, block[end - 1].strip()]))


def _is_table(block: list[str]) -> bool:
    """True if most lines show columns: two gaps a line, or one whose cells share an edge."""
    if max(map(len, block)) > 2 * _WIDEST:
        return False
    cells = [[match.end() for match in _GAP.finditer(line.strip())] for line in block]
    if sum(len(starts) > 1 for starts in cells) > len(block) / 2:
        return True
    pairs = [(s[0], len(line.strip())) for s, line in zip(cells, block, strict=True) if len(s) == 1]
    if len(block) < 3 or len(pairs) < len(block) * 0.7:
        return False
    return any(Counter(edge).most_common(1)[0][1] > len(pairs) * 0.7 for edge in zip(*pairs, strict=True))


def _find_forced_breaks(block: list[str], *, is_column: bool = False) -> list[bool]:
    """Return for each line except the last whether the next line's first word did not fit on it; in print widths vary."""
    widest = max(len(line) for line in block) * (0.8 if is_column else 1)
    heads = [1 if _UNSPACED.match(line.lstrip()) else len(line.split(None, 1)[0]) for line in block[1:]]
    return [len(line) + 1 + head > widest for line, head in zip(block, heads, strict=False)]


def _is_wrapped(block: list[str]) -> bool:
    """True if a program wrapped the lines."""
    widest = max(len(line) for line in block)
    if not _NARROWEST <= widest <= _WIDEST:
        return False
    forced = _find_forced_breaks(block)
    inside = [line for line, full in zip(block, forced, strict=False) if full]
    running = sum(not ENDED.search(line) for line in inside)
    return len(inside) >= 0.6 * len(forced) and running >= 0.45 * len(inside)


def _join_wrapped(
    first: int, block: list[str], found: PrintArtifacts, is_column: bool
) -> Iterator[Paragraph]:
    """Join wrapped lines; a paragraph begins at a list item, and after a line that ends a sentence and was not full."""
    forced = _find_forced_breaks(block, is_column=is_column)
    margin = min(len(line) - len(line.lstrip()) for line in block)
    start = 0
    for index in range(1, len(block)):
        indented = len(block[index]) - len(block[index].lstrip()) > margin
        above, roomy = block[index - 1], not forced[index - 1]
        ended = ENDED.search(above) is not None and (indented or roomy)
        head = roomy and (above.isupper() or first + index == 2)
        if ended or head or (_ITEM.match(block[index]) and first + index - 1 not in found.broken):
            yield _join_lines(first, block, start, index, found)
            start = index
    yield _join_lines(first, block, start, len(block), found)


def _is_verse(block: list[str]) -> bool:
    """True for short lines whose ends matter: a poem, an address, a signature."""
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
        removed: positions of title and dek.
        headings: positions of sub-heads.
        quotations: for the position of the first paragraph of each block quotation the position of its last.
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
    """Write a paragraph: verse with hard line breaks, a table as preformatted text."""
    if paragraph.kind == "table":
        longest = max((len(ticks) for ticks in _TICKS.findall(paragraph.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{paragraph.text}\n{fence}"
    escaped = escape_markdown(paragraph.text)
    return escaped.replace("\n", "\\\n") if paragraph.kind == "verse" else escaped


def _escape_heading(text: str) -> str:
    """Escape a sub-head, and a number sign at its end, which would close it (CommonMark 0.31.2 §4.2)."""
    escaped = escape_markdown(text)
    return f"{escaped[:-1]}\\#" if escaped.endswith("#") else escaped


QUOTATION_CONFIDENCE: Final = 0.6
"""Least confidence of a quotation that is written as `>`; others are only suggested."""
_MOST_PARAGRAPHS: Final = 12
"""Most paragraphs of a quotation."""

_SAY: Final = read_lines_toml()["say"]
_SAYS = re.compile(rf"\b(?:{_SAY})\b", re.IGNORECASE)
_STATEMENT = re.compile(
    r"\b(?:statements?|remarks|testimony|letter|comments?|definition|quotes?|interview|according to)\b",
    re.IGNORECASE,
)
_ENDS_SAYING = re.compile(rf"\b(?:{_SAY}|that|includes?|including|follows)$")
_SAYING_READ: Final = 20
"""Number of characters at the end of a text in which a match of `_ENDS_SAYING` begins."""
_ATTRIBUTED = re.compile(
    r"\b(?:he|she|they|[A-Z][\w.’'-]+|the (?:\w+ ){0,2}\w+) (?:also )?"
    r"(?:said|noted|stressed|added|urged|pointed out|stated|reiterated|called on)\b"
    r"|\b(?:said|noted|added) (?:the|[A-Z])"
)
_SAID_THAT = re.compile(rf"\b(?:{_SAY}) that:$")
_WHOLE = re.compile(r"[\"“„«][^\n]*[\"”“»](?:\s*[-–—―]\s*[^\n.]{2,80}|\s*\(\(?[^\n()]{2,60}\)?\)\.?)?")
_SAID_INSIDE = re.compile(rf"[\"”],?\s+(?:[^\s\"“]+\s+){{0,6}}(?:{_SAY})\b|,[\"”]")
_LEADS = re.compile(r"[^\"”“,:][:,]$")
_SPEAKER = re.compile(r"[\"”]\s*[-–—―]\s*[^\n.]{2,80}$")


class Quotation(msgspec.Struct, frozen=True):
    """A block quotation of one or more paragraphs."""

    first: int
    """Position of the first paragraph."""
    last: int
    """Position of the last paragraph."""
    confidence: float
    rule: str
    """'quoted', 'open-lead-in' or 'lead-in'."""


def find_quotations(paragraphs: Sequence[Paragraph], start: int = 0) -> list[Quotation]:
    """Find block quotations from a position on, in the order of the text; they do not overlap.

    What is before that position, such as a headline that ends in 'say', introduces no quotation.

    A quotation was set off if it interrupts a sentence: the paragraph before it ends without a full stop, for example
    with a colon or a comma, or the paragraph after it begins in the middle of a sentence.
    """
    found: list[Quotation] = []
    index = max(start, 1)
    while index < len(paragraphs):
        lead = paragraphs[index - 1].text.rstrip() if index > start else ""
        quotation = _read_quotation(paragraphs, index, lead) if paragraphs[index].kind == "prose" else None
        if quotation:
            found.append(quotation)
        index = quotation.last + 1 if quotation else index + 1
    return found


def _read_quotation(paragraphs: Sequence[Paragraph], index: int, lead: str) -> Quotation | None:
    """Return the quotation that begins at a paragraph after a lead-in, '' if there is none; None if none begins."""
    text = paragraphs[index].text
    following = paragraphs[index + 1].text if index + 1 < len(paragraphs) else ""
    opens = text[0] in '"“'
    if _is_whole(text):
        return Quotation(index, index, _weigh_whole(lead, text, following), "quoted")
    is_open = is_open_lead_in(lead)
    if opens and len(text) > 40 and not _is_closed(text) and lead[:1] not in '"“':
        if not is_open and not _LEADS.search(lead[-2:]):
            return None
        last = _find_end(paragraphs, index, said=_SAYS.search(lead[-60:]) is not None)
        return Quotation(index, last, 0.8, "quoted") if last else None
    if not opens and is_open and len(text.split(None, 8)) > 8 and (text[0].isalnum() or text[0] == "("):
        return _read_open_quotation(paragraphs, index)
    if lead.endswith(":") and _ENDS_SAYING.search(lead[:-1]) and len(text) > 80 and text[0].isalnum():
        unsure = ("that:", "include:", "includes:", "including:", "follows:")
        sure = _SAID_THAT.search(lead) or not lead.endswith(unsure)
        return Quotation(index, index, 0.6 if sure else 0.3, "lead-in")
    return None


def _find_end(paragraphs: Sequence[Paragraph], index: int, *, said: bool) -> int:
    """Find the paragraph that closes a quotation of several paragraphs, and return its position; 0 if none does.

    Each paragraph of the quotation opens with a quotation mark, or is running text after a verb of saying.
    """
    for position in range(index + 1, min(index + _MOST_PARAGRAPHS, len(paragraphs))):
        text = paragraphs[position].text
        goes_on = text[0] in '"“' or (said and len(text) > 60)
        if not goes_on or _SAID_INSIDE.search(text, 0, len(text) - 2):
            return 0
        if _is_closed(text):
            return position
    return 0


def _is_whole(text: str) -> bool:
    """True if a whole paragraph is one quotation, perhaps with its speaker after a dash."""
    is_quoted = text[0] in '"“„«' and _WHOLE.fullmatch(text) is not None
    return is_quoted and not _SAID_INSIDE.search(text, 0, len(text) - 2)


def _is_closed(text: str) -> bool:
    """True if a paragraph ends with a closing quotation mark."""
    return text.rstrip()[-1:] in '"”»'


def is_open_lead_in(lead: str) -> bool:
    """True if a paragraph ends in the middle of a sentence, before something that is said."""
    match = _ENDS_SAYING.search(lead, max(0, len(lead) - _SAYING_READ)) if len(lead) < 600 else None
    return match is not None and len(lead.split(None, 5)) > (1 if match[0].startswith("includ") else 4)


def _weigh_whole(lead: str, text: str, following: str) -> float:
    """Return the confidence of a paragraph that is one quotation, from the paragraphs around it."""
    broken = following[:1].islower() or following[:1] in set(",.;:")
    long = len(text.split(None, 7)) > 7
    if broken and following:
        return 0.9
    if lead.endswith((",", ":")):
        if _SAYS.search(lead[-80:]) or _STATEMENT.search(lead[-120:]):
            return 0.9 if long else 0.65
        return (0.8 if lead.endswith(",") else 0.55) if long else 0.4
    if is_open_lead_in(lead) or (lead[-1:].islower() and len(lead.split(None, 8)) > 8):
        return 0.85
    if _SPEAKER.search(text):
        return 0.6 if long and lead.endswith((".", "?", "!", "”", '"')) else 0.4
    return 0.4 if lead.endswith((".", "?", "!")) else 0.3


def _read_open_quotation(paragraphs: Sequence[Paragraph], index: int) -> Quotation:
    """Return the quotation without quotation marks that follows an open lead-in.

    Its first paragraph is surely quoted, and so are items that semicolons join to it. The paragraphs up to the next open
    lead-in are quoted too if most of them name the speaker, as a communiqué does; otherwise the end is unknown.
    """
    below = range(index + 1, min(index + 40, len(paragraphs)))
    stop = next((i for i in below if is_open_lead_in(paragraphs[i].text)), -1)
    if stop > index + 1:
        inside = [p.text for p in paragraphs[index:stop]]
        if sum(_ATTRIBUTED.search(text) is not None for text in inside) >= 0.6 * len(inside):
            return Quotation(index, stop - 1, 0.7, "open-lead-in")
    last = index
    while last + 1 < len(paragraphs) and paragraphs[last].text.endswith((";", "; and", "; or")):
        last += 1
    return Quotation(index, last, 0.75, "open-lead-in")
