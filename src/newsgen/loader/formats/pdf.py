"""PDF with text: one article in each file."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from newsgen.loader.documents import (
    check_size,
    convert_library_errors,
    import_extra,
    make_document_draft,
    refuse,
)
from newsgen.loader.text import clean_text
from newsgen.model import Draft

_MOST_PAGES = 3000
_FEWEST_REPEATS = 3
"""Fewest pages with the same first or last line, which then is a running head."""
_PAGE_NUMBER = re.compile(r"\W*(?:page |seite |p\. ?)?\d{1,4}(?: ?(?:of|/|von) ?\d{1,4})?\W*", re.IGNORECASE)
_HYPHEN = re.compile(r"(\w)[\u00ad\u2010-]\n(?=[a-zà-ÿ])")
_WORD = re.compile(r"\w{2}")


def parse_pdf_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of a .pdf file as plain text, without page numbers and running heads.

    Raises:
        ContentError: it is damaged, encrypted, a scan, or too long; or pypdf is not installed.
    """
    check_size(file, len(data))
    pypdf = import_extra(file, "documents", "pypdf")
    with convert_library_errors(file, ".pdf file", pypdf.errors.PyPdfError):
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not _decrypt(reader):
            raise refuse(file, "it is encrypted", "print it into a new .pdf file", "encrypted-file")
        if len(reader.pages) > _MOST_PAGES:
            found = f"it has {len(reader.pages):,} pages, and {_MOST_PAGES:,} are read at most"
            raise refuse(file, found, "split it", "large-file")
        pages = [page.extract_text() for page in reader.pages]
        has_text = any(map(_WORD.search, pages))
        is_scan = not has_text and any(page.images.keys() for page in reader.pages)
    if is_scan:
        remedy = f"recognize its text with OCR, e.g. ocrmypdf {file.rpartition('/')[2]} text.pdf"
        raise refuse(file, "it is a picture (a scan) and has no text", remedy, "scanned-pdf")
    if not has_text:
        raise refuse(file, "the text is empty", "save it again, or delete it", "empty-seed")
    text = clean_text(join_pages(pages))
    yield make_document_draft(file, data, text, "plain", text, has_picture=False)


def _decrypt(reader: Any) -> bool:
    """Open a document that anybody may read, but not change; False if it has a password or pypdf cannot open it."""
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


def join_pages(pages: list[str]) -> str:
    """Join the texts of pages; drop page numbers and running heads, and join words parted at a line's end."""
    split = [page.strip().splitlines() for page in pages]
    edges = Counter(
        line.strip() for lines in split for line in {*lines[:1], *lines[-1:]} if len(split) >= _FEWEST_REPEATS
    )
    heads = {line for line, count in edges.items() if count >= max(_FEWEST_REPEATS, len(split) // 2)}

    def is_furniture(line: str) -> bool:
        return line.strip() in heads or bool(_PAGE_NUMBER.fullmatch(line.strip()))

    kept: list[str] = []
    for lines in split:
        while lines and is_furniture(lines[0]):
            del lines[0]
        while lines and is_furniture(lines[-1]):
            del lines[-1]
        kept += (line.rstrip() for line in lines)
    return _HYPHEN.sub(r"\1", "\n".join(kept)) + "\n"
