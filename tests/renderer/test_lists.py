"""Lists: their parts by time and by initial, their sections, teasers, charts, the A–Z."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.builder.paths import refuse_bad_paths
from newsgen.model import PartialDate, Record
from newsgen.renderer.lists.charts import choose_calendar_tint, draw_bars, make_coverage_chart
from newsgen.renderer.lists.parts import VAGUE, ListPart, SplitRule, T, split_by_key_prefix, split_by_time
from newsgen.renderer.lists.teasers import Unit, group_teasers_by_date, make_teaser, shorten_text
from newsgen.renderer.pages.indexes import find_non_latin_initial, index_address, index_pages
from tests.renderer.samples import make_views, record, sample_archive, sample_site

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))
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
RULE: SplitRule[Item] = SplitRule(lambda item: item[0], lambda item: f"t{item[1]}x" * 30, LIMIT)


def items_of(dates: Sequence[PartialDate | None]) -> list[Item]:
    """Newest first, undated last, no two with the same number."""
    ordered = sorted(dates, key=lambda date: date.rank if date else (), reverse=True)
    return [(date, number) for number, date in enumerate(ordered)]


def walk(part: ListPart[T]) -> list[ListPart[T]]:
    """A list and all its parts, the parts of a part right after it."""
    return [part, *(one for smaller in part.parts for one in walk(smaller))]


@given(st.lists(st.sampled_from(DATES), max_size=30).map(items_of))
def test_each_part_holds_the_items_of_its_time(items: list[Item]) -> None:
    """A list that fits is whole; of another each part is another unit of time, and no item is lost."""
    for part in walk(split_by_time(items, RULE)):
        if part.initial:
            continue
        assert part.items == tuple([item for item in items if _lies_in(item[0], part)])
        if len(part.items) <= LIMIT:
            assert (part.parts, part.listed) == ((), part.items)
        dates = [one.date for one in part.parts if one.date and not one.vague and not one.initial]
        assert dates == sorted(set(dates), reverse=True)
        assert len(part.listed) <= LIMIT
        held = [item for one in part.parts for item in one.items]
        assert sorted(number for _, number in [*held, *part.listed]) == [number for _, number in part.items]


def _lies_in(date: PartialDate | None, part: ListPart[Item]) -> bool:
    unit = part.date
    if unit is None:
        return date is None or not part.vague
    if date is None or date.year != unit.year or (unit.month and date.month != unit.month):
        return False
    if part.vague:
        return not (date.day if unit.month else date.month)
    return not unit.day or date.day == unit.day


def test_folders_tell_the_time() -> None:
    dates = [*[PartialDate(2023, 11, 2)] * 3, *[PartialDate(2023, 11)] * 3, *[PartialDate(2023)] * 3]
    folders = [one.folder for one in walk(split_by_time(items_of([*dates, *[None] * 3]), RULE))]
    timed = [folder for folder, _ in groupby(folders) if "t" not in folder]
    assert timed == ["", "2023/", "2023/11/", "2023/11/02/"]
    vague = [folder for folder in folders if folder.endswith(VAGUE)]
    assert vague == ["2023/11/" + VAGUE, "2023/" + VAGUE, VAGUE]


def split(keys: Sequence[str], limit: int, *, figures: bool = False) -> Sequence[ListPart[str]]:
    return split_by_key_prefix(
        [(key, key.upper()) for key in keys], limit, ListPart("", (), ()), figures=figures
    )


def test_names_are_split_by_initial_as_far_as_needed() -> None:
    """In order of key, figures together if wanted; a page keeps what no part holds, shared beginnings are skipped."""
    found = split(["beech", "ash", "alder", "9-elms", "1st"], 2, figures=True)
    assert [(one.folder, one.initial, one.items) for one in found] == [
        ("0/", "0", ("1ST", "9-ELMS")),
        ("a/", "A", ("ALDER", "ASH")),
        ("b/", "B", ("BEECH",)),
    ]
    assert [one.folder for one in split(["9-elms", "1st"], 2)] == ["1/", "9/"]
    (part,) = split(["a", "ab", "ac", "ad"], 2)
    assert (part.listed, [one.folder for one in part.parts]) == (("A",), ["ab/", "ac/", "ad/"])
    (part,) = split(["text-1", "text-2", "text-3"], 2)
    assert [(one.folder, one.initial) for one in part.parts] == [
        (f"text-{n}/", f"Text {n}") for n in (1, 2, 3)
    ]


@given(st.sets(st.from_regex(r"[ab1][ab1-]{0,5}", fullmatch=True)), st.integers(1, 5))
def test_every_name_is_listed_once_and_no_list_is_too_long(keys: set[str], limit: int) -> None:
    """No two pages have one prefix, and a page holds what begins with it, whatever else there is."""
    found = [one for part in split(list(keys), limit, figures=True) for one in walk(part)]
    assert sorted(item for one in found for item in one.listed) == sorted(key.upper() for key in keys)
    assert all(len(one.listed) <= limit for one in found)
    assert len({one.folder for one in found}) == len(found)
    for one in found:
        start = one.folder[:-1].upper()
        assert one.folder == "0/" or set(one.items) == {
            key.upper() for key in keys if key.upper().startswith(start)
        }


DEVICES = "con prn aux nul com1 lpt9".split()


@given(st.sets(st.sampled_from(["", "-a", "gress", "s", "1"]), min_size=2), st.sampled_from(DEVICES))
def test_every_list_has_an_address_that_every_system_holds(ends: set[str], device: str) -> None:
    """A hundred titles "Congress …" and one "Coal" are split at con."""
    parts = [one for part in split([f"{device}{end}" for end in ends] + ["c"], 1) for one in walk(part)]
    refuse_bad_paths(f"undated/{one.folder}index.html" for one in parts)
    refuse_bad_paths(index_address("people", one.folder[:-1]) for one in parts)


def test_the_first_words_stand_in_for_a_missing_dek() -> None:
    """Cut at the end of a word."""
    assert make_teaser(record("a", "2023-01-01", excerpt="word " * 60), "a.html", "en").dek.endswith("word…")
    assert make_teaser(record("a", "2023-01-01", dek="A dek"), "a.html", "en").dek == "A dek"


@pytest.mark.parametrize(("text", "limit", "short"), TABLES["texts cut"])
def test_texts_are_cut_at_words(text: str, limit: int, short: str) -> None:
    """Signs before the cut go; wide letters take the room of two, and a text may be cut between any of them."""
    assert shorten_text(text, limit) == short


def articles(*dates: str) -> list[Record]:
    return [record(f"r{number}", date) for number, date in enumerate(dates)]


def test_the_axis_of_a_chart_may_be_given() -> None:
    """Sparklines of topics share the archive's axis; the earliest of equal years is the peak."""
    chart = make_coverage_chart(articles("2020-01-01", "2018", "2022", "2021"), (2019, 2021))
    assert chart
    assert (chart.unit, chart.counts, chart.peak.iso) == ("year", (0, 1, 1), "2020")


MAYBE = (
    st.builds(PartialDate, st.integers(2015, 2023), st.integers(0, 12), st.sampled_from([0, 1]))
    .map(lambda date: date if date.month else PartialDate(date.year))
    .map(lambda date: date.iso)
) | st.just("")


@given(st.lists(MAYBE, max_size=8))
def test_a_chart_counts_what_there_is(dates: list[str]) -> None:
    """By month of whole years, or by year from seven on; it begins and ends where some are; undated ones have no place."""
    chart = make_coverage_chart(articles(*dates))
    years = sorted({date[:4] for date in dates if date})
    by_year = bool(years) and int(years[-1]) - int(years[0]) >= 6
    found = [date[: 4 if by_year else 7] for date in dates if len(date) >= (4 if by_year else 7)]
    if not found:
        assert chart is None
        return
    assert chart
    first, last = int(min(found)[:4]), int(max(found)[:4])
    span = [f"{year}" for year in range(first, last + 1)]
    axis = span if by_year else [f"{year}-{month:02d}" for year in span for month in range(1, 13)]
    assert (chart.unit, chart.first.iso, chart.last.iso) == (
        "year" if by_year else "month",
        axis[0],
        axis[-1],
    )
    assert chart.counts == tuple(found.count(one) for one in axis)
    assert chart.peak.iso == axis[chart.counts.index(chart.most)]


def test_bars_leave_out_what_is_empty_and_show_what_is_rare() -> None:
    """The path holds one bar for each number but zero, and no bar is invisible."""
    assert draw_bars((0, 40, 1)) == "M1.1 20v-20h.8v20zM2.1 20v-1h.8v1z"
    assert draw_bars((0, 40, 1), 40) == "M1.1 20v-20h.8v20z"
    assert draw_bars(()) == ""


def test_tints() -> None:
    """Five steps."""
    tints = [choose_calendar_tint(count) for count in (0, 1, 2, 3, 4, 5, 9, 10, 999)]
    assert tints == [0, 1, 2, 3, 3, 4, 4, 5, 5]


MOMENTS = st.sampled_from(
    ["2023-11-22T10:00:00Z", "2023-11-22", "2023-11-21", "2023-11", "2022", "2021-11-22", ""]
)


@given(st.lists(MOMENTS, max_size=12), st.sampled_from(["day", "month", "year"]))
def test_an_article_joins_the_section_before_it_if_both_have_the_same_head(
    dates: list[str], unit: Unit
) -> None:
    """The head is as precise as the unit, or none; it leads to the period's page."""
    archive = sample_archive([record(f"r{n}", date) for n, date in enumerate(dates)])
    wanted: list[tuple[str, str, list[str]]] = []
    for one in archive.records:
        parts = one.date.iso[:10].split("-") if one.date else []
        length = ["year", "month", "day"].index(unit) + 1
        head = "-".join(parts[:length]) if len(parts) >= length else ""
        if not wanted or wanted[-1][0] != head:
            wanted.append((head, f"{head.replace('-', '/')}/index.html" if head else "", []))
        wanted[-1][2].append(archive.addresses[one.path])
    found = group_teasers_by_date(archive, archive.records, unit, sample_site())
    assert [
        (one.date.iso if one.date else "", one.href, [article.href for article in one.articles])
        for one in found
    ] == wanted


@pytest.mark.parametrize(("name", "initial"), TABLES["initials"])
def test_an_initial_of_another_alphabet_is_a_letter_without_marks(name: str, initial: str) -> None:
    """The Arabic article does not count; Latin, Chinese and figures go by their address."""
    assert find_non_latin_initial(name) == initial


def test_a_long_index_is_split_by_initial() -> None:
    """The first page keeps the letters and the most frequent names."""
    names = [f"{letter}{number} x" for letter in "abcdefg" for number in range(100)]
    records = [record("a", "2023-01-01", people=tuple(names)), record("b", "2023-01-02", people=("a1 x",))]
    pages = {p: view for p, view in make_views(index_pages, records).items() if p.startswith("people/")}
    assert sorted(pages) == [f"people/{letter}.html" for letter in "abcdefg"] + ["people/index.html"]
    whole, one = pages["people/index.html"], pages["people/b.html"]
    assert [len(letter.names) for letter in whole.letters] == [0] * 7
    assert (whole.letters[1].href, whole.letters[1].count, whole.count) == ("people/b.html", 100, 700)
    assert (whole.frequent[0].text, whole.frequent[0].count, len(whole.frequent)) == ("a1 x", 2, 60)
    assert [len(letter.names) for letter in one.letters] == [0, 100, 0, 0, 0, 0, 0]
