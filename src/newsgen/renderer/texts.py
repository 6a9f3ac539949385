"""The texts of articles: read by path, checked by content, as Markdown and as HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from newsgen.errors import ContentError, Problem
from newsgen.model import Body
from newsgen.record.plain import split_plain
from newsgen.record.read import split_body
from newsgen.renderer.words.words import ENGLISH, Words

ReadBody = Callable[[Body], str]
"""Reads a body's Markdown.

Raises:
    ContentError: the text is not the one that the record was made of.
"""


def body_reader(root: Path) -> ReadBody:
    """Make a function that reads bodies from the archive at `root`."""
    return partial(_read_body, str(root))


def _read_body(root: str, body: Body) -> str:
    try:
        with open(f"{root}/{body.path}", "rb", buffering=0) as file:  # noqa: PTH123 - three times as fast as a Path
            data = file.read()
        plain = split_plain(data)
        if plain and hashlib.sha256(plain.body).hexdigest() == body.sha256:
            return plain.body.decode()
        text = split_body(data)[0]
    except (OSError, ContentError) as error:
        raise _changed(body) from error
    if hashlib.sha256(text.encode()).hexdigest() != body.sha256:
        raise _changed(body)
    return text


def _changed(body: Body) -> ContentError:
    return ContentError(
        Problem(body.path, 0, 0, "the text changed during the build", "build again", "changed-during-build")
    )


class Texts:
    """The texts as pages and data files show them."""

    def __init__(self, read: ReadBody) -> None:
        """Take what reads bodies; the HTML of the last 256 is cached, because feeds repeat what pages show."""
        self.markdown = read
        self._plain_html = lru_cache(maxsize=256)(self._render)

    def html(self, body: Body, root: str, anchors: bool = False, words: Words = ENGLISH) -> str:
        """Give the HTML of a body.

        Args:
            body: the article's.
            root: the way from the page to the top of the site, for pictures.
            anchors: number the paragraphs.
            words: of the interface, for what is written beside paragraphs and footnotes.
        """
        from newsgen.markdown.footnotes import label_back_links
        from newsgen.markdown.render import number_paragraphs

        html, has_notes = self._plain_html(body, root if body.pictures else "")
        if has_notes:
            html = label_back_links(html, words.gettext("Back to reference %(number)s"))
        if anchors:
            html = number_paragraphs(html, words.gettext("Paragraph %(number)s"))
        return html

    def _render(self, body: Body, root: str) -> tuple[str, bool]:
        """Render a body; tell whether it may have footnotes, which is found more quickly in Markdown than in HTML."""
        from newsgen.markdown.render import render_html

        text = self.markdown(body)
        return render_html(text, links=body.links, pictures=body.pictures, root=root), "^" in text
