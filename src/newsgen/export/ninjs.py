"""ninjs 3.0, the JSON of news agencies: an array with a news item on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from newsgen.archive.build import names_of
from newsgen.archive.model import Kind
from newsgen.dates import find_first_instant, format_first_instant
from newsgen.export.run import ExportInput
from newsgen.markdown.render import render_html
from newsgen.model import Record
from newsgen.renderer.lists.teasers import link_names
from newsgen.renderer.pages.feeds import make_page_iri
from newsgen.renderer.site import Site
from newsgen.renderer.views import Link

_STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
_STATUSES = {"published": "usable", "draft": "withheld", "withdrawn": "canceled"}
STARTS = (b'[\n{"standard":{"name":"ninjs"', b"[\n]\n")
"""First bytes of a file; the second is a file without articles."""
_LISTS: tuple[tuple[Kind, str], ...] = (
    ("people", "people"),
    ("organizations", "organisations"),
    ("places", "places"),
    ("topics", "subjects"),
)


def ninjs_chunks(batch: ExportInput) -> Iterator[bytes]:
    """Write an array of news items.

    Source: IPTC ninjs 3.0 (ninjs-schema_3.0.json, under iptc.org/std/ninjs).
    """
    comma = b"["
    for record in batch.records:
        item = _item(record, batch)
        yield comma + b"\n" + msgspec.json.encode({key: value for key, value in item.items() if value})
        comma = b","
    yield b"\n]\n" if comma == b"," else b"[\n]\n"


def _item(record: Record, batch: ExportInput) -> dict[str, Any]:
    site, address, is_gone = batch.site, batch.archive.addresses[record.path], record.status == "withdrawn"
    descriptions = [_text("summary", record.dek)] if record.dek and not is_gone else []
    descriptions += [_text("correction", f"{one.date.iso}: {one.text}") for one in sorted(record.corrections)]
    text = "" if is_gone else batch.read(record.body)
    bodies = [
        {"role": "main", "contentType": "text/html", "wordCount": record.words, "value": render_html(text)},
        {"role": "source", "contentType": "text/markdown", "value": text},
    ]
    embargo = record.date if record.path in batch.future else None
    return {
        "standard": _STANDARD,
        "uri": make_page_iri(address, site),
        "type": "text",
        "representationType": "partial" if is_gone else "full",
        **_dates(record, site.timezone),
        "pubStatus": _STATUSES[record.status],
        "embargoedUntil": format_first_instant(embargo, site.timezone) if embargo else "",
        "usageTerms": site.licence,
        "rightsInfo": {"linkedRights": site.licence_url} if site.licence_url else None,
        "edNote": _note(record),
        "language": record.language or site.language,
        "headlines": [_text("main", record.title)],
        "descriptions": descriptions,
        "bodies": [] if is_gone else bodies,
        **{
            field: _names(link_names(batch.archive, kind, names_of(record, kind)), site)
            for kind, field in _LISTS
        },
        "infoSources": [{"name": record.source.name}] if record.source else None,
        "by": ", ".join(record.authors),
        "altIds": [
            {"role": role, "value": value} for role, value in _list_other_facts(record, address) if value
        ],
    }


def _list_other_facts(record: Record, address: str) -> Iterator[tuple[str, str]]:
    """Yield what ninjs has no property for, so that `newsgen load` gives the same record."""
    yield "address", address
    yield "source", record.source.url if record.source else ""
    yield "canonical", record.canonical
    yield "date", record.date.iso if record.date else ""
    yield "updated", record.updated.iso if record.updated else ""
    yield "language", record.language
    yield from (("author", name) for name in record.authors)
    yield from (("redirect_from", old) for old in record.redirect_from)
    yield from (("inferred", field) for field in record.inferred)


def _dates(record: Record, zone: str) -> dict[str, str]:
    """Return timestamps of confirmed dates that are known to the day; the note describes other dates."""
    date = record.date if record.date and record.date.day and not record.provisional else None
    changes = [correction.date for correction in record.corrections]
    known = [day for day in (date, record.updated, *changes) if day and day.day]
    last = max(known, key=lambda day: find_first_instant(day, zone), default=None)
    return {
        "versionCreated": format_first_instant(last, zone) if last else "",
        "contentCreated": format_first_instant(date, zone) if date else "",
    }


def _note(record: Record) -> str:
    if record.date is None:
        return "The date is not known."
    if record.provisional:
        return f"The date is a guess: {record.date.iso}."
    return "" if record.date.day else f"Of the date this much is known: {record.date.iso}."


def _text(role: str, value: str) -> dict[str, str]:
    return {"role": role, "contentType": "text/plain", "value": value}


def _names(links: Iterable[Link], site: Site) -> list[dict[str, str]]:
    """Return names, with the URL of their page if they have one."""
    return [
        {"name": link.text, "uri": site.url + link.href} if site.url and link.href else {"name": link.text}
        for link in links
    ]
