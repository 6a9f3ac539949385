"""What records say in vain: keys that newsgen does not know, links to texts that the site does not show."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.files import find_words
from newsgen.model import Record
from newsgen.record.keys import suggest


def check_keys(subject: Subject) -> Iterator[Problem]:
    """Find unknown keys, each once, and all that the archive warns of."""
    yield from subject.archive.warnings
    seen: set[str] = set()
    for text in subject.texts:
        for key in text.unknown:
            if key not in seen:
                seen.add(key)
                near = suggest(key)
                hint = f'did you mean "{near}"?' if near else "it is kept and shown nowhere"
                place = find_words(subject.root, text.path, f"{key.rpartition('.')[2]}:")
                yield Problem(*place, f'front matter key "{key}" is unknown', hint, "unknown-key")


def check_dates(subject: Subject) -> Iterator[Problem]:
    """Find shown articles whose date nobody has confirmed and whose confidence is under 0.5."""
    for record in subject.archive.records:
        if record.provisional and record.date:
            how = record.inferred["date"]
            message = f"the date {record.date.iso} is a guess ({how.confidence or 0:.2f})"
            remedy = f"confirm or correct it: newsgen review {record.path}"
            place = find_words(subject.root, record.path, "date:")
            yield Problem(*place, message, remedy, "provisional-date")


def check_pictures(subject: Subject) -> Iterator[Problem]:
    """Find pictures without an alternative text. Source: WCAG 2.2, success criterion 1.1.1."""
    for text in subject.texts:
        for ref in text.pictures:
            if not ref.alt:
                yield _finding((text.path, ref.line, ref.column), ref.src, f"![a description]({ref.src})")
        if isinstance(text, Record) and text.image and not text.image.alt:
            src = text.image.src
            yield _finding(find_words(subject.root, text.path, src), src, "alt: a description")


def _finding(place: tuple[str, int, int], src: str, example: str) -> Problem:
    message = f"the picture {src} has no alternative text"
    remedy = f'write {example}, or "decorative" for one that says nothing'
    return Problem(*place, message, remedy, "no-alt")
