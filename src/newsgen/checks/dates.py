"""Dates that readers see as guesses."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.record.place import place_of


def check_dates(subject: Subject) -> Iterator[Problem]:
    """Find shown articles whose date nobody has confirmed and whose confidence is under 0.5."""
    for record in subject.archive.records:
        if record.provisional and record.date:
            how = record.inferred["date"]
            message = f"the date {record.date.iso} is a guess ({how.confidence or 0:.2f})"
            remedy = f"confirm or correct it: newsgen review {record.path}"
            place = place_of(subject.root, record.path, "date:")
            yield Problem(*place, message, remedy, "provisional-date")
