"""Promises of related articles."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsgen.archive.build import build_archive
from newsgen.archive.related import REACH, REASONS, RELATED, RelatedArticleFinder
from newsgen.model import BodyReference, PartialDate, Record


def record(name: str, date: str = "2023-01-01", **fields: Any) -> Record:
    """A record at articles/NAME.md."""
    path = f"articles/{name}.md"
    return Record(
        path, BodyReference(path, ""), name, date=PartialDate.parse(date) if date else None, **fields
    )


def found(*records: Record) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Titles and reasons of the related articles of each article."""
    archive, _ = build_archive(records)
    related = RelatedArticleFinder(archive)
    return {
        one.title: [(archive.records[other].title, shared) for other, shared in related.find(place)]
        for place, one in enumerate(archive.records)
    }


PLAIN = [record(f"plain-{n}", f"2023-02-{n + 1:02d}") for n in range(9)]
"""Articles that share nothing."""


def test_what_is_shared_relates_and_is_the_reason() -> None:
    """Both ways; topics come first; articles without a common name are not related."""
    told = found(
        record("a", topics=("Trade",), people=("Mei Lin",), places=("Oslo",)),
        record("b", topics=("Trade",), people=("Mei Lin",), places=("Bergen",)),
        *PLAIN,
    )
    assert told["a"] == [("b", ("Trade", "Mei Lin"))]
    assert told["b"] == [("a", ("Trade", "Mei Lin"))]
    assert told["plain-1"] == []


def test_a_rare_name_weighs_more_than_a_frequent_one() -> None:
    """Also where the frequent one is nearer in time."""
    often = [record(f"often-{n}", f"2023-01-{n + 2:02d}", topics=("Trade",)) for n in range(20)]
    told = found(
        record("a", "2023-01-01", topics=("Trade",), people=("Mei Lin",)),
        record("b", "1999-01-01", people=("Mei Lin",)),
        *often,
        *(record(f"more-{n}") for n in range(30)),
    )
    assert told["a"][0] == ("b", ("Mei Lin",))
    assert [title for title, _ in told["a"][1:]] == ["often-0", "often-1", "often-2", "often-3"]


def test_spellings_of_one_slug_are_one_name() -> None:
    """As on the name's page."""
    told = found(record("a", people=("Mei Lin",)), record("b", people=("Mei-Lin",)), *PLAIN)
    assert [title for title, _ in told["a"]] == ["b"]


def test_a_new_article_changes_few_others() -> None:
    """On a topic of 400 articles it is related to those of its days, and the rest stay as they were."""
    old = [record(f"a{n:03}", f"{1990 + n // 12}-{n % 12 + 1:02d}-05", topics=("Trade",)) for n in range(400)]
    rest = [record(f"b{n:03}", f"{1990 + n // 12}-{n % 12 + 1:02d}-06") for n in range(600)]
    before, after = found(*old, *rest), found(*old, *rest, record("new", "2024-01-01", topics=("Trade",)))
    assert sum(before[title] != after[title] for title in before) <= 2 * RELATED


@given(
    st.lists(
        st.tuples(
            st.dates(),
            st.sets(st.sampled_from("ABCDEF"), max_size=4),
            st.sets(st.sampled_from("XYZ"), max_size=2),
        ),
        max_size=25,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_records_does_not_matter(rows: list[Any], shuffler: random.Random) -> None:
    """Never more than five, nor itself, nor one twice; each reason is true."""
    records = [
        record(f"r{n}", day.isoformat(), topics=tuple(sorted(topics)), people=tuple(sorted(people)))
        for n, (day, topics, people) in enumerate(rows)
    ]
    told = found(*records)
    shuffler.shuffle(records)
    assert found(*records) == told
    own = {one.title: {*one.topics, *one.people} for one in records}
    for title, others in told.items():
        names = [other for other, _ in others]
        assert len(names) == len(set(names)) <= RELATED
        assert title not in names
        for other, shared in others:
            assert 1 <= len(shared) <= REASONS
            assert set(shared) <= own[title] & own[other]


DATES = st.sampled_from(["", "2020", "2023-11", "2023-11-22", "2023-11-21", "2021-01-02", "1990-05-05"])
MANY = st.lists(
    st.tuples(
        DATES, st.sets(st.sampled_from("ABCDEFGHIJ"), max_size=5), st.sampled_from(["published", "withdrawn"])
    ),
    min_size=12,
    max_size=40,
)


@given(MANY)
def test_the_closest_are_those_of_all_pairs(rows: list[Any]) -> None:
    """By the plain rule over every pair: weights of shared names near in time, then days, then order of names."""
    records = [
        record(f"r{n:02}", day, people=tuple(sorted(names)), status=status)
        for n, (day, names, status) in enumerate(rows)
    ]
    archive, _ = build_archive(records)
    live = [one for one in archive.records if one.status != "withdrawn"]
    bearers = {name: [one for one in live if name in one.people] for name in "ABCDEFGHIJ"}
    weigh = {name: (len(live).bit_length() + 1) - len(held).bit_length() for name, held in bearers.items()}
    order = sorted(bearers, key=lambda name: (-weigh[name], name))
    related = RelatedArticleFinder(archive)
    for place, one in enumerate(archive.records):
        others = related.find(place)
        assert all(place in related.weigh(other) and other in related.weigh(place) for other, _ in others)
        scores: dict[str, int] = {}
        for name in order if one in live else ():
            held = bearers[name]
            at = held.index(one) if one in held else -100
            for n, other in enumerate(held):
                if 0 < abs(n - at) <= REACH:
                    scores[other.title] = scores.get(other.title, 0) + weigh[name]
        by_title = {other.title: other for other in live}
        ranked = sorted(scores, key=lambda title: (-scores[title], _days_between(one, by_title[title])))
        wanted = [title for title in ranked if scores[title] > 1][:RELATED]
        assert [archive.records[other].title for other, _ in others] == wanted
        for other, shared in others:
            common = [name for name in order if name in one.people and name in archive.records[other].people]
            assert list(shared) == common[:REASONS]


def _days_between(one: Record, other: Record) -> int:
    days = [record.date.first_day.toordinal() if record.date else 0 for record in (one, other)]
    return abs(days[0] - days[1])


def test_an_article_looks_at_few_others_in_an_archive_of_ten_thousand() -> None:
    """Over Zipf topics, where the most frequent has thousands of articles: so the cost is linear."""
    dice = random.Random(1)
    weights = [1 / rank for rank in range(1, 251)]

    def names(prefix: str, count: int) -> tuple[str, ...]:
        picked = dice.choices(range(250), weights, k=count)
        return tuple(dict.fromkeys(f"{prefix} {n}" for n in picked))

    records = [
        record(
            f"a{n}",
            f"{2000 + n % 20}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
            topics=names("T", 2),
            people=names("P", 3),
        )
        for n in range(10_000)
    ]
    archive, _ = build_archive(records)
    related = RelatedArticleFinder(archive)
    assert max(len(group.records) for group in archive.groups["topics"]) > 2_000
    assert max(len(related.weigh(place)) for place in range(10_000)) <= 5 * 2 * REACH
