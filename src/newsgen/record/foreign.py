"""Read the front matter of a seed as its generator would; what is wrong is a warning, and no seed is lost for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.markdown.html import strip_line_html
from newsgen.model import Inference, PartialDate, Record
from newsgen.record.fields import Entry, read_fields
from newsgen.record.front_matter import TextParts, find_front_matter, find_line_number
from newsgen.record.front_matter_formats import parse_front_matter_entries, to_typed
from newsgen.record.keys import FIELDS, KEYS, find_field, snake_case_key
from newsgen.record.values import Mapping, Node, ReadProblems, Scalar, Sequence, quote_for_message
from newsgen.record.yaml import parse_yaml_and_report_cut_headlines

_STATED = {
    field.name: field.default
    for field in msgspec.structs.fields(Record)
    if field.name in (*FIELDS, "categories") and field.name not in ("inferred", "seed")
}
"""Fields that front matter may state, with their defaults."""
_MENDED = frozenset({"yaml", "yaml-key", "lost-text"})
"""Codes of problems that quotes around a value may solve."""
_VALUE = re.compile(r"(?P<head>[ \t]*(?:-[ \t]+)?[\w .-]+?:[ \t]+|[ \t]*-[ \t]+)(?P<value>\S.*?)[ \t]*")
_TABS = re.compile(r"[ \t]*\t[ \t]*(?=\S)")
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", re.ASCII)
_VARIABLE = re.compile(r"\{\{-?\s*(?:site|page|metadata)\.[\w.]+[^{}]*\}\}\s?")
"""A value of the whole site, whose words are not known, in a summary."""
_WORDS = re.compile(r"\"[^\"]+\"|'[^']+'|\S+")
_TEXT = re.compile(r"[\w(\"'“‘].*", re.DOTALL)


class ForeignText(msgspec.Struct, frozen=True):
    """A seed with front matter."""

    stated: dict[str, Any]
    """Values by record field; then keys that newsgen does not know, with their values as written."""
    body: str
    line: int
    """Line of the seed on which the body starts, from 1."""
    warnings: tuple[Problem, ...]
    layout: str = ""
    """The key `layout` or `type`, in lower case; '' without it."""
    inferred: dict[str, Inference] | None = None
    """How stated fields were inferred; None without the key, which only newsgen writes."""


def read_foreign_front_matter(
    file: str, text: str, *, known_keys: bool = False, blanks: bool = False
) -> tuple[ForeignText | None, list[Problem]]:
    """Read a seed's front matter and body.

    Args:
        file: path of the seed.
        text: the whole seed, with '\\n' line ends.
        known_keys: True if lines `Key: value` are front matter only if newsgen knows all keys and can read their values,
            because the seed may be plain text.
        blanks: True if blanks separate tags and categories in a text without commas, as in Jekyll.

    Returns:
        The parts of the seed, None if it does not begin with front matter; and warnings if it nearly does.

    Raises:
        ContentError: the front matter cannot be read.
    """
    layout = find_front_matter(text, file)
    if layout is None:
        return None, []
    repaired: list[Problem] = []
    if layout.form == "yaml":
        entries, problems, repaired = _parse_and_repair_yaml(layout, file)
    else:
        entries, problems = parse_front_matter_entries(layout, file)
    if entries is None or (not entries and layout.form == "yaml" and layout.front_matter.strip()):
        if not problems:
            return None, []
        if any(problem.code == "front-matter" for problem in problems) and layout.form == "yaml":
            return None, [_warn_of_text(file, problem) for problem in problems[:1]]
        raise ContentError(problems)
    if blanks:
        entries = [(key, _split_at_blanks(key.value, value)) for key, value in entries]
    notes = ReadProblems(file, [], [])
    fields = read_fields(notes, entries)
    if known_keys and layout.form == "lines" and (notes.problems or notes.unknown):
        return None, []
    if not fields.get("title") and (title := _take_title_as_written(entries, layout)):
        fields["title"] = title
    day = None if fields.get("date") else _find_day(entries)
    if day:
        fields["date"] = day
    left_out = [_warn_of_value(problem, day) for problem in (*problems, *notes.problems)]
    stated = {
        name: value for name, default in _STATED.items() if (value := fields.get(name)) and value != default
    }
    stated |= {name: strip_line_html(stated[name]) for name in ("title", "dek") if name in stated}
    if (dek := _VARIABLE.sub("", stated.pop("dek", ""))).strip():
        stated["dek"] = dek
    if any(problem.code == "bad-status" for problem in notes.problems):
        stated["status"] = "draft"  # nobody meant it to be public as it is
    body = text[layout.body :]
    if known_keys and not stated and not body.strip():
        return None, []  # lines of a text that look like front matter
    foreign = ForeignText(
        stated=stated | dict(_list_unknown(entries, notes.unknown)),
        body="" if body.isspace() else body,
        line=find_line_number(text, layout.body),
        warnings=(*repaired, *left_out),
        layout=next((_lower(value) for key, value in entries if key.value in ("layout", "type")), ""),
        inferred=fields.get("inferred"),
    )
    return foreign, []


def _split_at_blanks(key: str, value: Node) -> Node:
    """Split a text of tags or categories at its blanks."""
    if key not in ("tags", "categories") or not isinstance(value, Scalar) or "," in value.value:
        return value
    place = value.start, value.end, value.line, value.column
    words: list[Node] = [
        Scalar(*place, word.strip("\"'"), value.style) for word in _WORDS.findall(value.value)
    ]
    return Sequence(*place, words, True) if len(words) > 1 else value


def _lower(node: object) -> str:
    return node.value.strip().lower() if isinstance(node, Scalar) else ""


def _find_day(entries: list[Entry]) -> PartialDate | None:
    """Find the day of a date whose time or time zone cannot be read: `2012-02-18 09:05 EST`."""
    for key, value in entries:
        found = _DAY.match(value.value) if isinstance(value, Scalar) else None
        if found and find_field(key.value) == "date":
            with suppress(ValueError):
                return PartialDate.parse("{}-{:0>2}-{:0>2}".format(*found.groups()))
    return None


def _warn_of_value(problem: Problem, day: PartialDate | None) -> Problem:
    """Turn a mistake in a value into a warning; `day` is what is left of a date."""
    if day and problem.message.startswith("date "):
        result = f"only the day {day.iso} was kept"
    elif problem.code == "duplicate-key":
        return problem
    else:
        result = "the article stays a draft" if problem.code == "bad-status" else "it was left out"
    return msgspec.structs.replace(problem, message=f"{problem.message}, so {result}")


def _warn_of_text(file: str, problem: Problem) -> Problem:
    message = f"the text begins like front matter, but {problem.message}: it was read as text"
    return Problem(file, problem.line, problem.column, message, problem.expected, "front-matter")


def _take_title_as_written(entries: list[Entry], layout: TextParts) -> str:
    """Take a title that is a list for YAML as it is written: `title: [Video] Ferries`."""
    for key, value in entries:
        if not isinstance(value, Scalar) and value.flow and find_field(key.value) == "title":
            return " ".join(layout.front_matter[value.start : value.end].split())
    return ""


def _list_unknown(entries: list[Entry], unknown: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield the keys that newsgen does not know; of a mapping of which it knows some keys only the others."""
    names = set(unknown)
    for key, value in entries:
        if key.value in names:
            yield key.value, to_typed(value)
        elif isinstance(value, Mapping):
            inner = {
                part.value: to_typed(node)
                for part, node in value.pairs
                if f"{key.value}.{part.value}" in names
            }
            if inner and snake_case_key(key.value) not in KEYS:
                yield key.value, inner


def _parse_and_repair_yaml(
    layout: TextParts, file: str
) -> tuple[list[Entry] | None, list[Problem], list[Problem]]:
    """Parse YAML, with quotes around values that it cannot read; return entries (or None), problems, and warnings of repairs."""
    lines = layout.front_matter.split("\n")
    repaired: list[Problem] = []
    for _ in range(len(lines) + 1):
        root, problems = parse_yaml_and_report_cut_headlines(
            "\n".join(lines), file, layout.front_line, lenient=True
        )
        broken = next((problem for problem in problems if problem.code in _MENDED), None)
        if broken is None:
            break
        fixed = _repair_line(lines, broken.line - layout.front_line)
        if fixed is None:
            return None, problems, []
        message = f"{broken.message}; it was read as {quote_for_message(fixed)}"
        repaired.append(msgspec.structs.replace(broken, message=message))
    return (root.pairs if root else None), problems, repaired


def _repair_line(lines: list[str], at: int) -> str | None:
    """Put the value of a line in quotes, or indent a line without a key, or indent with spaces; None if nothing helps."""
    if not 0 <= at < len(lines):
        return None
    line = lines[at]
    if _TABS.match(line):
        lines[at] = " " * len(line[: len(line) - len(line.lstrip())].expandtabs(2)) + line.lstrip()
        return lines[at].strip()
    found = _VALUE.fullmatch(line)
    if found and not _QUOTED.fullmatch(found["value"]):
        value = found["value"]
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        lines[at] = found["head"] + "'" + value.replace("'", "''") + "'"
        return value
    if found is None and line and not line[0].isspace() and at and _TEXT.match(line):
        lines[at] = "  " + line
        return line
    return None
