"""A site that is soon too large for its host."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.builder.manifest import scan
from newsgen.builder.weight import weigh
from newsgen.checks.model import Subject
from newsgen.errors import Problem


def check_size(subject: Subject) -> Iterator[Problem]:
    """Find out whether the site is near the 1 GB at which GitHub Pages ends."""
    folder = subject.generation.folder
    found = weigh(((path, stamp.size) for path, stamp in scan(folder).items()), folder.name)
    if found:
        yield found
