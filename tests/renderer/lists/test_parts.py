"""Promises of long lists in parts: by time, and by initial."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from newsgen.model import PartialDate
from newsgen.renderer.lists.parts import VAGUE, ListPart, SplitRule, T, split_by_time, split_keys

Item = tuple[PartialDate | None, int]

DATES = [
    None,
    *(PartialDate(year) for year in (1, 2023, 9999)),
    *(PartialDate(2023, month) for month in (1, 11, 12)),
    *(PartialDate(2023, month, day) for month in (1, 11, 12) for day in (1, 2, 31)),
    PartialDate(2023, 11, 2, "09:30:00Z"),
    *(PartialDate(year, 12, 31) for year in (1, 2022, 2024, 9999)),
]
LIMIT = 2


def items_of(dates: Sequence[PartialDate | None]) -> list[Item]:
    """Newest first, undated last, no two with the same number."""
    ordered = sorted(dates, key=lambda date: date.rank if date else (), reverse=True)
    return [(date, number) for number, date in enumerate(ordered)]


RULE: SplitRule[Item] = SplitRule(lambda item: item[0], lambda item: f"t{item[1]}x" * 30, LIMIT)


def walk(part: ListPart[T]) -> list[ListPart[T]]:
    """A list and all its parts, the parts of a part right after it."""
    return [part, *(one for smaller in part.parts for one in walk(smaller))]


@given(st.lists(st.sampled_from(DATES), max_size=30).map(items_of))
def test_each_part_holds_the_items_of_its_time(items: list[Item]) -> None:
    whole = split_by_time(items, RULE)
    for one in walk(whole):
        if one.initial:
            continue
        wanted = [item for item in items if _lies_in(item[0], one)]
        assert one.items == tuple(wanted)
        _check_parts(one)


def _lies_in(date: PartialDate | None, part: ListPart[Item]) -> bool:
    unit = part.date
    if unit is None:
        return date is None or not part.vague
    if date is None or date.year != unit.year or (unit.month and date.month != unit.month):
        return False
    if part.vague:
        return not (date.day if unit.month else date.month)
    return not unit.day or date.day == unit.day


def _check_parts(part: ListPart[Item]) -> None:
    """A list that fits is whole; of another each part is another unit of time, and no item is lost."""
    timed = [one for one in part.parts if not one.vague and not one.initial]
    if len(part.items) <= LIMIT:
        assert not part.parts
        assert part.listed == part.items
    dates = [one.date for one in timed if one.date]
    assert len(dates) == len(timed) == len(set(dates))
    assert dates == sorted(dates, reverse=True)
    assert len(part.listed) <= LIMIT
    held = [item for one in part.parts for item in one.items]
    assert sorted(number for _, number in [*held, *part.listed]) == [number for _, number in part.items]


def test_folders_tell_the_time() -> None:
    dates = [*[PartialDate(2023, 11, 2)] * 3, *[PartialDate(2023, 11)] * 3, *[PartialDate(2023)] * 3]
    folders = [one.folder for one in walk(split_by_time(items_of([*dates, *[None] * 3]), RULE))]
    timed = [folder for folder, _ in groupby(folders) if "t" not in folder]
    assert timed == ["", "2023/", "2023/11/", "2023/11/02/"]
    vague = [folder for folder in folders if folder.endswith(VAGUE)]
    assert vague == ["2023/11/" + VAGUE, "2023/" + VAGUE, VAGUE]


WHOLE: ListPart[str] = ListPart("", (), ())


def split(items: Sequence[tuple[str, str]], limit: int, *, figures: bool = False) -> Sequence[ListPart[str]]:
    return split_keys(items, limit, WHOLE, figures=figures)


def prefix(part: ListPart[str]) -> str:
    return part.folder.removesuffix("/")


def pairs(*keys: str) -> list[tuple[str, str]]:
    return [(key, key.upper()) for key in keys]


def test_what_fits_stands_under_its_initial() -> None:
    """In order of key; figures together if wanted."""
    found = split(pairs("beech", "ash", "alder", "9-elms", "1st"), 2, figures=True)
    assert [(prefix(one), one.initial, one.items) for one in found] == [
        ("0", "0", ("1ST", "9-ELMS")),
        ("a", "A", ("ALDER", "ASH")),
        ("b", "B", ("BEECH",)),
    ]
    assert [prefix(one) for one in split(pairs("9-elms", "1st"), 2)] == ["1", "9"]


def test_a_long_initial_is_parted_by_the_next_letter() -> None:
    """Its page keeps what no part holds, and shared beginnings are skipped."""
    (found,) = split(pairs("a", "ab", "ac", "ad"), 2)
    assert (found.listed, [prefix(part) for part in found.parts]) == (("A",), ["ab", "ac", "ad"])
    (found,) = split(pairs("text-1", "text-2", "text-3"), 2)
    assert [(prefix(part), part.initial) for part in found.parts] == [
        ("text-1", "Text 1"),
        ("text-2", "Text 2"),
        ("text-3", "Text 3"),
    ]


@given(st.sets(st.from_regex(r"[ab1][ab1-]{0,5}", fullmatch=True)), st.integers(1, 5))
def test_every_item_is_listed_once_and_no_list_is_too_long(keys: set[str], limit: int) -> None:
    """And no two pages have one prefix."""
    found = [one for part in split(pairs(*keys), limit, figures=True) for one in walk(part)]
    assert sorted(item for one in found for item in one.listed) == sorted(key.upper() for key in keys)
    assert all(len(one.listed) <= limit for one in found)
    assert len({prefix(one) for one in found}) == len(found)
    assert all(len(one.parts) <= 38 for one in found)


@given(st.sets(st.text("abc", min_size=1, max_size=5), min_size=1), st.integers(1, 4))
def test_a_new_item_moves_no_other_prefix_s_meaning(keys: set[str], limit: int) -> None:
    """A prefix holds what begins with it, whatever else there is."""
    for part in split(pairs(*keys), limit):
        for one in walk(part):
            wanted = {key.upper() for key in keys if key.startswith(prefix(one))}
            assert set(one.items) == wanted
