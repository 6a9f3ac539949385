"""OpenDocument texts (.odt): one article in each file."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

from newsgen.loader.documents import convert_library_errors, make_document_draft, open_zip, parse_part, refuse
from newsgen.loader.xml import local_name
from newsgen.model import Draft

_KIND = ".odt file"
_LEFT_OUT = frozenset(
    "tracked-changes annotation annotation-end table-of-content sequence-decls forms note-citation".split()
)
"""Elements whose text is not part of the article: deleted texts, comments, tables of contents."""


def parse_odt_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of an .odt file as HTML; pictures are not taken, their alternative text is.

    Raises:
        ContentError: it is damaged, a bomb, encrypted, or without text.
    """
    with open_zip(file, _KIND, data) as archive, convert_library_errors(file, _KIND):
        encrypted = b"encryption-data" in archive.read("META-INF/manifest.xml")
        if encrypted:
            raise refuse(file, "it has a password", "save it without one", "encrypted-file")
        content = parse_part(file, _KIND, archive, "content.xml")
        body = next(
            (element for element in content.iter() if element.tag.endswith("office:1.0}text")),
            Element("text"),
        )
        writer = _Writer(content)
        html = writer.write_blocks(body) + writer.write_notes()
    has_picture = body.find(".//{*}image") is not None
    yield make_document_draft(file, data, html, "html", "".join(body.itertext()), has_picture=has_picture)


class _Writer:
    """Writes elements of OpenDocument as HTML. Source: OpenDocument 1.3 part 3 §5, §6, §9."""

    def __init__(self, content: Element) -> None:
        self._styles: dict[str, tuple[str, set[str]]] = {}
        """Parent and HTML elements of each style."""
        self._notes: list[str] = []
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

    def write_notes(self) -> str:
        """Write the notes that were met, as a list."""
        return f"<ol>{''.join(self._notes)}</ol>" if self._notes else ""

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
            self._notes.append(f"<li>{''.join(map(self.write_blocks, bodies))}</li>")
            return f"<sup>[{len(self._notes)}]</sup>"
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
