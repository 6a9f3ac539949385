"""Articles that say the same."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.loader.duplicates import duplicates_among
from newsgen.record.read import split_body

_LEAST = 20
"""Words of a text that is compared: shorter ones are alike by chance."""


def check_duplicates(subject: Subject) -> Iterator[Problem]:
    """Find shown articles that share most of their runs of five words; a withdrawn one may have its better twin."""
    records = [one for one in subject.archive.records if one.status != "withdrawn" and one.words >= _LEAST]

    def read(number: int) -> str:
        return split_body((subject.root / records[number].path).read_bytes())[0]

    for one, other, share in duplicates_among(len(records), read):
        path, twin = sorted((records[one].path, records[other].path))
        message = f"this text and {twin} are {round(share * 100)} % alike"
        remedy = "keep one, and give it the other's address in redirect_from; or leave both"
        yield Problem(path, 0, 0, message, remedy, "near-duplicate")
