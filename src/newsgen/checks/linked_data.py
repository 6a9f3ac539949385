"""What machines are told of an article, against what its record says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.model import Record

_SCRIPT = re.compile(rb'<script[^>]*type="?application/ld\+json"?[^>]*>(.*?)</script', re.DOTALL)


def check_linked_data(subject: Subject) -> Iterator[Problem]:
    """Find articles whose JSON-LD cannot be read, or contradicts the record in headline, date, status, corrections."""
    for record in subject.archive.records:
        address = subject.archive.addresses[record.path]
        file = subject.generation.folder / address
        if address not in subject.generation.files or not file.is_file():
            continue
        found = _SCRIPT.search(file.read_bytes())
        if found:
            fault = _fault(found[1], record)
            if fault:
                message = f"the JSON-LD of {address} {fault}"
                yield Problem(
                    record.path, 1, 0, message, "build again; else mend the template", "bad-json-ld"
                )


def _fault(data: bytes, record: Record) -> str:
    """What is wrong with an article's JSON-LD; '' if nothing is. Source: schema.org, NewsArticle."""
    try:
        said: dict[str, Any] = msgspec.json.decode(data, type=dict[str, Any])
    except msgspec.DecodeError:
        return "is no JSON object"
    if said.get("@context") != "https://schema.org" or said.get("@type") != "NewsArticle":
        return "is not a NewsArticle of https://schema.org"
    if said.get("headline") != record.title:
        return f'has the headline "{said.get("headline", "")}", the record another'
    date = "" if record.provisional or record.date is None else record.date.iso
    if said.get("datePublished", "") != date:
        return f'has datePublished "{said.get("datePublished", "")}", the record "{date}"'
    if (said.get("creativeWorkStatus") == "Withdrawn") != (record.status == "withdrawn"):
        return "does not say what the record says of its withdrawal"
    if len(said.get("correction", ())) != len(record.corrections):
        return "has another number of corrections than the record"
    return ""
