"""newsgen.lock: what it holds comes back, and a broken one says how to mend it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.lockfile import Lock, SeedEntry, format_lock, read_lock, seed_lines

A, B, C = "a" * 64, "b" * 64, "0123456789abcdef" * 4
PATHS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
LOCKS = st.builds(
    Lock,
    seeds=st.dictionaries(PATHS, st.builds(SeedEntry, HASHES, PATHS, HASHES), max_size=5),
    deleted=st.dictionaries(HASHES, PATHS, max_size=5),
    addresses=st.dictionaries(PATHS, PATHS, max_size=5),
)


def problems(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read_lock(text)
    return [str(problem) for problem in caught.value.problems]


@given(LOCKS)
def test_a_lock_comes_back(lock: Lock) -> None:
    assert read_lock(format_lock(lock)) == lock


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
    assert read_lock(text) == Lock(**union)


@given(LOCKS, st.randoms(use_true_random=False), st.booleans())
def test_addresses_make_no_seed_lines(lock: Lock, chance: Random, mixed: bool) -> None:
    """Whether they stand together, as they are written, or wherever a merge put them."""
    head, *lines = format_lock(lock).encode("utf-8", "surrogateescape").split(b"\n")
    if mixed:
        chance.shuffle(lines)
    bare = [head, *(line for line in lines if not line.startswith(b'["address"'))]
    assert seed_lines(b"\n".join([head, *lines])) == b"\n".join(bare)


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
    assert read_lock(text) == Lock()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '["version",1]\n<<<<<<< HEAD\n["address","a.html","a.md"]\n=======\n["address","b.html","b.md"]\n>>>>>>> topic\n',
            [
                f"newsgen.lock:{line}:1: {mark} is left from a merge conflict; delete the lines <<<<<<<, ======= and "
                ">>>>>>>, keep the entries of both sides, and build again"
                for line, mark in ((2, "<<<<<<<"), (4, "======="), (6, ">>>>>>>"))
            ],
        ),
        (
            "seeds: {}\n",
            ['newsgen.lock:1:1: "seeds: {}" is not an entry; restore the file from version control'],
        ),
        (
            '["address","a.html"]\n["planet","x"]\n[]\n["address","a.html"',
            [
                f'newsgen.lock:{line}:1: "{found}" is not an entry; restore the file from version control'
                for line, found in (
                    (1, '["address","a.html"]'),
                    (2, '["planet","x"]'),
                    (3, "[]"),
                    (4, '["address","a.html"'),
                )
            ],
        ),
        (
            '["deleted","ABC","articles/x.md"]',
            [
                'newsgen.lock:1:1: "["deleted","ABC","articles/x.md"]" is not an entry; restore the file from version control'
            ],
        ),
        (
            '["version",2]\n["new","kind"]',
            ["newsgen.lock:1:1: the lock is of version 2; install a later newsgen"],
        ),
        (
            '["address","a.html","a.md"]\n["address","a.html","b.md"]\n',
            [
                'newsgen.lock:2:1: address "a.html" stands here a second time, with another record or hash; '
                "keep one of the two lines"
            ],
        ),
    ],
    ids=["conflict", "yaml", "shapes", "hash", "version", "contradiction"],
)
def test_broken_locks_say_how_to_mend_them(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('["address","a","b"],["address","c","d"]\n["address","e"', [1, 2]),
        ('["address","a"\n"b"]', [1, 2]),
        ('["address"\n["address","c","d"]\n]', [1, 3]),
        ('["address","a\n[","b"]\n["address","c","d"],["address","e","f"]', [1, 2, 3]),
        ('["address","a\n[","b"]', [1, 2]),
        ('["address","a","b"],', [1]),
        ('["address",1,2]', [1]),
        ('["address","",""]', [1]),
        ('["address","a","b","c"]', [1]),
    ],
)
def test_an_entry_is_a_line(text: str, lines: list[int]) -> None:
    """Even where the lines together would make entries."""
    found = [problem.split(":")[1] for problem in problems(f'["version",1]\n{text}\n')]
    assert found == [str(line + 1) for line in lines]
