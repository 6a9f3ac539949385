"""Each kind of page can be used by everyone, in light and in dark, and fits its window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OVERFLOWING
from tests.support.kinds import PATTERNS, page_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", PATTERNS)
def test_each_kind_of_page_is_sound(
    kind: str, window: Page, is_sound: Callable[[Page], None], at_home: str, sample_site: Path
) -> None:
    """It breaks no rule of accessibility and none of its policy, which the console would say."""
    said: list[str] = []
    window.on("console", listener := lambda message: said.append(message.text))
    window.goto(at_home + page_of(sample_site, kind))
    is_sound(window)
    window.remove_listener("console", listener)
    assert said == []


def test_defects_are_seen(window: Page, axe: Callable[[Page], list[dict[str, Any]]]) -> None:
    """The checks can fail: grey on grey and a box that is too wide are found."""
    style = "color:#ccc;background:#ddd;width:3000px"
    window.goto("about:blank")  # else the policy of the page before forbids the style
    window.set_content(f"<html lang=en><title>x</title><main><h1 style='{style}'>A headline</h1></main>")
    assert "color-contrast" in {found["rule"] for found in axe(window)}
    assert window.evaluate(OVERFLOWING)
