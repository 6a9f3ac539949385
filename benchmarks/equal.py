"""What a built site shows, and how it differs from what its articles say it must show.

Articles and the titles on their pages; and for the front page and each topic, year and month, which articles its pages
list, whatever their number. Pages that carry one headline belong together.
"""

from __future__ import annotations

import datetime
import html
import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import msgspec
from benchmarks.corpus import Article

_ARTICLE = re.compile(r"(?:articles/)?(\d{4}/\d\d/\d\d/(?!index)[^/]+\.html)")
_HEAD = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_ENTRY = re.compile(r'<li><time[^>]*>[^<]*</time>\s*<a href="([^"]*)"')
_YEAR = re.compile(r"\d{4}")


class Shown(msgspec.Struct):
    """What a site shows."""

    titles: dict[str, str] = {}
    """Title of each article by address, without case: Hugo writes titles of its own."""
    lists: dict[str, set[str]] = {}
    """Addresses of the articles that each list shows, by its headline without case."""
    files: int = 0
    bytes: int = 0


def wanted(articles: Iterable[Article], home: str) -> Shown:
    """What a site of these articles must show; `home` is the headline of its front page."""
    shown = Shown()
    for article in articles:
        address = f"{article.date:%Y/%m/%d}/{article.slug}.html"
        shown.titles[address] = article.title.casefold()
        for name in (home, *article.topics, f"{article.date:%Y}", f"{article.date:%Y-%m}"):
            shown.lists.setdefault(name.casefold(), set()).add(address)
    return shown


def shown_by(site: Path) -> Shown:
    """Read a built site."""
    shown = Shown()
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        shown.files += 1
        shown.bytes += file.stat().st_size
        path = file.relative_to(site).as_posix()
        if file.suffix == ".html":
            _read(path, file.read_text(encoding="utf-8"), shown)
    for name in [name for name in shown.lists if _YEAR.fullmatch(name) and not shown.lists[name]]:
        months = (found for other, found in shown.lists.items() if other.startswith(f"{name}-"))
        shown.lists[name] = set().union(*months)
    return shown


def _read(path: str, text: str, shown: Shown) -> None:
    head = _HEAD.search(text)
    name = html.unescape(head[1]).strip().casefold() if head else ""
    article = _ARTICLE.fullmatch(path)
    if article:
        shown.titles[article[1]] = name
    elif name:
        listed = shown.lists.setdefault(_period(name), set())
        for href in _ENTRY.findall(text):
            target = unquote(html.unescape(href)).removeprefix("https://example.org")
            found = _ARTICLE.fullmatch(
                posixpath.normpath(posixpath.join("/", posixpath.dirname(path), target)).lstrip("/")
            )
            if found:
                listed.add(found[1])


def _period(name: str) -> str:
    """A month as Pelican writes it, '2010 may', as the others do."""
    try:
        return f"{datetime.datetime.strptime(name, '%Y %B'):%Y-%m}"
    except ValueError:
        return name


def differences(right: Shown, site: Shown) -> list[str]:
    """Say in words what a site does not show, or shows beside what it must."""
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
    return said
