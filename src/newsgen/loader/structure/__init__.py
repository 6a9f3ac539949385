"""A bare text to title, dek and Markdown body, with what was inferred on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from newsgen.loader.structure.headline import LONGEST, Headline, authors_of, find_headings, find_headline
from newsgen.loader.structure.headline import WRITTEN as HEADING
from newsgen.loader.structure.paragraphs import Paragraph, find_paragraphs, write_body
from newsgen.loader.structure.quotations import WRITTEN as QUOTED
from newsgen.loader.structure.quotations import Quotation, find_quotes
from newsgen.loader.text import Text
from newsgen.markdown.render import plain_text
from newsgen.model import Inference

_HEAD = 6
_FOOT = 2
_SHOWN = 12
"""Suggestions that stand in a record; a text with more of them is no news story."""


class Structured(msgspec.Struct, frozen=True):
    """A text with its parts told apart."""

    title: str
    dek: str
    body: str
    """Markdown, with '\\n' line ends."""
    text: Text
    """What the rules of inference see; wrapped lines are joined on the first of them."""
    authors: tuple[str, ...] = ()
    inferred: dict[str, Inference] = {}
    """For title, authors, quotations and headings, how they were found."""


def read_plain(file: str, text: str) -> Structured:
    """Tell the parts of a plain text apart.

    Args:
        file: path of the seed.
        text: the decoded text; it is not blank.
    """
    lines = text.split("\n")
    paragraphs = find_paragraphs(lines)
    headline = find_headline(paragraphs)
    start = max(headline.index, headline.dek_index) + 1
    quotations = find_quotes(paragraphs, start)
    leads = {q.lead for q in quotations}
    headings = {i: sure for i, sure in find_headings(paragraphs, start).items() if i not in leads}
    marked = {i for i, sure in headings.items() if sure >= HEADING}
    quotations = tuple(q for q in quotations if marked.isdisjoint(range(q.first, q.last + 1)))
    authors = _authors(paragraphs, headline)
    inferred = {
        "title": _title(headline, paragraphs),
        "authors": authors[1] if authors else None,
        "quotations": _quotations(quotations, paragraphs),
        "headings": _headings(headings, paragraphs),
    }
    return Structured(
        title=_one_line(headline.title),
        dek=_one_line(headline.dek),
        body=_body(paragraphs, headline, headings, quotations),
        text=_text(file, lines, paragraphs, headline),
        authors=authors[0] if authors else (),
        inferred={field: how for field, how in inferred.items() if how},
    )


def _one_line(text: str) -> str:
    """Return a headline with single blanks; other spaces stay as typed."""
    return " ".join(filter(None, text.replace("\t", " ").replace("\n", " ").split(" ")))


def _body(
    paragraphs: Sequence[Paragraph],
    headline: Headline,
    headings: Mapping[int, float],
    quotations: Iterable[Quotation],
) -> str:
    """Write all that is neither title nor dek."""
    gone = {headline.dek_index} if headline.rest else {headline.index, headline.dek_index}
    kept = [i for i in range(len(paragraphs)) if i not in gone]
    place = {old: new for new, old in enumerate(kept)}
    rest = msgspec.structs.replace(paragraphs[headline.index], text=headline.rest, kind="prose")
    return write_body(
        [rest if headline.rest and i == headline.index else paragraphs[i] for i in kept],
        {place[i] for i, confidence in headings.items() if confidence >= HEADING},
        [(place[q.first], place[q.last]) for q in quotations if q.confidence >= QUOTED],
    )


def _text(file: str, lines: Sequence[str], paragraphs: Sequence[Paragraph], headline: Headline) -> Text:
    """Make what the rules see: a wrapped paragraph stands whole on its first line."""
    shown = list(lines)
    for paragraph in paragraphs:
        if paragraph.kind == "prose" and paragraph.last > paragraph.first:
            shown[paragraph.first - 1 : paragraph.last] = [paragraph.text] + [""] * (
                paragraph.last - paragraph.first
            )
    title = 0 if headline.rest else paragraphs[headline.index].first
    dek = paragraphs[headline.dek_index].first if headline.dek_index >= 0 else 0
    return Text(file, tuple(shown), title, dek)


def _authors(paragraphs: Sequence[Paragraph], headline: Headline) -> tuple[tuple[str, ...], Inference] | None:
    """Read the byline near the top, or at the end."""
    for paragraph in (*paragraphs[: headline.index + _HEAD], *paragraphs[-_FOOT:]):
        names = authors_of(paragraph.text)
        if names:
            return names, Inference("byline", f'line {paragraph.first}: "{paragraph.text}"', 0.9)
    return None


def _title(headline: Headline, paragraphs: Sequence[Paragraph]) -> Inference | None:
    """Say that a text without a headline got its first sentence as one."""
    if not headline.rest:
        return None
    line = paragraphs[headline.index].first
    return Inference("first-sentence", f"line {line}: the text begins without a headline", 0.4)


def _quotations(quotations: Sequence[Quotation], paragraphs: Sequence[Paragraph]) -> Inference | None:
    """Say which lines were marked as quotations, which might be, and from what."""
    evidence: dict[str, str | int | float] = {}
    for q in [q for q in quotations if q.confidence >= 0.4][:_SHOWN]:
        first, last = paragraphs[q.first].first, paragraphs[q.last].last
        lead = paragraphs[q.lead]
        verb = "marked" if q.confidence >= QUOTED else "suggested"
        place = f"line {first}" if first == last else f"lines {first}-{last}"
        evidence[place] = f'{verb} ({q.confidence}): {q.rule}, line {lead.first} ends "{_tail(lead.text)}"'
    return Inference("block-quotation", evidence) if evidence else None


def _headings(headings: Mapping[int, float], paragraphs: Sequence[Paragraph]) -> Inference | None:
    """Say which lines might be sub-heads but were not marked."""
    unsure = [(paragraphs[i], confidence) for i, confidence in headings.items() if confidence < HEADING][
        :_SHOWN
    ]
    evidence: dict[str, str | int | float] = {
        f"line {paragraph.first}": f'suggested ({confidence}): "{paragraph.text}"'
        for paragraph, confidence in unsure
    }
    return Inference("sub-head", evidence) if evidence else None


def _tail(text: str) -> str:
    """Return the last words of a line."""
    return text if len(text) <= 40 else "… " + text[-40:].partition(" ")[2]


_ATX = re.compile(r" {0,3}#{1,2}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}=+[ \t]*")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_STARTS = re.compile(r" {0,3}(?:[-+*>|#]|\d{1,9}[.)]|`{3}|~{3}|!\[|\[[^]]*\]:)|    |\t")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_MARKS = re.compile(
    r"(?<!\\)(?:\*{1,3}|`+|(?<!\w)_{1,3}|_{1,3}(?!\w))|\\(?=[!-/:-@\[-`{-~])|^ {0,3}(?:#{1,6}|>)[ \t]+"
)


def read_markdown(file: str, text: str, title: str = "") -> Structured:
    """Tell the title of a Markdown text from its body.

    The title is the first `# heading`, which leaves the body; without one it is the first line, which leaves the body
    if it is a short paragraph of its own.

    Args:
        file: path of the seed.
        text: Markdown without front matter.
        title: as front matter states it; the body is then left alone.
    """
    lines = text.split("\n")
    seen = Text(file, tuple(_bare(line) for line in lines))
    if title:
        return Structured(title, "", text.strip("\n"), seen)
    found = _heading(lines) or _opening(lines)
    if found is None:
        return _first_words(lines, seen)
    first, last, words = found
    around = ("\n".join(part).strip("\n") for part in (lines[:first], lines[last + 1 :]))
    body = "\n\n".join(filter(None, around))
    return Structured(plain_text(words).replace("\n", " "), "", body, Text(file, seen.lines, first + 1))


def _heading(lines: list[str]) -> tuple[int, int, str] | None:
    """Return first and last index and the words of the first heading of the first level, outside of code."""
    fenced = False
    for index, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (match := _ATX.fullmatch(line)) and match[1] and line.lstrip()[:2] != "##":
            return index, index, match[1]
        elif (
            not fenced
            and index
            and _SETEXT.fullmatch(line)
            and lines[index - 1].strip()
            and not _is_inner(lines, index)
        ):
            return index - 1, index, lines[index - 1].strip()
    return None


def _is_inner(lines: list[str], index: int) -> bool:
    """Return whether the underline belongs to a paragraph of several lines."""
    return index > 1 and bool(lines[index - 2].strip())


def _opening(lines: list[str]) -> tuple[int, int, str] | None:
    """Return the first line if it is a short paragraph of its own."""
    index = next(i for i, line in enumerate(lines) if line.strip())
    alone = index + 1 == len(lines) or not lines[index + 1].strip()
    if (
        not alone
        or len(lines[index]) > LONGEST
        or _STARTS.match(lines[index])
        or not plain_text(lines[index]).strip()
    ):
        return None
    return index, index, lines[index].strip()


def _first_words(lines: list[str], seen: Text) -> Structured:
    """Take the first words that show as title, and leave the body whole."""
    number, words = next(
        ((n, line.strip()) for n, line in enumerate(seen.lines, 1) if line.strip()), (1, seen.file)
    )
    title = words if len(words) <= LONGEST else words[:LONGEST].rpartition(" ")[0] or words[:LONGEST]
    how = Inference("first-words", f'line {number}: "{title}"', 0.3)
    return Structured(title, "", "\n".join(lines).strip("\n"), seen, inferred={"title": how})


def _bare(line: str) -> str:
    """Take the marks out of a line, for the rules that read names and dates."""
    return _MARKS.sub("", _LINK.sub(r"\1", line)) if line.strip() else ""
