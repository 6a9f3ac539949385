"""Drafts, embargoed and withdrawn articles that can be read in the site."""

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
    archive = subject.archive
    held = [text for text in subject.opened.held if isinstance(text, Record)]
    shown = {*archive.addresses.values(), *archive.pages, *archive.redirects}
    hidden = {article_address(record): record.path for record in held}
    hidden = {address: path for address, path in hidden.items() if address not in shown}
    for address, path in sorted(hidden.items()):
        if address in subject.files:
            message = f"this text is held back, but it is at {address}"
            yield Problem(path, 1, 0, message, "build again, without --drafts and --future", "leak")
    withdrawn = [record for record in archive.records if record.status == "withdrawn"]
    public = {_first_words(record) for record in archive.records if record.status != "withdrawn"}
    secrets = hidden | {
        words: record.path
        for record in (*held, *withdrawn)
        if len(words := _first_words(record)) >= _LEAST and words not in public
    }
    if not secrets:
        return
    pattern = re.compile(b"|".join(sorted((re.escape(secret.encode()) for secret in secrets), reverse=True)))
    for file in sorted(subject.files):
        if file.endswith(_TEXTS) and file not in hidden and (data := subject.read_file(file)):
            for secret in sorted({match.decode() for match in pattern.findall(data)}):
                message = f"{file} shows this text, which nobody may read yet or any more"
                yield Problem(secrets[secret], 1, 0, message, "build again, or correct the template", "leak")


def _first_words(record: Record) -> str:
    """Return the beginning of a text as pages show it."""
    return html.escape(record.excerpt[:BEGINNING], quote=False)
