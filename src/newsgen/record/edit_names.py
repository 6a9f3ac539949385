"""Names in the lists of front matter, replaced one by one: all else stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Changes

from newsgen.errors import ContentError, Problem
from newsgen.record.edit import Span, line_start
from newsgen.record.keys import KEYS, normalize_key
from newsgen.record.read import split_text
from newsgen.record.values import Mapping, Node, Scalar, Sequence
from newsgen.record.write import format_scalar
from newsgen.record.yaml import parse

_SPACE = re.compile(r"[ \t\r\n]+")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_ESCAPED = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd]")

Edit = tuple[Span, str]
"""Which characters of the front matter are replaced, and by what."""


def replace_names(text: str, field: str, changes: Changes[str, str], file: str = "") -> str:
    """Give names of a record another spelling, in the keys that say the field, be they ours or another generator's.

    A name keeps its place, its quotes and what stands beside it. One that stands there already under its new spelling
    goes with its line, or its comma.

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
        source = split_text(text, file)
        front = source.front_matter
        root, problems = parse(front, file, source.front_line)
        if root is None or problems:
            raise ContentError(problems)
        edit = _next(front, root, field, changes, file)
        if edit is None:
            return text
        (start, end), new = edit
        text = text[: source.front + start] + new + text[source.front + end :]


def _next(front: str, root: Mapping, field: str, changes: Changes[str, str], file: str) -> Edit | None:
    """The first change that is still to be made."""
    entries = list(_entries(root, field))
    present = {name for node, commas in entries for name in _read(node, commas=commas)} - changes.keys()
    for node, commas in entries:
        if isinstance(node, Scalar) and commas:
            if changes.keys() & set(_read(node, commas=True)):
                return _span(node), _quoted(_joined(node.value, changes, present), node, file)
            continue
        for at, item in enumerate(node.items if isinstance(node, Sequence) else [node]):
            name = _name(item)
            if name is None or (new := changes.get(_plain(name))) is None:
                continue
            if new in present:
                gone = _item_span(front, node, at) if isinstance(node, Sequence) else _span(name)
                return gone, "" if isinstance(node, Sequence) else "''"
            flow = (isinstance(node, Sequence | Mapping) and node.flow) or (
                isinstance(item, Mapping) and item.flow
            )
            return _span(name), _quoted(new, name, file, flow=flow)
    return None


def _entries(root: Mapping, field: str) -> Iterator[tuple[Node, bool]]:
    """The values that say a field, and whether one text is a list with commas; ours alone where it says something."""
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


def _read(node: Node, *, commas: bool) -> list[str]:
    if isinstance(node, Scalar) and commas:
        return [part.strip() for part in _plain(node).split(",")]
    items = node.items if isinstance(node, Sequence) else [node]
    return [_plain(name) for item in items if (name := _name(item)) is not None]


def _name(item: Node) -> Scalar | None:
    """Find the scalar that names an item: itself, or a mapping's `name`."""
    if isinstance(item, Mapping):
        item = next((value for key, value in item.pairs if key.value == "name"), item)
    return item if isinstance(item, Scalar) else None


def _plain(node: Scalar) -> str:
    return _SPACE.sub(" ", node.value).strip(" ")


def _joined(value: str, changes: Changes[str, str], present: set[str]) -> str:
    """A text with commas, with its names changed."""
    parts = []
    for part in value.split(","):
        name = part.strip()
        new = changes.get(name)
        if new is None or new not in present:
            parts.append(part.replace(name, new) if new else part)
            present |= {new} if new else set()
    return ",".join(parts).strip()


def _span(node: Node) -> Span:
    return Span(node.start, node.end)


def _item_span(front: str, parent: Sequence, at: int) -> Span:
    """What to cut so that a list loses an item: its lines, or in brackets its text with one comma."""
    items = parent.items
    item = items[at]
    if parent.flow:
        if at:
            return Span(items[at - 1].end, item.end)
        return Span(item.start, items[1].start if len(items) > 1 else item.end)
    last = max(item.end - 1, item.start)
    found = _LINE.match(front, last)
    return Span(line_start(front, front.rindex("-", 0, item.start)), found.end() if found else len(front))


def _quoted(new: str, old: Scalar, file: str, *, flow: bool = False) -> str:
    """Write a name in the quotes of the one it replaces, if they can hold it."""
    if old.style in ("|", ">"):
        message = "a name that is written as a block of lines cannot be edited in place"
        raise ContentError(Problem(file, old.line, old.column, message, "write it on one line"))
    if old.style and not _ESCAPED.search(new):
        if old.style == "'":
            return "'" + new.replace("'", "''") + "'"
        return '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return format_scalar(new, flow=flow)
