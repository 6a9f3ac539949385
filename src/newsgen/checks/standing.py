"""A site that is not what the records say."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.checks.model import Subject
from newsgen.errors import Problem

_MOST = 5
"""Articles that are named."""


def check_standing(subject: Subject) -> Iterator[Problem]:
    """Find shown articles that have no page."""
    files = subject.generation.files
    missing = sorted(path for path, address in subject.archive.addresses.items() if address not in files)
    for number, path in enumerate(missing[:_MOST], 1):
        more = f" (nor have {len(missing) - _MOST:,} more)" if number == _MOST < len(missing) else ""
        message = f"this article has no page at {subject.archive.addresses[path]}{more}"
        yield Problem(path, 1, 0, message, "run: newsgen build", "stale-site")
