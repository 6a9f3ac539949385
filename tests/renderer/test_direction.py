"""Promises about which way a text runs."""

from __future__ import annotations

import pytest

from newsgen.renderer.words.direction import direction, text_direction


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
