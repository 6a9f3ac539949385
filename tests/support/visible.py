"""What a reader sees of HTML."""

from __future__ import annotations

from collections.abc import Container
from html.parser import HTMLParser

BLOCKS = {"p", "h1", "h2", "h3", "blockquote", "pre", "br", "li", "table", "tr", "td", "th"}


class _Visible(HTMLParser):
    """Gathers the text, a blank between blocks."""

    def __init__(self, html: str, tags: Container[str] | None) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags = tags
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert self.tags is None or tag in self.tags, f"<{tag}> was typed by nobody"
        self.found.append(" " if tag in BLOCKS else "")


def visible_text(html: str, tags: Container[str] | None = None) -> str:
    """The text of HTML, in which no other elements than `tags` may be."""
    return "".join(_Visible(html, tags).found)
