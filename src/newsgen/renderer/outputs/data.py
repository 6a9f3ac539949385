"""Values as JSON that is safe in a page, and articles as JSON Lines."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import msgspec
from markupsafe import Markup

from newsgen.model import Record
from newsgen.renderer.site import Site
from newsgen.renderer.texts import BodyRenderer, ReadBody
from newsgen.renderer.views import DataFileView

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
"""Name, type and meaning of each field; empty fields are left out. Source: Frictionless Table Schema 1."""


def write_json_lines(page: DataFileView, _site: Site, texts: BodyRenderer) -> bytes:
    """Write articles as UTF-8, one on each line.

    Source: JSON Lines (jsonlines.org).
    """
    rows = (make_article_row(record, address, texts.write_markdown) for address, record in page.rows)
    return msgspec.json.Encoder().encode_lines(rows)


def make_article_row(record: Record, address: str, read: ReadBody) -> dict[str, Any]:
    """Make the row of an article without empty fields; `read` reads its Markdown."""
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


_ESCAPES = {
    b"<": rb"\u003c",
    b">": rb"\u003e",
    b"&": rb"\u0026",
    "\u2028".encode(): rb"\u2028",
    "\u2029".encode(): rb"\u2029",
}


def encode_json_for_html(value: Any) -> Markup:
    r"""Encode as JSON without '<', '>' and '&': in a script element neither `</script>` nor `<!--` can arise.

    JSON has these characters only in strings, where '\u003c' means the same.

    Source: RFC 8259 §7; HTML §4.12.1.3 (restrictions for contents of script elements).
    """
    return Markup(encode_json_bytes(value).decode())  # safe: see above


def encode_json_bytes(value: Any) -> bytes:
    """Encode like `encode_json_for_html`, as UTF-8."""
    data = msgspec.json.encode(value)
    for mark, escape in _ESCAPES.items():
        data = data.replace(mark, escape)
    return data


def encode_template_value(value: Any) -> Markup:
    """Encode a value of a template; parts of views become objects with their field names."""
    return encode_json_for_html(_to_objects(value))


def _to_objects(value: Any) -> Any:
    if isinstance(value, msgspec.Struct) and value.__struct_config__.array_like:
        return {name: _to_objects(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {key: _to_objects(part) for key, part in value.items()}
    return [_to_objects(part) for part in value] if isinstance(value, list | tuple) else value


def hash_script(text: str) -> str:
    """Hash the text of a script element for a content security policy: 'sha256-…'.

    Source: Content Security Policy Level 3 §2.3.1 (hash-source).
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
