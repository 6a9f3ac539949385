"""Records → archive: which are shown, in which order, in which groups."""

from __future__ import annotations

import datetime
import gc
import hashlib
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from newsgen.addresses import AddressRules
from newsgen.archive.build import (
    build_archive,
    group_by_date,
    group_records,
    map_pages_by_address,
    names_of,
    redirect_moved_groups,
    separate_held_back,
    sort_records,
)
from newsgen.archive.model import KINDS, Period
from newsgen.dates import BuildInstant
from newsgen.model import BodyReference, PartialDate, Record, SeedRef, Source, StandalonePage
from tests.renderer.samples import record, sample_archive

AS_OF = datetime.date(2023, 11, 22)
NOW = BuildInstant.of(AS_OF, None, "UTC")


def stems(records: tuple[Record, ...] | list[Record]) -> list[str]:
    return [one.path.removeprefix("articles/").removesuffix(".md") for one in records]


EMPTY = BodyReference("", hashlib.sha256(b"").hexdigest())
SHOWN = [
    ("2023-11-22", {}, {}, "shown"),
    ("2023-11-23", {}, {}, "future"),
    ("2023-11-23", {}, {"future": True}, "shown"),
    ("2023-11-22T23:59:59+14:00", {}, {}, "shown"),
    ("2023-11", {}, {}, "shown"),
    ("2023-12", {}, {}, "future"),
    ("2023", {}, {}, "shown"),
    ("2024", {}, {}, "future"),
    ("", {}, {}, "shown"),
    ("2023-11-22", {"status": "draft"}, {}, "drafts"),
    ("2023-11-22", {"status": "draft"}, {"drafts": True}, "shown"),
    ("2024", {"status": "draft"}, {}, "drafts"),
    ("2024", {"status": "draft"}, {"drafts": True}, "future"),
    ("2024", {"status": "draft"}, {"future": True}, "drafts"),
    ("2024", {"status": "draft"}, {"drafts": True, "future": True}, "shown"),
    ("2021", {"status": "withdrawn"}, {}, "shown"),
    ("2021", {"body": EMPTY}, {}, "empty"),
    ("2021", {"body": EMPTY, "dek": "A link"}, {}, "shown"),
]


@pytest.mark.parametrize(("date", "fields", "flags", "where"), SHOWN)
def test_which_records_are_shown(
    date: str, fields: dict[str, Any], flags: dict[str, bool], where: str
) -> None:
    selection = separate_held_back([record("a", date, **fields)], now=NOW, **flags)
    assert [name for name in ("shown", "drafts", "future", "empty") if getattr(selection, name)] == [where]


def test_those_that_wait_come_soonest_first() -> None:
    records = [record(name, date) for name, date in (("c", "2025"), ("b", "2024-01-02"), ("a", "2024-01-02"))]
    assert stems(separate_held_back(records, now=NOW).future) == ["a", "b", "c"]


def test_newest_first_then_by_path_then_the_undated_by_title() -> None:
    """A month comes after its days, a year after its months: it may mean any of them."""
    dates = {
        "b": "2023-11-22",
        "a": "2023-11-22",
        "c": "2023-11",
        "d": "2023",
        "e": "2022-12-31",
        "f": "2023-11-23",
    }
    undated = [record("z", title="apple"), record("y", title="Banana"), record("x", title="apple")]
    records = [*(record(name, date) for name, date in dates.items()), *undated]
    archive, _ = build_archive(records)
    assert stems(archive.records) == ["f", "a", "b", "c", "d", "e", "x", "z", "y"]
    assert stems(archive.undated) == ["x", "z", "y"]


NAMES = ["Trade", "trade", "TRADE", "Tráde", "C++", "C", "贸易", "毛衣"]
records = st.lists(
    st.builds(
        lambda date, topics, source: (date, topics, source),
        st.sampled_from(["", "2021", "2021-03-04", "2022-03-04"]),
        st.lists(st.sampled_from(NAMES), max_size=3).map(tuple),
        st.sampled_from([None, Source("Wire"), Source("wire", "https://example.org/")]),
    ),
    max_size=8,
).map(lambda rows: [record(f"r{n}", d, topics=t, source=s) for n, (d, t, s) in enumerate(rows)])


@given(records, st.randoms(use_true_random=False))
def test_the_order_in_which_records_come_does_not_matter(found: list[Record], chance: random.Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    (one, lost), (other, also_lost) = build_archive(shuffled), build_archive(found)
    assert asdict(one) == asdict(other)
    assert lost == also_lost


@given(records)
def test_each_record_stands_once_in_the_group_of_each_of_its_names(found: list[Record]) -> None:
    archive, _ = build_archive(found)
    for kind in KINDS:
        members = [(g.slug, one.path) for g in archive.groups[kind] for one in g.records]
        assert len(members) == len(set(members))
        assert sum(len(g.records) for g in archive.groups[kind]) <= sum(len(names_of(r, kind)) for r in found)
        assert [g.slug for g in archive.groups[kind]] == sorted({g.slug for g in archive.groups[kind]})
        for one in found:
            mine = {g.slug for g in archive.groups[kind] if one in g.records}
            assert bool(mine) == bool(names_of(one, kind))
    assert all(stems(list(sort_records(g.records))) == stems(g.records) for g in archive.groups["topics"])


def test_spellings_are_joined_and_the_commonest_names_the_group() -> None:
    """Ties go by the alphabet; a record that has two spellings counts once."""
    found = [
        record("a", topics=("trade", "Trade")),
        record("b", topics=("Trade",)),
        record("c", topics=("Sea",)),
        record("d", topics=("sea",)),
    ]
    groups = group_records("topics", found)
    assert [(g.name, g.slug, stems(g.records)) for g in groups] == [
        ("Sea", "sea", ["c", "d"]),
        ("Trade", "trade", ["a", "b"]),
    ]


def test_names_that_a_human_joined_are_one_group_under_the_name_to_use() -> None:
    """The records say it too, once each, so that an article and the lists agree."""
    found = [
        record("a", people=("Xi",)),
        record("b", people=("Xi Jinping", "Mei Lin", "Xi")),
        record("c", people=("Xi",)),
    ]
    aliases = {"people": {"Xi": "Xi Jinping"}, "places": {"Xi": "Elsewhere"}}
    archive, _ = build_archive(found, aliases=aliases)
    names = [(g.name, stems(g.records)) for g in archive.groups["people"]]
    assert names == [("Mei Lin", ["b"]), ("Xi Jinping", ["a", "b", "c"])]
    assert [one.people for one in archive.records] == [
        ("Xi Jinping",),
        ("Xi Jinping", "Mei Lin"),
        ("Xi Jinping",),
    ]


def test_a_source_is_grouped_by_its_name() -> None:
    found = [record("a", source=Source("Wire", "https://example.org/a")), record("b", source=Source("Wire"))]
    (wire,) = group_records("sources", found)
    assert (wire.name, wire.address, len(wire.records)) == ("Wire", "sources/wire/index.html", 2)


def test_a_name_with_one_article_has_no_page_of_its_own_but_a_topic_has() -> None:
    found = [
        record("a", topics=("T",), people=("P", "Q"), authors=("A",), source=Source("S")),
        record("b", people=("Q",)),
    ]
    archive, _ = build_archive(found)
    pages = {g.name: g.has_page for kind in KINDS for g in archive.groups[kind]}
    assert pages == {"T": True, "P": False, "Q": True, "A": True, "S": True}


def test_redirects_and_lost_addresses_come_with_the_archive() -> None:
    archive, lost = build_archive(
        [record("a", "2023-11-22")],
        rules=AddressRules(published={"2022/a.html": "articles/a.md", "2021/b.html": "articles/b.md"}),
    )
    assert archive.redirects == {"2022/a.html": "2023/11/22/a.html"}
    assert lost == {"2021/b.html": "articles/b.md"}


def test_the_collector_of_cycles_does_not_see_the_values_of_an_archive() -> None:
    """A hundred thousand of them would be looked through again and again."""
    archive, _ = build_archive([record("a", "2023-11-22", topics=("T",), source=Source("S"))])
    (one,), (year,), (topic,) = archive.records, archive.years, archive.groups["topics"]
    assert not any(map(gc.is_tracked, (one, one.body, one.date, one.source, year, topic)))


DATES = ["2021", "2021-03", "2021-03-04", "2021-03-05", "2022-03-04T10:00:00Z", "2022-12-31", "0999-01-01"]


def periods(dates: list[str]) -> tuple[Period, ...]:
    return group_by_date(sort_records(record(f"r{n}", date) for n, date in enumerate(dates)))


def walk(found: tuple[Period, ...]) -> Iterator[Period]:
    for period in found:
        yield period
        yield from walk(period.parts)


def test_years_months_and_days_stand_in_calendar_order_with_their_records_newest_first() -> None:
    years = periods(["2022-12-31", "2021-03-04", "2021-03-05", "2021-11", "2021", "2022-12-31"])
    assert [(p.address, stems(p.records)) for p in walk(years)] == [
        ("2021/index.html", ["r3", "r2", "r1", "r4"]),
        ("2021/03/index.html", ["r2", "r1"]),
        ("2021/03/04/index.html", ["r1"]),
        ("2021/03/05/index.html", ["r2"]),
        ("2021/11/index.html", ["r3"]),
        ("2022/index.html", ["r0", "r5"]),
        ("2022/12/index.html", ["r0", "r5"]),
        ("2022/12/31/index.html", ["r0", "r5"]),
    ]


@given(st.lists(st.sampled_from(DATES)))
def test_each_record_stands_once_in_each_period_that_holds_its_date(dates: list[str]) -> None:
    for period in walk(periods(dates)):
        prefix = period.address.removesuffix("/index.html").replace("/", "-")
        assert sorted(stems(period.records)) == sorted(
            f"r{n}"
            for n, date in enumerate(dates)
            if f"{date}-".startswith(f"{prefix}-") or date.startswith(f"{prefix}T")
        )
        assert period.records


GONE, CIRCLE = {"topics/old": "topics/gone"}, {"topics/a": "topics/b", "topics/b": "topics/a"}
SEVERAL = {"topics/a": "topics/b", "topics/b": "topics/c", "topics/c": "topics/new"}


@pytest.mark.parametrize(
    ("fields", "moved", "leading"),
    [
        ({"topics": ("New",)}, {"topics/old": "topics/new"}, {"topics/old": "topics/new"}),
        ({"topics": ("New",)}, SEVERAL, dict.fromkeys(SEVERAL, "topics/new")),
        ({"topics": ("Old", "New")}, {"topics/old": "topics/new"}, {}),
        ({"topics": ("New",)}, GONE, {}),
        ({"topics": ("New",)}, CIRCLE, {}),
        ({"people": ("Mei Lin",)}, {"people/old": "people/mei-lin"}, {}),
    ],
)
def test_an_old_page_leads_to_the_last_of_its_names(
    fields: dict[str, Any], moved: dict[str, str], leading: dict[str, str]
) -> None:
    """Not where it is there again; never to a page that is not there, as that of a person with one article."""
    archive = sample_archive([record("a", "2023-01-02", **fields)])
    assert redirect_moved_groups(archive, moved).redirects == {
        f"{old}/index.html": f"{new}/index.html" for old, new in leading.items()
    }


@pytest.mark.parametrize(
    "path",
    ["../../escape.md", "a\0b.md", "<script>.md", "CON.md", "a//b.md", "%2e%2e/x.md", "x" * 300 + ".md"],
)
def test_a_hostile_name_of_a_page_becomes_a_plain_one(path: str) -> None:
    page = StandalonePage(f"pages/{path}", BodyReference(path, ""), path)
    for address in map_pages_by_address([page], "pages"):
        assert not address.startswith("/")
        for part in address.removesuffix(".html").split("/"):
            assert part.replace("-", "").isalnum()
            assert len(part) <= 80


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("2016-01-02-old-name", "2016/01/02/new.html"),
        ("_posts/2016-01-02-old-name.md", "2016/01/02/new.html"),
        ("old-name#p3", "2016/01/02/new.html#p3"),
        ("/posts/new/", "2016/01/02/new.html"),
        ("bundle/index.en.md", "2016/01/03/other.html"),
        ("same", ""),
        ("", ""),
        ("gone.md", ""),
    ],
)
def test_references_by_name_lead_to_the_one_record_of_that_name(name: str, address: str) -> None:
    """The name of its file or its seed's, with or without date; a name of two records leads nowhere, with a warning."""
    seeds = [
        "seeds/_posts/2016-01-02-old-name.md",
        "seeds/posts/bundle/index.en.md",
        "seeds/a/same.md",
        "seeds/b/same.md",
    ]
    files = ["2016-01-02-new", "2016-01-03-other", "2016-01-04-a", "2016-01-05-b"]
    records = [
        Record(
            f"articles/{file}.md",
            BodyReference(f"articles/{file}.md", ""),
            file,
            date=PartialDate.parse(file[:10]),
            seed=SeedRef(seed, ""),
        )
        for file, seed in zip(files, seeds, strict=True)
    ]
    reader = Record(
        "articles/x.md", BodyReference("articles/x.md", ""), "x", references=((f"record:{name}", 7),)
    )
    archive, _ = build_archive([*records, reader])
    links = next(one.body.links for one in archive.records if one.title == "x")
    assert links == (((f"record:{name}", f"../{address}"),) if address else ())
    assert [(problem.line, problem.code) for problem in archive.warnings] == (
        [] if address else [(7, "lost-link")]
    )
