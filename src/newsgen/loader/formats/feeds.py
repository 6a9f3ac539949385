"""Feeds with whole texts: RSS 0.9 to 2.0, RDF, Atom and JSON Feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, tostring

from newsgen.errors import ContentError, Problem
from newsgen.loader.items import Value, add_sound, choose_dek, make_item, read_mail_date
from newsgen.loader.xml import find_root, find_text, local_name, read_elements
from newsgen.model import Markup, ParsedArticle

_ROOTS = ("rss", "rdf", "feed", "channel")
_SOUNDS = ("audio/", "video/")
_ATOM = "http://www.w3.org/2005/Atom"


def is_feed(_path: Path, head: bytes) -> bool:
    """True for XML with the root of a feed, or of an entry of Atom."""
    root = find_root(head)
    return root in _ROOTS or (root == "entry" and _ATOM.encode() in head)


def is_json_feed(_path: Path, head: bytes) -> bool:
    """True for JSON Feed. Source: jsonfeed.org/version/1.1."""
    return head.lstrip().startswith(b"{") and b"jsonfeed.org/version/" in head


def read_feed(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each entry."""
    for line, element in read_elements(file, path, ("item", "entry")):
        if local_name(element.tag) == "item":
            yield _read_item(file, line, element)
        else:
            yield _read_entry(file, line, element)


def _read_item(file: str, line: int, element: Element) -> ParsedArticle | Problem:
    author = find_text(element, "creator") or _find_name(find_text(element, "author"))
    fields: dict[str, Value] = {
        "title": find_text(element, "title"),
        "date": read_mail_date(find_text(element, "pubDate") or find_text(element, "date")),
        "authors": [author] if author else [],
        "topics": _find_texts(element, "category") or _find_texts(element, "subject"),
        "canonical": _find_web_address(find_text(element, "link")),
    }
    summary = find_text(element, "description") or find_text(element, "summary")
    content = find_text(element, "encoded")
    fields["dek"] = choose_dek(summary, content) if content else ""
    text = add_sound(content or summary, _find_sound(element.findall("{*}enclosure"), "url"))
    own = find_text(element, "guid") or find_text(element, "link")
    return make_item(file, own, fields, text, line=line, markup="html")


def _read_entry(file: str, line: int, element: Element) -> ParsedArticle | Problem:
    title, _ = _read_text(element.find("{*}title"))
    text, is_html = _read_text(element.find("{*}content"))
    dek, is_dek_html = _read_text(element.find("{*}summary"))
    if not text.strip():
        text, is_html, dek = dek, is_dek_html, ""
    dates = (find_text(element, name) for name in ("published", "issued", "updated", "modified"))
    links = element.findall("{*}link")
    addresses = (part.get("href", "") for part in links if part.get("rel", "alternate") == "alternate")
    fields: dict[str, Value] = {
        "title": " ".join(title.split()),
        "dek": choose_dek(dek, text) if dek else "",
        "date": next(filter(None, dates), ""),
        "authors": [find_text(part, "name") for part in element.findall("{*}author")],
        "topics": [part.get("term", "") for part in element.findall("{*}category")],
        "canonical": _find_web_address(next(addresses, "")),
    }
    if sound := _find_sound([part for part in links if part.get("rel") == "enclosure"], "href"):
        text, is_html = add_sound(text if is_html else escape(text, quote=False), sound), True
    markup: Markup = "html" if is_html else "plain"
    return make_item(file, find_text(element, "id"), fields, text, line=line, markup=markup)


def _find_sound(parts: list[Element], name: str) -> str:
    """Find the address of the first sound or film, in an attribute."""
    return next((part.get(name, "") for part in parts if part.get("type", "").startswith(_SOUNDS)), "")


def _find_texts(element: Element, name: str) -> list[str]:
    return [part.text.strip() for part in element.findall(f"{{*}}{name}") if part.text]


def _read_text(element: Element | None) -> tuple[str, bool]:
    """Read a text of Atom; also return whether it is HTML. Source: RFC 4287 §3.1 and §4.1.3."""
    if element is None:
        return "", False
    if len(element):
        return write_html(element), True
    return element.text or "", "html" in element.get("type", "")


def write_html(element: Element) -> str:
    """Write the content of an element as HTML, without namespaces."""
    for part in element.iter():
        part.tag = local_name(part.tag)
    return (element.text or "") + "".join(tostring(part, "unicode") for part in element)


def _find_name(author: str) -> str:
    """Return the name in 'mail@x.example (Name)', as RSS writes authors."""
    return author.partition("(")[2].rstrip(")") or ("" if "@" in author else author)


def _find_web_address(link: str) -> str:
    return link if link.startswith(("http://", "https://")) else ""


def read_json_feed(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each item of a JSON Feed."""
    for item in load_json(file, path).get("items") or ():
        if not isinstance(item, dict):
            continue
        people = item.get("authors") or [item.get("author")]
        html, plain, tags = item.get("content_html"), item.get("content_text"), item.get("tags") or ()
        summary = item.get("summary") or ""
        fields: dict[str, Value] = {
            "title": item.get("title") or "",
            "dek": summary if html or plain else "",
            "date": item.get("date_published") or "",
            "updated": item.get("date_modified") or "",
            "authors": [
                person["name"] for person in people if isinstance(person, dict) and person.get("name")
            ],
            "topics": list(map(str, tags)) if isinstance(tags, list) else [],
            "canonical": _find_web_address(str(item.get("url") or "")),
            "language": item.get("language") or "",
        }
        text = str(html or plain or summary)
        for part in item.get("attachments") or ():
            if isinstance(part, dict) and str(part.get("mime_type")).startswith(_SOUNDS):
                text = text if html else escape(text, quote=False)
                text, html = add_sound(text, str(part.get("url") or "")), True
        own = str(item.get("id") or item.get("url") or "")
        yield make_item(file, own, fields, text, markup="html" if html else "plain")


def load_json(file: str, path: Path) -> dict[str, Any]:
    """Read a JSON object; refuse other files with ContentError."""
    with path.open("rb") as data:
        return check_json_object(file, parse_json_at_line(file, data.read()))


def parse_json_at_line(file: str, data: bytes, line: int = 0) -> Any:
    """Parse JSON at a line of a file, 0 for the whole file; it raises ContentError."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        message = f"the JSON is broken: {error}"
        raise ContentError(Problem(file, line, 0, message, "export it again", "bad-json")) from error


def check_json_object(file: str, value: Any, line: int = 0) -> dict[str, Any]:
    """Return a JSON object; refuse other values with ContentError."""
    if not isinstance(value, dict):
        raise ContentError(Problem(file, line, 0, "this is no JSON object", "write {…}", "bad-json"))
    return value
