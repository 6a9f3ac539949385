"""Links out of the site, asked politely: few hosts at a time, one request at a time to each, HEAD before GET."""

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
from newsgen.files import Place, find_words

_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")
_GONE = {404, 410}
_TAIL = ".,;:!?*_"
_AGENT = f"newsgen/{newsgen.__version__} (looks whether links still lead somewhere)"
_HOSTS = 4
"""Hosts that are asked at a time."""
_MOST = 10_000
"""Links that are looked up at most."""


def check_external(subject: Subject, pause: float = 1.0, timeout: float = 15.0) -> Iterator[Problem]:
    """Find links in texts and front matter to pages of other sites that are gone or do not answer.

    Args:
        subject: the archive.
        pause: seconds between two requests to one host.
        timeout: seconds after which an answer is given up.
    """
    places = find_external_links(subject)
    by_host: dict[str, list[str]] = {}
    for url in sorted(places)[:_MOST]:
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    with ThreadPoolExecutor(_HOSTS) as pool:
        for answers in pool.map(lambda urls: _ask_host(urls, pause, timeout), by_host.values()):
            for url, (code, what) in answers.items():
                dead = code == "dead-link"
                remedy = "link to an archived copy, or take the link out" if dead else "look by hand"
                yield Problem(*places[url], f"{url} {what}", remedy, code)


def find_external_links(subject: Subject) -> dict[str, Place]:
    """Find every address outside the site that shown texts name, without its anchor, and its first place."""
    found: dict[str, Place] = {}
    for text in subject.texts:
        data = (subject.root / text.path).read_text(encoding="utf-8", errors="replace")
        for written in dict.fromkeys(_URL.findall(data) if "://" in data else ()):
            url = urldefrag(_trim(written)).url
            if url not in found and urlsplit(url).hostname:
                found[url] = find_words(subject.root, text.path, url)
    return found


def _trim(url: str) -> str:
    """Leave out what ends a sentence or a Markdown link, not the address."""
    url = url.rstrip(_TAIL)
    while url and url[-1] in ")]" and url.count(url[-1]) > url.count("(["[")]".index(url[-1])]):
        url = url[:-1].rstrip(_TAIL)
    return url


def _ask_host(urls: Sequence[str], pause: float, timeout: float) -> dict[str, tuple[str, str]]:
    """Ask one host for its pages one after the other; return code and message of those that are not there."""
    found = {}
    for number, url in enumerate(urls):
        if number:
            time.sleep(pause)
        if answer := _ask_page(url, pause, timeout):
            found[url] = answer
    return found


def _ask_page(url: str, pause: float, timeout: float) -> tuple[str, str] | None:
    """Ask for the head of a page, and where that is refused for the page; None if it is there."""
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
    """Return the status of the last answer; redirects are followed, at most ten."""
    request = urllib.request.Request(url, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
