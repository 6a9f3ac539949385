"""Dates in numbers."""

from __future__ import annotations

import pytest

from newsgen.loader.dates.forms import Form, read_cjk, read_numeric


@pytest.mark.parametrize(
    ("text", "language", "form"),
    [
        ("2023-11-22", "en", Form(2023, 11, 22)),
        ("2023/11/22", "ja", Form(2023, 11, 22)),
        ("2023-11", "en", Form(2023, 11)),
        ("22.11.2023", "en", Form(2023, 11, 22)),
        ("11/22/2005", "en", Form(2005, 11, 22)),
        ("22/11/2005", "en", Form(2005, 11, 22)),
        ("03/04/2005", "en", Form(2005)),
        ("03/04/2005", "fr", Form(2005, 4, 3)),
        ("04/04/2005", "en", Form(2005, 4, 4)),
        ("Friday, 03/04/2005", "en", Form(2005, 3, 4, 4)),
        ("Monday, 03/04/2005", "en", Form(2005)),
        ("3/15/06", "en", Form(2006, 3, 15)),
        ("03/04/05", "en", None),
        ("13/13/2005", "en", None),
        ("9/11", "en", None),
        ("202-224-0000", "en", None),
    ],
)
def test_numeric(text: str, language: str, form: Form | None) -> None:
    """What can be read two ways yields its year; a weekday or the language decides where it can."""
    assert read_numeric(text, language) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2023年11月22日", Form(2023, 11, 22)),
        ("2023年11月22日 星期三", Form(2023, 11, 22, 2)),
        ("2023年11月", Form(2023, 11)),
        ("二〇二三年十一月二十二日", Form(2023, 11, 22)),
        ("二〇二〇年十月二十日 星期二", Form(2020, 10, 20, 1)),
        ("2023년 11월 22일", Form(2023, 11, 22)),
        ("2023年11月22日の会議", None),
        ("11月22日", None),
    ],
)
def test_east_asian(text: str, form: Form | None) -> None:
    """Year, month and day signs with Arabic or Han numerals, the weekday after them."""
    assert read_cjk(text) == form
