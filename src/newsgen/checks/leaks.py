"""Drafts, embargoed and withdrawn articles that can be read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from newsgen.addresses import article_address
from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.model import Record
from newsgen.record.summary import BEGINNING

_TEXTS = (".html", ".xml", ".json", ".jsonl", ".txt")
_LEAST = 30
"""Characters of a text's beginning, up to `BEGINNING`, by which it is known: fewer say nothing, more may hold markup."""


def check_leaks(subject: Subject) -> Iterator[Problem]:
    """Find pages of texts that are held back, addresses of them, and the first words of them and of withdrawn ones."""
    archive, files = subject.archive, subject.generation.files
    shown = {*archive.addresses.values(), *archive.pages, *archive.redirects}
    hidden = {address: path for path, address in _addresses(subject) if address not in shown}
    for address, path in sorted(hidden.items()):
        if address in files:
            message = f"this text is held back, but stands at {address}"
            yield Problem(path, 1, 0, message, "build again, without --drafts and --future", "leak")
    marks = hidden | _beginnings(subject)
    if not marks:
        return
    escaped = sorted((re.escape(mark.encode()) for mark in marks), reverse=True)
    pattern = re.compile(b"|".join(escaped))
    for file in sorted(files):
        if not file.endswith(_TEXTS) or file in hidden or not (subject.generation.folder / file).is_file():
            continue
        data = (subject.generation.folder / file).read_bytes()
        for mark in sorted({match.decode() for match in pattern.findall(data)}):
            message = f"{file} tells of this text, which nobody is to read"
            yield Problem(marks[mark], 1, 0, message, "build again; else mend the template", "leak")


def _addresses(subject: Subject) -> Iterator[tuple[str, str]]:
    for text in subject.held:
        if isinstance(text, Record):
            yield text.path, article_address(text)


def _beginnings(subject: Subject) -> dict[str, str]:
    """The first words of each hidden text as pages would have them, and its path; none that a shown text has too."""
    withdrawn = [one for one in subject.archive.records if one.status == "withdrawn"]
    public = {_begin(one) for one in subject.archive.records if one.status != "withdrawn"}
    held = [text for text in subject.held if isinstance(text, Record)]
    found = {_begin(one): one.path for one in (*held, *withdrawn)}
    return {
        html.escape(words, quote=False): path
        for words, path in found.items()
        if len(words) >= _LEAST and words not in public
    }


def _begin(record: Record) -> str:
    return record.excerpt[:BEGINNING]
