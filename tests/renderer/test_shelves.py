"""Lists in parts hold what a look at each item's date puts into them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from newsgen.model import PartialDate
from newsgen.renderer.lists.parts import VAGUE, Marks, Shelf, number_of, shelve, walk

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


def marks() -> Marks[Item]:
    return Marks(
        lambda found: [-number_of(date) for date, _ in found], lambda item: f"t{item[1]}x" * 30, LIMIT
    )


@given(st.lists(st.sampled_from(DATES), max_size=30).map(items_of))
def test_each_part_holds_the_items_of_its_time(items: list[Item]) -> None:
    shelf = shelve(items, marks())
    for one in walk(shelf):
        if one.initial:
            continue
        wanted = [item for item in items if _lies_in(item[0], one)]
        assert one.items == tuple(wanted)
        _check_parts(one)


def _lies_in(date: PartialDate | None, shelf: Shelf[Item]) -> bool:
    unit = shelf.date
    if unit is None:
        return date is None or not shelf.vague
    if date is None or date.year != unit.year or (unit.month and date.month != unit.month):
        return False
    if shelf.vague:
        return not (date.day if unit.month else date.month)
    return not unit.day or date.day == unit.day


def _check_parts(shelf: Shelf[Item]) -> None:
    """A list that fits is whole; of another each part is another unit of time, and no item is lost."""
    timed = [part for part in shelf.parts if not part.vague and not part.initial]
    if len(shelf.items) <= LIMIT:
        assert not shelf.parts
        assert shelf.listed == shelf.items
    dates = [part.date for part in timed if part.date]
    assert len(dates) == len(timed) == len(set(dates))
    assert dates == sorted(dates, reverse=True)
    assert len(shelf.listed) <= LIMIT
    held = [item for part in shelf.parts for item in part.items]
    assert sorted(number for _, number in [*held, *shelf.listed]) == [number for _, number in shelf.items]


def test_folders_tell_the_time() -> None:
    dates = [*[PartialDate(2023, 11, 2)] * 3, *[PartialDate(2023, 11)] * 3, *[PartialDate(2023)] * 3]
    folders = [one.folder for one in walk(shelve(items_of([*dates, *[None] * 3]), marks()))]
    timed = [folder for folder, _ in groupby(folders) if "t" not in folder]
    assert timed == ["", "2023/", "2023/11/", "2023/11/02/"]
    vague = [folder for folder in folders if folder.endswith(VAGUE)]
    assert vague == ["2023/11/" + VAGUE, "2023/" + VAGUE, VAGUE]
