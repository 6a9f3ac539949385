"""Excerpts and word counts of Markdown bodies, without a Markdown parser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from newsgen.record.values import CONTROL

LENGTH = 300
"""Longest excerpt in characters."""

BEGINNING = 60
"""Characters of an excerpt that are kept if there is a dek: enough to identify a text, because lists show the dek."""

_HEADS = (1000, 10_000)
"""Characters of the body that an excerpt is made from; the second number is used if the first gives too little text."""

_LOOSE = " ,;:–—-"
"""Characters that are removed before '…'."""
_FIRST_WIDE = "\u3001"
_WIDE = "[\u3001-\u9fff\uf900-\ufaff\uff00-\uff60]"
_GAP = rf"(?<={_WIDE})[ \t]*\n\s*(?={_WIDE})"
_IDEOGRAPHS = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
"""A pattern, like `_GAP`; both are compiled only for texts in such a script."""
_ASCII = bytes(range(128))
_IS_SPACE, _IS_CONTROL = 1, 2
_BYTE_CLASSES = bytes(
    _IS_SPACE if byte in b"\t\n\r " else _IS_CONTROL if byte < 32 or byte == 127 else 0 for byte in range(256)
)
"""For each byte of UTF-8 whether it is white space or a control character."""
_FENCE = re.compile(r"`{3,}|~{3,}")
_NO_TEXT = re.compile(r"\[[^\]]+\]:.*|(?:[-*_][ \t]*){3,}|=+|-+")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_MARKER = re.compile(r"(?:>[ \t]?|[-*+][ \t]+)+")
_MARKED = "#>-*+=_`~["
_DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE_LINE = re.compile(
    r"\s*(?:#{1,6}[ \t].*\n\s*)?[*_]{0,3}(?:(?:date|posted|published|updated|released)(?: on)?:?\s*)?"
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?\.?,?\s+)?(?:{_MONTH}\s+{_DAY_OF_MONTH}"
    rf"(?:,?\s+\d{{4}})?|{_DAY_OF_MONTH}\s+{_MONTH},?(?:\s+\d{{4}})?|\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일])(?:,?\s+(?:at\s+)?\d{1,2}:\d\d(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)?"
    r"[.,:]?[*_]{0,3}[ \t]*\n\s*\n(?=\s*\S)",
    re.IGNORECASE,
)
"""A first paragraph, perhaps below a heading, that is only a date."""
_SPECIAL = "\\&[<`*_"
"""Characters of which each match of `_INLINE` has at least one."""
_INLINE = re.compile(
    r"(?=[\\&!\[<`*_])(?:"  # first characters, so that the search skips most places fast
    r"\\([!-/:-@\[-`{-~])"  # 1: escaped character
    r"|\\\n"
    r"|&#?\w+;"
    r"|!\[[^\]]*\]\([^()\s]*(?:\s[^()]*)?\)"  # image
    r"|\[\^[^\]\s]+\]"  # reference to a footnote
    r"|\[((?:[^\[\]\\]|\\.)*)\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]\n]*\])"  # 2: link
    r"|<(https?://[^\s<>]+)>"  # 3: autolink
    r"|`+([^`]+)`+"  # 4: code
    r"|\*+|_+)"
)


def make_excerpt(body: str, length: int = LENGTH) -> str:
    """Make an excerpt: a body's first words as plain text, at most 300 characters, cut after a word with '…'.

    Args:
        body: the Markdown.
        length: how many characters of the excerpt are wanted.
    """
    if date := _DATE_LINE.match(body):
        body = body[date.end() :]
    near = body[: length * 7 // 5]
    if not any(map(near.__contains__, _SPECIAL)):
        shown = _join_lines("\n".join(_text_lines(near, headings=False)))
        if len(shown) > length + len("- - ") and shown[length - 1] not in _LOOSE:  # half a rule is shown
            return _cut(shown)[:length]
    shown = ""
    for size in _HEADS:
        text = "\n".join(_text_lines(body[:size], headings=False)) or "\n".join(
            _text_lines(body[:size], headings=True)
        )
        if any(map(text.__contains__, _SPECIAL)):
            text = _INLINE.sub(_visible_text, text)
        shown = _join_lines(text)
        if len(shown) > LENGTH or len(body) <= size:
            break
    return _cut(shown)[:length]


def count_words(body: str, encoded: bytes) -> int | None:
    """Count words; in scripts without spaces two characters count as a word, to match reading speeds.

    Args:
        body: the Markdown.
        encoded: the same in UTF-8.

    Returns:
        The number; None if the body holds one of `CONTROL`.
    """
    classes = (b" %b " % encoded).translate(_BYTE_CLASSES)
    if _IS_CONTROL in classes:
        return None
    if encoded.isascii():
        return _count_runs(classes)
    wide = encoded.translate(None, _ASCII).decode()
    has_wide_spaces = False
    if not wide.isprintable():  # all printable characters are neither control characters nor white space
        if re.search(CONTROL, wide):
            return None
        has_wide_spaces = any(map(str.isspace, wide))
    words = len(body.split()) if has_wide_spaces else _count_runs(classes)
    if len(encoded) - len(body) < len(body) // 4:  # too few ideographs to matter
        return words
    return words + len(re.findall(_IDEOGRAPHS, wide)) // 2


def _count_runs(classes: bytes) -> int:
    """Count the words between white space, three times as fast as `split`; the bytes begin and end with white space.

    The exclusive or of the bytes, as one long number, and the same number shifted by a byte has a bit at each start and
    end of a word.
    """
    blanks = int.from_bytes(classes, "little")
    return (blanks ^ (blanks >> 8)).bit_count() // 2


def _cut(shown: str) -> str:
    if len(shown) <= LENGTH:
        return shown
    cut = shown[:LENGTH]
    cut = cut.rpartition(" ")[0] if " " in cut[LENGTH // 2 :] else cut[:-1]
    return cut.rstrip(_LOOSE) + "…"


def _join_lines(text: str) -> str:
    """Join lines with spaces; without a space between two characters of Chinese or Japanese."""
    if not text.isascii() and any(line.rstrip(" \t")[-1:] >= _FIRST_WIDE for line in text.split("\n")):
        text = re.sub(_GAP, "", text)
    return " ".join(text.split())


def _text_lines(head: str, *, headings: bool) -> Iterator[str]:
    """Yield the lines with text, without the marks of block quotations and lists; skip code."""
    fence = ""
    for line in head.split("\n"):
        text = line.strip()
        if fence:
            fence = "" if text.startswith(fence) else fence
        elif not text or text[0] not in _MARKED:
            yield text
        elif opening := _FENCE.match(text):
            fence = opening[0]
        elif _HEADING.match(text):
            if headings:
                yield text.strip("# \t")
        elif not _NO_TEXT.fullmatch(text):
            yield _MARKER.sub("", text, count=1)


def _visible_text(match: re.Match[str]) -> str:
    """Return the visible text of a piece of inline Markdown."""
    piece = match[0]
    if match[1]:
        return match[1]
    if piece[0] == "&":
        return html.unescape(piece)
    if piece[0] in "*_":
        before, after = (
            match.string[match.start() - 1 : match.start()],
            match.string[match.end() : match.end() + 1],
        )
        inside = before.isalnum() and after.isalnum() if piece[0] == "_" else False
        between_spaces = not before.strip() and not after.strip()
        return piece if inside or between_spaces else ""
    if match[2]:
        return _INLINE.sub(_visible_text, match[2])
    if piece == "\\\n":
        return " "
    return match[3] or match[4] or ""
