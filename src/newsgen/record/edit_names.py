"""Names in the lists of front matter, replaced one by one: all else stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Changes

from newsgen.errors import ContentError, Problem
from newsgen.record.edit import FrontMatter, Span, item_span, parse_front_matter
from newsgen.record.keys import KEYS, normalize_key
from newsgen.record.values import Mapping, Node, Scalar, Sequence
from newsgen.record.write import format_scalar

_SPACE = re.compile(r"[ \t\r\n]+")
_ESCAPED = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd]")

Edit = tuple[Span, str]
"""Which characters of the front matter are replaced, and by what."""


def replace_names(text: str, field: str, changes: Changes[str, str], file: str = "") -> str:
    """Give names of a record another spelling, in the keys that say the field, be they ours or another generator's.

    A name keeps its place, its quotes and its comment. If the list has the new spelling already, the old name is deleted
    with its line, or its comma.

    Args:
        text: the whole file.
        field: topics, people, places, organizations, authors or source.
        changes: new spelling by the one that the record has.
        file: for messages.

    Raises:
        ContentError: the front matter cannot be read, or a name is written as a block of lines.
        ValueError: a new spelling is itself to be changed.
    """
    spelt = {old: _SPACE.sub(" ", new).strip(" ") for old, new in changes.items()}
    changes = {old: new for old, new in spelt.items() if old != new}
    if chained := changes.keys() & set(changes.values()):
        raise ValueError(", ".join(sorted(chained)))
    while True:
        front = parse_front_matter(text, file)
        edit = _next_edit(front, field, changes, file)
        if edit is None:
            return text
        (start, end), new = edit
        text = text[: front.start + start] + new + text[front.start + end :]


def _next_edit(front: FrontMatter, field: str, changes: Changes[str, str], file: str) -> Edit | None:
    """Find the first change that is still to be made."""
    entries = list(_find_entries(front.root, field))
    present = {name for node, commas in entries for name in _node_names(node, commas=commas)} - changes.keys()
    for node, commas in entries:
        if isinstance(node, Scalar) and commas:
            if changes.keys() & set(_node_names(node, commas=True)):
                return (node.start, node.end), _in_same_quotes(
                    _replace_in_text(node.value, changes, present), node, file
                )
            continue
        for at, item in enumerate(node.items if isinstance(node, Sequence) else [node]):
            name = _name_of(item)
            if name is None or (new := changes.get(_text_of(name))) is None:
                continue
            if new in present:
                gone = item_span(front, node, at) if isinstance(node, Sequence) else (name.start, name.end)
                return gone, "" if isinstance(node, Sequence) else "''"
            flow = (isinstance(node, Sequence | Mapping) and node.flow) or (
                isinstance(item, Mapping) and item.flow
            )
            return (name.start, name.end), _in_same_quotes(new, name, file, flow=flow)
    return None


def _find_entries(root: Mapping, field: str) -> Iterator[tuple[Node, bool]]:
    """Yield the values that say a field, and whether one text is a list with commas; ours alone where it says something."""
    for key, value in root.pairs:
        if normalize_key(key.value) == field and not (isinstance(value, Scalar) and value.is_nothing):
            yield value, False
            return
    for key, value in root.pairs:
        name = normalize_key(key.value)
        inner = value.pairs if isinstance(value, Mapping) and name not in KEYS else []
        for label, node in [
            (name, value),
            *((f"{name}.{normalize_key(k.value)}", part) for k, part in inner),
        ]:
            known = KEYS.get(label)
            if known and known.field == field:
                yield node, known.form == "commas"


def _node_names(node: Node, *, commas: bool) -> list[str]:
    if isinstance(node, Scalar) and commas:
        return [part.strip() for part in _text_of(node).split(",")]
    items = node.items if isinstance(node, Sequence) else [node]
    return [_text_of(name) for item in items if (name := _name_of(item)) is not None]


def _name_of(item: Node) -> Scalar | None:
    """Find the scalar that names an item: itself, or a mapping's `name`."""
    if isinstance(item, Mapping):
        item = next((value for key, value in item.pairs if key.value == "name"), item)
    return item if isinstance(item, Scalar) else None


def _text_of(node: Scalar) -> str:
    return _SPACE.sub(" ", node.value).strip(" ")


def _replace_in_text(value: str, changes: Changes[str, str], present: set[str]) -> str:
    """Change names in a text with commas."""
    parts = []
    for part in value.split(","):
        name = part.strip()
        new = changes.get(name)
        if new is None or new not in present:
            parts.append(part.replace(name, new) if new else part)
            present |= {new} if new else set()
    return ",".join(parts).strip()


def _in_same_quotes(new: str, old: Scalar, file: str, *, flow: bool = False) -> str:
    """Write a name in the quotes of the one it replaces, if they can hold it."""
    if old.style in ("|", ">"):
        message = "a name that is written as a block of lines cannot be edited in place"
        raise ContentError(Problem(file, old.line, old.column, message, "write it on one line"))
    if old.style and not _ESCAPED.search(new):
        if old.style == "'":
            return "'" + new.replace("'", "''") + "'"
        return '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return format_scalar(new, flow=flow)
