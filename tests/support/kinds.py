"""One page of each kind of a built site, the fullest one, by name."""

from __future__ import annotations

from pathlib import Path

GROUPS = ("topics", "people", "places", "organizations", "sources")
PATTERNS = {
    "front": "index.html",
    "year": "[0-9][0-9][0-9][0-9]/index.html",
    "month": "[0-9][0-9][0-9][0-9]/[0-9][0-9]/index.html",
    "day": "[0-9][0-9][0-9][0-9]/[0-9][0-9]/[0-9][0-9]/index.html",
    "on-this-day": "on-this-day/index.html",
    "anniversary": "on-this-day/[0-9]*.html",
    "article": "[0-9][0-9][0-9][0-9]/[0-9][0-9]/[0-9][0-9]/[!i]*.html",
    **{f"{group}-index": f"{group}/index.html" for group in GROUPS},
    **{group: f"{group}/*/index.html" for group in GROUPS},
    "undated-index": "undated/index.html",
    "undated": "undated/[!i]*.html",
    "about": "about.html",
    "standalone": "contact.html",
    "noted": "2010/05/30/[!i]*.html",
    "corrections": "corrections/index.html",
    "search": "search.html",
    "not-found": "404.html",
}
"""Pattern inside site/ of each kind of page that the sample archive has."""


def page_of(site: Path, kind: str) -> str:
    """Path inside `site` of the largest page of a kind; a sample archive without one is a defect."""
    found = sorted(site.glob(PATTERNS[kind]), key=lambda path: (path.stat().st_size, path))
    assert found, f"the sample archive has no page of the kind {kind} ({PATTERNS[kind]})"
    return found[-1].relative_to(site).as_posix()
