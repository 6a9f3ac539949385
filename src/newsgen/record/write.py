"""Write new records: keys in the documented order, values in the most readable form."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from newsgen.markdown.html import escape_line_html
from newsgen.model import PartialDate
from newsgen.record.keys import FIELDS

WIDTH = 100
"""Longest line with a list or mapping in brackets, in characters; longer ones are written with a line for each item."""

CONFIRM = "# delete a line to confirm the field"
"""Comment after `inferred:`."""

_ONE_LINE = frozenset({"title", "date", "seed"})
_DECODED = frozenset({"title", "dek"})
"""Keys of lines in which entities are decoded."""
_DATES = frozenset({"date", "updated", "alternatives"})
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T[\d:]{8}(?:Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII)
_PARTS = ("confidence", "rule", "evidence", "because", "alternatives")
_WORDS = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf"})
_NUMBER_LIKE = re.compile(r"\d")
_PROSE = re.compile(r"[^\W\d_]{3}")
_DIGEST = re.compile(r"(?![0-9a-f][box])[0-9a-f]{64}")
_DIGEST_LETTER = re.compile(r"[acdf]")
_NOT_IN_FLOW = re.compile(r"[\[\]{},:?]")
_ESCAPED = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NAMED = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def format_record(front: Mapping[str, object], body: str) -> str:
    """Write a record; `read_record` reads the same values from it.

    Args:
        front: values by our key: str, int, float, bool, dates, lists, mappings and the structs of model; keys that
            are not ours follow the others, before `inferred`; a value that is None, '' or empty is left out.
        body: Markdown with '\\n' line ends.
    """
    unknown = sorted(front.keys() - set(FIELDS))
    order = [*FIELDS[:-2], *unknown, *FIELDS[-2:]]
    lines = [line for key in order if not _is_empty(front.get(key)) for line in format_entry(key, front[key])]
    return join_front_matter_and_body("\n".join(["---", *lines, "---", ""]), body)


def join_front_matter_and_body(head: str, body: str) -> str:
    """Join front matter as written and a body."""
    body = body.lstrip("\n") if body.strip() else ""
    return f"{head}\n{body.rstrip(chr(10))}\n" if body else head


def format_entry(key: str, value: object, indent: int = 0) -> list[str]:
    """Write a key and its value, as in `format_record`, as lines without line ends; `indent` is the number of spaces before."""
    value, margin = to_plain_value(value), " " * indent
    if key in _DECODED and not indent and isinstance(value, str):
        value = escape_line_html(value)
    name = f"{margin}{format_scalar(key)}:"
    if key == "inferred" and isinstance(value, dict) and value:
        lines = [line for field, part in value.items() for line in _format_inference(field, part, indent + 2)]
        return [f"{name:<20} {CONFIRM}", *lines]
    if key in _ONE_LINE or not isinstance(value, list | dict):
        return [f"{name} {format_value(value, key)}"]
    if _count_letters(value) <= WIDTH and len(line := f"{name} {format_value(value, key)}") <= WIDTH:
        return [line]
    if isinstance(value, list):
        return [name, *(f"{margin}  - {format_value(item, key)}" for item in value)]
    return [name, *(row for part, inner in value.items() for row in format_entry(part, inner, indent + 2))]


def format_value(value: object, key: str = "", *, flow: bool = False) -> str:
    """Write a value on one line; under keys of dates, dates have no quotes. `flow` is True inside [ ] or { }."""
    if isinstance(value, str):
        return value if key in _DATES and _DATE.fullmatch(value) else format_scalar(value, flow=flow)
    value = to_plain_value(value)
    if isinstance(value, dict):
        return "{" + ", ".join(_format_pair(part, inner) for part, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(format_value(item, key, flow=True) for item in value) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, float):
        digits = format(Decimal(repr(value)), "f")
        return digits if "." in digits else f"{digits}.0"
    text = str(value)
    if isinstance(value, int) or (key in _DATES and _DATE.fullmatch(text)):
        return text
    return format_scalar(text, flow=flow)


def to_plain_value(value: object) -> object:
    """Turn structs, dates and tuples into dict, str and list, without empty fields; raise TypeError for any other value."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, msgspec.Struct):
        names = _PARTS if {"rule", "evidence"} <= set(value.__struct_fields__) else value.__struct_fields__
        parts: dict[str, Any] = {name: getattr(value, name) for name in names}
        return {name: part for name, part in parts.items() if not (_is_empty(part) or part is False)}
    if isinstance(value, tuple | list):
        return list(value)
    if isinstance(value, dict | Mapping):  # a dict first, as that check is faster
        return {str(name): part for name, part in value.items() if part is not None}
    raise TypeError(f"front matter cannot hold {type(value).__name__}")


def _format_inference(field: str, value: object, indent: int) -> list[str]:
    """Write an inferred field: on one line if it is short and has no `because`, otherwise with a line for each part."""
    value = to_plain_value(value)
    if not isinstance(value, dict) or not value:
        return [" " * indent + _format_pair(field, value)]
    if "because" not in value and _count_letters(value) <= WIDTH:
        line = " " * indent + _format_pair(field, value)
        if len(line) <= WIDTH:
            return [line]
    rows = [row for name, part in value.items() for row in format_entry(name, part, indent + 2)]
    return [" " * indent + f"{format_scalar(field)}:", *rows]


def _count_letters(value: object) -> int:
    """Count the characters of the texts in a value, which is never written shorter."""
    if isinstance(value, str):
        return len(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return sum(map(_count_letters, parts))


def _format_pair(name: str, value: object) -> str:
    return f"{format_scalar(name, flow=True)}: {format_value(value, name, flow=True)}"


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | tuple | list | dict) and not value)


def format_scalar(text: str, *, flow: bool = False) -> str:
    """Write a text on one line, in quotes if needed; with `flow`, inside [ ] or { }, more characters have a meaning."""
    if _is_plain(text) and not (flow and _NOT_IN_FLOW.search(text)):
        return text
    if _needs_escapes(text):
        return '"' + re.sub(rf'{_ESCAPED.pattern}|["\\]', _escape, text) + '"'
    if "'" in text and not ('"' in text or "\\" in text):
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _is_plain(text: str) -> bool:
    """True if the text needs no quotes. Source: YAML 1.1 §10 (types), YAML 1.2.2 §7.3.3 and §10.3."""
    if not text[:1].isalnum() or ": " in text or " #" in text or text[-1] == ":" or text[-1].isspace():
        return False
    if _needs_escapes(text) or text.lower() in _WORDS:
        return False
    if not _NUMBER_LIKE.match(text):
        return True
    if _DIGEST.fullmatch(text):
        return bool(_DIGEST_LETTER.search(text))
    return " " in text and bool(_PROSE.search(text))


def _needs_escapes(text: str) -> bool:
    return not (text.isascii() and text.isprintable()) and _ESCAPED.search(text) is not None


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    number = f"x{code:02X}" if code < 0x100 else f"u{code:04X}" if code < 0x10000 else f"U{code:08X}"
    return _NAMED.get(match[0], f"\\{number}")
