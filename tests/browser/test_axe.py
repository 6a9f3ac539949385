"""Each kind of page can be used by everyone, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from tests.support.kinds import PATTERNS, page_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", PATTERNS)
def test_axe_finds_nothing(
    kind: str,
    window: Page,
    axe: Callable[[Page], list[dict[str, Any]]],
    at_home: str,
    sample_site: Path,
) -> None:
    """No axe-core finding on a page of each kind, in light and in dark."""
    schemes: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
    for scheme in schemes:
        window.emulate_media(color_scheme=scheme)
        window.goto(at_home + page_of(sample_site, kind))
        assert axe(window) == [], f"{scheme}: {window.url}"


def test_axe_sees_a_defect(window: Page, axe: Callable[[Page], list[dict[str, Any]]]) -> None:
    """The check can fail: grey on grey is found."""
    window.set_content(
        "<html lang=en><title>x</title><main><h1 style='color:#ccc;background:#ddd'>A headline</h1></main>"
    )
    assert "color-contrast" in {found["rule"] for found in axe(window)}
