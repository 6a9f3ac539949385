"""Turn links from one text's file to another's into links between their pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from newsgen.errors import Problem
from newsgen.model import Record, StandalonePage

T = TypeVar("T", Record, StandalonePage)


def resolve_links(text: T, address: str, addresses: Mapping[str, str]) -> T:
    """Give a text's body the addresses of the texts to which it links.

    Args:
        text: a record or a page.
        address: of the text.
        addresses: of all texts, by path.
    """
    if not text.references:
        return text
    root = "../" * address.count("/")
    links = tuple(
        (target, f"{root}{addresses[file]}{anchor}")
        for target, _ in text.references
        for file, anchor in [_target(text.path, target)]
        if file in addresses
    )
    return msgspec.structs.replace(text, body=msgspec.structs.replace(text.body, links=links))


def find_lost_references(
    texts: Iterable[Record | StandalonePage], addresses: Mapping[str, str]
) -> Iterator[Problem]:
    """Warn of links to files that are no text of the site, each at its line."""
    for text in texts:
        for target, line in text.references:
            file, _ = _target(text.path, target)
            if file not in addresses:
                import difflib  # for a mistake alone

                near = difflib.get_close_matches(file, addresses, 1, 0.8)
                way = posixpath.relpath(near[0], posixpath.dirname(text.path)) if near else ""
                hint = f"did you mean {way}?" if way else "name a text that the site shows"
                message = f"the link to {target} leads to no text of the site"
                yield Problem(text.path, line, 0, message, hint, "lost-link")


def _target(path: str, target: str) -> tuple[str, str]:
    """The file that a link in the text at `path` names, relative to the archive's root, and its anchor."""
    file, mark, anchor = target.partition("#")
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file)), mark + anchor
