"""Resolve links in texts to the addresses of other texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from newsgen.addresses import DEFAULT_RULES, AddressRules, address_stem, find_former_path
from newsgen.errors import Problem, find_similar
from newsgen.model import REFERENCE, Record, StandalonePage

T = TypeVar("T", Record, StandalonePage)

_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
_SUFFIX = re.compile(r"(?:\.[a-z]{2}(?:-[a-z]{2})?)?\.(?:md|markdown|mdx|html?|adoc|rst|txt|text)\Z")
_TEXT_FILE = re.compile(r"[^?#]*\.(?:md|markdown)", re.IGNORECASE)


class LinkTargets:
    """Finds the text that a link means: by its file, by the file of its seed, by its address now or before."""

    def __init__(
        self,
        texts: Iterable[Record | StandalonePage],
        addresses: Mapping[str, str],
        redirects: Mapping[str, str],
        rules: AddressRules = DEFAULT_RULES,
    ) -> None:
        """Index the texts of the site, with their addresses by path; redirects map old addresses to new ones."""
        self.addresses = addresses
        self._texts, self._redirects = tuple(texts), redirects
        self._bases = [urlsplit(url) for url in rules.urls]
        self._folders = rules.folders
        self._find_url = cache(self._find_at_url)  # many texts link to the same pages

    @cached_property
    def _origins(self) -> dict[str, str]:
        """The addresses of records by the paths of their seeds."""
        return {
            find_former_path(text): self.addresses[text.path]
            for text in self._texts
            if isinstance(text, Record) and text.seed and text.path in self.addresses
        }

    @cached_property
    def _by_stem(self) -> dict[str, str]:
        """The addresses by the stems of addresses now and before."""
        before = {address_stem(old): new for old, new in self._redirects.items()}
        return before | {address_stem(address): address for address in self.addresses.values()}

    def find(self, text: Record | StandalonePage, link: str) -> str:
        """Find the address and anchor that a link in a text means; '' if it leads to no text of the site.

        Percent signs in the link are decoded: '../2022/x.md#p3', '/2022/05/ferry/', or a URL of the site.
        """
        place, mark, anchor = link.partition("#")
        if place.startswith(REFERENCE):
            name = place.removeprefix(REFERENCE)
            found = self.find_file(name, text) or self.find_file(f"/{name}") or self.find_name(name)
        elif "://" in place or place.startswith("//"):
            found = self._find_url(place)
        elif place.startswith("/"):
            found = self.find_file(place) or self._find_at_path(place, [base.path for base in self._bases])
        else:
            found = self.find_file(place, text)
        return found and found + mark + anchor

    def find_file(self, file: str, text: Record | StandalonePage | None = None) -> str:
        """Find the address of the text in a file; '' if there is none.

        The path is relative to the file of `text`, or to a folder of texts if it begins with '/' or no text is given.
        """
        if not _TEXT_FILE.fullmatch(file):
            return ""
        if text is None or file.startswith("/"):
            inside = posixpath.normpath(file.lstrip("/"))
            paths = [
                *(f"{folder}{part}/{inside}" for folder in self._folders for part in ("", "/content")),
                inside,
            ]
        else:
            paths = [_join(text.path, file)]
            if isinstance(text, Record) and text.seed:
                paths.append(_join(find_former_path(text), file))
        found = (self.addresses.get(path) or self._origins.get(path) for path in paths)
        return next(filter(None, found), "")

    def find_address(self, path: str) -> str:
        """Find the present address of a path inside the site, which may be an old one; '' if there is none."""
        return self._by_stem.get(address_stem(path.partition("?")[0].strip("/")), "")

    def find_name(self, name: str) -> str:
        """Find the address of the text that has a name in another generator; '' if none or two have it."""
        return next(filter(None, (self._names.get(part, "") for part in list_link_names_of_path(name))), "")

    @cached_property
    def _names(self) -> dict[str, str]:
        """The addresses of texts by the names of their files and seeds, with and without date, and by their slugs."""
        found: dict[str, set[str]] = {}
        for text in self._texts:
            if text.path not in self.addresses:
                continue
            seed = text.seed.origin if isinstance(text, Record) and text.seed else ""
            for name in {
                *list_link_names_of_path(text.path),
                *list_link_names_of_path(seed),
                *list_link_names_of_path(text.slug),
            }:
                found.setdefault(name, set()).add(self.addresses[text.path])
        return {name: address for name, (address, *others) in found.items() if not others}

    def _find_at_url(self, url: str) -> str:
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        host = _host(parts.netloc)
        bases = [base.path for base in self._bases if _host(base.netloc) == host]
        return self._find_at_path(parts.path, bases, True)

    def _find_at_path(self, path: str, bases: list[str], is_url: bool = False) -> str:
        """Find a path of a host whose site is below one of the paths `bases`."""
        inside = [path[len(base) :] for base in bases if path.startswith(base)]
        if not is_url:
            inside.append(path)
        return next(filter(None, map(self.find_address, inside)), "")


def list_link_names_of_path(path: str) -> list[str]:
    """List the names of a text at a path in another generator, the most exact first; `x/index.md` is named x."""
    parts = path.partition("?")[0].strip("/ ").lower().split("/")
    name = _SUFFIX.sub("", parts.pop())
    if name in ("index", "_index") and parts:
        name = parts.pop()
    short = _DAY.sub("", name)
    return [part for part in dict.fromkeys((name, short)) if part]


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")


def _join(path: str, file: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file))


def resolve_links(text: T, address: str, targets: LinkTargets) -> T:
    """Resolve the links of the text at an address to other texts; a link that leads to none stays as it is."""
    if not text.references:
        return text
    root = "../" * address.count("/")
    found = ((link, targets.find(text, link)) for link, _ in text.references)
    if not (links := tuple((link, root + place) for link, place in found if place)):
        return text
    return msgspec.structs.replace(text, body=msgspec.structs.replace(text.body, links=links))


def find_broken_references(
    texts: Iterable[Record | StandalonePage], targets: LinkTargets
) -> Iterator[Problem]:
    """Warn of links to files that are not texts of the site."""
    for text in texts:
        for link, line in text.references:
            file = link.partition("#")[0]
            if file.startswith(REFERENCE):
                if not targets.find(text, link):
                    name = link.removeprefix(REFERENCE)
                    shown = name or "an unknown page"
                    message = f"the reference to {shown} does not point to a text of the site"
                    remedy = "its words are shown without a link; write a link to a text's file"
                    yield Problem(text.path, line, 0, message, remedy, "lost-link")
                continue
            if file.startswith("/") or "://" in file or targets.find_file(file, text):
                continue
            near = find_similar(_join(text.path, file), targets.addresses, 0.8)
            suggestion = posixpath.relpath(near, posixpath.dirname(text.path)) if near else ""
            hint = f"did you mean {suggestion}?" if suggestion else "name a text that the site shows"
            message = f"the link to {link} does not point to a text of the site"
            yield Problem(text.path, line, 0, message, hint, "lost-link")
