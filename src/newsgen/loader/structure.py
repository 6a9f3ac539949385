"""A bare text to title, dek and Markdown body, with what was inferred on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from newsgen.loader.body import write_body
from newsgen.loader.inference.headings import WRITTEN as HEADING
from newsgen.loader.inference.headings import find_headings
from newsgen.loader.inference.headline import Headline, find_headline
from newsgen.loader.inference.openers import authors_of
from newsgen.loader.inference.quotes import WRITTEN as QUOTED
from newsgen.loader.inference.quotes import Quotation, find_quotes
from newsgen.loader.paragraphs import Paragraph, find_paragraphs
from newsgen.loader.text import Text
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
