"""Small documents as office programs, browsers and crawlers write them, made in code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "heading 1", "heading 2", "Quote")
    )
    + "</w:styles>"
)
STYLE_RELATION = RELATIONS.replace(
    "officeDocument/2006/relationships/officeDocument", "officeDocument/2006/relationships/styles"
).replace("word/document.xml", "styles.xml")


def make_zip(files: Mapping[str, str | bytes]) -> bytes:
    """A zip file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def make_docx(paragraphs: Iterable[str | tuple[str, str]], **more: str) -> bytes:
    """A Word document of paragraphs, or of (style, text); '*' around words makes them bold. `more` replaces its parts."""
    body = []
    for paragraph in paragraphs:
        style, text = paragraph if isinstance(paragraph, tuple) else ("", paragraph)
        runs = "".join(
            f'<w:r>{"<w:rPr><w:b/></w:rPr>" if number % 2 else ""}<w:t xml:space="preserve">{escape(run)}</w:t></w:r>'
            for number, run in enumerate(text.split("*"))
            if run
        )
        kind = f'<w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/></w:pPr>' if style else ""
        body.append(f"<w:p>{kind}{runs}</w:p>")
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": document,
        "word/styles.xml": STYLES,
        "word/_rels/document.xml.rels": STYLE_RELATION,
    }
    return make_zip(files | more)


def make_odt(body: str, **more: str) -> bytes:
    """An OpenDocument text with the elements of its body."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
        for name, path in {
            "office": "office", "text": "text", "style": "style", "fo": "xsl-fo-compatible", "table": "table",
            "draw": "drawing", "svg": "svg-compatible",
        }.items()
    )  # fmt: skip
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink"><office:automatic-styles>'
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": content,
    }
    return make_zip(files | more)


def make_rtf(paragraphs: Iterable[str]) -> bytes:
    """A Rich Text document; letters outside ASCII are written as Word does."""
    text = "\\par\n".join(
        "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in paragraph)
        for paragraph in paragraphs
    )
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times New Roman;}}{\\info{\\title hidden}}"
        f"\\f0\\fs24 {text}\\par}}"
    ).encode("ascii")


def make_pdf(pages: Iterable[Iterable[str]], *, picture: bool = False) -> bytes:
    """A PDF of pages of lines in Helvetica; with `picture` each page also draws one."""
    streams = []
    for lines in pages:
        shown = "".join(
            "({}) Tj T*\n".format(line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)"))
            for line in lines
        )
        text = f"BT /F1 11 Tf 13 TL 60 780 Td\n{shown}ET\n" if shown else ""
        streams.append(text + ("q 500 0 0 700 50 50 cm /I1 Do Q\n" if picture else ""))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    font, drawn = 3, "/XObject << /I1 4 0 R >>" if picture else ""
    objects += [
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
        "stream\n0\nendstream",
    ]
    kids = []
    for stream in streams:
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}endstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents {len(objects)} 0 R "
            f"/Resources << /Font << /F1 {font} 0 R >> {drawn} >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{value}\nendobj\n".encode("cp1252")
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
        f"startxref\n{len(data)}\n%%EOF\n"
    )
    return data + tail.encode()


def make_warc(pages: Mapping[str, str | bytes], kind: str = "text/html; charset=utf-8") -> bytes:
    """A WARC file with a response for each address."""
    data = b""
    for number, (address, page) in enumerate(pages.items()):
        body = page.encode() if isinstance(page, str) else page
        http = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-02-01T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{number:032}>\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        data += head.encode() + http + b"\r\n\r\n"
    return data


def make_mhtml(page: str, address: str) -> bytes:
    """A page as Chromium saves it in one file."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = address
    message["Subject"] = "A page"
    message.set_content(page, subtype="html", cte="quoted-printable")
    message.make_mixed()
    message.set_type("multipart/related")
    return message.as_bytes()


def make_page(paragraphs: Iterable[str]) -> bytes:
    """A web page of paragraphs and nothing else."""
    text = "".join(f"<div>{escape(paragraph)}</div>" for paragraph in paragraphs)
    return f'<html><head><meta charset="utf-8"><style>p {{ x: 1 }}</style></head><body>{text}</body></html>'.encode()
