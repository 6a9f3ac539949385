"""One Chromium for each worker, axe-core, and what every page must be: usable by everyone, at any width."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.serving import served

FLAGS = (
    "--no-sandbox",  # root in a container has no user namespaces
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing is asked of anyone else
)

OVERFLOWING = """() => {
  const clipped = e => e && (getComputedStyle(e).overflowX !== "visible" || clipped(e.parentElement));
  return document.documentElement.scrollWidth <= innerWidth ? [] :
    ["the page", ...[...document.querySelectorAll("body *")]
      .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5 && !clipped(e.parentElement))
      .map(e => e.outerHTML.slice(0, 100))];
}"""
"""Elements that make the page wider than its window; those inside a scrolling box do not."""
OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe-core that look at colours; all that is dark instead of light is the colours."""
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
WIDTHS = {"phone": 320, "tablet": 768, "desk": 1280}

PATIENCE = 20_000
"""Milliseconds until something that is awaited must be there: a busy machine is slow, and a quick one waits for nothing."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser(require: Callable[[object, str], None], root: Path) -> Iterator[Browser]:
    """Chromium without a window, through Playwright."""
    path = runpy.run_path(str(root / "tools" / "browser.py"))["find_chromium"]()
    require(path, "Chromium is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def _one_window(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def window(_one_window: Page) -> Page:
    """A window as a new one is, for tests that look at pages and leave nothing behind: no choice, no listener.

    All of them share it: to open one costs the processor four times as much as to go to a page.
    """
    _one_window.emulate_media(media="screen", color_scheme="light")
    _one_window.set_viewport_size({"width": 1280, "height": 720})
    return _one_window


@pytest.fixture(scope="session")
def at_root(sample_site: Path) -> Iterator[str]:
    """Address of the sample site at the root of a domain."""
    with served(sample_site) as address:
        yield address


@pytest.fixture(scope="session")
def under_repo(sample_site: Path) -> Iterator[str]:
    """Address of the sample site under /repo/, as GitHub Pages serves it."""
    with served(sample_site, "/repo/") as address:
        yield address


@pytest.fixture(scope="session")
def at_home(sample_site: Path, sample_url: str) -> Iterator[str]:
    """Address of the sample site under the path that its settings name; 404.html is made for that one."""
    with served(sample_site, urlsplit(sample_url).path) as address:
        yield address


@pytest.fixture(scope="session")
def axe(require: Callable[[object, str], None], root: Path) -> Callable[..., list[dict[str, Any]]]:
    """`axe(page)`: what axe-core finds on the open page, by WCAG 2.2 A and AA and its own best practices, or by `rules`."""
    script = root / "node_modules" / "axe-core" / "axe.min.js"
    require(script.is_file(), "axe-core is not installed (npm ci)")
    source = script.read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def findings(page: Page, rules: Sequence[str] = ()) -> list[dict[str, Any]]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        result = page.evaluate(
            "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", rules or tags
        )
        return [
            {
                "rule": found["id"],
                "help": found["help"],
                "at": [node["html"][:120] for node in found["nodes"]],
            }
            for found in result["violations"]
        ]

    return findings


@pytest.fixture(scope="session")
def is_sound(axe: Callable[..., list[dict[str, Any]]]) -> Callable[[Page], None]:
    """`is_sound(page)`: axe-core finds nothing on the page that is open, in light and in dark; nothing overflows."""

    def check(page: Page) -> None:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert axe(page, OF_COLOURS if scheme == "dark" else ()) == [], f"{scheme}: {page.url}"
        for width in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(OVERFLOWING) == [], f"{page.url} at {width} px"

    return check
