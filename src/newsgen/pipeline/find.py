"""Which article a user means: by path, address, a part of either, or the beginning of its headline."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from newsgen.addresses import article_address
from newsgen.errors import Problem, SettingsError
from newsgen.model import Record

_SHOWN = 5
_ENDS = (".html", ".markdown", ".md")


def find_article(
    records: Sequence[Record], wanted: str, published: Mapping[str, str], site_url: str = ""
) -> Record:
    """Find the one article that is meant.

    Args:
        records: all of them.
        wanted: its path; its address, with or without the site's, also an old one; its file's name or slug; its
            headline, or the beginning of it; or a part of path or address that no other article has.
        published: each address that was ever published and its record's path, from newsgen.lock.
        site_url: where the site stands; '' if unknown.

    Raises:
        SettingsError: none is meant (the nearest is named), or several.
    """
    asked = wanted.removeprefix(site_url).strip("/").removeprefix("./") if site_url else wanted.strip("/")
    for found in _levels(records, asked, published):
        if len(found) == 1:
            return found[0]
        if found:
            paths = [record.path for record in found]
            more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
            message = f'"{wanted}" means {len(paths)} articles: {", ".join(paths[:_SHOWN])}{more}'
            raise SettingsError(Problem("", 0, 0, message, "write more of its path"))
    near = _nearest(records, asked)
    hint = f"the nearest is {near}" if near else "write its path, e.g. articles/2023/2023-11-22-slug.md"
    raise SettingsError(Problem("", 0, 0, f'no article is called "{wanted}"', hint))


def _levels(records: Sequence[Record], asked: str, published: Mapping[str, str]) -> Iterator[list[Record]]:
    """What matches, from the strictest sense to the widest."""
    yield _those(records, lambda record: record.path == asked)
    addresses = {record.path: article_address(record) for record in records}
    yield _those(records, lambda record: addresses[record.path] == asked)
    yield _those(records, lambda record: published.get(asked) == record.path)
    name = _bare(asked)
    if "/" not in asked:
        yield _those(records, lambda record: name in _names(record, addresses[record.path]))
    part = asked.casefold()
    words = " ".join(part.split())
    titles = {record.path: " ".join(record.title.casefold().split()) for record in records}
    yield _those(records, lambda record: titles[record.path] == words)
    yield _those(records, lambda record: bool(words) and titles[record.path].startswith(words))
    yield _those(
        records,
        lambda record: bool(part) and (part in record.path.casefold() or part in addresses[record.path]),
    )


def _those(records: Iterable[Record], fits: Callable[[Record], bool]) -> list[Record]:
    return [record for record in records if fits(record)]


def _names(record: Record, address: str) -> tuple[str, str]:
    return PurePosixPath(record.path).stem, PurePosixPath(address).stem


def _bare(asked: str) -> str:
    """The last part of a path, without the ending of a record or a page."""
    name = asked.rpartition("/")[2]
    ending = next((end for end in _ENDS if name.endswith(end)), "")
    return name.removesuffix(ending)


def _nearest(records: Iterable[Record], asked: str) -> str:
    paths: dict[str, str] = {}
    for record in records:
        for name in _names(record, article_address(record)):
            for part in (name, *name.split("-")):
                paths.setdefault(part, record.path)
        paths.setdefault(record.title.casefold(), record.path)
    for word in (_bare(asked), asked.casefold()):
        near = difflib.get_close_matches(word, paths, 1, 0.7)
        if near:
            return paths[near[0]]
    return ""
