"""Rich Text Format (.rtf): one article in each file; its words, without bold and italics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsgen.loader.documents import (
    check_size,
    convert_library_errors,
    import_extra,
    make_document_draft,
    refuse,
)
from newsgen.loader.text import clean_text
from newsgen.model import Draft

_PICTURE = re.compile(rb"[0-9a-fA-F\r\n]{200,}")
"""Bytes of pictures, in which a reader would look for words."""


def parse_rtf_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of an .rtf file as plain text.

    Raises:
        ContentError: it is damaged or without text; or striprtf is not installed.
    """
    text = read_rtf(file, data)
    yield make_document_draft(file, data, text, "plain", text, has_picture=b"\\pict" in data)


def read_rtf(file: str, data: bytes) -> str:
    """Return the text of an .rtf file.

    Raises:
        ContentError: it is damaged; or striprtf is not installed.
    """
    check_size(file, len(data))
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise refuse(file, "it does not begin as an .rtf file does", "save it again", "damaged-file")
    striprtf = import_extra(file, "documents", "striprtf.striprtf")
    with convert_library_errors(file, ".rtf file"):
        source = _PICTURE.sub(b"", data).decode("latin-1")
        return clean_text(striprtf.rtf_to_text(source, encoding="cp1252", errors="replace"))
