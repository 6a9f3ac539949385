"""Each kind of page fits its window."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.kinds import PATTERNS, page_of

pytestmark = pytest.mark.browser

OVERFLOWING = """() => {
  const clipped = e => e && (getComputedStyle(e).overflowX !== "visible" || clipped(e.parentElement));
  return document.documentElement.scrollWidth <= innerWidth ? [] :
    ["the page", ...[...document.querySelectorAll("body *")]
      .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5 && !clipped(e.parentElement))
      .map(e => e.outerHTML.slice(0, 100))];
}"""
"""Elements that make the page wider than its window; those inside a scrolling box do not."""


@pytest.mark.parametrize("kind", PATTERNS)
def test_nothing_overflows(kind: str, window: Page, at_home: str, sample_site: Path) -> None:
    """No horizontal scrolling at 320, 768 and 1280 px."""
    window.goto(at_home + page_of(sample_site, kind))
    for width in (320, 768, 1280):
        window.set_viewport_size({"width": width, "height": 800})
        assert window.evaluate(OVERFLOWING) == [], f"{window.url} at {width} px"
