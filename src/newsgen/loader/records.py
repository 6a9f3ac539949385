"""Infer the missing fields of records that were not made from a seed, with the rules for seeds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.analyse import Rules, infer_fields_except_date
from newsgen.loader.structure.read import infer_standfirst
from newsgen.model import Draft, Guess, Record, SeedRef
from newsgen.record.edit import find_stated_fields, set_fields
from newsgen.record.front import split_front_matter
from newsgen.record.keys import FIELDS
from newsgen.record.read import decode_utf8, normalize_body, read_record

INFERABLE = ("dek", "topics", "people", "places", "organizations")
"""Fields that are inferred for records, in the documented order."""

_HIDDEN = re.compile(
    r"(?ms)^(?P<fence>[ \t]*(?:`{3,}|~{3,})).*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)|<!--.*?-->|</?[A-Za-z][^<>]*>"
    r"|\{[%{#<].*?[>#}%]\}|`+[^`\n]+`+|\bhttps?://[^\s)>\]]+"
)
"""Code, comments, tags, template code and addresses: no text of the article."""

_BLANKS = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
"""Runs of blanks in a line; front matter keeps one."""


class FilledRecord(msgspec.Struct, frozen=True):
    """A record and its text with the inferred fields."""

    path: str
    before: bytes = b""
    after: bytes = b""
    """The same as `before` if nothing was found."""
    fields: tuple[str, ...] = ()
    """The inferred fields."""
    problems: tuple[Problem, ...] = ()


def fill_missing_fields(path: str, root: str, rules: Rules, known: Mapping[str, str]) -> FilledRecord:
    """Infer the fields for which a record has no key, and add them with their evidence; runs in worker processes.

    Args:
        path: path of the record relative to `root`.
        root: the archive's root.
        rules: data for the rules of inference.
        known: fields that were inferred before, by path and separated by blanks; they are not inferred again.
    """
    try:
        data = Path(root, path).read_bytes()
        layout = split_front_matter(decode_utf8(data, path), path)
        head, body = layout.text[: layout.body], layout.text[layout.body :]
        record = read_record(path, head.encode())
        stated = {*find_stated_fields(head, path), *record.inferred, *known.get(path, "").split()}
        missing = [field for field in INFERABLE if field not in stated]
        found = infer_fields_of_record(record, normalize_body(layout)[0], rules) if missing else {}
        values = {field: found[field].value for field in missing if field in found}
        inferred = {field: found[field].inference for field in values}
        if not values:
            return FilledRecord(path, data, data)
        changes: dict[str, object] = dict(values)
        if record.inferred:
            changes |= {f"inferred.{field}": how for field, how in inferred.items()}
        else:
            changes["inferred"] = inferred
        filled = set_fields(head, changes, path)
        wanted = msgspec.structs.replace(record, **values, inferred=record.inferred | inferred)
        if not _is_same_front(read_record(path, filled.encode()), wanted):
            message, remedy = "the inferred fields cannot be added to this front matter", "add them by hand"
            raise ContentError(Problem(path, 0, 0, message, remedy, "not-inferred"))
        return FilledRecord(path, data, (filled + body).encode(), tuple(values))
    except ContentError as error:
        return FilledRecord(path, problems=error.problems)


def _is_same_front(one: Record, other: Record) -> bool:
    """Compare the front matter of two records without a body, by its fields."""
    return all(getattr(one, field) == getattr(other, field) for field in FIELDS)


def infer_fields_of_record(
    record: Record, body: str, rules: Rules
) -> dict[str, Guess[str] | Guess[tuple[str, ...]]]:
    """Infer dek, topics and names of a record; evidence names the lines of its body, from 1.

    Args:
        record: the record.
        body: its Markdown; it does not change, so that an inferred dek is still its first paragraph.
        rules: data for the rules of inference.
    """
    text = _BLANKS.sub(" ", _HIDDEN.sub(lambda hidden: "\n" * hidden[0].count("\n"), body))
    if not text.strip():
        return {}
    stated = {"title": record.title} | ({"language": record.language} if record.language else {})
    analysis = infer_fields_except_date(Draft(SeedRef(record.path, ""), text, "markdown", stated), rules)
    found: dict[str, Guess[str] | Guess[tuple[str, ...]]] = {}
    if dek := infer_standfirst(text):
        found["dek"] = dek
    for field in INFERABLE[1:]:
        value = analysis.front.get(field)
        if isinstance(value, tuple) and field in analysis.inferred:
            found[field] = Guess(value, analysis.inferred[field])
    return found
