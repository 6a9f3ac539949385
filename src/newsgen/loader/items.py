"""Make items of what exports state: fields by name, and a text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.text import clean_text
from newsgen.model import Draft, Markup, SeedRef
from newsgen.record.foreign import read_foreign

_STATUS = {"publish": "published", "confirmed": "published", "sent": "published", "public": "published"}
"""Words of other systems for the status of an article."""
Value = str | int | float | bool | list[str] | dict[str, str] | None


def make_item(
    file: str,
    item: str,
    fields: Mapping[str, Value],
    text: str,
    *,
    line: int = 0,
    markup: Markup = "markdown",
    content: Mapping[str, Any] | None = None,
) -> Draft | Problem:
    """Make an item; return the problem if its fields cannot be read. Wrong values are warnings of the item.

    Args:
        file: path of the container, for messages.
        item: identifier of the item in its container; '' if it has none.
        fields: values by front matter key, newsgen's own or those of other generators; empty ones are dropped.
        text: the text.
        line: line of the container, for messages.
        markup: markup of the text.
        content: what is hashed to find changes; by default fields and text.
    """
    stated = {key: value for key, value in fields.items() if value not in ("", None, [])}
    if isinstance(status := stated.get("status"), str):
        stated["status"] = _STATUS.get(status.lower(), status)
    digest = hash_content(stated, text) if content is None else hash_content(content)
    seed = SeedRef(file, digest, "", item)
    front = "".join(f"{json.dumps(key)}: {json.dumps(value, default=str)}\n" for key, value in stated.items())
    try:
        found, _ = read_foreign(file, f"---\n{front}---\n")
    except ContentError as error:
        return _locate(error.problems[0], item, line)
    known, warnings = (found.stated, found.warnings) if found else ({}, ())
    return Draft(
        seed, clean_text(text), markup, known, 0, warnings=tuple(_locate(w, item, line) for w in warnings)
    )


def _locate(problem: Problem, item: str, line: int) -> Problem:
    """Give a problem of an item's fields the item's line in its container."""
    name = f"{item}: " if item else ""
    return msgspec.structs.replace(problem, line=line, column=0, message=f"{name}{problem.message}")


def hash_content(*values: Any) -> str:
    """Hash values that make an item another one when they change; return a hex digest."""
    data = json.dumps(values, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(data.encode()).hexdigest()


def read_mail_date(text: str) -> str:
    """Write a date of RFC 5322, such as 'Mon, 21 Sep 2009 16:33:03 +0200', as ISO 8601; other texts do not change."""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError):
        return text
