"""Topics and names in two spellings."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator

from newsgen.addresses import group_slug
from newsgen.archive.build import joined, names_of
from newsgen.archive.model import KINDS
from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.files import find_words
from newsgen.loader.duplicates import duplicates_among
from newsgen.model import Record
from newsgen.record.read import split_body


def check_names(subject: Subject) -> Iterator[Problem]:
    """Find names that share a page but not a spelling, and people that may be one person."""
    records = [joined(one, subject.aliases) for one in subject.records]
    for kind in KINDS:
        for spellings in variants(Counter(name for one in records for name in names_of(one, kind))):
            kept, *others = spellings
            for other in others:
                remedy = f"run: {shlex.join(['newsgen', kind, 'rename', other, kept])}"
                yield _finding(
                    subject, records, other, f'"{other}" is "{kept}" elsewhere', remedy, "spelling"
                )
    for kept, *others in subject.spelt:
        for other in others:
            message = f'"{other}" and "{kept}" may be one person'
            remedy = f"run: {shlex.join(['newsgen', 'people', 'merge', other, kept])}; two people: list both in names.toml"
            yield _finding(subject, records, other, message, remedy, "spelt-two-ways")


def variants(counts: Counter[str]) -> Iterator[tuple[str, ...]]:
    """Gather the spellings of one group, if there are several: the one that most records have comes first."""
    groups: dict[str, list[str]] = {}
    for name in counts:
        groups.setdefault(group_slug(name), []).append(name)
    for _, names in sorted(groups.items()):
        if len(names) > 1:
            yield tuple(sorted(names, key=lambda name: (-counts[name], name)))


def _finding(
    subject: Subject, records: list[Record], name: str, message: str, remedy: str, code: str
) -> Problem:
    """Point to the first record that has the name, and say how many there are."""
    bearers = [one.path for one in records if any(name in names_of(one, kind) for kind in KINDS)]
    more = f" (and {len(bearers) - 1:,} more)" if len(bearers) > 1 else ""
    return Problem(*find_words(subject.root, bearers[0], name), f"{message}{more}", remedy, code)


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
