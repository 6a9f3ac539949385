"""Pages get the preview's script on their way out; the files on disk never have it."""

from __future__ import annotations

SCRIPT = "/.newsgen/preview.js"


def with_script(page: bytes, era: str, edition: int) -> bytes:
    """Put the script at the end of a page's body, with the edition under which the page is sent."""
    tag = f'<script src="{SCRIPT}" data-era="{era}" data-edition="{edition}" defer></script>\n'.encode()
    at = page.rfind(b"</body>")
    return page[:at] + tag + page[at:] if at >= 0 else page + tag
