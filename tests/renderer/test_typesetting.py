"""Scripts other than the Latin get type of their own, and pages can be mirrored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.renderer.theme.theme import minify_css
from newsgen.renderer.words.direction import has_own_type

ASSETS = Path(__file__).parents[2] / "templates" / "assets"
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?:float|clear|text-align): *(?:left|right)|[{;\s](?:left|right):"
)


@pytest.mark.parametrize(
    "language", ["zh", "zh-CN", "zh_TW", "ja", "ko-KR", "yue", "ar", "ar-EG", "he", "fa", "ku-Arab"]
)
def test_these_want_the_sheet_for_their_script(language: str) -> None:
    assert has_own_type(language)


@pytest.mark.parametrize("language", ["en", "de-CH", "ru", "el", "vi", "fa-Latn", "jam", "tr"])
def test_these_do_not(language: str) -> None:
    assert not has_own_type(language)


@pytest.mark.parametrize("name", ["site.css", "search.css"])
def test_nothing_is_laid_out_by_left_and_right(name: str) -> None:
    """So that a page from right to left is the mirror of the other."""
    assert PHYSICAL.findall((ASSETS / name).read_text(encoding="utf-8")) == []


def test_the_sheet_for_other_scripts_weighs_4_kb_at_most_and_asks_nobody_else() -> None:
    """Its fonts are the reader's own."""
    text = (ASSETS / "languages.css").read_text(encoding="utf-8")
    assert len(minify_css(text).encode()) <= 4 * 1024
    assert not re.search(r"url\(|@import|@font-face", text)


def test_every_stack_of_fonts_ends_in_a_generic_one() -> None:
    """Whatever a reader has, there is a font."""
    text = (ASSETS / "languages.css").read_text(encoding="utf-8")
    stacks = re.findall(r"--(serif|sans): (.*);", text)
    assert len(stacks) == 12
    assert all(fonts.endswith("serif" if kind == "serif" else "sans-serif") for kind, fonts in stacks)
