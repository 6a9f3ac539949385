"""Promises of what the manifest says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsgen.builder.entries import entries_of
from newsgen.builder.manifest import Entry, Index, Stamp
from newsgen.builder.standing import Standing
from newsgen.builder.writing import Written
from newsgen.renderer.page import Blob

PATHS = st.sets(st.sampled_from("abcdefgh"))


def entry(path: str, sha256: str) -> Entry:
    return Entry(f"{path} {sha256}".encode(), sha256, Stamp(1, 2, ord(path)))


@given(PATHS, PATHS, PATHS)
def test_entries_stand_in_order_of_path_whatever_was_planned(
    before: set[str], planned: set[str], new: set[str]
) -> None:
    """Files stay, come and go; those of `new` have other bytes."""
    entries = {path: entry(path, "old") for path in sorted(before)}
    old = Standing(entries, {}, set(entries), set(entries), True, Index(), {})
    for stays in (before - planned, set[str](sorted(before - planned)[1:])):
        rest = {path: entries[path] for path in sorted(stays)}
        plan = [Blob(path, b"") for path in sorted(planned, reverse=True)]
        fresh = new & planned | (planned - before)
        written = {path: Written("new", Stamp(1, 3, ord(path))) for path in fresh}
        found = entries_of(plan, rest, {path: path.encode() for path in planned}, written, old)
        assert list(found) == sorted(stays | planned)
        assert {path for path in found if found[path].sha256 == "new"} == fresh
        assert all(found[path] is entries[path] for path in stays)
