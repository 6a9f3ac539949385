"""An archive with pictures of every kind, in every place."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from tests.media.samples import SVG, exif, moving, picture
from tests.support.archives import four, record, write

ARTICLE = "articles/2023/2023-11-22-talks-open.md"
PAGE = "site/2023/11/22/talks-open.html"
BODY = """A text.

![Upper deck](deck.png "The deck | Photo: B")

![A map](/maps/map.svg) and ![turned](turned.jpg) in a line.

![decorative](anim.gif)
"""


def illustrated(root: Path, body: str = BODY, **fields: object) -> None:
    """An archive with pictures of every kind, in every place."""
    image = {"src": "lead.jpg", "alt": "A ferry", "caption": "At dawn", "credit": "Photo: A"}
    pages = "---\ntitle: Masthead\n---\n\n![All of us](../static/wide.webp)\n"
    write(root, four() | {
        "newsgen.toml": '[site]\nurl = "https://example.org/r/"\n[search]\nenabled = false\n[images]\ncards = false\n',
        ARTICLE: record("Talks open", body, date="2023-11-22", topics=["Trade"], **{"image": image} | fields),
        "pages/masthead.md": pages,
        "articles/2023/2023-11-22-talks-open/lead.jpg": picture("jpeg", 1500, 1000, exif=exif()),
        "articles/2023/deck.png": picture("png", 960, 640),
        "articles/2023/turned.jpg": picture("jpeg", 600, 400, exif=exif(6)),
        "articles/2023/anim.gif": moving("gif"),
        "static/maps/map.svg": SVG,
        "static/wide.webp": picture("webp", 500, 100),
    })  # fmt: skip


def images(root: Path) -> list[tuple[str, dict[str, str]]]:
    """Page and attributes of each `<img>` of a built site."""
    site = root / "site"
    found = []
    for path in sorted(site.rglob("*.html")):
        for tag in re.findall(r"<img [^>]*>", path.read_text(encoding="utf-8")):
            values = {name: unescape(value) for name, value in re.findall(r' ([\w-]+)="([^"]*)"', tag)}
            found.append((path.relative_to(site).as_posix(), values))
    return found
