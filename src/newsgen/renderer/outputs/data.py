"""The archive as data: JSON Lines, and the package that describes them."""

from __future__ import annotations

from typing import Any

import msgspec

from newsgen.model import Record
from newsgen.renderer.site import Site
from newsgen.renderer.texts import ReadBody, Texts
from newsgen.renderer.views import BundleView

FIELDS: tuple[tuple[str, str, str], ...] = (
    ("address", "string", "Path of the article inside the site; it does not change"),
    ("title", "string", "Headline"),
    ("dek", "string", "Standfirst"),
    ("date", "string", "YYYY, YYYY-MM, YYYY-MM-DD or with a time, as precise as it is known"),
    ("provisional", "boolean", "True if the date is a guess that nobody has confirmed"),
    ("updated", "string", "Date of the last change that the article states"),
    ("status", "string", "published or withdrawn; a withdrawn article has no text"),
    ("language", "string", "BCP 47 tag, where it is not the archive's"),
    ("topics", "array", "Topics"),
    ("people", "array", "People named"),
    ("places", "array", "Places named"),
    ("organizations", "array", "Organizations named"),
    ("authors", "array", "Authors"),
    ("source", "object", "Who published it first: name and url"),
    ("canonical", "string", "Address of the original"),
    ("corrections", "array", "Corrections: date and text"),
    ("inferred", "array", "Fields that were inferred and that nobody has confirmed"),
    ("seed", "string", "SHA-256 of the text as it was received"),
    ("words", "integer", "Words of the text"),
    ("text", "string", "The text in Markdown"),
)
"""Name, type and meaning of each field; an empty one is left out. Source: Frictionless Table Schema 1."""


def write_lines(page: BundleView, _site: Site, texts: Texts) -> bytes:
    """Write the articles of a page as UTF-8, one a line.

    Source: JSON Lines (jsonlines.org).
    """
    rows = (article_row(record, address, texts.markdown) for address, record in page.rows)
    return msgspec.json.Encoder().encode_lines(rows)


def article_row(record: Record, address: str, read: ReadBody) -> dict[str, Any]:
    """Make the row of an article, without empty fields; `read` reads the Markdown of its text."""
    is_gone = record.status == "withdrawn"
    fields = {
        "address": address,
        "title": record.title,
        "dek": "" if is_gone else record.dek,
        "date": record.date.iso if record.date else "",
        "provisional": record.provisional,
        "updated": record.updated.iso if record.updated else "",
        "status": record.status,
        "language": record.language,
        "topics": record.topics,
        "people": record.people,
        "places": record.places,
        "organizations": record.organizations,
        "authors": record.authors,
        "source": record.source,
        "canonical": record.canonical,
        "corrections": [{"date": one.date.iso, "text": one.text} for one in sorted(record.corrections)],
        "inferred": list(record.inferred),
        "seed": record.seed.sha256 if record.seed else "",
        "words": record.words,
        "text": "" if is_gone else read(record.body),
    }
    return {key: value for key, value in fields.items() if value}
