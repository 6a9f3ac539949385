"""Change the names in a record's front matter in place: other spellings, and names that go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Changes

from newsgen.record.edit import (
    FrontMatter,
    Span,
    find_item_span,
    parse_front_matter,
    replace_value,
    write_as_yaml,
)
from newsgen.record.fields import flatten_entries
from newsgen.record.keys import KEYS, snake_case_key
from newsgen.record.values import Mapping, Node, Scalar, Sequence, get_name_node, list_items
from newsgen.record.write import format_scalar

_SPACE = re.compile(r"[ \t\r\n]+")
_ESCAPED = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd]")

TextEdit = tuple[Span, str]
"""A span of the front matter and its new text."""


def replace_names(text: str, field: str, changes: Changes[str, str], file: str = "") -> str:
    """Change the spelling of a record's names, under newsgen's key and those of other generators.

    A name keeps its position, quotes and comment. A name whose new spelling is '', or is in the list already, is deleted
    with its line or comma; a list without names left is written as [].

    Args:
        text: the whole file.
        field: topics, people, places, organizations, authors or source.
        changes: new spelling by the record's spelling.
        file: path for messages.

    Raises:
        ContentError: the front matter cannot be read.
        ValueError: a new spelling is also an old spelling.
    """
    spelt = {old: _SPACE.sub(" ", new).strip(" ") for old, new in changes.items()}
    changes = {old: new for old, new in spelt.items() if old != new}
    if chained := changes.keys() & {new for new in changes.values() if new}:
        raise ValueError(", ".join(sorted(chained)))
    original, text = text, write_as_yaml(text, file)
    is_changed = False
    while True:
        front = parse_front_matter(text, file)
        edit = _next_edit(front, field, changes)
        if edit is None:
            return text if is_changed else original
        is_changed = True
        (start, end), new = edit
        text = text[: front.start + start] + new + text[front.start + end :]


def _next_edit(front: FrontMatter, field: str, changes: Changes[str, str]) -> TextEdit | None:
    """Find the next edit; None if all names are changed."""
    entries = list(_find_entries(front.root, field))
    present = {name for node, commas in entries for name in _node_names(node, commas=commas)} - changes.keys()
    for node, commas in entries:
        if isinstance(node, Scalar) and commas:
            if changes.keys() & set(_node_names(node, commas=True)):
                text = _replace_in_text(node.value, changes, present)
                return _replace_scalar(front, node, text)
            continue
        for parent, at, item in _list_places(node):
            name = _name_of(item)
            if name is None or (new := changes.get(_text_of(name))) is None:
                continue
            if not new or new in present:
                return _delete_name(front, node, parent, at)
            flow = any(not isinstance(part, Scalar) and part.flow for part in (parent, item))
            return _replace_scalar(front, name, new, flow=flow)
    return None


def _delete_name(front: FrontMatter, node: Node, parent: Node, at: int) -> TextEdit:
    """Delete an item of a list, or the value of a key that has no other name."""
    is_last = parent is node and (not isinstance(parent, Sequence) or len(parent.items) == 1)
    for number, (_, value) in enumerate(front.root.pairs):
        if value is node and is_last and not front.root.flow:
            return (0, len(front.text)), replace_value(front, number, [])
    if isinstance(parent, Sequence):
        return find_item_span(front, parent, at), ""
    return (node.start, node.end), "[]"


def _list_places(node: Node) -> Iterator[tuple[Node, int, Node]]:
    """Yield the items of a list and of lists inside it, each with its list and its index there."""
    if not isinstance(node, Sequence):
        yield node, 0, node
        return
    for at, item in enumerate(node.items):
        if isinstance(item, Sequence):
            yield from _list_places(item)
        else:
            yield node, at, item


def _find_entries(root: Mapping, field: str) -> Iterator[tuple[Node, bool]]:
    """Yield the values of a field, and whether commas separate names in a text; only newsgen's key if it has a value."""
    for key, value in root.pairs:
        if snake_case_key(key.value) == field and not (isinstance(value, Scalar) and value.is_nothing):
            yield value, False
            return
    for name, (_, node) in flatten_entries(root.pairs):
        if name in KEYS and KEYS[name].field == field:
            yield node, KEYS[name].form == "commas"


def _node_names(node: Node, *, commas: bool) -> list[str]:
    if isinstance(node, Scalar) and commas:
        return [part.strip() for part in _text_of(node).split(",")]
    items = list_items(node, nested=True)
    return [_text_of(name) for name in map(_name_of, items) if name]


def _name_of(item: Node) -> Scalar | None:
    """Return the scalar with an item's name: the item, or a mapping's `name`."""
    if isinstance(item, Mapping):
        item = get_name_node(item)
    return item if isinstance(item, Scalar) else None


def _text_of(node: Scalar) -> str:
    return _SPACE.sub(" ", node.value).strip(" ")


def _replace_in_text(value: str, changes: Changes[str, str], present: set[str]) -> str:
    """Change names in a text of names with commas."""
    parts = []
    for part in value.split(","):
        name = part.strip()
        new = changes.get(name)
        if new is None:
            parts.append(part)
        elif new and new not in present:
            parts.append(part.replace(name, new))
            present |= {new}
    return ",".join(parts).strip()


def _replace_scalar(front: FrontMatter, old: Scalar, new: str, *, flow: bool = False) -> TextEdit:
    """Write a text in the quotes of the old one, if these can hold it; a block of lines becomes one line."""
    if old.style in ("|", ">"):
        rest = front.text[old.start : old.end].rstrip()
        return (old.start, old.start + len(rest)), format_scalar(new)
    if old.style and not _ESCAPED.search(new):
        if old.style == "'":
            return (old.start, old.end), "'" + new.replace("'", "''") + "'"
        return (old.start, old.end), '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return (old.start, old.end), format_scalar(new, flow=flow)
