"""Edit front matter in place: all bytes that an edit does not change stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Changes

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.record.front import split_front_matter
from newsgen.record.keys import FIELDS, KEYS, snake_case_key
from newsgen.record.values import Mapping, Node, Scalar, Sequence, find_name, list_items, to_python
from newsgen.record.write import format_entry, format_scalar, format_value, to_plain_value
from newsgen.record.yaml import parse_yaml

Span = tuple[int, int]
"""Offsets of the first character and after the last."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_COLON = re.compile(r"\s*:")


class FrontMatter(msgspec.Struct):
    """A record's front matter as text and as nodes."""

    text: str
    start: int
    """Offset of the front matter in the file's text."""
    root: Mapping
    newline: str
    """Line end for added lines."""

    def replace(self, span: Span, new: str = "") -> str:
        """Return the text with a span replaced by other characters."""
        return self.text[: span[0]] + new + self.text[span[1] :]

    def replace_lines(self, span: Span, lines: list[str]) -> str:
        """Return the text with a span replaced by other lines; the span starts at the start of a line."""
        before = self.text[: span[0]]
        lead = self.newline if before and not before.endswith(("\n", "\r")) else ""
        return self.replace(span, lead + "".join(line + self.newline for line in lines))

    def entry_span(self, parent: Mapping, at: int, limit: int | None = None) -> Span:
        """Find the lines of a key and its value, without the blank lines and comments of the next key.

        Args:
            parent: a mapping that is not in braces.
            at: index of the pair.
            limit: latest end of the last pair; None means the end of the text.
        """
        key, value = parent.pairs[at]
        if at + 1 < len(parent.pairs):
            limit = find_line_start(self.text, parent.pairs[at + 1][0].start)
        limit = len(self.text) if limit is None else limit
        end = first = find_line_end(self.text, _last_character(key, value))
        while first < limit:
            after = find_line_end(self.text, first)
            line = self.text[first:after]
            first = after
            if line.strip() and len(line) - len(line.lstrip(" ")) >= key.column:  # deeper than the key
                end = after
        return find_line_start(self.text, key.start), min(end, limit)


def parse_front_matter(text: str, file: str) -> FrontMatter:
    """Find and parse the front matter of a record's text.

    Raises:
        ContentError: the front matter cannot be read.
    """
    layout = split_front_matter(text, file)
    root, problems = parse_yaml(layout.front_matter, file, layout.front_line)
    if root is None or problems:
        raise ContentError(problems)
    newline = "\r\n" if "\r\n" in text[: layout.close] else "\r" if "\r" in text[: layout.close] else "\n"
    return FrontMatter(layout.front_matter, layout.front, root, newline)


def _write_as_yaml(text: str, file: str) -> str:
    """Write front matter of another form as YAML, which alone can be edited in place."""
    layout = split_front_matter(text, file)
    if layout.form == "yaml":
        return text
    from newsgen.record.forms import rewrite_as_yaml  # most records have YAML

    return rewrite_as_yaml(layout, file)


def set_fields(text: str, changes: Changes[str, object | None], file: str = "") -> str:
    """Set or delete front matter keys in a record's text.

    Front matter in TOML, JSON or lines is first written as YAML. An existing value is replaced in place; a new key is
    inserted in the documented order; None deletes a key with its lines. 'inferred.date' means the key `date` inside
    `inferred`; without keys left, `inferred` is deleted, too. Another generator's key with the same meaning is not
    changed: newsgen's key overrides it.

    Args:
        text: the whole file; comments, order, spacing and line ends stay.
        changes: new values by key, as in `write.format_record`.
        file: path for messages.

    Raises:
        ContentError: the front matter cannot be read, or is written in braces.
    """
    if not changes:
        return text
    text = _write_as_yaml(text, file)
    for key in sorted(changes, key=_rank):
        front = parse_front_matter(text, file)
        if front.root.flow:
            place, message = (front.root.line, front.root.column), "front matter in braces cannot be edited"
            raise ContentError(Problem(file, *place, message, "write a key a line"))
        name, _, inner = key.partition(".")
        value = changes[key]
        edited = _set_inner_key(front, name, inner, value) if inner else _set_key(front, name, value)
        text = text[: front.start] + edited + text[front.start + len(front.text) :]
    parse_front_matter(text, file)
    return text


def find_stated_fields(text: str, file: str = "") -> set[str]:
    """Find the fields for which a record has a key, newsgen's own or another generator's, also without a value.

    Raises:
        ContentError: the front matter cannot be read.
    """
    from newsgen.record.forms import read_layout  # reading and editing one field need only YAML

    entries, problems = read_layout(split_front_matter(text, file), file)
    if entries is None:
        raise ContentError(problems)
    labels: set[str] = set()
    for key, value in entries:
        name = snake_case_key(key.value)
        labels.add(name)
        if isinstance(value, Mapping) and name not in KEYS:
            labels |= {f"{name}.{snake_case_key(inner.value)}" for inner, _ in value.pairs}
    return {KEYS[label].field for label in labels if label in KEYS}


def _rank(key: str) -> int:
    """Return a key's rank in the documented order; unknown keys come before `inferred`."""
    known = KEYS.get(snake_case_key(key.partition(".")[0]))
    field = known.field.partition(".")[0] if known else ""
    return 2 * FIELDS.index(field) if field else 2 * FIELDS.index("inferred") - 1


def _find_pair(root: Mapping, key: str) -> int | None:
    """Find the index of a key's pair; newsgen's own keys are normalized, others must match exactly."""
    for n, (found, _) in enumerate(root.pairs):
        if found.value == key or (key in FIELDS and snake_case_key(found.value) == key):
            return n
    return None


def _set_key(front: FrontMatter, key: str, value: object | None) -> str:
    """Set or delete a key."""
    at = _find_pair(front.root, key)
    if at is None:
        return front.text if value is None else _insert(front, key, value)
    return front.replace(front.entry_span(front.root, at)) if value is None else _replace(front, at, value)


def _set_inner_key(front: FrontMatter, key: str, inner: str, value: object | None) -> str:
    """Set or delete a key in the mapping under another key."""
    at = _find_pair(front.root, key)
    parent = front.root.pairs[at][1] if at is not None else None
    if at is None or not isinstance(parent, Mapping) or not parent.pairs:
        return front.text if value is None else _set_key(front, key, {inner: value})
    place = next((n for n, (found, _) in enumerate(parent.pairs) if found.value == inner), None)
    whole = front.entry_span(front.root, at)
    if value is None:
        if place is None:
            return front.text
        if len(parent.pairs) == 1:
            return front.replace(whole)
        if parent.flow:
            return front.replace(_flow_span([(k.start, v.end) for k, v in parent.pairs], place))
        return front.replace(front.entry_span(parent, place, whole[1]))
    if parent.flow:
        changed = to_python(parent) | {inner: value}
        return front.replace((parent.start, parent.end), format_value(changed, key))
    if key == "inferred":
        lines = format_entry("inferred", {inner: value}, parent.column - 3)[1:]
    else:
        lines = format_entry(inner, value, parent.column - 1)
    if place is None:
        end = front.entry_span(parent, len(parent.pairs) - 1, whole[1])[1]
        return front.replace_lines((end, end), lines)
    return front.replace_lines(front.entry_span(parent, place, whole[1]), lines)


def _insert(front: FrontMatter, key: str, value: object) -> str:
    """Insert a new key after the last key that precedes it in the documented order."""
    ranks = [(_rank(found.value), n) for n, (found, _) in enumerate(front.root.pairs)]
    earlier = [place for place in ranks if place[0] <= _rank(key)]
    at = front.entry_span(front.root, max(earlier)[1])[1] if earlier else 0
    margin = front.root.column - 1 if front.root.pairs else 0
    return front.replace_lines((at, at), format_entry(key, value, margin))


def _replace(front: FrontMatter, at: int, value: object) -> str:
    """Replace a value."""
    key, old = front.root.pairs[at]
    new = to_plain_value(value)
    start, end = front.entry_span(front.root, at)
    written = format_value(new, key.value)
    if isinstance(old, Scalar) and old.style not in ("|", ">"):
        return front.replace((old.start, old.end), (" " if old.start == old.end else "") + written)
    if not isinstance(old, Scalar) and old.flow:
        return front.replace((old.start, old.end), written)
    if isinstance(old, Sequence) and isinstance(new, list) and new:
        return _replace_items(front, old, end, new, key.value)
    if key.value == "inferred" and isinstance(new, dict) and new:
        return front.replace_lines((start, end), format_entry("inferred", new, key.column - 1))
    colon = _COLON.match(front.text, key.end)
    after = colon.end() if colon else key.end
    rest = front.text[after : front.text.find(front.newline, after)]
    comment = rest if "#" in rest and not isinstance(old, Scalar) else ""  # one on the key's line stays
    return front.replace((after, end), f" {written}{comment}{front.newline}")


def _replace_items(front: FrontMatter, old: Sequence, end: int, new: list[object], key: str) -> str:
    """Replace the items of a list, each on its own line; unchanged items at the start keep their lines."""
    same = 0
    while same < min(len(new), len(old.items)) and _is_same(old.items[same], new[same]):
        same += 1
    start = find_line_start(front.text, old.start)
    if same == len(old.items):
        start = end
    elif same:
        start = find_line_start(front.text, front.text.rindex("-", 0, old.items[same].start))
    margin = " " * (old.column - 1)
    return front.replace_lines((start, end), [f"{margin}- {format_value(item, key)}" for item in new[same:]])


def _is_same(node: Node, value: object) -> bool:
    value = to_plain_value(value)
    known = {name: to_plain_value(part) for name, part in value.items()} if isinstance(value, dict) else value
    return bool(to_python(node) == known)


def _flow_span(parts: list[Span], at: int) -> Span:
    """Find the span of a part of a list or mapping in brackets, with one comma."""
    if at:
        return parts[at - 1][1], parts[at][1]
    return parts[0][0], parts[1][0] if len(parts) > 1 else parts[0][1]


def _item_span(front: FrontMatter, parent: Sequence, at: int) -> Span:
    """Find the span of a list's item: its lines, or in brackets its text with one comma."""
    item = parent.items[at]
    if parent.flow:
        return _flow_span([(other.start, other.end) for other in parent.items], at)
    start = find_line_start(front.text, front.text.rindex("-", 0, item.start))
    return start, find_line_end(front.text, max(item.end - 1, item.start))


def find_line_start(text: str, offset: int) -> int:
    """Find the start of the line with the character at `offset`."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def find_line_end(text: str, offset: int) -> int:
    """Find the end of the line with the character at `offset`, after its line end."""
    found = _LINE.match(text, offset)
    return found.end() if found else len(text)


def _last_character(key: Scalar, value: Node) -> int:
    """Find the last character that surely belongs to a value; the lines of a block scalar are found by indentation."""
    last = value
    while not isinstance(last, Scalar) and not last.flow:
        children = last.items if isinstance(last, Sequence) else [part for _, part in last.pairs]
        if not children:
            break
        last = children[-1]
    if isinstance(last, Scalar) and last.style in ("|", ">"):
        return last.start
    return max(last.end - 1, key.start) if last.end > last.start else max(last.start - 1, key.start)


_SPACE = re.compile(r"[ \t\r\n]+")
_ESCAPED = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd]")

TextEdit = tuple[Span, str]
"""A span of the front matter and its new text."""


def replace_names(text: str, field: str, changes: Changes[str, str], file: str = "") -> str:
    """Change the spelling of a record's names, under newsgen's key and those of other generators.

    A name keeps its position, quotes and comment. If the list already has the new spelling, the old name is deleted
    with its line or comma.

    Args:
        text: the whole file.
        field: topics, people, places, organizations, authors or source.
        changes: new spelling by the record's spelling.
        file: path for messages.

    Raises:
        ContentError: the front matter cannot be read, or a name is a block of lines.
        ValueError: a new spelling is also an old spelling.
    """
    spelt = {old: _SPACE.sub(" ", new).strip(" ") for old, new in changes.items()}
    changes = {old: new for old, new in spelt.items() if old != new}
    if chained := changes.keys() & set(changes.values()):
        raise ValueError(", ".join(sorted(chained)))
    original, text = text, _write_as_yaml(text, file)
    is_changed = False
    while True:
        front = parse_front_matter(text, file)
        edit = _next_edit(front, field, changes, file)
        if edit is None:
            return text if is_changed else original
        is_changed = True
        (start, end), new = edit
        text = text[: front.start + start] + new + text[front.start + end :]


def _next_edit(front: FrontMatter, field: str, changes: Changes[str, str], file: str) -> TextEdit | None:
    """Find the next edit; None if all names are changed."""
    entries = list(_find_entries(front.root, field))
    present = {name for node, commas in entries for name in _node_names(node, commas=commas)} - changes.keys()
    for node, commas in entries:
        if isinstance(node, Scalar) and commas:
            if changes.keys() & set(_node_names(node, commas=True)):
                text = _replace_in_text(node.value, changes, present)
                return (node.start, node.end), _in_same_quotes(text, node, file)
            continue
        for parent, at, item in _list_places(node):
            name = _name_of(item)
            if name is None or (new := changes.get(_text_of(name))) is None:
                continue
            if new in present and isinstance(parent, Sequence):
                return _item_span(front, parent, at), ""
            flow = any(not isinstance(part, Scalar) and part.flow for part in (parent, item))
            text = "''" if new in present else _in_same_quotes(new, name, file, flow=flow)
            return (name.start, name.end), text
    return None


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
    for key, value in root.pairs:
        name = snake_case_key(key.value)
        nodes = {name: value}
        if isinstance(value, Mapping) and name not in KEYS:
            nodes |= {f"{name}.{snake_case_key(inner.value)}": part for inner, part in value.pairs}
        for label, node in nodes.items():
            known = KEYS.get(label)
            if known and known.field == field:
                yield node, known.form == "commas"


def _node_names(node: Node, *, commas: bool) -> list[str]:
    if isinstance(node, Scalar) and commas:
        return [part.strip() for part in _text_of(node).split(",")]
    items = list_items(node, nested=True)
    return [_text_of(name) for name in map(_name_of, items) if name]


def _name_of(item: Node) -> Scalar | None:
    """Return the scalar with an item's name: the item, or a mapping's `name`."""
    if isinstance(item, Mapping):
        item = find_name(item)
    return item if isinstance(item, Scalar) else None


def _text_of(node: Scalar) -> str:
    return _SPACE.sub(" ", node.value).strip(" ")


def _replace_in_text(value: str, changes: Changes[str, str], present: set[str]) -> str:
    """Change names in a text of names with commas."""
    parts = []
    for part in value.split(","):
        name = part.strip()
        new = changes.get(name)
        if new is None or new not in present:
            parts.append(part.replace(name, new) if new else part)
            present |= {new} if new else set()
    return ",".join(parts).strip()


def _in_same_quotes(new: str, old: Scalar, file: str, *, flow: bool = False) -> str:
    """Write a name in the quotes of the old name, if these quotes can hold it."""
    if old.style in ("|", ">"):
        message = "a name in a block of lines cannot be edited in place"
        raise ContentError(Problem(file, old.line, old.column, message, "write it on one line"))
    if old.style and not _ESCAPED.search(new):
        if old.style == "'":
            return "'" + new.replace("'", "''") + "'"
        return '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return format_scalar(new, flow=flow)
