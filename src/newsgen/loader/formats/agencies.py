"""What news agencies send: ninjs 1 to 3, NewsML-G2 and NITF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from newsgen.errors import Problem
from newsgen.loader.formats.feeds import load_json, write_html
from newsgen.loader.items import Value, make_item
from newsgen.loader.xml import local_name, read_elements
from newsgen.model import Draft

_KINDS = {"person": "people", "organisation": "organizations", "place": "places", "subject": "topics"}
"""Property of ninjs and field of a record."""


def is_ninjs(_path: Path, head: bytes) -> bool:
    """True for a JSON object with a `uri` and another property of ninjs near its start."""
    found = head.lstrip().startswith(b"{") and b'"uri"' in head
    return found and any(name in head for name in (b'"version', b'"headline', b'"body', b'"pubstatus"'))


def is_newsml(_path: Path, head: bytes) -> bool:
    """True for NewsML-G2 and NITF, by their namespace or root."""
    return b"iptc.org/std/nar/" in head or b"<nitf" in head


def read_ninjs(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield the item of a ninjs object; one without a text, such as a picture's, is refused.

    Raises:
        ContentError: it is no JSON object.
    """
    found: Any = load_json(file, path)
    bodies = _list_values(found, "bodies")
    html = found.get("body_html") or found.get("body_xhtml") or _value_of(bodies, "html")
    plain = found.get("body_text") or _value_of(bodies, "text") or _value_of(bodies, "")
    headline = found.get("headline") or _value_of(_list_values(found, "headlines"), "") or found.get("title")
    if not html and not plain:
        yield Problem(file, 0, 0, "this item holds no text", "only items with a body are articles", "no-text")
        return
    fields: dict[str, Value] = {
        "title": headline or "",
        "date": found.get("firstcreated") or found.get("versioncreated") or found.get("contentcreated") or "",
        "dek": found.get("description_text") or "",
        "authors": [found["byline"]] if isinstance(found.get("byline"), str) and found["byline"] else [],
        "language": found.get("language") or "",
        "status": "" if found.get("pubstatus", "usable") == "usable" else "withdrawn",
    }
    for name, field in _KINDS.items():
        items = _list_values(found, name) or _list_values(found, f"{name}s")
        fields[field] = [
            item["name"] for item in items if isinstance(item, dict) and isinstance(item.get("name"), str)
        ]
    own = str(found.get("uri") or "")
    yield make_item(file, own, fields, str(html or plain), markup="html" if html else "plain")


def _list_values(found: Any, name: str) -> list[Any]:
    value = found.get(name)
    return value if isinstance(value, list) else []


def _value_of(values: list[Any], kind: str) -> str:
    """Find the value of the first entry whose role or content type names a kind."""
    for value in values:
        if isinstance(value, dict) and kind in f"{value.get('role', '')} {value.get('contenttype', '')}":
            return str(value.get("value") or "")
    return ""


def read_newsml(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield an item for each news item with a text.

    Raises:
        ContentError: the XML is broken; items before that place are there.
    """
    for line, element in read_elements(file, path, ("newsItem", "nitf")):
        text = _find(element, "body.content") or _find(element, "body") or _find(element, "inlineXML")
        if text is None:
            own = element.get("guid", "")
            yield Problem(
                file,
                line,
                0,
                f"{own}: this item holds no text",
                "only items with a body are articles",
                "no-text",
            )
            continue
        headline = _find(element, "hl1")
        people = [part for part in element.iter() if local_name(part.tag) in ("by", "byline")]
        stated = _find(element, "story.date") or _find(element, "date.issue")
        fields: dict[str, Value] = {
            "title": _text_of(headline) or _first_text(element, "headline") or _first_text(element, "title"),
            "date": _format_date(stated.get("norm", ""))
            if stated is not None
            else _first_text(element, "contentCreated") or _first_text(element, "versionCreated"),
            "authors": [name for name in map(_text_of, people[:1]) if name],
            "language": element.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        }
        html = write_html(text)
        number = _find(element, "doc-id")
        own = element.get("guid", "") or (number.get("id-string", "") if number is not None else "")
        yield make_item(file, own, fields, html, line=line, markup="html")


def _find(element: Element, name: str) -> Element | None:
    return next((part for part in element.iter() if local_name(part.tag) == name), None)


def _first_text(element: Element, name: str) -> str:
    found = _find(element, name)
    return _text_of(found)


def _text_of(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _format_date(norm: str) -> str:
    """Write a date of NITF, '20080402T103000Z', as ISO 8601 with hyphens."""
    day, _, time = norm.partition("T")
    if len(day) == 8 and day.isdecimal():
        norm = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        if len(time) >= 6 and time[:6].isdecimal():
            norm += f"T{time[:2]}:{time[2:4]}:{time[4:6]}{time[6:]}"
    return norm
