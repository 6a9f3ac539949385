"""Check links to other sites politely: few hosts at a time, one request at a time to each, HEAD before GET."""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urldefrag, urlsplit

import newsgen
from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.files import Location, find_words_in_file

_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")
_GONE = {404, 410}
_TAIL = ".,;:!?*_"
_AGENT = f"newsgen/{newsgen.__version__} (checks links)"
_HOSTS = 4
"""Number of hosts that are requested at a time."""
_MOST = 10_000
"""Most links to check."""


def check_external_links(subject: Subject, pause: float = 1.0, timeout: float = 15.0) -> Iterator[Problem]:
    """Find links in texts and front matter to pages of other sites that are gone or do not answer.

    Args:
        subject: the archive.
        pause: seconds between two requests to one host.
        timeout: seconds to wait for an answer.
    """
    places = find_external_links(subject)
    by_host: dict[str, list[str]] = {}
    for url in sorted(places)[:_MOST]:
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    with ThreadPoolExecutor(_HOSTS) as pool:
        for answers in pool.map(lambda urls: _request_pages(urls, pause, timeout), by_host.values()):
            for url, (code, what) in answers.items():
                dead = code == "dead-link"
                remedy = "link to an archived copy, or take the link out" if dead else "look by hand"
                yield Problem(*places[url], f"{url} {what}", remedy, code)


def find_external_links(subject: Subject) -> dict[str, Location]:
    """Find every URL in the shown texts, without its anchor, and its first place."""
    found: dict[str, Location] = {}
    for text in subject.texts:
        data = (subject.root / text.path).read_text(encoding="utf-8", errors="replace")
        for written in dict.fromkeys(_URL.findall(data) if "://" in data else ()):
            url = urldefrag(_trim(written)).url
            if url not in found and urlsplit(url).hostname:
                found[url] = find_words_in_file(subject.root, text.path, url)
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
