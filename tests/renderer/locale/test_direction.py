"""Promises about which way a text runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsgen.renderer.locale.translations import direction, needs_language_styles, text_direction

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("tag", "way"), TABLES["direction of a tag"].items())
def test_direction_of_a_language(tag: str, way: str) -> None:
    """The script subtag decides, else the language; private subtags do not."""
    assert direction(tag) == way


@pytest.mark.parametrize(("text", "way"), TABLES["direction of a text"].items())
def test_direction_of_a_text(text: str, way: str) -> None:
    """The first strong letter decides; without one, the default (here 'rtl')."""
    assert text_direction(text, "rtl") == way


@pytest.mark.parametrize(("language", "own"), TABLES["own type"].items())
def test_some_languages_want_the_sheet_for_their_script(language: str, own: bool) -> None:
    assert needs_language_styles(language) is own
