"""Check feeds against their formats, and JSON-LD against the records."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

import msgspec

from newsgen.checks.model import CheckedArchive
from newsgen.errors import Problem
from newsgen.model import Record

_ATOM = "{http://www.w3.org/2005/Atom}"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_SCRIPT = re.compile(rb'<script[^>]*type="?application/ld\+json"?[^>]*>(.*?)</script', re.DOTALL)
_VERSION = "https://jsonfeed.org/version/1.1"


def check_feeds(checked: CheckedArchive) -> Iterator[Problem]:
    """Find feeds that are not well formed or break a rule of their format; report three mistakes of each."""
    for path in sorted(path for path in checked.files if path.endswith((".xml", ".json"))):
        data = checked.read_file(path) or b""
        if path.endswith(".xml") and b"<feed" in data[:300]:
            faults = _find_atom_faults(data)
        elif path.endswith(".json") and b"jsonfeed.org/version" in data[:300]:
            faults = _find_json_faults(data)
        else:
            continue
        for fault, _ in zip(faults, range(3), strict=False):
            remedy = "correct the template of the feed, or build again"
            yield Problem(path, 0, 0, f"this feed {fault}", remedy, "bad-feed")


def _find_atom_faults(data: bytes) -> Iterator[str]:
    """Find violations of Atom.

    Source: RFC 4287 §4.1.1 and §4.1.2 (what a feed and an entry must contain), §3.3 (dates).
    """
    try:
        feed = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        yield f"is not well-formed XML: {error}"
        return
    entries = feed.findall(f"{_ATOM}entry")
    yield from _find_missing_atom_elements("", feed)
    if feed.find(f"{_ATOM}author") is None and any(entry.find(f"{_ATOM}author") is None for entry in entries):
        yield "names no author"
    for entry in entries:
        lead = f'has an entry "{entry.findtext(f"{_ATOM}title", "")}"'
        yield from _find_missing_atom_elements(f"{lead} that ", entry)
        if not any(link.get("rel", "alternate") == "alternate" for link in entry.iter(f"{_ATOM}link")):
            yield f"{lead} without a link"
    yield from _find_repeated(entry.findtext(f"{_ATOM}id", "") for entry in entries)


def _find_missing_atom_elements(lead: str, element: ElementTree.Element) -> Iterator[str]:
    for name in ("id", "title", "updated"):
        if not (element.findtext(_ATOM + name) or "").strip():
            yield f"{lead}has no {name}"
    for name in ("published", "updated"):
        text = element.findtext(_ATOM + name)
        if text and not _INSTANT.fullmatch(text.strip()):
            yield f'{lead}has the date "{text}", which is no instant with an offset'


def _find_json_faults(data: bytes) -> Iterator[str]:
    """Find violations of JSON Feed. Source: JSON Feed Version 1.1, "Top-level" and "Items"."""
    try:
        feed = json.loads(data)
    except ValueError as error:
        yield f"is not well-formed JSON: {error}"
        return
    if feed.get("version") != _VERSION or not feed.get("title") or not isinstance(feed.get("items"), list):
        yield "has no version 1.1, no title or no list of items"
        return
    for item in feed["items"]:
        lead = f'has an item "{item.get("title", "")}" '
        if not item.get("id"):
            yield f"{lead}without an id"
        if "content_html" not in item and "content_text" not in item:
            yield f"{lead}without content"
        for name in ("date_published", "date_modified"):
            if name in item and not _INSTANT.fullmatch(str(item[name])):
                yield f'{lead}with the date "{item[name]}", which is no instant with an offset'
    yield from _find_repeated(str(item.get("id", "")) for item in feed["items"])


def _find_repeated(ids: Iterable[str]) -> Iterator[str]:
    for repeated, number in Counter(ids).items():
        if number > 1:
            yield f'has the id "{repeated}" {number} times'


def check_linked_data(checked: CheckedArchive) -> Iterator[Problem]:
    """Find articles whose JSON-LD is invalid, or differs from the record in headline, date, status or corrections."""
    for record in checked.archive.records:
        address = checked.archive.addresses[record.path]
        found = _SCRIPT.search(checked.read_file(address) or b"")
        if found and (fault := _find_linked_data_fault(found[1], record)):
            message = f"the JSON-LD of {address} {fault}"
            yield Problem(record.path, 1, 0, message, "build again, or correct the template", "bad-json-ld")


def _find_linked_data_fault(data: bytes, record: Record) -> str:
    """Describe the mistake of an article's JSON-LD; '' if it is right. Source: schema.org, NewsArticle."""
    try:
        said: dict[str, Any] = msgspec.json.decode(data, type=dict[str, Any])
    except msgspec.DecodeError:
        return "is no JSON object"
    if said.get("@context") != "https://schema.org" or said.get("@type") != "NewsArticle":
        return "is not a NewsArticle of https://schema.org"
    if said.get("headline") != record.title:
        return f'has the headline "{said.get("headline", "")}", but the record has another'
    date = "" if record.provisional or record.date is None else record.date.iso
    if said.get("datePublished", "") != date:
        return f'has datePublished "{said.get("datePublished", "")}", the record "{date}"'
    if (said.get("creativeWorkStatus") == "Withdrawn") != (record.status == "withdrawn"):
        return "differs from the record about its withdrawal"
    if len(said.get("correction", ())) != len(record.corrections):
        return "has more or fewer corrections than the record"
    return ""
