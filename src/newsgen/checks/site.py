"""Addresses that were published once and lead nowhere now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from newsgen.addresses import article_address
from newsgen.builder.manifest import scan
from newsgen.builder.weight import weigh
from newsgen.checks.model import Subject
from newsgen.errors import Problem


def check_permalinks(subject: Subject) -> Iterator[Problem]:
    """Find lost addresses; where exactly one article has the same slug, it is the heir."""
    for address, path in sorted(subject.lost.items()):
        heir = heir_of(subject, address)
        message = f"{address} was published and is lost: its record is gone"
        if heir:
            message = f"{address} was published, and leads nowhere; this article has its slug"
            remedy = (
                f"write redirect_from: [{address}] into another record, or restore this one with status: withdrawn"
                "; if nobody has ever seen it, delete its line in newsgen.lock"
            )
            yield Problem(heir, 1, 0, message, remedy, "missing-alias")
        else:
            remedy = f"write redirect_from: [{address}] into another record, or restore this one with status: withdrawn"
            yield Problem(path, 0, 0, message, remedy, "lost-address")


def heir_of(subject: Subject, address: str) -> str:
    """Path of the one shown article whose slug is that of a lost address; '' if there is none, or several."""
    slug = PurePosixPath(address).name
    found = [one.path for one in subject.archive.records if PurePosixPath(article_address(one)).name == slug]
    return found[0] if len(found) == 1 else ""


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


def check_size(subject: Subject) -> Iterator[Problem]:
    """Find out whether the site is near the 1 GB at which GitHub Pages ends."""
    folder = subject.generation.folder
    found = weigh(((path, stamp.size) for path, stamp in scan(folder).items()), folder.name)
    if found:
        yield found
