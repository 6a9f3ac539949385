"""Dates alone in a piece of text, in many languages."""

from __future__ import annotations

import pytest

from newsgen.loader.dates.forms import read_form

READ = [
    ("Wednesday, Nov. 22, 2023", "en", (2023, 11, 22, 2, False)),
    ("November 2023", "en", (2023, 11, 0, -1, False)),
    ("Nov. 22nd", "en", (0, 11, 22, -1, False)),
    ("Nov 22, 2023 at 5:00 pm EST", "en", (2023, 11, 22, -1, True)),
    ("January 4, 2005 10:00pm", "en", (2005, 1, 4, -1, True)),
    ("2023-11-22T09:30:00Z", "en", (2023, 11, 22, -1, True)),
    ("22 November 2023", "en", (2023, 11, 22, -1, False)),
    ("Mittwoch, 22. November 2023", "de", (2023, 11, 22, 2, False)),
    ("22.11.2023, 14:05 Uhr", "de", (2023, 11, 22, -1, True)),
    ("le 22 novembre 2023", "fr", (2023, 11, 22, -1, False)),
    ("1er février 2023", "fr", (2023, 2, 1, -1, False)),
    ("22 de noviembre de 2023", "es", (2023, 11, 22, -1, False)),
    ("quarta-feira, 22 de novembro de 2023", "pt", (2023, 11, 22, 2, False)),
    ("mercoledì 22 novembre 2023", "it", (2023, 11, 22, 2, False)),
    ("22 maart 2023", "nl", (2023, 3, 22, -1, False)),
    ("den 22 oktober 2023", "sv", (2023, 10, 22, -1, False)),
    ("22. marts 2023", "da", (2023, 3, 22, -1, False)),
    ("22. marraskuuta 2023", "fi", (2023, 11, 22, -1, False)),
    ("22 listopada 2023 r.", "pl", (2023, 11, 22, -1, False)),
    ("22. listopadu 2023", "cs", (2023, 11, 22, -1, False)),
    ("22 ноября 2023 г.", "ru", (2023, 11, 22, -1, False)),
    ("22 листопада 2023", "uk", (2023, 11, 22, -1, False)),
    ("22 Kasım 2023", "tr", (2023, 11, 22, -1, False)),
    ("2023. november 22.", "hu", (2023, 11, 22, -1, False)),
    ("22 Νοεμβρίου 2023", "el", (2023, 11, 22, -1, False)),
    ("22 نوفمبر 2023", "ar", (2023, 11, 22, -1, False)),
    ("2023年11月22日（水）", "ja", (2023, 11, 22, 2, False)),
    ("2023년 11월 22일 수요일", "ko", (2023, 11, 22, 2, False)),
    ("22 mai 2023", "en", (2023, 5, 22, -1, False)),
]


@pytest.mark.parametrize(("text", "language", "parts"), READ)
def test_a_date_and_nothing_else_is_read(
    text: str, language: str, parts: tuple[int, int, int, int, bool]
) -> None:
    """Day, month, year, weekday and whether a time stands beside them, as written."""
    form = read_form(text, language)
    assert form is not None
    assert (form.year, form.month, form.day, form.weekday, form.timed) == parts


@pytest.mark.parametrize(
    "text",
    [
        "May",
        "2023",
        "12 percent",
        "31 Nov 2023",
        "29 février 2023",
        "1 May 2 June",
        "Sen. May 12",
        "Posted 5 March 2005",
        "",
        "x" * 99,
    ],
)
def test_anything_else_is_not(text: str) -> None:
    """A word more, a month alone, or a day that the calendar lacks makes it no date."""
    assert read_form(text, "en") is None
