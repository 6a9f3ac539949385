"""Decode a seed, and the lines of its text; read the data files of the rules."""

from __future__ import annotations

import codecs
import hashlib
import html
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.model import ParsedArticle, SeedRef


class SeedText(msgspec.Struct, frozen=True):
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


def find_seed_place(draft: ParsedArticle, offset: int) -> tuple[int, int]:
    """Return line and column of a place in a draft's text; (0, 0) if its seed holds the text in another form."""
    if not draft.line:
        return 0, 0
    return draft.line + draft.text.count("\n", 0, offset), offset - draft.text.rfind("\n", 0, offset)


def read_data_file(name: str) -> str:
    """Read a file of the loader's folder data/."""
    return Path(__file__).with_name("data").joinpath(name).read_text("utf-8")


@cache
def read_lines_toml() -> dict[str, Any]:
    """Read data/lines.toml: by name a regular expression, its alternatives joined; 'datelines' is a table of its own."""
    lists = tomllib.loads(read_data_file("lines.toml"))
    return {name: "|".join(value) if isinstance(value, list) else value for name, value in lists.items()}


BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", ""),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
"""Mark, codec, and the encoding as records name it."""
_MARKS: Final = tuple(mark for mark, _, _ in BYTE_ORDER_MARKS)
_LATIN: Final = frozenset(("iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1", "l1"))
_SHIFTS: Final = {
    re.compile(rb"\x1b\$\)C[^\x0e]*\x0e"): "iso2022_kr",
    re.compile(rb"\x1b\$[@B]"): "iso2022_jp",
    re.compile(rb"~\{(?:[!-w][!-~])+~\}"): "hz",
}
"""The shifts into another script of encodings whose bytes are ASCII. Source: RFC 1557, RFC 1468, RFC 1843."""
_BAD = re.compile("[\udc80-\udcff]+")
_LINE_ENDS = re.compile("[\r\v\f\u2028\u2029](?:(?<=\r)\n)?")
C1_LETTERS: Final = {
    code: bytes([code]).decode("cp1252", "ignore") or chr(0xF700 + code) for code in range(0x80, 0xA0)
}
"""What stands for the bytes 0x80 to 0x9F in Windows-1252, and private characters for five that it does not have."""
_REST = f"[\x80-\xbf{''.join(C1_LETTERS.values())}]"
_DAMAGED_CONTROLS = re.compile(f"[\xc2-\xdf]{_REST}|[\xe0-\xef]{_REST}{{2}}|[\xf0-\xf4]{_REST}{{3}}")
"""A letter of UTF-8 that was read as Latin-1 or Windows-1252, in which control characters are parts of letters."""
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TAG = re.compile(r"</?([A-Za-z][\w:-]*)(?:\s[^<>]*)?/?>|<!--.*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var"
    " wbr".split()
)
"""Elements that may begin or end inside a word."""
_MOST_PROBLEMS: Final = 20
"""Most bad bytes in a report; more would hide the other problems."""


_PUNCTUATION: Final = frozenset("€‚„…‹‘’“”•–—™›\xa0¡£§©«®°´·»½¿。、「」『』（）・，：；！？《》\u3000")
"""Characters outside ASCII that texts of many languages have."""
_FOREIGN, _NOT_ALONE, _INNER_CAPITAL, _LATER = -8.0, -1.0, -0.8, -0.012
"""Weights of a letter that a language does not have, one next to a letter of ASCII, a capital inside a word; and of an encoding
for each one before it in its family."""
_SIGNS_ALONE, _USUAL_LENGTH, _LONG = 0.9, 0.125, 7
"""Score of a text without letters outside ASCII; bonus for words of the usual length, and length of words without blanks."""
_LEAST_SCORE, _MOST_FOREIGN = 0.65, 0.2
"""Least score of an encoding, 1 is about right; and most share of foreign ones among different characters."""
_LINES_READ, _LETTERS_READ = 20, 400
_WORD = re.compile(r"[^\W\d_]+")
_LEGACY: Final = (
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_7 koi8_r koi8_u cp866 mac_roman cp874"
    " gb18030 big5 cp932 euc_jp cp949"
).split()
"""Encodings that the detector may choose, from the Encoding Standard (encoding.spec.whatwg.org §4)."""


def decode_seed(file: str, data: bytes, *, has_pages: bool = False) -> tuple[str, SeedRef]:
    """Decode a seed.

    A byte-order mark decides first, then the typical bytes of UTF-16 and ISO-2022-JP, then strict UTF-8. A text that is
    mostly valid UTF-8 is refused, because a detector would choose a wrong encoding; for others charset-normalizer
    decides. Line ends become '\\n' (CR, CRLF, VT, FF, LS and PS end a line too). Control characters become spaces,
    because neither YAML nor HTML can hold them.

    Args:
        has_pages: leave form feeds, each at the end of a line.

    Returns:
        The text, and the reference to the seed that its record keeps.

    Raises:
        ContentError: the text is empty, binary, in no known encoding, or UTF-8 with bad bytes (each with its place).

    Source: Unicode 15.1 §5.8 (line ends) and §23.7 (noncharacters).
    """
    text, encoding = _decode_bytes(data, file)
    text = "\f\n".join(map(clean_text, text.split("\f"))) if has_pages and "\f" in text else clean_text(text)
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
    """Write all line ends as '\\n', and control characters as spaces, or, inside damaged letters, as Windows-1252."""
    text = _LINE_ENDS.sub("\n", text)
    if _CONTROLS.search(text):
        text = _DAMAGED_CONTROLS.sub(lambda damaged: damaged[0].translate(C1_LETTERS), text)
        text = _CONTROLS.sub(" ", text)
    return text


def strip_tags(text: str) -> str:
    """Return the words of HTML on one line, with entities decoded; tags inside a word do not part it."""
    words = _TAG.sub(lambda tag: "" if (tag[1] or "").lower() in _INLINE else " ", text)
    return " ".join(html.unescape(words).split())


def _decode_bytes(data: bytes, file: str) -> tuple[str, str]:
    """Decode bytes; return the text and its encoding in Python's spelling, e.g. 'windows-1252', or '' for UTF-8."""
    for mark, codec, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], codec, file), encoding
    if b"\0" in data:
        return _decode_utf16(data, file)
    for shift, codec in _SHIFTS.items() if data.isascii() else ():
        if shift.search(data):
            with suppress(UnicodeDecodeError):  # a stray escape in plain ASCII
                text = data.decode(codec)
                if codec != "hz" or _is_chinese(text):
                    return text, codec.replace("2022_", "-2022-")
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
        remedy = "write the character that is meant"
        problems.append(Problem(file, line, column, found, remedy, "bad-encoding"))
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
    found = "a NUL byte: this is not a text file"
    raise ContentError(Problem(file, line, 0, found, "keep only texts in seeds/", "binary-seed"))


def _detect_encoding(data: bytes) -> str:
    """Detect the encoding of a text that is not UTF-8, in Python's spelling, e.g. 'windows-1252'; '' if none fits."""
    scores: dict[str, float] = {}
    lines = [line for line in data.splitlines() if not line.isascii()]
    sample = b"\n".join(lines[:_LINES_READ])
    for family in _read_families():
        for place, encoding in enumerate(family.encodings):
            with suppress(UnicodeDecodeError):
                data.decode(encoding)
                score = _score_text(sample.decode(encoding)[:_LETTERS_READ], family)
                scores[encoding] = score + _LATER * place
    best = max(scores, key=lambda encoding: scores[encoding], default="")
    if not best or scores[best] < _LEAST_SCORE:
        from charset_normalizer import from_bytes

        found = from_bytes(data, cp_isolation=_LEGACY).best()
        best = found.encoding if found else ""
    return re.sub(r"^cp(?=125\d$)", "windows-", best).replace("_", "-")


class _Family(msgspec.Struct, frozen=True):
    """Languages with the same old encodings."""

    encodings: tuple[str, ...]
    weights: dict[str, dict[str, float]]
    """For each language its letters outside ASCII, from 1 for the commonest to 0.5."""
    words: dict[str, frozenset[str]]
    """Small words by language."""
    letters: frozenset[str]
    """All characters outside ASCII that the languages have."""
    others: tuple[str, str, float]
    """First and last letter of a script with too many letters for a table, and the weight of one that is in no table."""
    is_alone: bool
    """True if their words have no letters of ASCII."""
    is_unspaced: bool
    """True if no blanks part their words."""


@cache
def _read_families() -> tuple[_Family, ...]:
    """Read data/encodings.toml."""
    small = tomllib.loads(read_data_file("languages.toml"))["words"]
    return tuple(
        _Family(
            tuple(rows["encodings"].split()),
            {
                code: {letter: 1 - place / len(letters) / 2 for place, letter in enumerate(letters)}
                for code, letters in rows["letters"].items()
            },
            {
                code: frozenset((small | rows.get("words", {})).get(code, "").split())
                for code in rows["letters"]
            },
            _PUNCTUATION.union(*(letters + letters.upper() for letters in rows["letters"].values())),
            tuple(rows.get("others", ("", "", 0.0))),
            rows.get("alone", False),
            rows.get("unspaced", False),
        )
        for rows in tomllib.loads(read_data_file("encodings.toml")).values()
    )


def _score_text(text: str, family: _Family) -> float:
    """Score a text as one in the likeliest language of a family; 1 is about right."""
    characters = {character for character in set(text) if character > "\x7f"}
    if not family.others[0] and len(characters - family.letters) > _MOST_FOREIGN * len(characters):
        return _FOREIGN
    triples = zip(" " + text, text, text[1:] + " ", strict=False)
    around = Counter(triple for triple in triples if triple[1] > "\x7f")
    words = _WORD.findall(text.lower())
    length = len(text) / (len(text.split()) or 1)
    return max(
        _score_letters(around.items(), code, family) + _score_words(words, code, family, length)
        for code in family.weights
    )


def _is_chinese(text: str) -> bool:
    """True if the letters of a text outside ASCII are such as Chinese has."""
    family = next(family for family in _read_families() if "gb18030" in family.encodings)
    return _score_text("".join(letter for letter in text if letter > "\x7f"), family) > 0.5


def _score_letters(around: Iterable[tuple[tuple[str, str, str], int]], code: str, family: _Family) -> float:
    """Return the mean weight of the letters outside ASCII, given each with the letters before and after it."""
    weights, (first, last, other) = family.weights[code], family.others
    total, number = 0.0, 0
    for (before, letter, after), count in around:
        is_inside = before.isalpha() and after.isalpha() and letter not in "’‘´·"
        if letter in _PUNCTUATION and (family.is_unspaced or not is_inside):
            continue
        weight = weights.get(letter)
        if weight is None and letter != letter.lower():
            weight = weights.get(letter.lower(), _FOREIGN) + (_INNER_CAPITAL if before.isalpha() else 0)
        elif weight is None:
            weight = other if first <= letter <= last else _FOREIGN
        if family.is_alone and ("A" <= after <= "z" or "A" <= before <= "z"):
            weight += _NOT_ALONE
        if before.isspace() and unicodedata.combining(letter):
            weight += _FOREIGN
        total += weight * count
        number += count
    return total / number if number else _SIGNS_ALONE


def _score_words(words: Sequence[str], code: str, family: _Family, length: float) -> float:
    """Return up to 0.5 for small words, or a bit for the usual length of what is between blanks; less for ASCII words."""
    small = family.words[code]
    bonus = _USUAL_LENGTH if family.is_unspaced == (length > _LONG) else -_USUAL_LENGTH
    if small:
        bonus = min(0.5, 2 * sum(map(small.__contains__, words)) / (len(words) + 4))
    return bonus - family.is_alone * sum(map(str.isascii, words)) / (len(words) + 4)
