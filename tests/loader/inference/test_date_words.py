"""Names of months and weekdays."""

from __future__ import annotations

import pytest

from newsgen.loader.dates.forms import fold, month_of, weekday_of


@pytest.mark.parametrize(
    ("word", "language", "month"),
    [
        ("March", "en", 3),
        ("März", "de", 3),
        ("FÉVRIER", "fr", 2),
        ("listopada", "pl", 11),
        ("mai", "en", 5),
        ("listopad", "en", 11),
        ("mar", "en", 3),
        ("septembre", "fr", 9),
        ("monday", "en", 0),
        ("", "en", 0),
    ],
)
def test_month(word: str, language: str, month: int) -> None:
    """The text's language decides; any other language's month is known where all agree."""
    assert month_of(word, language) == month


def test_weekday() -> None:
    """Monday is 0, Sunday is 6, anything else -1."""
    assert [weekday_of(w, "en") for w in ("Monday", "Sun", "dimanche", "May")] == [0, 6, 6, -1]


def test_fold() -> None:
    """Marks and case fall away."""
    assert fold("Décembre") == "decembre"
