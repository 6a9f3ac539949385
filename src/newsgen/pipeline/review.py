"""What was inferred and nobody has confirmed yet: records → findings, least sure first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from newsgen.model import PartialDate, Record, Source
from newsgen.record.keys import FIELDS

Value = str | tuple[str, ...]


class Quote(msgspec.Struct, frozen=True, omit_defaults=True):
    """The place that a piece of evidence names, with its line."""

    value: str
    """The value that it speaks for; '' for a field with one value."""
    file: str
    """The seed, or the record where the seed is gone or holds several articles."""
    line: int
    """Line of that file, from 1; of words that run over several, the first."""
    text: str
    """The line's text around `words`, at most `evidence.WIDTH` characters, '…' where it was cut."""
    words: str = ""
    """The words of `text` that say it; '' if the whole line is meant."""
    before: str = ""
    """Beginning of the line before that is not blank."""
    after: str = ""
    """Beginning of the line after."""


class Finding(msgspec.Struct, frozen=True):
    """One field of one record that stands under `inferred`."""

    article: str
    """Path of the record, relative to the archive's root."""
    title: str
    field: str
    """Its key under `inferred`, most often a front matter key."""
    value: Value
    """What the record says now; '' if it has no such field."""
    confidence: float | None
    """0 to 1; None: the rule gives none."""
    provisional: bool
    """True for a date under 0.5, which the site marks as a guess."""
    rule: str
    evidence: str | dict[str, str | int | float]
    """As the record has it: 'line 4: "On Wednesday, Nov. 22"', or one piece for each value."""
    because: str
    alternatives: tuple[str, ...]
    """Other values that fit, likeliest first."""
    quotes: tuple[Quote, ...] = ()
    """The evidence at its place, once `evidence.quoted` has looked it up."""


class Remaining(msgspec.Struct, frozen=True):
    """What is left to review."""

    fields: int
    """Fields that stand under `inferred`."""
    provisional: int
    """Articles whose date is a guess of less than 0.5."""
    undated: int
    """Articles without a date."""
    datable: int
    """Provisional and undated articles that have a seed, from which a date may be inferred anew."""


def findings_of(records: Iterable[Record], field: str = "") -> list[Finding]:
    """List all that is inferred, least sure first.

    Args:
        records: in any order.
        field: leave out all other fields.

    Returns:
        By confidence, then by path, then as the keys are documented; fields whose rule gives no confidence stand last.
    """
    found = [finding for record in records for finding in _of(record) if field in ("", finding.field)]
    return sorted(found, key=_order)


def remaining(records: Iterable[Record]) -> Remaining:
    """Count what is left."""
    fields = provisional = undated = datable = 0
    for record in records:
        fields += len(record.inferred)
        provisional += record.provisional
        undated += record.date is None
        datable += record.seed is not None and (record.provisional or record.date is None)
    return Remaining(fields, provisional, undated, datable)


def value_of(record: Record, field: str) -> Value:
    """What a record says in a field, as text: a date in ISO form, a source by its name; '' if it says nothing."""
    found = getattr(record, field, "") if field in FIELDS else ""
    if isinstance(found, PartialDate):
        return found.iso
    if isinstance(found, Source):
        return found.name
    return found if isinstance(found, str | tuple) else ""


def _of(record: Record) -> Iterator[Finding]:
    for field, how in record.inferred.items():
        yield Finding(
            article=record.path,
            title=record.title,
            field=field,
            value=value_of(record, field),
            confidence=how.confidence,
            provisional=field == "date" and record.provisional,
            rule=how.rule,
            evidence=how.evidence,
            because=how.because,
            alternatives=how.alternatives,
        )


def _order(finding: Finding) -> tuple[bool, float, str, int, str]:
    known = finding.field in FIELDS
    rank = FIELDS.index(finding.field) if known else len(FIELDS)
    return (
        finding.confidence is None,
        finding.confidence or 0.0,
        finding.article,
        rank,
        finding.field,
    )
