"""Pictures that say nothing to readers who do not see them."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.model import Record
from newsgen.record.place import place_of


def check_pictures(subject: Subject) -> Iterator[Problem]:
    """Find pictures without an alternative text. Source: WCAG 2.2, success criterion 1.1.1."""
    for text in subject.texts:
        for ref in text.pictures:
            if not ref.alt:
                yield _finding((text.path, ref.line, ref.column), ref.src, f"![a description]({ref.src})")
        if isinstance(text, Record) and text.image and not text.image.alt:
            src = text.image.src
            yield _finding(place_of(subject.root, text.path, src), src, "alt: a description")


def _finding(place: tuple[str, int, int], src: str, example: str) -> Problem:
    message = f"the picture {src} has no alternative text"
    remedy = f'write {example}, or "decorative" for one that says nothing'
    return Problem(*place, message, remedy, "no-alt")
