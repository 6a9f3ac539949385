"""Documents of office programs (.docx, .odt, .rtf), and PDF with text: one article in each file."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

from newsgen.loader.foreign_files import (
    check_size,
    convert_library_errors,
    import_extra,
    make_document_draft,
    make_refusal_error,
    open_zip,
    parse_xml_in_zip,
    refuse_entities,
)
from newsgen.loader.text import clean_text, strip_tags
from newsgen.loader.xml import local_name
from newsgen.model import ParsedArticle

_STYLES = "\n".join(
    f"p[style-name='{name}'] => {element}:fresh"
    for name, element in (("Title", "h1"), ("Quote", "blockquote > p"), ("Intense Quote", "blockquote > p"))
)
"""Styles of paragraphs besides headings, which mammoth knows; names are English in all languages of Word."""
_NO_WORDS = re.compile(r' ?<a href="#(?:foot|end)note-ref-\d+">↑</a>|<a id="[^"]*"></a>')
"""The arrow after a note, and the target of a link."""
_LINK_INSIDE = re.compile(r'<a href="#[^"]*"[^>]*>(.*?)</a>')
_IMG = re.compile(r'<img(?: alt="([^"]*)")?[^>]*/>')
_LEFT_OUT = frozenset(
    "tracked-changes annotation annotation-end table-of-content sequence-decls forms note-citation".split()
)
"""Elements of OpenDocument whose text is not part of the article: deleted texts, comments, tables of contents."""
_PICTURE_BYTES = re.compile(rb"[0-9a-fA-F\r\n]{200,}")
"""Pictures of Rich Text Format, in which a reader would look for words."""
_MOST_PAGES = 3000
_FEWEST_REPEATS = 3
"""Fewest pages with the same first or last line, which then is a running head."""
_PAGE_NUMBER = re.compile(r"\W*(?:page |seite |p\. ?)?\d{1,4}(?: ?(?:of|/|von) ?\d{1,4})?\W*", re.IGNORECASE)
_HYPHEN = re.compile(r"(\w)[\u00ad\u2010-]\n(?=[a-zà-ÿ])")
_WORD = re.compile(r"\w{2}")


def parse_word_seed(file: str, data: bytes) -> Iterator[ParsedArticle]:
    """Yield the article of a .docx file as HTML; pictures are not taken, their alternative text is."""
    with open_zip(file, ".docx file", data) as archive:
        refuse_entities(file, ".docx file", archive)
    mammoth = import_extra(file, "documents", "mammoth")
    no_picture = mammoth.images.img_element(lambda _image: {})
    with convert_library_errors(file, ".docx file"):
        found = mammoth.convert_to_html(io.BytesIO(data), style_map=_STYLES, convert_image=no_picture)
    html = _LINK_INSIDE.sub(r"\1", _NO_WORDS.sub("", found.value))
    text = _IMG.sub(r"\1", html)
    yield make_document_draft(file, data, text, "html", strip_tags(text), has_picture="<img" in html)


def parse_odt_seed(file: str, data: bytes) -> Iterator[ParsedArticle]:
    """Yield the article of an .odt file as HTML; pictures are not taken, their alternative text is."""
    kind = ".odt file"
    with open_zip(file, kind, data) as archive, convert_library_errors(file, kind):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise make_refusal_error(file, "it has a password", "save it without one", "encrypted-file")
        content = parse_xml_in_zip(file, kind, archive, "content.xml")
        texts = (element for element in content.iter() if element.tag.endswith("office:1.0}text"))
        body = next(texts, Element("text"))
        writer = _OpenDocumentWriter(content)
        html = writer.write_blocks(body)
        if writer.notes:
            html += f"<ol>{''.join(writer.notes)}</ol>"
    has_picture = body.find(".//{*}image") is not None
    yield make_document_draft(file, data, html, "html", "".join(body.itertext()), has_picture=has_picture)


class _OpenDocumentWriter:
    """Writes elements of OpenDocument as HTML. Source: OpenDocument 1.3 part 3 §5, §6, §9."""

    def __init__(self, content: Element) -> None:
        self._styles: dict[str, tuple[str, set[str]]] = {}
        """Parent and HTML elements of each style."""
        self.notes: list[str] = []
        """The notes that were met, each as an item of a list."""
        for style in content.iter():
            if local_name(style.tag) == "style":
                marks = set()
                for part in style:
                    if _get(part, "font-weight") in ("bold", "700", "800", "900"):
                        marks.add("strong")
                    if _get(part, "font-style") in ("italic", "oblique"):
                        marks.add("em")
                self._styles[_get(style, "name")] = (_get(style, "parent-style-name"), marks)

    def write_blocks(self, element: Element) -> str:
        """Write the paragraphs, headings, lists and tables inside an element."""
        return "".join(map(self._write_block, element))

    def _write_block(self, element: Element) -> str:
        name = local_name(element.tag)
        if name in _LEFT_OUT:
            return ""
        if name in ("p", "h"):
            return self._write_paragraph(element, name)
        if name == "list":
            items = (f"<li>{self.write_blocks(item)}</li>" for item in element)
            return f"<ul>{''.join(items)}</ul>"
        if name == "table":
            return f"<table>{''.join(map(self._write_row, _find_rows(element)))}</table>"
        return self.write_blocks(element)

    def _write_row(self, row: Element) -> str:
        cells = (cell for cell in row if local_name(cell.tag) == "table-cell")
        return f"<tr>{''.join(f'<td>{self.write_blocks(cell)}</td>' for cell in cells)}</tr>"

    def _write_paragraph(self, element: Element, name: str) -> str:
        text = self._write_inline(element)
        if not text.strip():
            return ""
        style = _get(element, "style-name")
        styles = {style, self._styles.get(style, ("", set()))[0]}
        if name == "h" or "Title" in styles:
            level = 1 if "Title" in styles else min(max(int(_get(element, "outline-level") or 1), 1), 6)
            return f"<h{level}>{text}</h{level}>\n"
        if "Quotations" in styles:
            return f"<blockquote><p>{text}</p></blockquote>\n"
        return f"<p>{text}</p>\n"

    def _write_inline(self, element: Element) -> str:
        parts = [escape(element.text or "", quote=False)]
        for part in element:
            parts += self._write_part(part), escape(part.tail or "", quote=False)
        return "".join(parts)

    def _write_part(self, part: Element) -> str:
        name = local_name(part.tag)
        if name in _LEFT_OUT:
            return ""
        if name == "s":
            return " "
        if name in ("tab", "line-break"):
            return "<br>" if name == "line-break" else " "
        if name == "note":
            bodies = (inside for inside in part if local_name(inside.tag) == "note-body")
            self.notes.append(f"<li>{''.join(map(self.write_blocks, bodies))}</li>")
            return f"<sup>[{len(self.notes)}]</sup>"
        if name == "frame":
            boxes = [inside for inside in part if local_name(inside.tag) == "text-box"]
            words = [*map(self.write_blocks, boxes)] or [
                escape(inside.text or "") for inside in part if local_name(inside.tag) in ("title", "desc")
            ]
            return " ".join(words)
        text = self._write_inline(part)
        if name == "a" and (address := _get(part, "href")) and not address.startswith("#"):
            return f'<a href="{escape(address)}">{text}</a>'
        if name == "span" and text.strip():
            for mark in sorted(self._styles.get(_get(part, "style-name"), ("", set()))[1]):
                text = f"<{mark}>{text}</{mark}>"
        return text


def _find_rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, without those of tables inside."""
    for part in table:
        if local_name(part.tag) == "table-row":
            yield part
        elif local_name(part.tag) in ("table-rows", "table-header-rows", "table-row-group"):
            yield from _find_rows(part)


def _get(element: Element, name: str) -> str:
    """Return an attribute by its local name; '' if it is not there."""
    return next((value for key, value in element.items() if local_name(key) == name), "")


def parse_rtf_seed(file: str, data: bytes) -> Iterator[ParsedArticle]:
    """Yield the article of an .rtf file as plain text, without bold and italics."""
    text = read_rtf(file, data)
    yield make_document_draft(file, data, text, "plain", text, has_picture=b"\\pict" in data)


def read_rtf(file: str, data: bytes) -> str:
    """Return the text of an .rtf file."""
    check_size(file, len(data))
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise make_refusal_error(
            file, "it does not begin as an .rtf file does", "save it again", "damaged-file"
        )
    striprtf = import_extra(file, "documents", "striprtf.striprtf")
    with convert_library_errors(file, ".rtf file"):
        source = _PICTURE_BYTES.sub(b"", data).decode("latin-1")
        return clean_text(striprtf.rtf_to_text(source, encoding="cp1252", errors="replace"))


def parse_pdf_seed(file: str, data: bytes) -> Iterator[ParsedArticle]:
    """Yield the article of a .pdf file as plain text, without page numbers and running heads."""
    check_size(file, len(data))
    pypdf = import_extra(file, "documents", "pypdf")
    with convert_library_errors(file, ".pdf file", pypdf.errors.PyPdfError):
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not _decrypt(reader):
            raise make_refusal_error(
                file, "it is encrypted", "print it into a new .pdf file", "encrypted-file"
            )
        if len(reader.pages) > _MOST_PAGES:
            found = f"it has {len(reader.pages):,} pages, and {_MOST_PAGES:,} are read at most"
            raise make_refusal_error(file, found, "split it", "large-file")
        pages = [page.extract_text() for page in reader.pages]
        has_text = any(map(_WORD.search, pages))
        is_scan = not has_text and any(page.images.keys() for page in reader.pages)
    if is_scan:
        remedy = f"recognize its text with OCR, e.g. ocrmypdf {file.rpartition('/')[2]} text.pdf"
        raise make_refusal_error(file, "it is a picture (a scan) and has no text", remedy, "scanned-pdf")
    if not has_text:
        raise make_refusal_error(file, "the text is empty", "save it again, or delete it", "empty-seed")
    text = clean_text(_join_pages(pages))
    yield make_document_draft(file, data, text, "plain", text, has_picture=False)


def _decrypt(reader: Any) -> bool:
    """Open a document that anybody may read, but not change; False if it has a password or pypdf cannot open it."""
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


def _join_pages(pages: list[str]) -> str:
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
