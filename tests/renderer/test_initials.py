"""Promises of long lists by initial."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsgen.renderer.lists.parts import Bucket, buckets


def flat(bucket: Bucket[str]) -> list[Bucket[str]]:
    return [bucket, *(one for part in bucket.parts for one in flat(part))]


def pairs(*keys: str) -> list[tuple[str, str]]:
    return [(key, key.upper()) for key in keys]


def test_what_fits_stands_under_its_initial() -> None:
    """In order of key; figures together if wanted."""
    found = buckets(pairs("beech", "ash", "alder", "9-elms", "1st"), 2, figures=True)
    assert [(one.prefix, one.label, one.items) for one in found] == [
        ("0", "0", ("1ST", "9-ELMS")),
        ("a", "A", ("ALDER", "ASH")),
        ("b", "B", ("BEECH",)),
    ]
    assert [one.prefix for one in buckets(pairs("9-elms", "1st"), 2)] == ["1", "9"]


def test_a_long_initial_is_parted_by_the_next_letter() -> None:
    """Its page keeps what no part holds, and shared beginnings are skipped."""
    (found,) = buckets(pairs("a", "ab", "ac", "ad"), 2)
    assert (found.rest, [part.prefix for part in found.parts]) == (("A",), ["ab", "ac", "ad"])
    (found,) = buckets(pairs("text-1", "text-2", "text-3"), 2)
    assert [(part.prefix, part.label) for part in found.parts] == [
        ("text-1", "Text 1"),
        ("text-2", "Text 2"),
        ("text-3", "Text 3"),
    ]


@given(st.sets(st.from_regex(r"[ab1][ab1-]{0,5}", fullmatch=True)), st.integers(1, 5))
def test_every_item_is_listed_once_and_no_list_is_too_long(keys: set[str], limit: int) -> None:
    """And no two pages have one prefix."""
    found = [one for bucket in buckets(pairs(*keys), limit, figures=True) for one in flat(bucket)]
    assert sorted(item for one in found for item in one.rest) == sorted(key.upper() for key in keys)
    assert all(len(one.rest) <= limit for one in found)
    assert len({one.prefix for one in found}) == len(found)
    assert all(len(one.parts) <= 38 for one in found)


@given(st.sets(st.text("abc", min_size=1, max_size=5), min_size=1), st.integers(1, 4))
def test_a_new_item_moves_no_other_prefix_s_meaning(keys: set[str], limit: int) -> None:
    """A prefix holds what begins with it, whatever else there is."""
    for bucket in buckets(pairs(*keys), limit):
        for one in flat(bucket):
            wanted = {key.upper() for key in keys if key.startswith(one.prefix)}
            assert set(one.items) == wanted
