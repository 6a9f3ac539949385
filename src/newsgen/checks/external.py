"""Links out of the site, asked politely: few hosts at a time, one request at a time to each, HEAD before GET."""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urldefrag, urlsplit

import msgspec

import newsgen
from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.files import Place, find_words

_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")
_GONE = {404, 410}
_TAIL = ".,;:!?*_"
_AGENT = f"newsgen/{newsgen.__version__} (looks whether links still lead somewhere)"


class Manners(msgspec.Struct, frozen=True):
    """How the other sites are asked."""

    hosts: int = 4
    """Hosts that are asked at a time."""
    pause: float = 1.0
    """Seconds between two requests to one host."""
    timeout: float = 15.0
    """Seconds until an answer is given up."""
    most: int = 10_000
    """Links that are looked up at most."""


def check_external(subject: Subject, manners: Manners) -> Iterator[Problem]:
    """Find links in texts and front matter to pages of other sites that are gone or do not answer."""
    where = external_links(subject)
    by_host: dict[str, list[str]] = {}
    for url in sorted(where)[: manners.most]:
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    with ThreadPoolExecutor(manners.hosts) as pool:
        for answers in pool.map(lambda urls: _ask_host(urls, manners), by_host.values()):
            for url, (code, what) in answers.items():
                remedy = (
                    "link to an archived copy, or take the link out"
                    if code == "dead-link"
                    else "look by hand"
                )
                yield Problem(*where[url], f"{url} {what}", remedy, code)


def external_links(subject: Subject) -> dict[str, Place]:
    """Every address outside the site that shown texts name, without its anchor, and where it stands first."""
    found: dict[str, Place] = {}
    for text in subject.texts:
        data = (subject.root / text.path).read_text(encoding="utf-8", errors="replace")
        for written in dict.fromkeys(_URL.findall(data) if "://" in data else ()):
            url = urldefrag(_trimmed(written)).url
            if url not in found and urlsplit(url).hostname:
                found[url] = find_words(subject.root, text.path, url)
    return found


def _trimmed(url: str) -> str:
    """Leave out what ends a sentence or a Markdown link, not the address."""
    url = url.rstrip(_TAIL)
    while url and url[-1] in ")]" and url.count(url[-1]) > url.count("(["[")]".index(url[-1])]):
        url = url[:-1].rstrip(_TAIL)
    return url


def _ask_host(urls: Sequence[str], manners: Manners) -> Mapping[str, tuple[str, str]]:
    """Ask one host for its pages one after the other; what is well is left out."""
    found = {}
    for number, url in enumerate(urls):
        if number:
            time.sleep(manners.pause)
        answer = _ask(url, manners)
        if answer:
            found[url] = answer
    return found


def _ask(url: str, manners: Manners) -> tuple[str, str] | None:
    """Ask for the head of a page, and where that is refused for the page; None if it is there."""
    try:
        status = _status(url, "HEAD", manners)
        if status >= 400 and status != 429:
            time.sleep(manners.pause)
            status = _status(url, "GET", manners)
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        return "unsure-link", f"does not answer: {reason}"
    if status in _GONE:
        return "dead-link", f"is gone ({status})"
    return ("unsure-link", f"answers with {status}") if status >= 400 else None


def _status(url: str, method: str, manners: Manners) -> int:
    """The status of the last answer; redirects are followed, at most ten."""
    request = urllib.request.Request(url, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})
    try:
        with urllib.request.urlopen(request, timeout=manners.timeout) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
