"""Addresses that were published once and lead nowhere now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from newsgen.addresses import article_address
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
