"""What records say in vain: keys that newsgen does not know, links to texts that the site does not show."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.record.keys import suggest
from newsgen.record.place import place_of


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
                place = place_of(subject.root, text.path, f"{key.rpartition('.')[2]}:")
                yield Problem(*place, f'front matter key "{key}" is unknown', hint, "unknown-key")
