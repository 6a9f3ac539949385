"""Word documents (.docx): one article in each file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from newsgen.loader.documents import (
    convert_library_errors,
    import_extra,
    make_document_draft,
    open_zip,
    refuse_entities,
)
from newsgen.model import Draft

_STYLES = "\n".join(
    f"p[style-name='{name}'] => {element}:fresh"
    for name, element in (("Title", "h1"), ("Quote", "blockquote > p"), ("Intense Quote", "blockquote > p"))
)
"""Styles of paragraphs besides headings, which mammoth knows; names are English in all languages of Word."""
_NOTE = re.compile(r'<a href="#(?:foot|end)note-\d+"[^>]*>(.*?)</a>')
_BACK = re.compile(r' ?<a href="#(?:foot|end)note-ref-\d+">↑</a>')
_ANCHOR = re.compile(r'<a id="[^"]*"></a>')
_INSIDE = re.compile(r'<a href="#[^"]*">(.*?)</a>')
_PICTURE = re.compile(r'<img(?: alt="([^"]*)")?[^>]*/>')
_TAG = re.compile(r"<[^>]*>")


def parse_word_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of a .docx file as HTML; pictures are not taken, their alternative text is.

    Raises:
        ContentError: it is damaged, a bomb, encrypted, or without text; or mammoth is not installed.
    """
    with open_zip(file, ".docx file", data) as archive:
        refuse_entities(file, ".docx file", archive)
    mammoth = import_extra(file, "documents", "mammoth")
    no_picture = mammoth.images.img_element(lambda _image: {})
    with convert_library_errors(file, ".docx file"):
        found = mammoth.convert_to_html(io.BytesIO(data), style_map=_STYLES, convert_image=no_picture)
        html = found.value
    html = _ANCHOR.sub("", _BACK.sub("", _NOTE.sub(r"\1", html)))
    html = _INSIDE.sub(r"\1", html)
    text = _PICTURE.sub(r"\1", html)
    yield make_document_draft(file, data, text, "html", _TAG.sub("", text), has_picture="<img" in html)
