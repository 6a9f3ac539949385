"""The confidence of a rule for dates is what it was right to in the archive, once enough days are known."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
import pytest

from newsgen.loader.dates.infer import collect_date_evidence, measure_date_rules
from newsgen.loader.dates.years import KnownDates, collect_known_dates
from newsgen.loader.text import SeedText
from newsgen.model import PartialDate, Record
from newsgen.record.read import read_record
from tests.support.command import newsgen

AS_OF = datetime.date(2026, 11, 24)
PROSE = "The ferry crossed the bay with all of its passengers, and nobody aboard had to wait for long."


def make_record(n: int, day: int) -> tuple[Record, str]:
    """A record of May whose text states a day."""
    body = f"May {day}, 2019\n\n{PROSE}\n"
    return read_record(
        f"articles/{n}.md", f"---\ntitle: A\ndate: 2019-05-{n + 1:02}\n---\n\n{body}".encode()
    ), body


@pytest.mark.parametrize(
    ("count", "wrong", "confidence"), [(19, 0, 0.93), (20, 5, 0.75), (25, 15, 0.4), (25, 0, 0.98)]
)
def test_a_rule_is_as_sure_as_it_was_right(count: int, wrong: int, confidence: float) -> None:
    texts = [make_record(n, 31 if n < wrong else n + 1) for n in range(count)]
    dates = [PartialDate(2019, 5, n + 1) for n in range(count)]
    scores = measure_date_rules(texts, collect_known_dates(AS_OF, None, dates), "en")
    known = collect_known_dates(AS_OF, None, dates, scores)
    found = collect_date_evidence(SeedText("x.txt", ("A", "June 3, 2019", PROSE), 1), None, known).alone
    assert found
    assert found.inference.confidence == confidence
    evidence = f"this was right in {count - wrong} of {count} records of this archive whose day is known"
    assert found.inference.because == (evidence if count >= 20 else "")


def test_a_guess_stays_a_guess() -> None:
    """What is known of other claims of a rule does not change a date below 0.5."""
    known = KnownDates(AS_OF, scores={f"weekday 0.{n}": (40, 40) for n in range(10)})
    text = SeedText("x.txt", ("A", f"On Wednesday, Nov. 22, {PROSE[0].lower()}{PROSE[1:]}"), 1)
    found = collect_date_evidence(text, None, known).alone
    assert found == collect_date_evidence(text, None, msgspec.structs.replace(known, scores={})).alone
    assert found
    assert found.inference.confidence == 0.4


def test_a_load_measures_the_records_of_the_archive(tmp_path: Path) -> None:
    """A day that an editor has not confirmed yet does not count."""
    for n in range(25):
        record, body = make_record(n, 31 if n < 5 else n + 1)
        inferred = "inferred: {date: {rule: date-line, evidence: x, confidence: 0.9}}\n" if n > 22 else ""
        path = tmp_path / record.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"---\ntitle: A{n}\ndate: 2019-05-{n + 1:02}\n{inferred}---\n\n{body}", encoding="utf-8"
        )
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/new.txt").write_text(f"Ferry is back\nJune 3, 2019\n\n{PROSE}\n", encoding="utf-8")
    newsgen(tmp_path, "load")
    text = (tmp_path / "articles/2019/2019-06-03-ferry-is-back.md").read_text(encoding="utf-8")
    assert "confidence: 0.78" in text
    assert "right in 18 of 23 records" in text
