"""Take the pictures of README and docs from the built sample archive: docs/images/*.png.

Front page, an article, a year and a topic at 320, 768 and 1280 px, in light and in dark; the wide light one of each
kind, for the documents to show, bears the name of its kind alone.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from browser import find_chromium

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
IMAGES = ROOT / "docs" / "images"
KINDS = {
    "front": "index.html",
    "article": "[0-9][0-9][0-9][0-9]/[0-9][0-9]/[0-9][0-9]/[!i]*.html",
    "year": "[0-9][0-9][0-9][0-9]/index.html",
    "topic": "topics/*/index.html",
}
HEIGHTS = {320: 640, 768: 900, 1280: 860}
"""Height of the window for each of its widths, in CSS pixels."""
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


def fullest(pattern: str) -> Path:
    """The largest page of a kind: the one that shows most."""
    return max(SITE.glob(pattern), key=lambda path: (path.stat().st_size, path))


def name_of(kind: str, width: int, scheme: str) -> str:
    """File name of a picture, e.g. front.png or front-320-dark.png."""
    return f"{kind}.png" if (width, scheme) == (1280, "light") else f"{kind}-{width}-{scheme}.png"


def take(browser: Browser, page: Path, width: int, scheme: Literal["light", "dark"], target: Path) -> None:
    """Write the first screenful of a page to `target`."""
    window = browser.new_page(viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme)
    window.goto(page.as_uri())
    window.screenshot(path=target)
    window.close()
    print(target.relative_to(ROOT))


def main() -> int:
    """Write all pictures; 1 if something is missing."""
    chromium = find_chromium()
    if not chromium or not (SITE / "index.html").is_file():
        print("missing: Chromium, or a built site/", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for kind, pattern in KINDS.items():
            for width in HEIGHTS:
                for scheme in SCHEMES:
                    take(browser, fullest(pattern), width, scheme, IMAGES / name_of(kind, width, scheme))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
