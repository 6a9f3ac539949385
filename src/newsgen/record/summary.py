"""The first words of a Markdown body, cheaply: no Markdown is parsed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from newsgen.record.values import CONTROL

LENGTH = 300
"""Longest excerpt in characters."""

BEGINNING = 60
"""Characters of an excerpt that are kept beside a standfirst, which is shown instead: a text is known by them."""

_HEADS = (1000, 10_000)
"""Characters of the body that an excerpt is made from; the second where the first hold too little text."""

_SIGNS = "\\&[<`*_"
"""One of these is in all that `_INLINE` finds: without them it does not matter where the characters end that are read."""

_LOOSE = " ,;:–—-"
"""What does not stand before '…'."""
_FIRST_WIDE = "\u3001"
_WIDE = "[\u3001-\u9fff\uf900-\ufaff\uff00-\uff60]"
_GAP = rf"(?<={_WIDE})[ \t]*\n\s*(?={_WIDE})"
"""It is compiled, in 1.5 ms, only where a line ends in such a letter."""
_FENCE = re.compile(r"`{3,}|~{3,}")
_NO_TEXT = re.compile(r"\[[^\]]+\]:.*|(?:[-*_][ \t]*){3,}|=+|-+")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_MARKER = re.compile(r"(?:>[ \t]?|[-*+][ \t]+)+")
_MARKED = "#>-*+=_`~["
_SIGN = re.compile(r"[\\&!\[<`*_]")
"""What `_INLINE` finds begins so."""
_INLINE = re.compile(
    r"\\([!-/:-@\[-`{-~])"  # 1: escaped sign
    r"|\\\n"
    r"|&#?\w+;"
    r"|!\[[^\]]*\]\([^()\s]*(?:\s[^()]*)?\)"  # image
    r"|\[\^[^\]\s]+\]"  # mark of a footnote
    r"|\[((?:[^\[\]\\]|\\.)*)\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]\n]*\])"  # 2: link
    r"|<(https?://[^\s<>]+)>"  # 3: autolink
    r"|`+([^`]+)`+"  # 4: code
    r"|\*+|_+"
)


def excerpt(body: str) -> str:
    """Take a body's first words as plain text, at most 300 characters, cut after a word with '…'."""
    shown = _plain_words(body, LENGTH)
    return _cut(shown) if shown else careful_excerpt(body)


def beginning(body: str) -> str:
    """The first 60 characters of the excerpt, which are found in a fifth of its time."""
    shown = _plain_words(body, BEGINNING)
    if (
        not shown or shown[BEGINNING - 1] in _LOOSE
    ):  # what is loose at the excerpt's end goes, however long it is
        shown = excerpt(body)
    return shown[:BEGINNING]


def _plain_words(body: str, length: int) -> str:
    """More than `length` characters of what is shown, if they are found near and without a look at signs, else ''."""
    near = body[: length * 7 // 5]
    if any(map(near.__contains__, _SIGNS)):
        return ""
    text = near.strip()
    one = "\n" not in near and text[:1] not in _MARKED
    lines = [text] if one else [line for line in _lines(near, headings=False) if line]
    if any(line[-1] >= _FIRST_WIDE for line in lines[:-1]):
        shown = _joined("\n".join(lines))
    else:
        shown = " ".join(lines)
        if "  " in shown or not shown.isprintable():  # printable is of all white space the space alone
            shown = " ".join(shown.split())
    return shown if len(shown) > length + len("- - ") else ""  # half a rule at the end would be shown


def careful_excerpt(body: str) -> str:
    """Return what `excerpt` does, whatever stands in the body."""
    shown = ""
    for size in _HEADS:
        text = "\n".join(_lines(body[:size], headings=False)) or "\n".join(_lines(body[:size], headings=True))
        shown = _first_words(text)
        if len(shown) > LENGTH or len(body) <= size:
            break
    return _cut(shown)


def _first_words(text: str) -> str:
    """More than 300 characters of what inline Markdown shows, or all, in a row."""
    pieces: list[str] = []
    at, enough = 0, LENGTH
    for sign in _SIGN.finditer(text):
        start = sign.start()
        if start > enough:
            shown = _joined("".join([*pieces, text[at:start]]))
            if len(shown) > LENGTH:
                return shown
            enough = start + LENGTH // 3
        match = _INLINE.match(text, start) if start >= at else None
        if match:
            pieces += (text[at:start], _visible(match))
            at = match.end()
    return _joined("".join([*pieces, text[at:]]))


def _cut(shown: str) -> str:
    if len(shown) <= LENGTH:
        return shown
    cut = shown[:LENGTH]
    cut = cut.rpartition(" ")[0] if " " in cut[LENGTH // 2 :] else cut[:-1]
    return cut.rstrip(_LOOSE) + "…"


def _joined(text: str) -> str:
    """Put lines in a row; between two letters of Chinese or Japanese a line's end is no space."""
    if any(line.rstrip(" \t")[-1:] >= _FIRST_WIDE for line in text.split("\n")):
        text = re.sub(_GAP, "", text)
    return " ".join(text.split())


def _lines(head: str, *, headings: bool) -> Iterator[str]:
    """The lines that hold text, without marks of block quotations and lists; not those of code."""
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


def _visible(match: re.Match[str]) -> str:
    """What one piece of inline Markdown shows."""
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
        alone = not before.strip() and not after.strip()
        return piece if inside or alone else ""
    if match[2]:
        return _INLINE.sub(_visible, match[2])
    if piece == "\\\n":
        return " "
    return match[3] or match[4] or ""


_ASCII = bytes(range(128))
_BLANK, _CONTROL = 1, 2
_SIGNS_words = bytes(
    _BLANK if sign in b"\t\n\r " else _CONTROL if sign < 32 or sign == 127 else 0 for sign in range(256)
)
"""For each byte of UTF-8 whether it is white space by itself, or a control character."""
_IDEOGRAPHS = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
"""It is compiled, in 1 ms, only where such a script is met."""


def count_words(body: str, encoded: bytes) -> int | None:
    """Count words; in scripts without spaces two characters count as one, as readers' speeds have it.

    Args:
        body: the Markdown.
        encoded: the same in UTF-8.

    Returns:
        The number; None if the body holds one of `CONTROL`.
    """
    signs = (b" %b " % encoded).translate(_SIGNS_words)
    if _CONTROL in signs:
        return None
    if encoded.isascii():
        return _parts(signs)
    wide = encoded.translate(None, _ASCII).decode()
    spaced = False
    if (
        not wide.isprintable()
    ):  # as all are that are neither control characters nor white space, but few others
        if re.search(CONTROL, wide):
            return None
        spaced = any(map(str.isspace, wide))
    words = len(body.split()) if spaced else _parts(signs)
    if len(encoded) - len(body) < len(body) // 4:  # too few wide characters to matter: not worth the search
        return words
    return words + sum(map(len, re.findall(_IDEOGRAPHS, wide))) // 2


def _parts(signs: bytes) -> int:
    """Count what white space parts, in a third of the time that it takes to part it.

    As one long number, and this xor itself moved by a byte, the text has a bit where each word begins or ends. Its
    halves lie over each other, so that the number is half as long; the sign where they meet is in both.
    """
    half = len(signs) // 2
    blanks = int.from_bytes(signs[: half + 1], "little") | int.from_bytes(signs[half:], "little") << 1
    return ((blanks ^ (blanks >> 8)).bit_count() - signs[half]) // 2
