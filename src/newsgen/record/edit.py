"""Edit front matter in place, its fields and its names: all bytes that an edit does not change stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Changes

import msgspec

from newsgen.errors import ContentError
from newsgen.record.fields import flatten_entries
from newsgen.record.front_matter import split_front_matter
from newsgen.record.keys import FIELDS, KEYS, find_field, snake_case_key
from newsgen.record.values import Mapping, Node, Scalar, Sequence, get_name_node, list_items, to_python
from newsgen.record.write import format_entry, format_scalar, format_value, to_plain_value
from newsgen.record.yaml import parse_yaml

_Span = tuple[int, int]
"""Offsets of the first character and after the last."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_COLON = re.compile(r"\s*:")
_COMMENT = re.compile(r"#[^\r\n]*")
_SPACE = re.compile(r"[ \t\r\n]+")
_ESCAPED = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd]")

_TextEdit = tuple[_Span, str]
"""A span of the front matter and its new text."""


class _FrontMatter(msgspec.Struct):
    """A record's front matter as text and as nodes."""

    text: str
    start: int
    """Offset of the front matter in the file's text."""
    root: Mapping
    newline: str
    """Line end for added lines."""

    def replace(self, span: _Span, new: str = "") -> str:
        """Return the text with a span replaced by other characters."""
        return self.text[: span[0]] + new + self.text[span[1] :]

    def replace_lines(self, span: _Span, lines: list[str]) -> str:
        """Return the text with a span replaced by other lines; the span starts at the start of a line."""
        before = self.text[: span[0]]
        lead = self.newline if before and not before.endswith(("\n", "\r")) else ""
        return self.replace(span, lead + "".join(line + self.newline for line in lines))

    def entry_span(self, parent: Mapping, at: int, limit: int | None = None) -> _Span:
        """Find the lines of a pair of a mapping without braces, without the blank lines and comments of the next key.

        The last pair ends at `limit` at the latest; None means the end of the text.
        """
        key, value = parent.pairs[at]
        if at + 1 < len(parent.pairs):
            limit = _find_line_start(self.text, parent.pairs[at + 1][0].start)
        limit = len(self.text) if limit is None else limit
        end = first = _find_line_end(self.text, _last_character(key, value))
        while first < limit:
            after = _find_line_end(self.text, first)
            line = self.text[first:after]
            first = after
            if line.strip() and len(line) - len(line.lstrip(" ")) >= key.column:  # deeper than the key
                end = after
        return _find_line_start(self.text, key.start), min(end, limit)


def _parse_front_matter(text: str, file: str) -> _FrontMatter:
    """Find and parse the front matter of a record's text; raise ContentError if it cannot be read."""
    layout = split_front_matter(text, file)
    root, problems = parse_yaml(layout.front_matter, file, layout.front_line)
    if root is None or problems:
        raise ContentError(problems)
    newline = "\r\n" if "\r\n" in text[: layout.close] else "\r" if "\r" in text[: layout.close] else "\n"
    return _FrontMatter(layout.front_matter, layout.front, root, newline)


def _write_as_yaml(text: str, file: str) -> str:
    """Write front matter of another form as YAML, which alone can be edited in place; comments stay."""
    layout = split_front_matter(text, file)
    if layout.form == "yaml":
        return text
    from newsgen.record.front_matter_formats import rewrite_as_yaml  # most records have YAML

    return rewrite_as_yaml(layout, file)


def set_fields(text: str, changes: Changes[str, object | None], file: str = "") -> str:
    """Set or delete front matter keys in a record's text; comments, order, spacing and line ends stay.

    Front matter in TOML, JSON, lines or braces is first written as YAML with a line for each key. An existing value is
    replaced in place; a new key is inserted in the documented order; None deletes a key with its lines. 'inferred.date' means
    the key `date` inside `inferred`; without keys left, `inferred` is deleted, too. Another generator's key with the same
    meaning is not changed: newsgen's key overrides it. Values are as in `write.format_record`.

    Raises:
        ContentError: the front matter cannot be read.
    """
    if not changes:
        return text
    text = _write_as_yaml(text, file)
    for key in sorted(changes, key=_rank):
        front = _parse_front_matter(text, file)
        if front.root.flow:
            text = text[: front.start] + _open_braces(front) + text[front.start + len(front.text) :]
            front = _parse_front_matter(text, file)
        name, _, inner = key.partition(".")
        value = changes[key]
        edited = _set_inner_key(front, name, inner, value) if inner else _set_key(front, name, value)
        text = text[: front.start] + edited + text[front.start + len(front.text) :]
    _parse_front_matter(text, file)
    return text


def _open_braces(front: _FrontMatter) -> str:
    """Write front matter in braces with a line for each key; values and comments stay."""
    text, at = front.text, front.root.start
    lines = _COMMENT.findall(text[:at])
    for key, value in front.root.pairs:
        lines += _COMMENT.findall(text[at : key.start])
        source = text[value.start : value.end]
        if isinstance(value, Scalar) and "\n" in source:
            lines += format_entry(key.value, value.value)
        else:
            lines.append(f"{format_scalar(key.value)}: {source}".rstrip())
        at = value.end
    lines += _COMMENT.findall(text[at:])
    return "".join(line + front.newline for line in lines)


def find_stated_fields(text: str, file: str = "") -> set[str]:
    """Find the fields for which a record has a key, newsgen's own or another generator's, also without a value.

    Raises:
        ContentError: the front matter cannot be read.
    """
    from newsgen.record.front_matter_formats import parse_front_matter_entries

    entries, problems = parse_front_matter_entries(split_front_matter(text, file), file)
    if entries is None:
        raise ContentError(problems)
    return {KEYS[name].field for name, _ in flatten_entries(entries) if name in KEYS}


def _rank(key: str) -> int:
    """Return a key's rank in the documented order; unknown keys come before `inferred`."""
    field = find_field(key.partition(".")[0]).partition(".")[0]
    return 2 * FIELDS.index(field) if field else 2 * FIELDS.index("inferred") - 1


def _find_pair(root: Mapping, key: str) -> int | None:
    """Find the index of a key's pair; newsgen's own keys are normalized, others must match exactly."""
    for n, (found, _) in enumerate(root.pairs):
        if found.value == key or (key in FIELDS and snake_case_key(found.value) == key):
            return n
    return None


def _set_key(front: _FrontMatter, key: str, value: object | None) -> str:
    """Set or delete a key."""
    at = _find_pair(front.root, key)
    if at is None:
        return front.text if value is None else _insert(front, key, value)
    if value is None:
        return front.replace(front.entry_span(front.root, at))
    return _replace_value(front, at, value)


def _set_inner_key(front: _FrontMatter, key: str, inner: str, value: object | None) -> str:
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


def _insert(front: _FrontMatter, key: str, value: object) -> str:
    """Insert a new key after the last key that precedes it in the documented order."""
    ranks = [(_rank(found.value), n) for n, (found, _) in enumerate(front.root.pairs)]
    earlier = [place for place in ranks if place[0] <= _rank(key)]
    at = front.entry_span(front.root, max(earlier)[1])[1] if earlier else 0
    margin = front.root.column - 1 if front.root.pairs else 0
    return front.replace_lines((at, at), format_entry(key, value, margin))


def _replace_value(front: _FrontMatter, at: int, value: object) -> str:
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


def _replace_items(front: _FrontMatter, old: Sequence, end: int, new: list[object], key: str) -> str:
    """Replace the items of a list, each on its own line; unchanged items at the start keep their lines."""
    same = 0
    while same < min(len(new), len(old.items)) and _is_same(old.items[same], new[same]):
        same += 1
    start = _find_line_start(front.text, old.start)
    if same == len(old.items):
        start = end
    elif same:
        start = _find_line_start(front.text, front.text.rindex("-", 0, old.items[same].start))
    margin = " " * (old.column - 1)
    return front.replace_lines((start, end), [f"{margin}- {format_value(item, key)}" for item in new[same:]])


def _is_same(node: Node, value: object) -> bool:
    value = to_plain_value(value)
    known = {name: to_plain_value(part) for name, part in value.items()} if isinstance(value, dict) else value
    return bool(to_python(node) == known)


def _flow_span(parts: list[_Span], at: int) -> _Span:
    """Find the span of a part of a list or mapping in brackets, with one comma."""
    if at:
        return parts[at - 1][1], parts[at][1]
    return parts[0][0], parts[1][0] if len(parts) > 1 else parts[0][1]


def _find_item_span(front: _FrontMatter, parent: Sequence, at: int) -> _Span:
    """Find the span of a list's item: its lines, or in brackets its text with one comma."""
    item = parent.items[at]
    if parent.flow:
        return _flow_span([(other.start, other.end) for other in parent.items], at)
    start = _find_line_start(front.text, front.text.rindex("-", 0, item.start))
    return start, _find_line_end(front.text, max(item.end - 1, item.start))


def _find_line_start(text: str, offset: int) -> int:
    """Find the start of the line with the character at `offset`."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _find_line_end(text: str, offset: int) -> int:
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
    original, text = text, _write_as_yaml(text, file)
    is_changed = False
    while True:
        front = _parse_front_matter(text, file)
        edit = _next_edit(front, field, changes)
        if edit is None:
            return text if is_changed else original
        is_changed = True
        (start, end), new = edit
        text = text[: front.start + start] + new + text[front.start + end :]


def _next_edit(front: _FrontMatter, field: str, changes: Changes[str, str]) -> _TextEdit | None:
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


def _delete_name(front: _FrontMatter, node: Node, parent: Node, at: int) -> _TextEdit:
    """Delete an item of a list, or the value of a key that has no other name."""
    is_last = parent is node and (not isinstance(parent, Sequence) or len(parent.items) == 1)
    for number, (_, value) in enumerate(front.root.pairs):
        if value is node and is_last and not front.root.flow:
            return (0, len(front.text)), _replace_value(front, number, [])
    if isinstance(parent, Sequence):
        return _find_item_span(front, parent, at), ""
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


def _replace_scalar(front: _FrontMatter, old: Scalar, new: str, *, flow: bool = False) -> _TextEdit:
    """Write a text in the quotes of the old one, if these can hold it; a block of lines becomes one line."""
    if old.style in ("|", ">"):
        rest = front.text[old.start : old.end].rstrip()
        return (old.start, old.start + len(rest)), format_scalar(new)
    if old.style and not _ESCAPED.search(new):
        if old.style == "'":
            return (old.start, old.end), "'" + new.replace("'", "''") + "'"
        return (old.start, old.end), '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return (old.start, old.end), format_scalar(new, flow=flow)
