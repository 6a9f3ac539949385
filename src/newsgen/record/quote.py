"""One text as a YAML scalar that every parser, of YAML 1.1 or 1.2, reads back as this text."""

from __future__ import annotations

import re

_WORDS = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf"})
_NUMBER_LIKE = re.compile(r"\d")
_PROSE = re.compile(r"[^\W\d_]{3}")
_DIGEST = re.compile(r"(?![0-9a-f][box])[0-9a-f]{64}")
_DIGEST_LETTER = re.compile(r"[acdf]")
_NOT_PLAIN = re.compile(r": |:$| #|\s$|[\t\n\r]")
_NOT_IN_FLOW = re.compile(r"[\[\]{},:]")
_ESCAPED = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NAMED = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def scalar(text: str, *, flow: bool = False) -> str:
    """Write a text on one line: as it is where that is safe, else in quotes.

    Args:
        text: any text.
        flow: True inside [ ] or { }, where more signs have a meaning.
    """
    if _plain(text) and not (flow and _NOT_IN_FLOW.search(text)):
        return text
    if _ESCAPED.search(text):
        return '"' + re.sub(rf'{_ESCAPED.pattern}|["\\]', _escape, text) + '"'
    if "'" in text and not ('"' in text or "\\" in text):
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _plain(text: str) -> bool:
    """True if the text means itself without quotes. Source: YAML 1.1 §10 (types), YAML 1.2.2 §7.3.3 and §10.3."""
    first = text[:1]
    if not first.isalnum() or _is_marked(text) or text.lower() in _WORDS:
        return False
    if not _NUMBER_LIKE.match(first):
        return True
    if _DIGEST.fullmatch(text):
        return bool(_DIGEST_LETTER.search(text))
    return " " in text and bool(_PROSE.search(text))


def _is_marked(text: str) -> bool:
    """True if the text has signs that mean something in YAML, or that must be escaped; most text is printable ASCII."""
    if text.isascii() and text.isprintable():
        return text[-1] in ": " or ": " in text or " #" in text
    return _NOT_PLAIN.search(text) is not None or _ESCAPED.search(text) is not None


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    code = ord(sign)
    if sign in _NAMED:
        return _NAMED[sign]
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
