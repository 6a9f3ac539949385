"""Promises about which way a text runs."""

from __future__ import annotations

import pytest

from newsgen.renderer.words.direction import direction, has_own_type, text_direction


@pytest.mark.parametrize(
    ("tag", "way"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("fa_IR", "rtl"),
        ("az", "ltr"),
        ("az-Arab", "rtl"),
        ("ur-Latn", "ltr"),
        ("en-x-arab", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_of_a_language(tag: str, way: str) -> None:
    """The script subtag decides, else the language; private subtags do not."""
    assert direction(tag) == way


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Talks open", "ltr"),
        ("2023: القمة", "rtl"),
        ("“שלום”", "rtl"),
        ("東京", "ltr"),
        ("1972", "rtl"),
        ("…", "rtl"),
        ("", "rtl"),
    ],
)
def test_direction_of_a_text(text: str, way: str) -> None:
    """The first strong letter decides; without one, the default (here 'rtl')."""
    assert text_direction(text, "rtl") == way


@pytest.mark.parametrize(
    "language", ["zh", "zh-CN", "zh_TW", "ja", "ko-KR", "yue", "ar", "ar-EG", "he", "fa", "ku-Arab"]
)
def test_these_want_the_sheet_for_their_script(language: str) -> None:
    assert has_own_type(language)


@pytest.mark.parametrize("language", ["en", "de-CH", "ru", "el", "vi", "fa-Latn", "jam", "tr"])
def test_these_do_not(language: str) -> None:
    assert not has_own_type(language)
