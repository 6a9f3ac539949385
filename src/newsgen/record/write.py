"""A new record's text: keys in the documented order, values in the form that reads best."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from newsgen.model import PartialDate
from newsgen.record.keys import FIELDS
from newsgen.record.quote import scalar

WIDTH = 100
"""Longest line, in characters, on which a list or mapping stands in brackets; longer ones take a line an item."""

CONFIRM = "# delete a line to confirm the field"
"""Comment beside `inferred:`."""

_ONE_LINE = frozenset({"title", "date", "seed"})
_DATES = frozenset({"date", "updated", "alternatives"})
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T[\d:]{8}(?:Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII)
_PARTS = ("confidence", "rule", "evidence", "because", "alternatives")


def format_record(front: Mapping[str, object], body: str) -> str:
    """Write a record.

    Args:
        front: values by our key: str, int, float, bool, dates, lists, mappings and the structs of model; keys that
            are not ours follow the others, before `inferred`; a value that is None, '' or empty is left out.
        body: Markdown with '\\n' line ends.

    Returns:
        The file's text; `read_record` gives the same values back.
    """
    unknown = sorted(front.keys() - set(FIELDS))
    order = [*FIELDS[:-2], *unknown, *FIELDS[-2:]]
    lines = [line for key in order if not _empty(front.get(key)) for line in entry(key, front[key])]
    text = "\n".join(["---", *lines, "---", ""])
    body = body.lstrip("\n") if body.strip() else ""
    return f"{text}\n{body.rstrip(chr(10))}\n" if body else text


def entry(key: str, value: object, indent: int = 0) -> list[str]:
    """Write one key with its value.

    Args:
        key: the key.
        value: as in `format_record`.
        indent: spaces before the key.

    Returns:
        Lines without line ends.
    """
    value, margin = builtin(value), " " * indent
    name = f"{margin}{scalar(key)}:"
    if key == "inferred" and isinstance(value, dict) and value:
        lines = [line for field, part in value.items() for line in _inference(field, part, indent + 2)]
        return [f"{name:<20} {CONFIRM}", *lines]
    line = f"{name} {inline(value, key)}"
    if len(line) <= WIDTH or key in _ONE_LINE or not isinstance(value, list | dict):
        return [line]
    if isinstance(value, list):
        return [name, *(f"{margin}  - {inline(item, key)}" for item in value)]
    return [name, *(row for part, inner in value.items() for row in entry(part, inner, indent + 2))]


def inline(value: object, key: str = "", *, flow: bool = False) -> str:
    """Write a value on one line.

    Args:
        value: as in `format_record`.
        key: its key; dates stand without quotes under keys that hold dates.
        flow: True inside [ ] or { }.
    """
    value = builtin(value)
    if isinstance(value, dict):
        return "{" + ", ".join(_pair(part, inner) for part, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(item, key, flow=True) for item in value) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, float):
        digits = format(Decimal(repr(value)), "f")
        return digits if "." in digits else f"{digits}.0"
    text = str(value)
    if isinstance(value, int) or (key in _DATES and _DATE.fullmatch(text)):
        return text
    return scalar(text, flow=flow)


def builtin(value: object) -> object:
    """Turn structs, dates and tuples into dict, str and list; fields that hold their default are left out.

    Raises:
        TypeError: a value that front matter cannot hold.
    """
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, msgspec.Struct):
        names = _PARTS if {"rule", "evidence"} <= set(value.__struct_fields__) else value.__struct_fields__
        parts: dict[str, Any] = {name: getattr(value, name) for name in names}
        return {name: part for name, part in parts.items() if not _empty(part)}
    if isinstance(value, Mapping):
        return {str(name): part for name, part in value.items() if part is not None}
    if isinstance(value, tuple | list):
        return list(value)
    if value is None:
        return value
    raise TypeError(f"front matter cannot hold {type(value).__name__}")


def _inference(field: str, value: object, indent: int) -> list[str]:
    """One inferred field: on a line of its own where it is short and has no reasoning, else a part a line."""
    line = " " * indent + _pair(field, value)
    value = builtin(value)
    if not isinstance(value, dict) or not value or (len(line) <= WIDTH and "because" not in value):
        return [line]
    return [
        " " * indent + f"{scalar(field)}:",
        *(row for name, part in value.items() for row in entry(name, part, indent + 2)),
    ]


def _pair(name: str, value: object) -> str:
    return f"{scalar(name, flow=True)}: {inline(value, name, flow=True)}"


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str | tuple | list | dict) and not value)
