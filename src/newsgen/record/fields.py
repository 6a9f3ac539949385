"""From front matter entries to a record's fields, by the table of keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from newsgen.model import Image, Source
from newsgen.record.keys import FIELDS, KEYS, RANK, Key, normal
from newsgen.record.links import read_address
from newsgen.record.nodes import Mapping, Node, Scalar, Sequence
from newsgen.record.structs import read_corrections, read_image, read_inferred, read_seed, read_source
from newsgen.record.values import (
    Notes,
    is_flag,
    quoted,
    read_date,
    read_flag,
    read_language,
    read_names,
    read_slug,
    read_status,
    read_text,
)

Entry = tuple[Scalar, Node]
"""A key and its value."""

_Group = list[tuple[Key, Entry]]
"""The keys that state one field, each once."""

LISTS = frozenset({"topics", "people", "places", "organizations", "authors"})
"""Fields that are lists of names."""
READERS: dict[str, Callable[[Notes, str, Node], Any]] = {
    "date": read_date,
    "updated": read_date,
    "slug": read_slug,
    "source": read_source,
    "language": read_language,
    "status": read_status,
    "corrections": read_corrections,
    "canonical": read_address,
    "image": read_image,
    "inferred": read_inferred,
    "seed": read_seed,
}
"""What reads a field from the node under its key; without one it is a text."""
_NESTED = frozenset(name.partition(".")[0] for name in KEYS if "." in name)
_FIELDS = frozenset(FIELDS)
_PLACEHOLDER = re.compile(r"https?:|[:{}]", re.IGNORECASE)


def read_fields(notes: Notes, entries: Iterable[Entry]) -> dict[str, Any]:
    """Read all fields that the entries state.

    Args:
        notes: where problems and unknown keys go.
        entries: keys and values in the file's order.

    Returns:
        Record fields with their values; those that nothing states are left out.
    """
    groups: dict[str, _Group] = {}
    for name, entry in _flat(entries):
        key = KEYS.get(name)
        if key is None:
            notes.unknown.append(entry[0].value)
            continue
        if key.form == "shows" and not is_flag(entry[1]):
            key = Key(key.name, "date", users=key.users)
        group = groups.get(key.field)
        if group is None:
            groups[key.field] = [(key, entry)]
        elif twin := next((label for known, (label, _) in group if known.name == key.name), None):
            message = f'"{entry[0].value}" stands twice, here and at {twin.line}:{twin.column}'
            notes.refuse(entry[0], message, "keep one", "duplicate-key")
        else:
            group.append((key, entry))
    found = {}
    for field, group in groups.items():
        value = _field(notes, field, group)
        if value is not None:
            found[field] = value
    return _joined(found)


def stated(entries: Iterable[Entry]) -> set[str]:
    """The fields of which keys say something, or a part; of a key that is a flag or a date, both."""
    found = [key for key in (KEYS.get(name) for name, _ in _flat(entries)) if key]
    dates = {"date"} if any(key.form == "shows" for key in found) else set()
    return {key.field.partition(".")[0] for key in found} | dates


def _flat(entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    """Normal names with their entries, those inside Zola's `taxonomies` as names with a dot."""
    for entry in entries:
        key, value = entry
        if key.value in KEYS:
            yield key.value, entry
            continue
        name = normal(key.value)
        if name in _NESTED and name not in KEYS and isinstance(value, Mapping):
            for inner, part in value.pairs:
                label = Scalar(inner.start, inner.end, inner.line, inner.column, f"{key.value}.{inner.value}")
                yield f"{name}.{normal(inner.value)}", (label, part)
        else:
            yield name, entry


def _field(notes: Notes, field: str, group: _Group) -> Any:
    """Read one field from all keys that state it: ours before theirs."""
    ranked = sorted(group, key=lambda item: RANK[item[0].name]) if len(group) > 1 else group
    if field in LISTS:
        return _names(notes, field, ranked)
    if field == "redirect_from":
        return tuple(dict.fromkeys(old for key, entry in ranked for old in _addresses(notes, key, entry)))
    if field == "status" and ranked[0][0].name != "status":
        return _switched(notes, ranked)
    read = READERS.get(field, read_text)
    for _, (label, node) in ranked:
        value = read(notes, label.value, node)
        if value is not None and value != "":
            return value
    return None


def _names(notes: Notes, field: str, ranked: list[tuple[Key, Entry]]) -> tuple[str, ...] | None:
    """Read a list: ours, or all of theirs in one."""
    joined: dict[str, None] = {}
    for key, (label, node) in ranked:
        listed = read_names(notes, label.value, node, commas=key.form == "commas")
        if listed is not None and key.name == field:
            return listed
        joined.update(dict.fromkeys(listed or ()))
    return tuple(joined) or None


def _switched(notes: Notes, ranked: list[tuple[Key, Entry]]) -> str | None:
    """Read `draft: true` and `published: false`: one that hides is enough."""
    for key, (label, node) in ranked:
        on = read_flag(notes, label.value, node)
        if on is not None and on == (key.form == "hides"):
            return "draft"
    return None


def _addresses(notes: Notes, key: Key, entry: Entry) -> Iterator[str]:
    """Read old addresses, without a leading '/'; what is no address in another generator's key is noted as unknown."""
    label, node = entry
    for item in node.items if isinstance(node, Sequence) else [node]:
        old = read_text(notes, label.value, item)
        if not old:
            continue
        if key.form == "address" and (_PLACEHOLDER.search(old) or old.lower() == "false"):
            notes.unknown.append(label.value)
            continue
        path = old[1:] if old.startswith("/") and not old.startswith("//") else old
        parts = unquote(path).rstrip("/").split("/")
        if any(part in ("", ".", "..") or re.search(r"[\\:?#]", part) for part in parts) and old != "/":
            shown = quoted(old)
            message = f"{label.value} {shown} is not an address inside the site"
            notes.refuse(item, message, "write e.g. 2019/old.html", "bad-redirect")
        elif path:
            yield path


def _joined(found: dict[str, Any]) -> dict[str, Any]:
    """Put parts that stand under keys of their own into the value they belong to: source.url, image.alt."""
    for name in [name for name in found if "." in name]:
        value = found.pop(name)
        field, _, part = name.partition(".")
        whole = found.get(field)
        if isinstance(whole, Source | Image) and not getattr(whole, part):
            found[field] = type(whole)(
                **{**{f: getattr(whole, f) for f in whole.__struct_fields__}, part: value}
            )
    assert found.keys() <= _FIELDS
    return found
