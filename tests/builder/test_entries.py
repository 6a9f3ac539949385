"""Promises of what the manifest says."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from newsgen.builder.entries import Entries
from newsgen.builder.manifest import Entry, Index, Stamp
from newsgen.builder.standing import Standing
from newsgen.builder.work import Done
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
        done = [
            Done(path, path.encode(), Written("new" if path in fresh else "old", Stamp(1, 3, ord(path))))
            for path in sorted(planned)
        ]
        stood = [msgspec.structs.replace(one, written=None) for one in done if one.path not in fresh]
        for chunks in ([done[:3], done[3:]], [stood, [one for one in done if one.path in fresh]]):
            made = Entries(plan, rest, old)
            for chunk in chunks:
                made.take(chunk)
            found = made.by_path
            assert list(found) == sorted(stays | planned)
            assert {path for path in found if found[path].sha256 == "new"} == fresh == made.fresh
            assert made.written == sum(one.written is not None for chunk in chunks for one in chunk)
            assert all(found[path] is entries[path] for path in stays)
            assert all(found[path].stamp is entries[path].stamp for path in planned - fresh)
            assert all(found[path].fingerprint == path.encode() for path in fresh)
