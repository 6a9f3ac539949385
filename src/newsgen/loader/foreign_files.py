"""Open documents of other programs: bombs are refused, damage is one message, a missing library names its extra."""

from __future__ import annotations

import hashlib
import importlib
import io
import logging
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring
from xml.parsers import expat

from newsgen.errors import ContentError, Problem
from newsgen.model import Markup, ParsedArticle, SeedRef

LARGEST = 200_000_000
"""Most bytes of a document, and most bytes that a document unpacks to."""
_MOST_MEMBERS = 20_000
"""Most files in a document; real ones have some dozens."""
_HIGHEST_RATIO, _HARMLESS = 200, 5_000_000
"""Most bytes that a byte may unpack to, and the size up to which a file in a document may unpack as it likes."""
_DECLARATIONS = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""First bytes of .doc files, and of files that Office encrypted. Source: MS-CFB §2.2."""


def import_extra(file: str, extra: str, module: str) -> Any:
    """Import a module of an optional library; if it is not installed, raise ContentError with the command for it."""
    library = module.partition(".")[0]
    try:
        found = importlib.import_module(module)
    except ImportError as error:
        kind = Path(file.partition("#")[0]).suffix or "such a file"
        name = f"'newsgen[{extra}]'"
        remedy = f"run pip install {name}, or pipx install --force {name}, or uv tool install {name}"
        raise make_refusal_error(
            file, f"to read {kind}, newsgen needs {library}", remedy, "missing-extra"
        ) from error
    logging.getLogger(library).setLevel(logging.CRITICAL + 1)  # what is wrong is said once, by newsgen
    return found


DAMAGE: tuple[type[Exception], ...] = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, struct.error, zlib.error, zipfile.BadZipFile, expat.ExpatError,
)  # fmt: skip
"""What libraries raise for damaged files, which they do not expect; SyntaxError is that of XML too."""


@contextmanager
def convert_library_errors(file: str, kind: str, *errors: type[Exception]) -> Iterator[None]:
    """Turn an error of a library, also one of its own kinds `errors`, into the ContentError that a kind of file is damaged."""
    try:
        yield
    except DAMAGE + errors as error:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        if isinstance(error, RecursionError):
            reason = "it is nested too deeply"
        raise make_refusal_error(
            file, f"this {kind} is damaged: {reason}", "save it again", "damaged-file"
        ) from error


def make_refusal_error(file: str, message: str, remedy: str, code: str) -> ContentError:
    """Make the error that refuses a file."""
    return ContentError(Problem(file, 0, 0, message, remedy, code))


def make_document_draft(
    file: str, data: bytes, text: str, markup: Markup, words: str, *, has_picture: bool
) -> ParsedArticle:
    """Make the draft of a document's text; `words` is the text without markup. A document without words is refused."""
    if not words.strip():
        found = "it has a picture but no text" if has_picture else "the text is empty"
        raise make_refusal_error(file, found, "put a text into it, or delete it", "empty-seed")
    return ParsedArticle(SeedRef(file, hashlib.sha256(data).hexdigest(), ""), text, markup, line=0)


def check_size(file: str, size: int) -> None:
    """Refuse a file that is larger than any document."""
    if size > LARGEST:
        found = f"it has {size:,} bytes, and a document at most {LARGEST:,}"
        raise make_refusal_error(file, found, "split it, or save it without pictures", "large-file")


def open_zip(file: str, kind: str, data: bytes) -> zipfile.ZipFile:
    """Open a document that is a zip file, without reading its parts; refuse damaged or encrypted ones, and bombs."""
    check_size(file, len(data))
    if data.startswith(_OLD_OFFICE):
        found = f"this is no {kind}, but an older format or a file with a password"
        remedy = f"open it in an office program and save it as {kind} without a password"
        raise make_refusal_error(file, found, remedy, "bad-zip")
    with convert_library_errors(file, kind):
        archive = zipfile.ZipFile(io.BytesIO(data))
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise make_refusal_error(file, "it has a password", "save it without one", "encrypted-file")
    total = sum(member.file_size for member in members)
    if total > LARGEST or any(map(is_bomb, members)) or len(members) > _MOST_MEMBERS:
        found = f"it is a zip bomb: {len(data):,} bytes unpack to {total:,} in {len(members):,} files"
        raise make_refusal_error(file, found, "delete it", "zip-bomb")
    return archive


def is_bomb(member: zipfile.ZipInfo) -> bool:
    """True for a file that unpacks to much more than real ones do."""
    return member.file_size > max(_HARMLESS, member.compress_size * _HIGHEST_RATIO)


def parse_xml_in_zip(file: str, kind: str, archive: zipfile.ZipFile, name: str) -> Element:
    """Parse an XML file in a document; refuse one that declares entities, which office programs do not."""
    with convert_library_errors(file, kind):
        data = archive.read(name)
        if any(mark in data for mark in _DECLARATIONS):
            found, remedy = f"{name} in it declares entities", "delete it, or save it again"
            raise make_refusal_error(file, found, remedy, "entities")
        return fromstring(data)


def refuse_entities(file: str, kind: str, archive: zipfile.ZipFile) -> None:
    """Refuse a document if one of its XML files declares entities, or is damaged."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            parse_xml_in_zip(file, kind, archive, name)
