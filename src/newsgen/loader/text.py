"""Decode a seed, and the lines of its text; read the data files of the rules."""

from __future__ import annotations

import codecs
import hashlib
import html
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.model import SeedRef


class Text(msgspec.Struct, frozen=True):
    """A seed's text and the parts that are known; line n of the seed is `lines[n - 1]`."""

    file: str
    """Path of the seed, '/'-separated, e.g. seeds/2023-11-22-x.txt."""
    lines: tuple[str, ...]
    """The decoded lines without line ends; blank lines stay, so that line numbers are right."""
    title_line: int = 0
    """Line of the headline, counted from 1; 0 if there is none."""
    dek_line: int = 0
    """Line of the dek (standfirst), counted from 1; 0 if there is none."""
    language: str = "en"
    """Primary subtag of the language, e.g. 'en' (RFC 5646 §2.2.1)."""

    @property
    def body(self) -> Iterator[tuple[int, str]]:
        """Yield (line number, line), without title, dek and blank lines."""
        for number, line in enumerate(self.lines, 1):
            if number not in (self.title_line, self.dek_line) and line.strip():
                yield number, line


def cut_line_start(text: str) -> str:
    """Cut the start of a line, with an ellipsis, so that at most 40 characters are left."""
    return text if len(text) <= 40 else "… " + text[-40:].partition(" ")[2]


def read_data_file(name: str) -> str:
    """Read a file of the loader's folder data/."""
    return Path(__file__).with_name("data").joinpath(name).read_text("utf-8")


@cache
def read_line_patterns() -> dict[str, Any]:
    """Read data/lines.toml: by name a regular expression, its alternatives joined; 'datelines' is a table of its own."""
    lists = tomllib.loads(read_data_file("lines.toml"))
    return {name: "|".join(value) if isinstance(value, list) else value for name, value in lists.items()}


_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8", ""),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_MARKS: Final = tuple(mark for mark, _, _ in _BOMS)
_LATIN: Final = frozenset(("iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1", "l1"))
_KANJI = re.compile(rb"\x1b\$[@B]")
"""The shift into kanji, which identifies ISO-2022-JP; its bytes are ASCII. Source: RFC 1468."""
_BAD = re.compile("[\udc80-\udcff]+")
_LINE_ENDS = re.compile("[\r\v\f\u2028\u2029](?:(?<=\r)\n)?")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TAG = re.compile(r"</?([A-Za-z][\w:-]*)(?:\s[^<>]*)?/?>|<!--.*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var"
    " wbr".split()
)
"""Elements that may begin or end inside a word."""
_MOST_PROBLEMS: Final = 20
"""Most bad bytes in a report; more would hide the other problems."""


_WESTERN_MARKS: Final = frozenset("€‚„…‹‘’“”•–—™›\xa0¡£§©«®°´·»½¿")
_WESTERN_LETTERS: Final = "àâæçéèêëîïôœùûüÿ äöüß áéíñóúü áàâãçéêíóôõúü àèéìíîòóùú åäöæøéü áéèëïíóöüú".split()
"""Letters outside ASCII of French, German, Spanish, Portuguese, Italian, the Nordic languages, Dutch."""
_LEGACY: Final = (
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_7 koi8_r koi8_u cp866 mac_roman cp874"
    " gb18030 big5 cp932 euc_jp cp949"
).split()
"""Encodings that the detector may choose, from the Encoding Standard (encoding.spec.whatwg.org §4)."""


def decode_seed(file: str, data: bytes) -> tuple[str, SeedRef]:
    """Decode a seed.

    A byte-order mark decides first, then the typical bytes of UTF-16 and ISO-2022-JP, then strict UTF-8. A text that is
    mostly valid UTF-8 is refused, because a detector would choose a wrong encoding; for others charset-normalizer
    decides. Line ends become '\\n' (CR, CRLF, VT, FF, LS and PS end a line too). Control characters become spaces,
    because neither YAML nor HTML can hold them.

    Returns:
        The text, and the reference to the seed that its record keeps.

    Raises:
        ContentError: the text is empty, binary, in no known encoding, or UTF-8 with bad bytes (each with its place).

    Source: Unicode 15.1 §5.8 (line ends) and §23.7 (noncharacters).
    """
    text, encoding = _decode_bytes(data, file)
    text = clean_text(text)
    if not text.strip():
        remedy = "put a text into it, or delete the file"
        raise ContentError(Problem(file, 0, 0, "the text is empty", remedy, "empty-seed"))
    return text, SeedRef(file, hashlib.sha256(data).hexdigest(), encoding)


def decode_as_stated(file: str, data: bytes, charset: str) -> str:
    """Decode a text by the charset that its sender states, if that fits; else as all seeds.

    Latin-1 is read as Windows-1252, as browsers do. Source: Encoding Standard §4.2.

    Raises:
        ContentError: see `decode_seed`.
    """
    charset = charset.strip().lower()
    if charset and charset not in ("us-ascii", "ascii") and not data.startswith(_MARKS):
        with suppress(LookupError, UnicodeError):
            return data.decode("windows-1252" if charset in _LATIN else charset)
    return decode_seed(file, data)[0]


def clean_text(text: str) -> str:
    """Write all line ends as '\\n', and control characters as spaces."""
    return _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", text))


def strip_tags(text: str) -> str:
    """Return the words of HTML on one line, with entities decoded; tags inside a word do not part it."""
    words = _TAG.sub(lambda tag: "" if (tag[1] or "").lower() in _INLINE else " ", text)
    return " ".join(html.unescape(words).split())


def _decode_bytes(data: bytes, file: str) -> tuple[str, str]:
    """Decode bytes; return the text and its encoding in Python's spelling, e.g. 'windows-1252', or '' for UTF-8."""
    for mark, codec, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], codec, file), encoding
    if b"\0" in data:
        return _decode_utf16(data, file)
    if _KANJI.search(data) and data.isascii():
        try:
            return data.decode("iso2022_jp"), "iso-2022-jp"
        except UnicodeDecodeError:
            pass  # a stray escape in plain ASCII
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
    bad = sum(len(match[0]) for match in _BAD.finditer(text))
    if 2 * bad <= sum(char > "\x7f" for char in text):
        raise ContentError(_find_bad_bytes(text, file))
    encoding = _detect_encoding(data)
    if not encoding:
        found = "the text is in no known encoding"
        raise ContentError(Problem(file, 0, 0, found, "save it as UTF-8", "bad-encoding"))
    return data.decode(encoding), encoding


def _decode_strictly(data: bytes, codec: str, file: str) -> str:
    """Decode a text in the encoding of its byte-order mark."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if codec == "utf-8":
            raise ContentError(_find_bad_bytes(data.decode(codec, "surrogateescape"), file)) from None
        before = data[: error.start].decode(codec, "ignore")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        found = f"byte 0x{data[error.start]:02X} is not valid in {codec.upper()}, as the text begins"
        problem = Problem(file, line, column, found, "save the file as UTF-8", "bad-encoding")
        raise ContentError(problem) from None


def _find_bad_bytes(text: str, file: str) -> list[Problem]:
    """Report each run of bytes that are not UTF-8, in a text decoded with 'surrogateescape'."""
    problems: list[Problem] = []
    line, start = 1, 0
    for match in _BAD.finditer(text):
        line += text.count("\n", start, match.start())
        start = match.start()
        shown = " ".join(f"0x{ord(char) - 0xDC00:02X}" for char in match[0][:4])
        found = f"byte {shown} is not UTF-8, as the rest of the text is"
        column = start - text.rfind("\n", 0, start)
        problems.append(
            Problem(file, line, column, found, "write the character that is meant", "bad-encoding")
        )
        if len(problems) == _MOST_PROBLEMS:
            break
    return problems


def _decode_utf16(data: bytes, file: str) -> tuple[str, str]:
    """Decode UTF-16 without a byte-order mark; if a text is mostly ASCII, half of its bytes are NUL."""
    for codec, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = data[offset::2].count(0)
        if len(data) % 2 == 0 and 2 * zeros >= len(data) // 2 and not data[1 - offset :: 2].count(0):
            return _decode_strictly(data, codec, file), codec
    line = data.count(b"\n", 0, data.index(b"\0")) + 1
    problem = Problem(
        file, line, 0, "a NUL byte: this is not a text file", "keep only texts in seeds/", "binary-seed"
    )
    raise ContentError(problem)


def _detect_encoding(data: bytes) -> str:
    """Detect the encoding of a text that is not UTF-8, in Python's spelling, e.g. 'windows-1252'; '' if none fits."""
    if _is_western(data):
        return "windows-1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_LEGACY).best()
    if best is None:
        return ""
    return re.sub(r"^cp(?=125\d$)", "windows-", best.encoding).replace("_", "-")


def _is_western(data: bytes) -> bool:
    """True if windows-1252 gives the letters of one western language; the detector is often wrong for short texts."""
    try:
        seen = set(data.translate(None, bytes(range(128))).decode("windows-1252").lower())
    except UnicodeDecodeError:
        return False
    return any(seen - _WESTERN_MARKS <= set(letters) for letters in _WESTERN_LETTERS)
