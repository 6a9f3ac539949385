"""The site as a whole: articles that it lacks, addresses that it lost, its size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from newsgen.addresses import article_address
from newsgen.builder.output import stat_files, weigh
from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.pipeline.report import find_lost_addresses

_MOST = 5
"""Articles that are named."""


def check_freshness(subject: Subject) -> Iterator[Problem]:
    """Find shown articles that have no page: the site is older than the records."""
    addresses = subject.archive.addresses
    missing = sorted(path for path, address in addresses.items() if address not in subject.files)
    for number, path in enumerate(missing[:_MOST], 1):
        more = f" (nor have {len(missing) - _MOST:,} more)" if number == _MOST < len(missing) else ""
        message = f"this article has no page at {addresses[path]}{more}"
        yield Problem(path, 1, 0, message, "run: newsgen build", "stale-site")


def check_permalinks(subject: Subject) -> Iterator[Problem]:
    """Find addresses that were published once and lead nowhere now."""
    lost = subject.opened.lost
    for address, problem in zip(sorted(lost), find_lost_addresses(lost), strict=True):
        if successor := find_successor(subject, address):
            message = f"{address} was published and leads nowhere; this article has its slug"
            yield Problem(successor, 1, 0, message, problem.expected, "missing-alias")
        else:
            yield problem


def find_successor(subject: Subject, address: str) -> str:
    """Find the one shown article whose slug is that of a lost address: its path; '' if there is none, or several."""
    slug = PurePosixPath(address).name
    found = [one.path for one in subject.archive.records if PurePosixPath(article_address(one)).name == slug]
    return found[0] if len(found) == 1 else ""


def check_size(subject: Subject) -> Iterator[Problem]:
    """Find out whether the site is near the 1 GB at which GitHub Pages ends."""
    folder = subject.opened.project.output
    problem = weigh(((path, stamp.size) for path, stamp in stat_files(folder).items()), folder.name)
    if problem:
        yield problem
