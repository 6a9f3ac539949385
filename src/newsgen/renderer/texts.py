"""Bodies of articles: read from their files, checked against their hash, rendered to HTML."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from newsgen.errors import ContentError, OutputError, Problem
from newsgen.markdown.boilerplate import collapse_boilerplate
from newsgen.markdown.footnotes import label_back_links
from newsgen.markdown.render import number_paragraphs, render_html
from newsgen.model import BodyReference
from newsgen.record.fast import split_record_fast
from newsgen.record.read import extract_body
from newsgen.renderer.locale.translations import ENGLISH, Translations

ReadBody = Callable[[BodyReference], str]
"""Reads a body's Markdown.

Raises:
    ContentError: the body changed since the record was read.
"""


def make_body_reader(root: Path) -> ReadBody:
    """Return a function that reads bodies from the archive at `root`."""
    return partial(_read_body, str(root))


def _read_body(root: str, body: BodyReference) -> str:
    try:
        with open(f"{root}/{body.path}", "rb", buffering=0) as file:  # noqa: PTH123 - three times as fast as a Path
            data = file.read()
        plain = split_record_fast(data)
        if plain and hashlib.sha256(plain.body).hexdigest() == body.sha256:
            return plain.body.decode()
        text = extract_body(data)[0]
    except (FileNotFoundError, ContentError) as error:
        raise _make_changed_error(body) from error
    except OSError as error:
        raise OutputError(Problem(body.path, 0, 0, f"cannot be read: {error.strerror}")) from error
    if hashlib.sha256(text.encode()).hexdigest() != body.sha256:
        raise _make_changed_error(body)
    return text


def _make_changed_error(body: BodyReference) -> ContentError:
    return ContentError(
        Problem(body.path, 0, 0, "the text changed during the build", "build again", "changed-during-build")
    )


_ALIGNMENT = re.compile(r'(?<=<t[dh]) style="text-align:(left|center|right)"(?=>)')
_ALIGNMENTS = {"left": "", "center": ' class="center"', "right": ' class="end"'}
"""Attribute of a cell by its alignment: the policy of pages forbids styles in attributes."""


class BodyRenderer:
    """Reads and renders bodies for pages, feeds and data files."""

    def __init__(self, read: ReadBody) -> None:
        """Keep the last 256 bodies and their HTML, because feeds and data files show the same texts as pages."""
        self.read_markdown = lru_cache(maxsize=256)(read)
        self._render_cached = lru_cache(maxsize=256)(self._render)

    def render_html(
        self,
        body: BodyReference,
        root: str,
        anchors: bool = False,
        words: Translations = ENGLISH,
        folded: tuple[str, ...] = (),
    ) -> str:
        """Render a body to HTML.

        Args:
            body: the body of an article or a page.
            root: relative path from the page to the top of site/, for pictures.
            anchors: number the paragraphs.
            words: translations of the labels of paragraphs, footnotes and folded text.
            folded: first words of the paragraphs at the top and the end that are folded.
        """
        html, has_notes = self._render_cached(body, root if body.pictures else "")
        if has_notes:
            html = label_back_links(html, words.gettext("Back to reference %(number)s"))
        if folded:
            html = collapse_boilerplate(html, folded, words.gettext("Also in other articles"))
        if anchors:
            html = number_paragraphs(html, words.gettext("Paragraph %(number)s"))
        return html

    def write_markdown(self, body: BodyReference) -> str:
        """Return a body as Markdown for other programs, without template code of other generators."""
        from newsgen.markdown.render import write_shown_markdown

        return write_shown_markdown(self.read_markdown(body), foreign=body.foreign, links=body.links)

    def _render(self, body: BodyReference, root: str) -> tuple[str, bool]:
        """Render a body; also return whether it may have footnotes, which is faster to find in Markdown than in HTML."""
        text = self.read_markdown(body)
        html = render_html(text, foreign=body.foreign, links=body.links, pictures=body.pictures, root=root)
        if ("|" in text or "<" in text) and 'style="text-align' in html:  # only a table has it
            html = _ALIGNMENT.sub(lambda found: _ALIGNMENTS[found[1]], html)
        return html, "^" in text
