"""newsgen.lock: what it holds comes back, and a broken one says how to mend it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.lockfile import Lock, SeedEntry, drop_address_lines, format_lock, parse_lockfile
from tests.support.cases import read_cases

A, B, C = "a" * 64, "b" * 64, "0123456789abcdef" * 4
PATHS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
LOCKS = st.builds(
    Lock,
    seeds=st.dictionaries(PATHS, st.builds(SeedEntry, HASHES, PATHS, HASHES), max_size=5),
    deleted=st.dictionaries(HASHES, PATHS, max_size=5),
    addresses=st.dictionaries(PATHS, PATHS, max_size=5),
)


@given(LOCKS)
def test_a_lock_comes_back(lock: Lock) -> None:
    assert parse_lockfile(format_lock(lock)) == lock


@given(LOCKS)
def test_order_of_entries_changes_nothing(lock: Lock) -> None:
    turned = Lock(*(dict(reversed(table.items())) for table in (lock.seeds, lock.deleted, lock.addresses)))
    assert format_lock(turned) == format_lock(lock)


@given(LOCKS, LOCKS)
def test_lines_of_two_branches_join(ours: Lock, theirs: Lock) -> None:
    """git's union merge keeps the lines of both sides in any order; where no entry differs, both are read."""
    tables = ("seeds", "deleted", "addresses")
    union = {name: {**getattr(theirs, name), **getattr(ours, name)} for name in tables}
    text = format_lock(ours) + format_lock(Lock(**union))
    assert parse_lockfile(text) == Lock(**union)


@given(LOCKS)
def test_addresses_make_no_seed_lines(lock: Lock) -> None:
    bare = msgspec.structs.replace(lock, addresses={})
    assert drop_address_lines(format_lock(lock).encode()) == format_lock(bare).encode()


def test_one_sorted_line_an_entry() -> None:
    lock = Lock(
        {"seeds/b é.txt": SeedEntry(A, "articles/b.md", B)},
        {C: "articles/gone.md"},
        {"2023/x.html": "articles/b.md"},
    )
    comment, *lines = format_lock(lock).splitlines()
    assert comment.startswith("# ")
    assert lines == [
        '["version",1]',
        '["address","2023/x.html","articles/b.md"]',
        f'["deleted","{C}","articles/gone.md"]',
        f'["seed","seeds/b é.txt","{A}","articles/b.md","{B}"]',
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "# only a comment\n", '["version",1]\r\n', '\ufeff["version",1]\n']
)
def test_an_empty_lock_is_read(text: str) -> None:
    assert parse_lockfile(text) == Lock()


def test_both_sides_of_a_merge_conflict_are_read() -> None:
    """Lines before both changes are not; of two entries that contradict each other the one with a record counts."""
    text = """["version",1]
<<<<<<< HEAD
["address","a.html","gone.md"]
["address","b.html","b.md"]
||||||| base
["address","forgotten.html","x.md"]
=======
["address","a.html","a.md"]
["address","b.html","other.md"]
>>>>>>> topic
["address","z.html","z.md"]
"""
    lock = parse_lockfile(text, exists=lambda path: path != "gone.md")
    assert lock.addresses == {"a.html": "a.md", "b.html": "b.md", "z.html": "z.md"}


@pytest.mark.parametrize(("text", "expected"), read_cases(Path(__file__).with_name("lock_bad.txt")))
def test_broken_locks_say_how_to_repair_them(text: str, expected: list[str]) -> None:
    with pytest.raises(ContentError) as caught:
        parse_lockfile(text)
    assert [str(problem) for problem in caught.value.problems] == expected
