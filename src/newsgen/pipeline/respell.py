"""What becomes of a record in which names are spelt anew."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Mapping

import msgspec

from newsgen.addresses import article_address
from newsgen.errors import ContentError, Problem
from newsgen.model import Inference, Record, Source
from newsgen.record.edit import set_fields
from newsgen.record.edit_names import replace_names
from newsgen.record.read import read_record

Chosen = Callable[[Record], bool]


def respelt(record: Record, before: bytes, field: str, spelt: Mapping[str, str]) -> bytes:
    """Edit the names of one record, and read it back.

    Args:
        record: as `before` says it.
        before: the file's bytes.
        field: topics, people, places, organizations, authors or source.
        spelt: new spelling by the one that the record has.

    Raises:
        ContentError: its front matter cannot be edited in place.
    """
    text = replace_names(before.decode(), field, spelt, record.path)
    how = record.inferred.get(field)
    if how is not None:
        text = set_fields(text, {f"inferred.{field}": _without(how, spelt)}, record.path)
    after = text.encode()
    wanted = _renamed(record, field, spelt)
    if getattr(read_record(record.path, after), field) != getattr(wanted, field):
        message = f"{field} cannot be edited in place here"
        raise ContentError(Problem(record.path, 0, 0, message, "edit the record by hand"))
    return after


def _without(how: Inference, spelt: Mapping[str, str]) -> Inference | None:
    """What is still inferred once a human has spelt some names; None if nothing is."""
    if isinstance(how.evidence, str):
        return how
    left = {name: proof for name, proof in how.evidence.items() if name not in spelt}
    return msgspec.structs.replace(how, evidence=left) if left else None


def _renamed(record: Record, field: str, spelt: Mapping[str, str]) -> Record:
    value = getattr(record, field)
    if isinstance(value, Source):
        return msgspec.structs.replace(
            record, source=msgspec.structs.replace(value, name=spelt.get(value.name, value.name))
        )
    kept = {name for name in value if name not in spelt}
    found: list[str] = []
    for name in value:
        new = spelt.get(name, name)
        if name in spelt and new in kept:
            continue
        if new not in found:
            found.append(new)
    return msgspec.structs.replace(record, **{field: tuple(found)})


def matching(pattern: str) -> Chosen:
    """Choose articles by path or address: a pattern with * and ?, or a part of either."""
    wanted = pattern if any(sign in pattern for sign in "*?[") else f"*{pattern}*"
    return lambda record: (
        fnmatch.fnmatchcase(record.path, wanted) or fnmatch.fnmatchcase(article_address(record), wanted)
    )
