"""What news agencies send: ninjs 1 to 3, NewsML-G2 and NITF."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from newsgen.errors import Problem
from newsgen.loader.formats.feeds import check_json_object, parse_json_at_line, write_html
from newsgen.loader.items import Value, choose_markdown_or_html, make_item, restore_front_matter
from newsgen.loader.press_documents import split_byline_into_names
from newsgen.loader.xml import local_name, read_elements
from newsgen.model import Markup, ParsedArticle

_KINDS = {
    "people": ("person", "persons", "people"),
    "organizations": ("organisation", "organisations"),
    "places": ("place", "places"),
    "topics": ("subject", "subjects"),
}
"""Field of a record and properties of ninjs, of which versions have others."""
_STATUSES = {"usable": "published", "withheld": "draft", "canceled": "withdrawn"}
_LISTS = ("redirect_from", "inferred")


def is_ninjs(_path: Path, head: bytes) -> bool:
    """True for a JSON object, or a list of them, with a `uri` and another property of ninjs near its start."""
    found = head.lstrip().removeprefix(b"[").lstrip().startswith(b"{") and b'"uri"' in head
    return found and any(name in head for name in (b'"version', b'"headline', b'"body', b'"pubstatus"'))


def is_newsml(_path: Path, head: bytes) -> bool:
    """True for NewsML-G2 and NITF, by their namespace or root."""
    return b"iptc.org/std/nar/" in head or b"<nitf" in head


def read_ninjs(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield the item of a ninjs object, or those of a list; one without a text, such as a picture's, is refused."""
    for line, item in _read_objects(file, path):
        found = _lower_keys(item)
        others = _list_values(found, "altids")
        ids = [(one.get("role"), one.get("value")) for one in others if isinstance(one, dict)]
        if any(role == "address" for role, _ in ids):
            yield _restore_item(file, line, found, ids)
        else:
            yield _read_item(file, line, found)


def _read_objects(file: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file with their lines; a list with an object on each line is read line by line."""
    with path.open("rb") as lines:
        if lines.readline().strip() == b"[" and _is_object(lines.readline()):
            lines.seek(0)
            for number, line in enumerate(lines, 1):
                text = line.strip().removesuffix(b",")
                if text not in (b"", b"[", b"]"):
                    yield number, check_json_object(file, parse_json_at_line(file, text, number), number)
            return
        lines.seek(0)
        found = parse_json_at_line(file, lines.read())
    for value in found if isinstance(found, list) else [found]:
        yield 0, check_json_object(file, value)


def _is_object(line: bytes) -> bool:
    """True for a line with a JSON object, perhaps in a list."""
    with suppress(ValueError):
        return isinstance(json.loads(line.strip().removesuffix(b",")), dict)
    return False


def _lower_keys(value: Any) -> Any:
    """Write keys in lower case, as all versions before 3.0 have them."""
    if isinstance(value, dict):
        return {key.lower(): _lower_keys(inner) for key, inner in value.items()}
    return [_lower_keys(inner) for inner in value] if isinstance(value, list) else value


def _read_item(file: str, line: int, found: dict[str, Any]) -> ParsedArticle | Problem:
    bodies = _list_values(found, "bodies")
    html = found.get("body_html") or found.get("body_xhtml") or _value_of(bodies, "html")
    plain = found.get("body_text") or _value_of(bodies, "text") or _value_of(bodies, "")
    if not html and not plain:
        message = "this item has no text"
        return Problem(file, line, 0, message, "only items with a body are articles", "no-text")
    stated = found.get("firstcreated") or found.get("versioncreated") or found.get("contentcreated")
    author = found.get("byline") or found.get("by")
    summary = _value_of(_list_values(found, "descriptions"), "summary")
    fields: dict[str, Value] = {
        "title": _read_headline(found),
        "date": stated or "",
        "dek": found.get("description_text") or summary,
        "authors": [author] if isinstance(author, str) and author else [],
        "language": found.get("language") or "",
        "status": _STATUSES.get(str(found.get("pubstatus", "usable")), "withdrawn"),
        **_read_names(found),
    }
    own = str(found.get("uri") or "")
    markup: Markup = "html" if html else "plain"
    return make_item(file, own, fields, str(html or plain), line=line, markup=markup)


def _restore_item(
    file: str, line: int, found: dict[str, Any], ids: list[tuple[Any, Any]]
) -> ParsedArticle | Problem:
    """Make the item of an article that newsgen exported."""
    bodies, descriptions = _list_values(found, "bodies"), _list_values(found, "descriptions")
    text, markup = choose_markdown_or_html(_value_of(bodies, "html"), _value_of(bodies, "markdown"))
    sources = [one["name"] for one in _list_values(found, "infosources")]
    facts = {role: value for role, value in ids if role not in ("author", *_LISTS)}
    row = {
        **_read_names(found),
        **facts,
        **{name: [value for role, value in ids if role == name] for name in _LISTS},
        "title": _read_headline(found),
        "dek": _value_of(descriptions, "summary"),
        "status": _STATUSES.get(str(found.get("pubstatus")), "draft"),
        "provisional": str(found.get("ednote", "")).startswith("The date is a guess"),
        "authors": [value for role, value in ids if role == "author"],
        "source": {"name": sources[0], "url": facts.get("source", "")} if sources else "",
        "corrections": [
            dict(zip(("date", "text"), str(one.get("value")).split(": ", 1), strict=False))
            for one in descriptions
            if one.get("role") == "correction"
        ],
    }
    own, fields = str(facts["address"]), restore_front_matter(file, row)
    return make_item(file, own, fields, text, line=line, markup=markup, content=row | {"text": text})


def _read_headline(found: dict[str, Any]) -> str:
    headlines = _list_values(found, "headlines")
    return str(found.get("headline") or _value_of(headlines, "") or found.get("title") or "")


def _read_names(found: dict[str, Any]) -> dict[str, list[str]]:
    """Read the names of people, places, organizations and topics."""
    return {
        field: [
            item["name"]
            for name in names
            for item in _list_values(found, name)
            if isinstance(item, dict) and isinstance(item.get("name"), str)
        ]
        for field, names in _KINDS.items()
    }


def _list_values(found: Any, name: str) -> list[Any]:
    value = found.get(name)
    return value if isinstance(value, list) else []


def _value_of(values: list[Any], kind: str) -> str:
    """Find the value of the first entry whose role or content type names a kind."""
    for value in values:
        if isinstance(value, dict) and kind in f"{value.get('role', '')} {value.get('contenttype', '')}":
            return str(value.get("value") or "")
    return ""


def read_newsml(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each news item with a text."""
    for line, element in read_elements(file, path, ("newsItem", "nitf")):
        text = _find(element, "body.content") or _find(element, "body") or _find(element, "inlineXML")
        if text is None:
            message = f"{element.get('guid', '')}: this item has no text"
            yield Problem(file, line, 0, message, "only items with a body are articles", "no-text")
            continue
        headline = _find(element, "hl1")
        people = [part for part in element.iter() if local_name(part.tag) in ("by", "byline")]
        stated = _find(element, "story.date") or _find(element, "date.issue")
        fields: dict[str, Value] = {
            "title": _text_of(headline)
            or _text_of(_find(element, "headline"))
            or _text_of(_find(element, "title")),
            "date": _format_date(stated.get("norm", ""))
            if stated is not None
            else _text_of(_find(element, "contentCreated")) or _text_of(_find(element, "versionCreated")),
            "authors": split_byline_into_names(_text_of(people[0]) if people else ""),
            "language": element.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        }
        html = write_html(text)
        number = _find(element, "doc-id")
        own = element.get("guid", "") or (number.get("id-string", "") if number is not None else "")
        yield make_item(file, own, fields, html, line=line, markup="html")


def _find(element: Element, name: str) -> Element | None:
    return element.find(f".//{{*}}{name}")


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
