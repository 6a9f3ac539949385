"""Records → findings, least sure first."""

from __future__ import annotations

from typing import Any

import msgspec

from newsgen.desk.review import Remaining, count_remaining, field_text, list_findings
from newsgen.model import Body, Inference, PartialDate, Record, SeedRef, Source


def made(path: str, confidences: dict[str, float | None], **fields: Any) -> Record:
    how = {field: Inference("rule", "line 1", sure) for field, sure in confidences.items()}
    return Record(path, Body(path, ""), "Title", inferred=how, **fields)


RECORDS = [
    made("b.md", {"people": None, "date": 0.4, "topics": 0.9}, date=PartialDate(2023, 11)),
    made("a.md", {"headings": None, "topics": 0.9, "places": None, "title": 0.9}),
]


def test_least_sure_first_then_by_path_then_as_keys_are_documented() -> None:
    """No confidence stands last; what is no front matter key stands after those that are."""
    found = [(one.article, one.field) for one in list_findings(RECORDS)]
    assert found == [
        ("b.md", "date"),
        ("a.md", "title"),
        ("a.md", "topics"),
        ("b.md", "topics"),
        ("a.md", "places"),
        ("a.md", "headings"),
        ("b.md", "people"),
    ]
    assert found == [(one.article, one.field) for one in list_findings(reversed(RECORDS))]


def test_one_field_alone() -> None:
    """A filter leaves the others out."""
    assert {one.field for one in list_findings(RECORDS, "topics")} == {"topics"}


def test_a_finding_holds_what_the_record_says_and_why() -> None:
    """The inference as it stands, the value as text."""
    how = Inference("weekday", 'line 4: "Nov. 22"', 0.4, "because", ("2017-11-22",))
    record = Record("x.md", Body("x.md", ""), "T", date=PartialDate(2023, 11, 22), inferred={"date": how})
    (found,) = list_findings([record])
    assert msgspec.structs.asdict(found) == {
        **{"article": "x.md", "title": "T", "field": "date", "value": "2023-11-22", "confidence": 0.4},
        **{"provisional": True, "rule": "weekday", "evidence": 'line 4: "Nov. 22"', "because": "because"},
        **{"alternatives": ("2017-11-22",), "quotes": ()},
    }


def test_only_a_date_under_a_half_is_provisional() -> None:
    """A sure date and an unsure title are not."""
    dates = made("a.md", {"date": 0.5, "title": 0.1}, date=PartialDate(2023))
    assert [one.provisional for one in list_findings([dates])] == [False, False]


def test_values_are_text() -> None:
    """Dates in ISO form, sources by name, lists as they are, and nothing for what is no field."""
    record = made(
        "a.md", {}, date=PartialDate(2023, 11), source=Source("S", "https://s.example/"), people=("A", "B")
    )
    assert [field_text(record, field) for field in ("date", "source", "people", "dek", "headings")] == [
        *("2023-11", "S", ("A", "B"), "", ""),
    ]


def test_what_remains_is_counted() -> None:
    """Fields, provisional dates, articles without a date, and those of both that a seed may date anew."""
    seed = SeedRef("seeds/x.txt", "0" * 64)
    records = [*RECORDS, made("c.md", {"date": 0.3}, date=PartialDate(2023), seed=seed)]
    assert count_remaining(records) == Remaining(fields=8, provisional=2, undated=1, datable=1)
