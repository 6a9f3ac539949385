"""A small archive with a site of its own: standalone pages, navigation, logo, footer, licence."""

from __future__ import annotations

from pathlib import Path

from tests.support.archives import four, record

LOGO = '<svg xmlns="http://www.w3.org/2000/svg"/>'
SETTINGS = """\
[site]
title = "The Record"
url = "https://example.org/r/"
licence = "House terms"
licence_url = "https://example.org/terms"
logo = "art/mark.svg"
footer = "Write to [us](pages/contact.md), *please*."

[[navigation]]
text = "Trade"
href = "topics/trade/"

[[navigation]]
text = "Desk"
href = "pages/desk/index.md"

[[navigation]]
text = "Elsewhere"
href = "https://example.com/?a&b"
"""


def own_site() -> dict[str, str]:
    """Its files by path."""
    return four() | {
        "newsgen.toml": SETTINGS,
        "static/art/mark.svg": LOGO,
        "pages/contact.md": record(
            "Contact", "Write.[^1]\n\n[^1]: A note.", navigation=1, redirect_from=["kontakt.html"]
        ),
        "pages/desk/index.md": record("The desk", "See [staff](staff.md)."),
        "pages/desk/staff.md": record("Staff", "See [talks](../../articles/2023/2023-11-22-talks-open.md)."),
        "pages/draft.md": record("Draft", status="draft"),
        "pages/topics/trade.md": record("Trade", "What trade is."),
        "pages/about.md": record("Who we are", "Our own words."),
    }


def html(root: Path, path: str) -> str:
    """A page of its site."""
    return (root / "site" / path).read_text(encoding="utf-8")
