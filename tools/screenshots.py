"""Take the pictures of README and docs: docs/images/*.png. Run as `python -m tools.screenshots` in a built checkout.

Of the sample archive: every kind of page at 1280 px in light (front.png, article.png …), and those that readers see most
at 320, 768 and 1280 px in light and in dark (front-320-dark.png …). Of the tutorial: what its own commands make.
"""

from __future__ import annotations

import base64
import html
import io
import sys
import tempfile
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tools.browser import find_chromium

from tests.support.documents import go_to, illustrated, run
from tests.support.kinds import PATTERNS, page_of
from tests.support.serving import served

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
IMAGES = ROOT / "docs" / "images"
Scheme = Literal["light", "dark"]

HEIGHTS = {320: 640, 768: 900, 1280: 860}
"""Height of the window for each of its widths, in CSS pixels."""
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
EVERYWHERE = ("front", "article", "year", "topics", "search")
"""Kinds of page that are shown at each width, in light and in dark."""
QUERIES = {"search": "?q=talks"}
"""What is asked of a page that shows nothing without a question."""
TUTORIAL = {
    "tutorial-front.png": "index.html",
    "tutorial-article.png": "[0-9]*/[0-9]*/[0-9]*/*ferry*.html",
    "tutorial-own.png": "index.html",
}
"""The page that each picture of the tutorial shows."""
SEED = "handshake-in-beijing.txt"
PAIR = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 24px; display: grid; grid-template-columns: 1fr 1.55fr; gap: 20px; background: #e9e7e2;
 font: 14px system-ui, sans-serif; height: 484px }}
figure {{ margin: 0; display: flex; flex-direction: column; gap: 8px; min-height: 0 }} figcaption {{ color: #444 }}
pre, div {{ flex: 1; min-height: 0; overflow: hidden; background: #fff; border: 1px solid #bbb; margin: 0 }}
pre {{ padding: 14px; font: 12.5px/1.45 "DejaVu Sans Mono", monospace; white-space: pre-wrap }} img {{ width: 100% }}
</style><body><figure><figcaption>seeds/{name}</figcaption><pre>{text}</pre></figure>
<figure><figcaption>its page</figcaption><div><img src="data:image/png;base64,{shown}"></div></figure>"""
"""A seed and a screenshot of its page, next to each other."""


def take(browser: Browser, url: str, width: int, scheme: Scheme, name: str) -> None:
    """Write the first screenful of a page to docs/images/NAME, in as few colours as text needs."""
    window = browser.new_page(viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme)
    window.goto(url, wait_until="networkidle")
    save_screenshot(window, name)


def save_screenshot(window: Page, name: str) -> None:
    """Write what a window shows, and close it."""
    picture = Image.open(io.BytesIO(window.screenshot())).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(IMAGES / name, optimize=True)
    window.close()
    print(f"docs/images/{name}")


def take_sample(browser: Browser) -> None:
    """Show each kind of page of the built sample archive."""
    with served(SITE) as address:
        for kind in PATTERNS:
            url = address + page_of(SITE, kind) + QUERIES.get(kind, "")
            for width in HEIGHTS if kind in EVERYWHERE else (1280,):
                for scheme in SCHEMES if kind in EVERYWHERE else ("light",):
                    plain = (width, scheme) == (1280, "light")
                    take(browser, url, width, scheme, f"{kind}{'' if plain else f'-{width}-{scheme}'}.png")


def take_seed_and_page(browser: Browser) -> None:
    """Show a seed of the sample archive next to its page, for the README."""
    text = (ROOT / "seeds" / SEED).read_text(encoding="utf-8")
    (page,) = SITE.glob(f"[0-9]*/[0-9]*/[0-9]*/*{SEED.removesuffix('.txt')}*.html")
    with served(SITE) as address:
        window = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        window.goto(address + page.relative_to(SITE).as_posix(), wait_until="networkidle")
        shown = base64.b64encode(window.screenshot()).decode()
        window.set_viewport_size({"width": 1280, "height": 532})
        window.set_content(PAIR.format(name=SEED, text=html.escape(text), shown=shown))
        save_screenshot(window, "seed-and-page.png")


def take_tutorial(browser: Browser) -> None:
    """Do what the tutorial says, and show what it shows."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for commands, name in illustrated((ROOT / "docs/tutorial.md").read_text(encoding="utf-8")):
            for command in commands:
                if command.startswith("cd "):
                    folder = go_to(folder, command)
                elif not command.startswith("newsgen serve"):
                    run(command, folder)
            with served(folder / "site") as address:
                (page,) = (folder / "site").glob(TUTORIAL[name])
                take(browser, address + page.relative_to(folder / "site").as_posix(), 1280, "light", name)


def main() -> int:
    """Write all pictures; 1 if something is missing."""
    chromium = find_chromium()
    if not chromium or not (SITE / "index.html").is_file():
        print("missing: Chromium, or a built site/", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        take_seed_and_page(browser)
        take_sample(browser)
        take_tutorial(browser)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
