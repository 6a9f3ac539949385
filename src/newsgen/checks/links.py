"""Check links: inside the site, to other sites, and to other hosts that a browser would load files from."""

from __future__ import annotations

import html
import http.client
import posixpath
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import newsgen
from newsgen.checks.model import CheckedArchive
from newsgen.errors import Problem
from newsgen.files import Location, find_words_in_file
from newsgen.record.store import scan_files

_LINK = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:href|src)=(?:"([^"<>]*)"|'([^'<>]*)')""")
_ANCHOR = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:id|name)=(?:"([^"<>]*)"|'([^'<>]*)')""")


def check_links(checked: CheckedArchive) -> Iterator[Problem]:
    """Find links to files and anchors that the site does not have.

    A link in an article's text is reported at its line in the record, other links at the page.
    """
    records = {address: path for path, address in checked.archive.addresses.items()}
    anchors: dict[str, set[str]] = {}
    for page in sorted(path for path in checked.files if path.endswith(".html")):
        data = checked.read_file(page)
        if data is None:
            message = "the site's list names this file, but it is gone"
            yield Problem(page, 0, 0, message, "build again", "no-file")
            continue
        if page == "404.html":  # its links are absolute because it is shown at any depth
            continue
        for link in _find_values(_LINK, data):
            if fault := _find_fault(checked, link, page, anchors):
                place = page, 0, 0
                remedy = "correct the link in the template or the text that makes this page"
                if (path := records.get(page)) and (found := find_words_in_file(checked.root, path, link))[1]:
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


def _find_fault(checked: CheckedArchive, link: str, page: str, anchors: dict[str, set[str]]) -> str:
    """Describe the mistake of a link; '' if it is right or leads out of the site. `anchors` caches the anchors by page."""
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
    if target not in checked.files and target != "build.json":
        return f'link "{link}" points to {target}, which is not in the site'
    if parts.fragment and target.endswith(".html"):
        if target not in anchors:
            anchors[target] = set(_find_values(_ANCHOR, checked.read_file(target) or b""))
        if unquote(parts.fragment) not in anchors[target]:
            return f'link "{link}" names an anchor that {target} does not have'
    return ""


_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")
_GONE = {404, 410}
_TAIL = ".,;:!?*_"
_AGENT = f"newsgen/{newsgen.__version__} (checks links)"
_HOSTS = 4
"""Number of hosts that are requested at a time."""
_MOST = 10_000
"""Most links to check."""


def check_external_links(
    checked: CheckedArchive, pause: float = 1.0, timeout: float = 15.0
) -> Iterator[Problem]:
    """Find links in texts and front matter to pages of other sites that are gone or do not answer.

    `pause` is the time between two requests to one host, `timeout` how long it may take to answer, in seconds.
    """
    places = find_external_links(checked)
    by_host: dict[str, list[str]] = {}
    for url in sorted(places)[:_MOST]:
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    with ThreadPoolExecutor(_HOSTS) as pool:
        for answers in pool.map(lambda urls: _request_pages(urls, pause, timeout), by_host.values()):
            for url, (code, what) in answers.items():
                dead = code == "dead-link"
                remedy = "link to an archived copy, or take the link out" if dead else "look by hand"
                yield Problem(*places[url], f"{url} {what}", remedy, code)


def find_external_links(checked: CheckedArchive) -> dict[str, Location]:
    """Find every URL in the shown texts, without its anchor, and its first place."""
    found: dict[str, Location] = {}
    for text in checked.texts:
        data = (checked.root / text.path).read_text(encoding="utf-8", errors="replace")
        for written in dict.fromkeys(_URL.findall(data) if "://" in data else ()):
            url = urldefrag(_trim(written)).url
            if url not in found and urlsplit(url).hostname:
                found[url] = find_words_in_file(checked.root, text.path, url)
    return found


def _trim(url: str) -> str:
    """Remove punctuation that ends a sentence or a Markdown link from a URL."""
    url = url.rstrip(_TAIL)
    while url and url[-1] in ")]" and url.count(url[-1]) > url.count("(["[")]".index(url[-1])]):
        url = url[:-1].rstrip(_TAIL)
    return url


def _request_pages(urls: Sequence[str], pause: float, timeout: float) -> dict[str, tuple[str, str]]:
    """Request pages of one host one after the other; return code and message of those that fail."""
    found = {}
    for number, url in enumerate(urls):
        if number:
            time.sleep(pause)
        if answer := _request_page(url, pause, timeout):
            found[url] = answer
    return found


def _request_page(url: str, pause: float, timeout: float) -> tuple[str, str] | None:
    """Request a page by HEAD, then by GET if that fails; return None if it exists."""
    try:
        status = _request(url, "HEAD", timeout)
        if status >= 400 and status != 429:
            time.sleep(pause)
            status = _request(url, "GET", timeout)
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        return "unsure-link", f"does not answer: {reason}"
    if status in _GONE:
        return "dead-link", f"is gone ({status})"
    return ("unsure-link", f"answers with {status}") if status >= 400 else None


def _request(url: str, method: str, timeout: float) -> int:
    """Send a request, follow up to ten redirects, and return the status."""
    request = urllib.request.Request(url, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


_FILES = (".css", ".html", ".svg", ".xml")
_ADDRESS = r"""["']?\s*((?:https?:)?//[^\s"'<>)]+)"""
_LOADED = re.compile(
    rf"""(?:url\(|@import)\s*{_ADDRESS}"""
    rf"""|<(?!(?:a|link|area|form|base)\b)[a-z][^<>]*?\s(?:src|srcset|data|poster|(?:xlink:)?href)={_ADDRESS}"""
    r"""|<link\b(?=[^<>]*\srel=["']?[^"'<>]*(?:stylesheet|icon|preload|prefetch|preconnect|manifest))"""
    rf"""[^<>]*?\shref={_ADDRESS}""",
    re.IGNORECASE,
)
"""Something that a browser loads by itself; links for readers and statements for machines are none."""


def check_foreign_hosts(checked: CheckedArchive) -> Iterator[Problem]:
    """Find style sheets, fonts, scripts and pictures on other hosts: each reader's browser would ask these hosts."""
    project = checked.opened.project
    for folder in (project.settings.paths.templates, project.settings.paths.static):
        for path, _ in sorted(scan_files(project.root, folder)):
            if path.lower().endswith(_FILES):
                yield from _find_loaded(project.root, path)


def _find_loaded(root: Path, path: str) -> Iterator[Problem]:
    text = (root / path).read_text(encoding="utf-8", errors="replace")
    for found in _LOADED.finditer(text):
        start, url = found.start(found.lastindex or 0), found[found.lastindex or 0]
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        message = f"this loads {url}: each reader's browser asks that host"
        remedy = "put the file into static/ and name it there"
        yield Problem(path, line, column, message, remedy, "foreign-host")
