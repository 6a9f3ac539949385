"""Check links and anchors inside the site."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.files import find_words_in_file

_LINK = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:href|src)=(?:"([^"<>]*)"|'([^'<>]*)')""")
_ANCHOR = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:id|name)=(?:"([^"<>]*)"|'([^'<>]*)')""")


def check_links(subject: Subject) -> Iterator[Problem]:
    """Find links to files and anchors that the site does not have.

    A link in an article's text is reported at its line in the record, other links at the page.
    """
    records = {address: path for path, address in subject.archive.addresses.items()}
    anchors: dict[str, set[str]] = {}
    for page in sorted(path for path in subject.files if path.endswith(".html")):
        data = subject.read_file(page)
        if data is None:
            message = "the site's list names this file, but it is gone"
            yield Problem(page, 0, 0, message, "build again", "no-file")
            continue
        if page == "404.html":  # its links are absolute because it is shown at any depth
            continue
        for link in _find_values(_LINK, data):
            if fault := _find_fault(subject, link, page, anchors):
                place = page, 0, 0
                remedy = "correct the link in the template or the text that makes this page"
                if (path := records.get(page)) and (found := find_words_in_file(subject.root, path, link))[1]:
                    place, remedy = found, "correct the link"
                yield Problem(*place, fault, remedy, "broken-link")


def find_linked_files(data: bytes, page: str) -> set[str]:
    """Find the paths inside the site that a page links to, without anchors."""
    parts = [urlsplit(link) for link in _find_values(_LINK, data) if _is_inside(link)]
    folder = posixpath.dirname(page)
    return {posixpath.normpath(posixpath.join(folder, unquote(part.path))) for part in parts if part.path}


def _is_inside(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def _find_values(pattern: re.Pattern[str], page: bytes) -> dict[str, None]:
    """Find the values of attributes in a page, in order and without duplicates."""
    found = pattern.findall(page.decode(errors="replace"))
    return dict.fromkeys(html.unescape(double or single) for double, single in found)


def _find_fault(subject: Subject, link: str, page: str, anchors: dict[str, set[str]]) -> str:
    """Describe the mistake of a link; '' if it is right or leads out of the site.

    Args:
        subject: the site.
        link: the link as written.
        page: path of the page.
        anchors: cache of the anchors by page.
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return f'link "{link}" is not an address'
    if parts.scheme or parts.netloc:
        return ""
    path = posixpath.join(posixpath.dirname(page), unquote(parts.path))
    target = posixpath.normpath(path) if parts.path else page
    if parts.path.startswith("/"):
        return f'link "{link}" begins with "/": it breaks under a sub-path and on disk'
    if parts.path.endswith("/") or target == ".":
        return f'link "{link}" ends in a folder: it breaks on disk'
    if target not in subject.files and target != "build.json":
        return f'link "{link}" points to {target}, which is not in the site'
    if parts.fragment and target.endswith(".html"):
        if target not in anchors:
            anchors[target] = set(_find_values(_ANCHOR, subject.read_file(target) or b""))
        if unquote(parts.fragment) not in anchors[target]:
            return f'link "{link}" names an anchor that {target} does not have'
    return ""
