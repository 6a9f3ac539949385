"""The figures that inferred dates reach on texts which nobody here wrote (../shared/corpora/plain)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from newsgen.loader.dates.infer import collect_date_evidence
from newsgen.loader.dates.years import KnownDates
from newsgen.loader.text import SeedText

AS_OF = date(2026, 11, 24)
PERIOD = (date(2004, 1, 1), date(2008, 12, 31))
CORPORA = ("senate_weekday_md_dev", "senate_press_dev", "senate_fulldate_dev", "digitalgov_news")


class Answer(msgspec.Struct, frozen=True):
    true: date
    iso: str
    confidence: float

    @property
    def claimed(self) -> bool:
        return self.confidence >= 0.5

    @property
    def exact(self) -> bool:
        return self.true.isoformat().startswith(self.iso)

    @property
    def off(self) -> int:
        return abs((date.fromisoformat(self.iso) - self.true).days)


def answers(shared: Path, corpus: str, known: KnownDates) -> Iterator[Answer]:
    file = shared / "corpora/plain" / corpus / "articles.jsonl"
    for number, row in enumerate(file.read_text(encoding="utf-8").splitlines()):
        article = json.loads(row)
        text = SeedText(f"{number:06d}.txt", tuple(article["text"].split("\n")), 1)
        found = collect_date_evidence(text, None, known).alone
        iso = found.value.iso if found else ""
        yield Answer(
            date.fromisoformat(article["date"]), iso, (found.inference.confidence or 0) if found else 0
        )


def test_with_the_period_known_the_year_is_right(shared: Path) -> None:
    """97 in 100 have the right year, and nine claims of a day in ten are within a week."""
    found = list(answers(shared, "senate_weekday_md_dev", KnownDates(AS_OF, PERIOD)))
    assert sum(a.claimed and a.iso[:4] == str(a.true.year) for a in found) >= 0.97 * len(found)
    days = [a for a in found if a.claimed and len(a.iso) == 10]
    assert len(days) >= 0.4 * len(found)
    assert sum(a.off <= 7 for a in days) >= 0.9 * len(days)


@pytest.mark.parametrize(
    ("corpus", "wrong", "claims"),
    [
        ("senate_weekday_md_dev", 0.03, 0),
        ("senate_press_dev", 0.01, 25),
        ("senate_fulldate_dev", 0.03, 100),
        ("digitalgov_news", 0.01, 0),
    ],
)
def test_with_nothing_known_few_claims_are_wrong(
    shared: Path, corpus: str, wrong: float, claims: int
) -> None:
    """Days more than a week off, and years, are rare among all; nine claims of a day in ten are within a week."""
    found = list(answers(shared, corpus, KnownDates(AS_OF)))
    days = [a for a in found if a.claimed and len(a.iso) == 10]
    assert sum(a.off > 7 for a in days) <= wrong * len(found)
    assert sum(a.claimed and a.iso[:4] != str(a.true.year) for a in found) <= wrong * len(found)
    assert len(days) >= claims
    assert sum(a.off <= 7 for a in days) >= 0.9 * len(days)


@pytest.mark.parametrize("period", [None, PERIOD])
def test_confidence_means_something(shared: Path, period: tuple[date, date] | None) -> None:
    """In every tenth of confidence with thirty claims or more, the share of right ones is within a tenth of it."""
    known = KnownDates(AS_OF, period)
    for corpus in CORPORA if period is None else CORPORA[:1]:
        count: Counter[int] = Counter()
        right: Counter[int] = Counter()
        total: Counter[int] = Counter()
        for answer in answers(shared, corpus, known):
            tenth = min(int(answer.confidence * 10), 9)
            count[tenth] += answer.claimed
            right[tenth] += answer.claimed and answer.exact
            total[tenth] += round(answer.confidence * 100) if answer.claimed else 0
        for tenth, n in count.items():
            assert n < 30 or abs(right[tenth] / n - total[tenth] / n / 100) <= 0.1, (corpus, tenth)
