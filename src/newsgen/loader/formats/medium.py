"""Posts of Medium, as its export has them: HTML files, in a zip file or unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from newsgen.errors import Problem
from newsgen.loader.items import Value, make_item
from newsgen.loader.text import strip_tags
from newsgen.model import Draft

SUFFIXES = (".html", ".htm")
_PRIVATE = (b'font-family: Georgia, Cambria, "Times New Roman", Times, serif;', b'<section class="h-card">')
"""The style sheet of all pages of the export, and the mark of the writer's profile."""
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_SUBTITLE = re.compile(r'<section[^>]*data-field="subtitle"[^>]*>(.*?)</section>', re.DOTALL)
_BODY = re.compile(r'<section[^>]*data-field="body"[^>]*>(.*)</section>\s*<footer', re.DOTALL)
_FIRST_RULE = re.compile(r'^(?:\s|<(?:section|div)\b[^<>]*>)*<hr\b[^<>]*class="section-divider"[^<>]*>')
_TIME = re.compile(r'<time[^>]*datetime="([^"]+)"')
_CANONICAL = re.compile(r'<a[^>]*href="([^"]+)"[^>]*class="p-canonical"')
_AUTHOR = re.compile(r'<a[^>]*class="p-author h-card"[^>]*>(.*?)</a>', re.DOTALL)


def is_post(_path: Path, head: bytes) -> bool:
    """True for a post."""
    return b'class="h-entry"' in head and b'class="p-name"' in head


def is_page(path: Path, head: bytes) -> bool:
    """True for an HTML file of the export, also for those with sessions, bookmarks and so on."""
    return is_post(path, head) or any(mark in head for mark in _PRIVATE)


def read_page(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield the item of an HTML file of the export; what is no post is refused, because it is private."""
    data = path.read_bytes()
    if is_post(path, data):
        yield make_post(file, path.stem, data)
    else:
        yield Problem(file, 0, 0, "this page of Medium's export is not a post", "delete it", "no-text")


def make_post(file: str, stem: str, data: bytes) -> Draft | Problem:
    """Make the item of a post, identified by the end of its file's name; drafts stay drafts.

    Args:
        file: path for messages.
        stem: its file's name, e.g. '2018-08-11_Ferries-run-late-1a2b3c4d5e'.
        data: HTML.
    """
    page = data.decode("utf-8", "replace")
    body, time = _BODY.search(page), _TIME.search(page)
    canonical, author = _CANONICAL.search(page), _AUTHOR.search(page)
    title, subtitle = _TITLE.search(page), _SUBTITLE.search(page)
    fields: dict[str, Value] = {
        "title": strip_tags(title[1]) if title else "",
        "dek": strip_tags(subtitle[1]) if subtitle else "",
        "date": time[1] if time else "",
        "authors": [strip_tags(author[1])] if author else [],
        "canonical": canonical[1] if canonical else "",
        "status": "draft" if stem.startswith("draft_") else "",
    }
    text = _FIRST_RULE.sub("", body[1]) if body else page
    return make_item(file, stem.rpartition("-")[2], fields, text, markup="html")
