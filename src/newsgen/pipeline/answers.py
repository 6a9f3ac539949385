"""What a human answers to a finding: values for fields, read by the rules that hold for front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsgen.errors import ContentError, Problem, SettingsError, gathered
from newsgen.model import PartialDate, Source
from newsgen.record.read import read_record
from newsgen.record.write import format_record

LISTS = ("topics", "people", "places", "organizations", "authors")
SETTABLE = ("title", "dek", "date", *LISTS, "source", "language")
"""Fields that may be set."""

_COMMA = re.compile(r"(?<!\\),")

Answer = str | PartialDate | tuple[str, ...] | None
"""A new value; None takes the field out of the record."""


def read_answer(field: str, text: str) -> Answer:
    """Read a value as a human types it, by the rules that hold for front matter.

    Args:
        field: one of `SETTABLE`.
        text: names parted by commas for a list (`\\\\,` is a comma in a name); '' takes the field out.

    Raises:
        ContentError: what is wrong with it, and what to write.
    """
    text = text.strip()
    if not text and field == "title":
        raise ContentError(Problem("", 0, 0, "title is empty", "write the headline", "no-title"))
    if not text:
        return None
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ContentError(Problem("", 0, 0, f"{field} is not UTF-8", "write it in UTF-8", "encoding"))
    value = _names(text) if field in LISTS else text
    front = {"title": "-", field: value}
    try:
        record = read_record("", format_record(front, "").encode())
    except ContentError as error:
        raise ContentError(
            Problem("", 0, 0, problem.message, problem.expected, problem.code) for problem in error.problems
        ) from None
    found: Answer | Source = getattr(record, field)
    return found.name if isinstance(found, Source) else found


def read_answers(assigned: Iterable[str]) -> dict[str, Answer]:
    """Read FIELD=VALUE as --set has it; a list that stands in several of them gets all of their values.

    Raises:
        SettingsError: one names no field that may be set.
        ContentError: all values that are wrong.
    """
    texts: dict[str, list[str]] = {}
    for one in assigned:
        field, equals, text = one.partition("=")
        if not equals or field not in SETTABLE:
            message = f'--set "{one}" names no field that may be set'
            remedy = f"write FIELD=VALUE with one of {', '.join(SETTABLE)}"
            raise SettingsError(Problem("", 0, 0, message, remedy))
        texts.setdefault(field, []).append(text)
    problems: list[Problem] = []
    answers: dict[str, Answer] = {}
    for field, values in texts.items():
        with gathered(problems):
            if len(values) > 1 and field not in LISTS:
                raise ContentError(Problem("", 0, 0, f"{field} is set twice", "give it one value"))
            answers[field] = read_answer(field, ",".join(values))
    if problems:
        raise ContentError(problems)
    return answers


def _names(text: str) -> tuple[str, ...]:
    parts = (part.replace("\\,", ",").strip() for part in _COMMA.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
