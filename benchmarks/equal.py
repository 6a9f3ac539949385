"""What a built site shows, and how it differs from what its articles say it must show.

Articles and the titles on their pages; for each topic, year and month, which articles its pages list, whatever their
number; for the front page, the newest. What a page lists are the links to articles inside its <main>. Pages that carry
one headline belong together, and so do pages in the folder of a list: a year's pages are also those of its months.
"""

from __future__ import annotations

import datetime
import html
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import msgspec
from benchmarks.corpus import Article

NEWEST = 20
"""Articles that the front page shows."""
KINDS = ("pages of articles", "pages of lists", "other pages", "feeds", "other files")

_ARTICLE = re.compile(r"(?:articles/)?(\d{4}/\d\d/\d\d/(?!index)[^/]+\.html)")
_HEAD = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
_DATED = re.compile(r'<time datetime="([^"]*)">[^<]*</time>')
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r'<a\s(?:[^>]*\s)?href="([^"]*)"')
_FEED = re.compile(r"<(?:rss|feed)\s")


class Shown(msgspec.Struct):
    """What a site shows, or must show."""

    titles: dict[str, str] = {}
    """Title of each article by address, without case: Hugo writes titles of its own."""
    lists: dict[str, set[str]] = {}
    """Addresses of the articles that each list shows, by its headline without case."""
    kinds: Counter[str] = msgspec.field(default_factory=Counter)
    """Number of files of each of `KINDS`."""
    bytes: int = 0
    room: int = 0
    """Bytes that the files take on the disk."""


def wanted(articles: Iterable[Article]) -> Shown:
    """What a site of these articles must show, but for its front page."""
    shown = Shown()
    for article in articles:
        address = f"{article.date:%Y/%m/%d}/{article.slug}.html"
        shown.titles[address] = article.title.casefold()
        for name in (*article.topics, f"{article.date:%Y}", f"{article.date:%Y-%m}"):
            shown.lists.setdefault(name.casefold(), set()).add(address)
    return shown


def shown_by(site: Path) -> Shown:
    """Read a built site."""
    shown = Shown()
    heads: dict[str, str] = {}
    found: list[tuple[str, set[str]]] = []
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        status = file.stat()
        shown.bytes += status.st_size
        shown.room += status.st_blocks * 512
        path = file.relative_to(site).as_posix()
        shown.kinds[_read(file, path, shown, heads, found)] += 1
    for path, listed in found:
        names = {heads[path]} if path in heads else set()
        for folder in _folders(path):
            names.add(heads.get(f"{folder}/index.html", ""))
        for name in names - {""}:
            shown.lists.setdefault(name, set()).update(listed)
    return shown


def _read(
    file: Path, path: str, shown: Shown, heads: dict[str, str], found: list[tuple[str, set[str]]]
) -> str:
    """Note what a file shows; return its kind, one of `KINDS`."""
    if file.suffix in (".xml", ".json"):
        start = file.read_text(encoding="utf-8")[:2_000]
        return "feeds" if _FEED.search(start) or file.name == "feed.json" else "other files"
    if file.suffix != ".html":
        return "other files"
    text = file.read_text(encoding="utf-8")
    if article := _ARTICLE.fullmatch(path):
        shown.titles[article[1]] = _headline(text)
        return "pages of articles"
    heads[path] = _period(_headline(text))
    listed = set(_listed(path, text))
    found.append((path, listed))
    return "pages of lists" if listed else "other pages"


def _headline(text: str) -> str:
    """The first headline, without case; a day, month or year in the form of its `datetime`."""
    head = _HEAD.search(text)
    inner = _DATED.sub(r"\1", head[1]) if head else ""
    return html.unescape(_TAG.sub("", inner)).strip().casefold()


def _listed(path: str, text: str) -> Iterable[str]:
    main = _MAIN.search(text)
    for href in _LINK.findall(main[1]) if main else ():
        target = unquote(html.unescape(href)).removeprefix("https://example.org")
        full = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), target)).lstrip("/")
        if article := _ARTICLE.fullmatch(full):
            yield sys.intern(article[1])


def _folders(path: str) -> Iterable[str]:
    """Folders that a path lies in, but the site's own."""
    while path := posixpath.dirname(path):
        yield path


def _period(name: str) -> str:
    """A month as Pelican writes it, '2010 may', as the others do."""
    try:
        return f"{datetime.datetime.strptime(name, '%Y %B'):%Y-%m}"
    except ValueError:
        return name


def differences(right: Shown, site: Shown, home: str) -> list[str]:
    """Say in words what a site does not show, or shows beside what it must; `home` heads its front page."""
    said = []
    for address, title in right.titles.items():
        if address not in site.titles:
            said.append(f"no page {address}")
        elif site.titles[address] != title:
            said.append(f"{address} is headed {site.titles[address]!r} and not {title!r}")
    said += [f"a page {address} of no article" for address in site.titles.keys() - right.titles.keys()]
    for name, members in right.lists.items():
        found = site.lists.get(name)
        if found is None:
            said.append(f"no list {name!r}")
        elif found != members:
            missing, more = len(members - found), len(found - members)
            said.append(f"list {name!r}: {missing} of {len(members)} missing, {more} too many")
    return said + list(_front(right, site.lists.get(home.casefold(), set())))


def _front(right: Shown, found: set[str]) -> Iterable[str]:
    """Compare with the newest articles; of those of one day, each may be the last that is shown."""
    newest = sorted((address[:10] for address in right.titles), reverse=True)[:NEWEST]
    if len(found) != len(newest):
        yield f"front page: {len(found)} articles, {len(newest)} are wanted"
    older = sum(address[:10] < newest[-1] for address in found)
    if older:
        yield f"front page: {older} that are not among the newest"
    oldest = min((address[:10] for address in found), default="")
    passed = sum(address[:10] > oldest and address not in found for address in right.titles)
    if passed:
        yield f"front page: {passed} newer articles are left out"
