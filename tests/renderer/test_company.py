"""Promises of the names that stand in the same articles."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsgen.archive.build import build_archive
from newsgen.archive.model import Archive, Group
from newsgen.renderer.lists.teasers import linker
from newsgen.renderer.pages.groups import company
from tests.renderer.samples import record

NAMES = st.lists(st.sampled_from(["Oslo", "oslo", *"ABCDEFGHI"]), max_size=7, unique=True).map(tuple)
ROWS = st.lists(st.fixed_dictionaries({"topics": NAMES, "people": NAMES, "places": NAMES}), max_size=9)


@given(ROWS)
def test_they_are_those_that_the_articles_name_most(rows: list[dict[str, Any]]) -> None:
    """By kind, of equals the latest; none twice over two kinds, not the group itself, none without a page."""
    archive, _ = build_archive([record(f"r{n}", "2023-01-01", **row) for n, row in enumerate(rows)])
    for groups in archive.groups.values():
        for group in groups:
            found = company(archive, group)
            told = [(kind, [(one.text, one.href, one.count) for one in links]) for kind, links in found]
            assert told == plainly(archive, group)


def plainly(archive: Archive, group: Group) -> list[Any]:
    found = []
    for kind in ("topics", "people", "places", "organizations"):
        counts = Counter(name for one in group.records for name in getattr(one, kind))
        if kind == group.kind:
            counts.pop(group.name, None)
        most = counts.most_common(6)
        links = linker(archive, kind)(name for name, _ in most)
        shown = [
            (link.text, link.href, times)
            for link, (_, times) in zip(links, most, strict=True)
            if link.href not in ("", group.address)
        ]
        if shown:
            found.append((kind, shown))
    return found
