"""WordPress: the file that Tools → Export makes (WXR 1.0 to 1.2)."""

from __future__ import annotations

import datetime
import hashlib
import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from newsgen.errors import Problem
from newsgen.loader.items import Value, add_sound, make_item, restore_front_matter
from newsgen.loader.xml import read_elements
from newsgen.model import Markup, ParsedArticle

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_EXCERPT = re.compile(r"\{.*excerpt.*\}encoded")
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_HIDDEN = ("draft", "pending", "private", "future", "auto-draft")
_TECHNICAL = frozenset(
    "revision nav_menu_item custom_css customize_changeset oembed_cache user_request wp_block wp_template wp_template_part"
    " wp_global_styles wp_navigation wp_font_family wp_font_face feedback acf-field acf-field-group elementor_library"
    " wpcf7_contact_form".split()
)
"""Types of items that no reader sees as a page."""
_BLOCK = re.compile(r"<!--\s*wp:[^>]*?-->|<!--\s*/wp:[^>]*?-->\n?")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_BLOCK_TAG = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|tr|td|th|thead|tbody|blockquote|figure|figcaption|pre|hr|section"
    r"|article|aside|header|footer|address|details|summary|form|iframe|video|audio|script|style|!--)\b",
    re.IGNORECASE,
)


def is_wxr(_path: Path, head: bytes) -> bool:
    """True for WXR, by its namespace."""
    return b"wordpress.org/export/" in head


def read_wxr(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each post; pages, attachments, menus and what was deleted are no articles."""
    authors: dict[str, str] = {}
    pictures: dict[str, str] = {}
    others: Counter[str] = Counter()
    for line, element in read_elements(file, path, ("author", "item")):
        kind = _text(element, "post_type")
        if element.tag.endswith("}author"):
            authors[_text(element, "author_login")] = _text(element, "author_display_name")
        elif kind == "attachment":
            pictures[_text(element, "post_id")] = _text(element, "attachment_url")
        elif _text(element, "status") in ("trash", "inherit"):
            continue
        elif kind == "post":
            yield _read_post(file, line, element, authors, pictures)
        elif kind not in _TECHNICAL and (element.findtext(_CONTENT) or "").strip():
            others[kind or "item"] += 1
    for kind, count in others.items():
        found = f"{count} {kind}{'' if count == 1 else 's'} left out, because only posts are articles"
        yield Problem(file, 0, 0, found, "write what you need into pages/ or articles/", "left-out")


def _read_post(
    file: str, line: int, element: Element, authors: dict[str, str], pictures: dict[str, str]
) -> ParsedArticle | Problem:
    link = element.findtext("link") or ""
    encoded = element.findtext(_CONTENT) or ""
    login = element.findtext(_CREATOR) or ""
    terms = [(term.get("domain"), (term.text or "").strip()) for term in element.findall("category")]
    topics = [
        name for kind, name in terms if kind in ("category", "post_tag", None) and name != "Uncategorized"
    ]
    writers = [name for kind, name in terms if kind == "author"] or [login]
    status = _text(element, "status")
    rows = element.findall("{*}postmeta")
    meta = {_text(row, "meta_key"): _text(row, "meta_value") for row in rows}
    fields: dict[str, Value] = {
        "title": (element.findtext("title") or "").strip(),
        "dek": next((part.text or "" for part in element if _EXCERPT.fullmatch(part.tag)), "").strip(),
        "date": _find_date(element),
        "slug": posixpath.basename(_text(element, "post_name")).removesuffix(".html"),
        "topics": list(filter(None, dict.fromkeys(topics))),
        "authors": list(dict.fromkeys(authors.get(name) or name for name in writers if name)),
        "image": pictures.get(meta.get("_thumbnail_id", ""), ""),
        "status": "draft" if status in _HIDDEN or _text(element, "post_password") else "",
        "redirect_from": _find_old_address(link),
    }
    content = {**fields, "content": encoded, "image": meta.get("_thumbnail_id", "")}
    text = add_sound(add_paragraphs(encoded), meta.get("enclosure", "").partition("\n")[0].strip())
    own = (element.findtext("guid") or "").strip() or _text(element, "post_id")
    markup: Markup = "html"
    if (facts := _read_own_facts(meta)) is not None:
        row = _join_facts(fields, facts, element)
        is_same = hashlib.sha256(encoded.encode()).hexdigest() == facts.get("html")
        text, markup = (str(facts.get("text") or ""), "markdown") if is_same else (text, "html")
        fields, content = restore_front_matter(file, row), content | {"newsgen": facts}
    return make_item(file, own, fields, text, line=line, markup=markup, content=content)


def _read_own_facts(meta: dict[str, str]) -> dict[str, Any] | None:
    """Read what `newsgen export wxr` wrote besides the fields of WordPress; None in a post of another origin."""
    with suppress(ValueError):
        facts = json.loads(meta.get("_newsgen", ""))
        return facts if isinstance(facts, dict) else None
    return None


def _join_facts(fields: dict[str, Value], facts: dict[str, Any], element: Element) -> dict[str, Any]:
    """Join the fields of WordPress with the others; a date, or status, that was changed in WordPress is taken."""
    stated = {key: value for key, value in fields.items() if value and key not in ("redirect_from", "slug")}
    if _text(element, "post_date") == facts.get("post_date"):
        stated.pop("date", None)
    else:
        inferred = [name for name in facts.get("inferred", ()) if name != "date"]
        facts = facts | {"date": "", "inferred": inferred}
    was_hidden = facts.get("status") != "published"
    if was_hidden == (_text(element, "status") in _HIDDEN) or _text(element, "status") == "future":
        stated.pop("status", None)
    else:
        facts = facts | {"status": "draft" if was_hidden is False else "published"}
    if "image" in facts:
        stated.pop("image", None)
    return facts | stated


def _text(element: Element, name: str) -> str:
    """Return the text of a child in WordPress's namespace, whose version differs."""
    return (element.findtext(f"{{*}}{name}") or "").strip()


def _find_date(element: Element) -> str:
    """Return the local time of a post with its offset from UTC, which is the difference of its two dates; '' if unknown."""
    local, utc = _text(element, "post_date"), _text(element, "post_date_gmt")
    try:
        here = datetime.datetime.fromisoformat(local)
    except ValueError:
        return ""
    with suppress(ValueError):
        offset = here - datetime.datetime.fromisoformat(utc)
        if abs(offset) <= datetime.timedelta(hours=15):
            here = here.replace(tzinfo=datetime.timezone(offset))
    return here.isoformat()


def _find_old_address(link: str) -> list[str]:
    """Return the path of a post's link; [] for links with a query, which no static site can answer."""
    parts = urlsplit(link)
    path = parts.path.strip("/")
    if not path or parts.query:
        return []
    return [path if "." in posixpath.basename(path) else f"{path}/index.html"]


def add_paragraphs(text: str) -> str:
    """Make HTML of a post's text as WordPress shows it: blank lines part paragraphs, other line ends are breaks.

    Texts of the block editor have their paragraphs already; the comments that mark blocks are dropped.

    Source: developer.wordpress.org/reference/functions/wpautop.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<!-- wp:" in text:
        return _BLOCK.sub("", text)
    return "\n".join(
        part if _BLOCK_TAG.match(part) else f"<p>{part.replace(chr(10), '<br>' + chr(10))}</p>"
        for part in _BLANK_LINES.split(text.strip())
    )
