"""Front matter edited in place by position: everything that is not changed stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Mapping as Changes
from typing import NamedTuple

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.record.keys import FIELDS, KEYS, normalize_key
from newsgen.record.read import split_text
from newsgen.record.values import Mapping, Node, Scalar, Sequence, node_value
from newsgen.record.write import format_entry, format_value, to_builtin
from newsgen.record.yaml import parse


class _Front(msgspec.Struct):
    """Front matter under the knife."""

    text: str
    start: int
    """Its offset in the file's text."""
    root: Mapping
    newline: str
    """Line end of the lines that are added."""


def set_fields(text: str, changes: Changes[str, object | None], file: str = "") -> str:
    """Change front matter keys of a record's text.

    A value that exists is replaced where it stands; a new key goes to its documented place; None deletes a key with
    its lines. 'inferred.date' names a key inside another, which goes too when its last key is deleted. A key of
    another generator that means the same is left alone: ours, once set, is taken before it.

    Args:
        text: the whole file; comments, order, spacing and line ends of all that is not changed stay.
        changes: new values by key, as in `write.format_record`.
        file: for messages.

    Raises:
        ContentError: the front matter cannot be read, or stands in braces.
    """
    for key in sorted(changes, key=_rank):
        front = _front(text, file)
        edited = _edit(front, key.split(".", 1), changes[key])
        text = text[: front.start] + edited + text[front.start + len(front.text) :]
    _front(text, file)
    return text


def _front(text: str, file: str) -> _Front:
    """Find and parse the front matter of a record's text."""
    source = split_text(text, file)
    front = source.front_matter
    root, problems = parse(front, file, source.front_line)
    if root is not None and root.flow:
        message = "front matter in braces cannot be edited"
        problems.append(Problem(file, root.line, root.column, message, "write a key a line"))
    if root is None or problems:
        raise ContentError(problems)
    opening = text[: source.front]
    newline = "\r\n" if opening.endswith("\r\n") else opening[-1]
    return _Front(front, source.front, root, newline)


def _rank(key: str) -> int:
    """Place of a key in the documented order; one that is not ours stands before `inferred`."""
    known = KEYS.get(normalize_key(key.partition(".")[0]))
    field = known.field.partition(".")[0] if known else ""
    return 2 * FIELDS.index(field) if field else 2 * FIELDS.index("inferred") - 1


def _edit(front: _Front, path: list[str], value: object | None) -> str:
    at = _find(front.root, path[0])
    if len(path) == 1:
        if value is None:
            return front.text if at is None else _remove(front, entry_span(front.text, front.root, at))
        if at is None:
            return _insert(front, path[0], value)
        return _replace(front, front.root, at, value)
    if at is None:
        return front.text if value is None else _insert(front, path[0], {path[1]: value})
    parent = front.root.pairs[at][1]
    if not isinstance(parent, Mapping) or not parent.pairs:
        return front.text if value is None else _replace(front, front.root, at, {path[1]: value})
    return _edit_inside(front, at, parent, path, value)


def _edit_inside(front: _Front, at: int, parent: Mapping, path: list[str], value: object | None) -> str:
    """Set or delete one key of a mapping that stands at the root's place `at`."""
    inner = next((n for n, (key, _) in enumerate(parent.pairs) if key.value == path[1]), None)
    if value is None:
        if inner is None:
            return front.text
        if len(parent.pairs) == 1:
            return _remove(front, entry_span(front.text, front.root, at))
        if parent.flow:
            return _remove(front, pair_cut(parent, inner))
        return _remove(
            front, entry_span(front.text, parent, inner, entry_span(front.text, front.root, at).end)
        )
    if parent.flow:
        whole = node_value(parent) | {path[1]: value}
        return _splice(front.text, Span(parent.start, parent.end), format_value(whole, path[0]))
    if path[0] == "inferred":
        written = format_entry("inferred", {path[1]: value}, parent.column - 3)[1:]
    else:
        written = format_entry(path[1], value, parent.column - 1)
    outer = entry_span(front.text, front.root, at).end
    span = entry_span(front.text, parent, len(parent.pairs) - 1 if inner is None else inner, outer)
    return _put_lines(front, Span(span.end, span.end) if inner is None else span, written)


def _find(root: Mapping, key: str) -> int | None:
    """Place of one of our keys, as `read` finds it; of an unknown key, by its exact name."""
    for n, (found, _) in enumerate(root.pairs):
        if found.value == key or (key in FIELDS and normalize_key(found.value) == key):
            return n
    return None


def _insert(front: _Front, key: str, value: object) -> str:
    """Put a new key after the last of those that the documented order has before it."""
    rank = _rank(key)
    earlier = [
        (_rank(found.value), n) for n, (found, _) in enumerate(front.root.pairs) if _rank(found.value) <= rank
    ]
    at = entry_span(front.text, front.root, max(earlier)[1]).end if earlier else 0
    margin = front.root.column - 1 if front.root.pairs else 0
    return _put_lines(front, Span(at, at), format_entry(key, value, margin))


def _replace(front: _Front, parent: Mapping, at: int, value: object) -> str:
    """Put a value in the place of another."""
    key, old = parent.pairs[at]
    new = to_builtin(value)
    span = entry_span(front.text, parent, at)
    if isinstance(old, Scalar) and old.style not in ("|", ">"):
        space = " " if old.start == old.end else ""
        return _splice(front.text, Span(old.start, old.end), space + format_value(new, key.value))
    if not isinstance(old, Scalar) and old.flow:
        return _splice(front.text, Span(old.start, old.end), format_value(new, key.value))
    if isinstance(old, Sequence) and isinstance(new, list) and new:
        return _replace_items(front, old, span.end, new, key.value)
    if key.value == "inferred" and isinstance(new, dict) and new:
        return _put_lines(front, span, format_entry("inferred", new, key.column - 1))
    return _replace_block(front, key, old, span.end, format_value(new, key.value))


def _replace_items(front: _Front, old: Sequence, end: int, new: list[object], key: str) -> str:
    """Write the items of a list a line each; those at its start that stay keep their lines."""
    kept = 0
    while kept < min(len(new), len(old.items)) and _same(old.items[kept], new[kept]):
        kept += 1
    start = line_start(front.text, old.start)
    if kept == len(old.items):
        start = end
    elif kept:
        start = line_start(front.text, front.text.rindex("-", 0, old.items[kept].start))
    margin = " " * (old.column - 1)
    return _put_lines(
        front, Span(start, end), [f"{margin}- {format_value(item, key)}" for item in new[kept:]]
    )


def _same(node: Node, value: object) -> bool:
    value = to_builtin(value)
    known = {name: to_builtin(part) for name, part in value.items()} if isinstance(value, dict) else value
    return bool(node_value(node) == known)


def _replace_block(front: _Front, key: Scalar, old: Node, end: int, written: str) -> str:
    """Write a value on its key's line, in the place of lines under it; a comment on the key's line stays."""
    colon = key_end(front.text, key)
    rest = front.text[colon : front.text.find(front.newline, colon)]
    comment = rest if "#" in rest and not isinstance(old, Scalar) else ""
    return _splice(front.text, Span(colon, end), f" {written}{comment}{front.newline}")


def _put_lines(front: _Front, span: Span, lines: list[str]) -> str:
    before = front.text[: span.start]
    lead = front.newline if before and not before.endswith(("\n", "\r")) else ""
    return _splice(front.text, span, lead + "".join(line + front.newline for line in lines))


def _remove(front: _Front, span: Span) -> str:
    return _splice(front.text, span, "")


def _splice(text: str, span: Span, new: str) -> str:
    return text[: span.start] + new + text[span.end :]


_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_COLON = re.compile(r"\s*:")


class Span(NamedTuple):
    """Offsets of the first character and of the one after the last."""

    start: int
    end: int


def line_start(text: str, offset: int) -> int:
    """Where the line of the character at `offset` starts."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def key_end(text: str, key: Scalar) -> int:
    """The offset after the colon that follows a key."""
    found = _COLON.match(text, key.end)
    return found.end() if found else key.end


def entry_span(text: str, parent: Mapping, at: int, limit: int | None = None) -> Span:
    """The lines of one key and its value, without blank lines and comments that follow and stand out as far as the key.

    Args:
        text: the front matter.
        parent: a mapping that is not in braces.
        at: which of its pairs.
        limit: where the last pair must end; None for the end of the text.
    """
    key, value = parent.pairs[at]
    start = line_start(text, key.start)
    if at + 1 < len(parent.pairs):
        limit = line_start(text, parent.pairs[at + 1][0].start)
    limit = len(text) if limit is None else limit
    end = first = _line_end(text, _content_end(key, value))
    while first < limit:
        after = _line_end(text, first)
        line = text[first:after]
        first = after
        if _belongs(line, key):
            end = after
    return Span(start, min(end, limit))


def pair_cut(parent: Mapping, at: int) -> Span:
    """What to cut so that a mapping in braces loses one of its two or more pairs, with one comma."""
    if at:
        return Span(parent.pairs[at - 1][1].end, parent.pairs[at][1].end)
    return Span(parent.pairs[0][0].start, parent.pairs[1][0].start)


def _belongs(line: str, key: Scalar) -> bool:
    """True for a line under a value that is its own: deeper than the key, and not blank."""
    text = line.lstrip(" ")
    return bool(text.strip()) and len(line) - len(text) >= key.column


def _content_end(key: Scalar, value: Node) -> int:
    """The last character of a value that surely is its own; a block scalar's own lines are told by their depth."""
    last = value
    while not isinstance(last, Scalar) and not last.flow:
        children = last.items if isinstance(last, Sequence) else [part for _, part in last.pairs]
        if not children:
            break
        last = children[-1]
    if isinstance(last, Scalar) and last.style in ("|", ">"):
        return last.start
    return max(last.end - 1, key.start) if last.end > last.start else max(last.start - 1, key.start)


def _line_end(text: str, offset: int) -> int:
    found = _LINE.match(text, offset)
    return found.end() if found else len(text)
