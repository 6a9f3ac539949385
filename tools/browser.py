"""Print where Chromium is: Debian's, without windows if there is that one, or the one that Playwright installed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def find_chromium() -> str:
    """Path of the executable, '' if there is none."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else ""


if __name__ == "__main__":
    path = find_chromium()
    sys.exit(print(path) if path else "no Chromium found")
