"""Promises of style sheets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newsgen.renderer.theme.theme import find_default_theme, minify_css, open_theme

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))
ASSETS = find_default_theme() / "assets"
SOURCE = (ASSETS / "site.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(("css", "sent"), TABLES["style sheets"].items())
def test_only_what_editors_need_is_dropped(css: str, sent: str) -> None:
    """Strings, URLs and space with a meaning stay."""
    assert minify_css(css) == sent


def test_minifying_twice_changes_nothing() -> None:
    assert minify_css(minify_css(SOURCE)) == minify_css(SOURCE)


@pytest.mark.parametrize(
    ("name", "most"), [("site.css", 14), ("languages.css", 4), ("pictures.css", 1), ("keys.js", 1)]
)
def test_what_every_page_loads_is_light_and_asks_nobody_else(name: str, most: int) -> None:
    """No font, image or sheet is fetched; in KB as it is sent."""
    assert len(open_theme().published[name]) <= most * 1024
    assert not re.search(r"url\(|@import|@font-face", (ASSETS / name).read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1. Source: WCAG 2.2, definition of relative luminance."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def colours(scheme: str) -> dict[str, str]:
    """The colours of the light or the dark scheme."""
    found = re.findall(r"--([a-z0-9]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", SOURCE)
    assert len(found) == 13
    return {name: light if scheme == "light" else dark for name, light, dark in found}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_a_contrast_of_7_to_1(scheme: str) -> None:
    """Ink, quiet ink and accent on paper, and figures on each tint of a calendar."""
    found = colours(scheme)
    pairs = [("ink", "paper"), ("quiet", "paper"), ("accent", "paper"), ("over", "t4"), ("over", "t5")]
    pairs += [("ink", f"t{step}") for step in range(4)]
    poor = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in pairs}
    assert {pair: value for pair, value in poor.items() if value < 7} == {}


def test_a_paler_ink_would_be_found() -> None:
    """The check can fail."""
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?:float|clear|text-align): *(?:left|right)|[{;\s](?:left|right):"
)


@pytest.mark.parametrize("name", ["site.css", "pictures.css", "search.css"])
def test_nothing_is_laid_out_by_left_and_right(name: str) -> None:
    """So that a page from right to left is the mirror of the other."""
    assert PHYSICAL.findall((ASSETS / name).read_text(encoding="utf-8")) == []


def test_every_stack_of_fonts_ends_in_a_generic_one() -> None:
    """Whatever a reader has, there is a font."""
    text = (ASSETS / "languages.css").read_text(encoding="utf-8")
    stacks = re.findall(r"--(serif|sans): (.*);", text)
    assert len(stacks) == 12
    assert all(fonts.endswith("serif" if kind == "serif" else "sans-serif") for kind, fonts in stacks)
