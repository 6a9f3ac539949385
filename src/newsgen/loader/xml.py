"""Read elements of large XML files one by one, in bounded memory.

Exports are often not quite XML: control characters, '&' alone and the character names of HTML are repaired, outside
CDATA only. Entities that a file declares are refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.entities import html5
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from newsgen.errors import ContentError, Problem
from newsgen.loader.text import BYTE_ORDER_MARKS

_BLOCK = 1 << 16
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
"""Bytes that XML forbids; WordPress writes them nevertheless. None is part of a letter in UTF-8."""
_CDATA = re.compile(rb"(<!\[CDATA\[|\]\]>)")
_AMPERSAND = re.compile(
    rb"&(?!#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(?:([A-Za-z][A-Za-z0-9]{1,30};))?"
)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)")
_LONGEST = 40
"""Most bytes of a name of a character, or of the beginning or end of CDATA."""


def read_elements(file: str, path: Path, names: tuple[str, ...]) -> Iterator[tuple[int, Element]]:
    """Yield each element of some local names with its line; each is dropped after it was used, and not searched for others.

    Raises:
        ContentError: the XML is broken, or declares entities.
    """
    builder: TreeBuilder | None = None
    depth = line = 0
    found: list[tuple[int, Element]] = []
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal builder, depth, line
        if builder is None and name.rpartition("}")[2] in names:
            builder, depth, line = TreeBuilder(), 0, parser.CurrentLineNumber
        if builder is not None:
            depth += 1
            builder.start(_qualify(name), {_qualify(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal builder, depth
        if builder is not None:
            depth -= 1
            builder.end(_qualify(name))
            if depth == 0:
                found.append((line, builder.close()))
                builder = None

    def data(text: str) -> None:
        if builder is not None:
            builder.data(text)

    def refuse(*_args: object) -> None:
        at, found = parser.CurrentLineNumber, "it declares entities"
        raise ContentError(Problem(file, at, 0, found, "remove its <!DOCTYPE>", "bad-xml"))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = data, refuse
    repair = _Repairer()
    before = 0
    with path.open("rb") as xml:
        encoding = _find_encoding(xml.read(_BLOCK))
        decoder = codecs.getincrementaldecoder(encoding)()
        xml.seek(0)
        while True:
            block = xml.read(_BLOCK)
            broken: expat.ExpatError | None = None
            try:
                parser.Parse(repair(decoder.decode(block, not block).encode("utf-8", "replace")), not block)
            except expat.ExpatError as error:
                broken = error
            except UnicodeDecodeError as error:
                line = before + error.object.count(b"\n", 0, error.start) + 1
                byte = error.object[error.start]
                message = f"byte 0x{byte:02X} is not {encoding.upper()}, as the file states"
                problem = Problem(file, line, 0, message, "save it as UTF-8", "bad-encoding")
                raise ContentError(problem) from error
            before += block.count(b"\n")
            yield from found
            found.clear()
            if broken:
                message = f"the XML is broken: {expat.errors.messages[broken.code]}"
                line, column = broken.lineno, broken.offset + 1
                problem = Problem(file, line, column, message, "export it again", "bad-xml")
                raise ContentError(problem) from broken
            if not block:
                return


def _find_encoding(head: bytes) -> str:
    """Find the encoding of XML by its byte-order mark or its declaration. Source: XML 1.0 appendix F."""
    for mark, encoding, _ in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return "utf-8-sig" if encoding == "utf-8" else encoding[:6]  # these names drop the mark
        if head.startswith("<".encode(encoding)) and encoding != "utf-8":
            return encoding
    declared = _DECLARED.match(head)
    try:
        name = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
        return {"iso8859-1": "cp1252", "ascii": "utf-8"}.get(name, name)  # as browsers read them
    except LookupError:
        return "utf-8"


def find_root(head: bytes) -> str:
    """Return the local name of the root element, in lower case, given the first bytes; '' if it is not among them."""
    text = _COMMENT.sub("", head.decode(_find_encoding(head), "ignore"))
    found = _ROOT.search(text)
    return found[1].lower() if found and text.lstrip("\ufeff \t\r\n").startswith("<") else ""


class _Repairer:
    """Repairs XML block by block."""

    def __init__(self) -> None:
        self._rest = b""
        self._in_cdata = False

    def __call__(self, block: bytes) -> bytes:
        """Repair a block of UTF-8; the last bytes wait for the next block, b'' is the last one."""
        data = self._rest + block.translate(None, _CONTROLS)
        cut = len(data)
        if block:
            cut = max(len(data) - _LONGEST, 0)
            cut = min([at for byte in b"&<]" if (at := data.find(byte, cut)) >= 0], default=len(data))
        self._rest = data[cut:]
        parts = _CDATA.split(data[:cut])
        for at, part in enumerate(parts):
            if at % 2:
                self._in_cdata = part != b"]]>"
            elif not self._in_cdata and b"&" in part:
                parts[at] = _AMPERSAND.sub(_name_character, part)
        return b"".join(parts)


def _name_character(match: re.Match[bytes]) -> bytes:
    """Write a character that HTML names as a reference by number, and any other '&' as '&amp;'."""
    name = (match[1] or b"").decode()
    if name in html5:
        return "".join(f"&#{ord(letter)};" for letter in html5[name]).encode()
    return b"&amp;" + name.encode()


def _qualify(name: str) -> str:
    """Write a name as ElementTree does: {namespace}name."""
    return f"{{{name}" if "}" in name else name


def local_name(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]


def find_text(element: Element, name: str) -> str:
    """Return the first text of a child of a local name, one without a namespace before others; '' if there is none."""
    parts = [part for part in reversed(element) if local_name(part.tag) == name]
    texts = {part.tag: (part.text or "").strip() for part in parts}
    return texts.get(name) or next(filter(None, reversed(texts.values())), "")
