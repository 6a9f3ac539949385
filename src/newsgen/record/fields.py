"""Read a record's fields from the entries of its front matter, by the table of keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import msgspec

from newsgen.model import ArticleImage, Correction, Inference, SeedRef, Source
from newsgen.record.keys import KEYS, PARTS, RANK, Key, snake_case_key
from newsgen.record.values import (
    Mapping,
    Node,
    ReadProblems,
    Scalar,
    Sequence,
    describe_node,
    is_flag,
    quote_for_message,
    read_date,
    read_flag,
    read_language,
    read_names,
    read_path_text,
    read_slug,
    read_status,
    read_text,
    read_url,
)

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(\.\d{1,40})?", re.ASCII)
_SRC = ("src", "url", "path", "image", "file", "feature", "filename")
_RULE = ("confidence", "rule", "evidence", "because", "alternatives")
_NOTHING = Scalar(0, 0, 0, 0)
"""The value of a missing key."""


def read_source(notes: ReadProblems, key: str, node: Node) -> Source | None:
    """Read a source: a name, or a mapping of name and url."""
    if not isinstance(node, Mapping):
        name = read_text(notes, key, node)
        return Source(name) if name else None
    parts = _take_parts(notes, key, node, PARTS["source"])
    name = read_text(notes, f"{key}.name", parts["name"])
    if not name:
        notes.refuse(node, f"{key} has no name", "write {name: …, url: …}")
        return None
    return Source(name, read_url(notes, f"{key}.url", parts["url"], relative=True) or "")


def read_image(notes: ReadProblems, key: str, node: Node) -> ArticleImage | None:
    """Read an image: a path or URL, a mapping with src, alt, caption and credit, or the first item of a list."""
    if isinstance(node, Sequence):
        return read_image(notes, key, node.items[0]) if node.items else None
    if is_flag(node):  # a switch of another generator's theme
        notes.unknown.append(key)
        return None
    if isinstance(node, Scalar):
        src = read_url(notes, key, node, relative=True)
        return ArticleImage(_strip_root(src)) if src else None
    names = {part.value: value for part, value in node.pairs}
    place = next((name for name in _SRC if name in names), "")
    if not place:
        notes.unknown.append(key)
        return None
    parts = _take_parts(notes, key, node, (place, *PARTS["image"]))
    src = read_url(notes, f"{key}.{place}", parts[place], relative=True)
    alt, caption, credit = (
        read_text(notes, f"{key}.{name}", parts[name]) or "" for name in PARTS["image"][1:]
    )
    return ArticleImage(_strip_root(src), alt, caption, credit) if src else None


def _strip_root(src: str) -> str:
    """Remove the leading '/' from a path; add './' if the rest would look like a scheme."""
    path = src.lstrip("/")
    return f"./{path}" if path != src and ":" in path.partition("/")[0] else path


def read_corrections(notes: ReadProblems, key: str, node: Node) -> tuple[Correction, ...] | None:
    """Read a list of mappings of date and text."""
    if isinstance(node, Scalar) and node.is_nothing:
        return None
    if not isinstance(node, Sequence):
        notes.refuse(node, f"{key} is {describe_node(node)}", "write a list of {date: …, text: …}")
        return None
    found = []
    for item in node.items:
        if not isinstance(item, Mapping):
            notes.refuse(item, f"{key} holds {describe_node(item)}", "write {date: …, text: …}")
            continue
        parts = _take_parts(notes, key, item, PARTS["corrections"])
        day = read_date(notes, f"{key}.date", parts["date"])
        words = read_text(notes, f"{key}.text", parts["text"])
        if day and words:
            found.append(Correction(day, words))
        elif parts["date"] is _NOTHING or not words:
            missing = "date" if parts["date"] is _NOTHING else "text"
            notes.refuse(item, f"a correction has no {missing}", "write both")
    return tuple(found)


def read_seed(notes: ReadProblems, key: str, node: Node) -> SeedRef | None:
    """Read a record's seed."""
    if isinstance(node, Scalar) and node.is_nothing:
        return None
    expected = "write {file: seeds/…, sha256: …}, or leave it out"
    if not isinstance(node, Mapping):
        notes.refuse(node, f"{key} is {describe_node(node)}", expected, "bad-seed")
        return None
    parts = _take_parts(notes, key, node, PARTS["seed"])
    file, digest, encoding, item = (
        read_path_text(notes, f"{key}.{name}", value) or "" for name, value in parts.items()
    )
    if not file or file.startswith("/") or "\\" in file or ".." in file.partition("#")[0].split("/"):
        message = f"{key}.file {quote_for_message(file)} is not a path inside the archive"
        notes.refuse(node, message, expected, "bad-seed")
    elif not _SHA256.fullmatch(digest):
        place = node if parts["sha256"] is _NOTHING else parts["sha256"]
        notes.refuse(place, f"{key}.sha256 is not 64 hex digits", expected, "bad-seed")
    else:
        return SeedRef(file, digest, encoding, item)
    return None


def read_inferred(notes: ReadProblems, key: str, node: Node) -> dict[str, Inference] | None:
    """Read how fields were inferred."""
    if isinstance(node, Scalar) and node.is_nothing:
        return None
    if not isinstance(node, Mapping):
        remedy = "delete it to confirm all fields"
        notes.refuse(node, f"{key} is {describe_node(node)}", remedy, "bad-inferred")
        return None
    found = {}
    for name, value in node.pairs:
        field = f"{key}.{name.value}"
        if isinstance(value, Mapping):
            found[name.value] = _read_inference(notes, field, value)
        elif isinstance(value, Sequence) or not value.is_nothing:
            remedy = "delete a field with all its lines to confirm it"
            notes.refuse(value, f"{field} is {describe_node(value)}", remedy, "bad-inferred")
    return found


def _read_inference(notes: ReadProblems, key: str, node: Mapping) -> Inference:
    parts = _take_parts(notes, key, node, _RULE)
    listed = parts["alternatives"]
    items = listed.items if isinstance(listed, Sequence) else [listed]
    alternatives = (read_text(notes, f"{key}.alternatives", item) for item in items)
    return Inference(
        rule=read_text(notes, f"{key}.rule", parts["rule"]) or "",
        evidence=_read_evidence(notes, f"{key}.evidence", parts["evidence"]),
        confidence=_read_confidence(notes, f"{key}.confidence", parts["confidence"]),
        because=read_text(notes, f"{key}.because", parts["because"]) or "",
        alternatives=tuple(value for value in alternatives if value),
    )


def _read_evidence(notes: ReadProblems, key: str, node: Node) -> str | dict[str, str | int | float]:
    if not isinstance(node, Mapping):
        return read_text(notes, key, node) or ""
    found: dict[str, str | int | float] = {}
    for name, value in node.pairs:
        words = read_text(notes, f"{key}.{name.value}", value) or ""
        number = isinstance(value, Scalar) and not value.style and _NUMBER.fullmatch(words)
        found[name.value] = (float(words) if number[1] else int(words)) if number else words
    return found


def _read_confidence(notes: ReadProblems, key: str, node: Node) -> float | None:
    words = read_text(notes, key, node)
    if not words:
        return None
    value = float(words) if _NUMBER.fullmatch(words) else -1.0
    if not 0 <= value <= 1:
        message = f"{key} {quote_for_message(words)} is not a number from 0 to 1"
        notes.refuse(node, message, "write e.g. 0.4", "bad-inferred")
        return None
    return value


def _take_parts(notes: ReadProblems, key: str, node: Mapping, known: tuple[str, ...]) -> dict[str, Node]:
    """Return the values of the `known` keys of a mapping, `_NOTHING` if missing; add other keys to the unknown ones."""
    notes.unknown += [f"{key}.{name.value}" for name, _ in node.pairs if name.value not in known]
    return dict.fromkeys(known, _NOTHING) | {
        name.value: value for name, value in node.pairs if name.value in known
    }


Entry = tuple[Scalar, Node]
"""A key and its value."""

LISTS = frozenset({"topics", "people", "places", "organizations", "authors", "boilerplate"})
"""Fields that are lists of names, or of lines."""
READERS: dict[str, Callable[[ReadProblems, str, Node], Any]] = {
    "date": read_date,
    "updated": read_date,
    "slug": read_slug,
    "source": read_source,
    "language": read_language,
    "status": read_status,
    "corrections": read_corrections,
    "canonical": read_url,
    "image": read_image,
    "inferred": read_inferred,
    "seed": read_seed,
}
"""For each field the function that reads it from the node under its key; other fields are texts."""
CATEGORIES = ("categories", "category")
"""Keys of topics that other generators write into addresses."""
_NESTED = frozenset(name.partition(".")[0] for name in KEYS if "." in name)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_BY = re.compile(r"by\s+(?=\w)", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"https?:|[:{}]", re.IGNORECASE)


def read_fields(notes: ReadProblems, entries: Iterable[Entry]) -> dict[str, Any]:
    """Read all fields from the entries of front matter; return those with a value. `notes` takes problems and unknown keys."""
    groups: defaultdict[str, list[tuple[Key, Entry]]] = defaultdict(list)
    for name, entry in flatten_entries(entries):
        key = KEYS.get(name)
        if key is None:
            notes.unknown.append(entry[0].value)
            continue
        if key.form == "shows" and not is_flag(entry[1]):
            key = Key(key.name, "date")
        if _is_foreign_use(key, entry[1]):
            notes.unknown.append(entry[0].value)
            continue
        group = groups[key.field]
        if twin := next((label for known, (label, _) in group if known.name == key.name), None):
            message = f'"{entry[0].value}" occurs twice, here and at {twin.line}:{twin.column}'
            notes.refuse(entry[0], message, "keep one", "duplicate-key")
        else:
            group.append((key, entry))
    found = {}
    for field, group in groups.items():
        value = _read_field(notes, field, group)
        if value is not None:
            found[field] = value
    if categories := [one for one in groups["topics"] if one[0].name in CATEGORIES]:
        quiet = ReadProblems(notes.file, [], [])  # the same mistakes are reported for the topics
        found["categories"] = _read_names(quiet, "categories", categories) or ()
    return _join_parts(found)


def _is_foreign_use(key: Key, node: Node) -> bool:
    """True if the value shows that a key has another meaning here: `hidden: comments`, `redirect_to: /other/`."""
    if key.form == "switch":
        return not is_flag(node)
    return key.form == "web" and not (isinstance(node, Scalar) and _WEB.match(node.value.strip()))


def list_entry_fields(entries: Iterable[Entry]) -> set[str]:
    """List the fields that entries may set or add to; a key that is a flag or a date counts for both."""
    found = [key for key in (KEYS.get(name) for name, _ in flatten_entries(entries)) if key]
    dates = {"date"} if any(key.form == "shows" for key in found) else set()
    return {key.field.partition(".")[0] for key in found} | dates


def flatten_entries(entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    """Yield entries with their normalized names; those inside Zola's `taxonomies` have names with a dot."""
    for entry in entries:
        key, value = entry
        if key.value in KEYS:
            yield key.value, entry
            continue
        name = snake_case_key(key.value)
        if name in _NESTED and name not in KEYS and isinstance(value, Mapping):
            for inner, part in value.pairs:
                label = Scalar(inner.start, inner.end, inner.line, inner.column, f"{key.value}.{inner.value}")
                yield f"{name}.{snake_case_key(inner.value)}", (label, part)
        else:
            yield name, entry


def _read_field(notes: ReadProblems, field: str, group: list[tuple[Key, Entry]]) -> Any:
    """Read a field from all its keys; newsgen's own key overrides others."""
    ranked = sorted(group, key=lambda item: RANK[item[0].name]) if len(group) > 1 else group
    if field in LISTS:
        return _read_names(notes, field, ranked)
    if field == "redirect_from":
        return tuple(
            dict.fromkeys(old for key, entry in ranked for old in _read_old_addresses(notes, key, entry))
        )
    if field == "status" and ranked[0][0].name != "status":
        return _read_switches(notes, ranked)
    read = READERS.get(field, read_text)
    for _, (label, node) in ranked:
        value = read(notes, label.value, node)
        if value is not None and value != "":
            return value
    return None


def _read_names(notes: ReadProblems, field: str, ranked: list[tuple[Key, Entry]]) -> tuple[str, ...] | None:
    """Read a list of names from newsgen's own key, or join the lists of all other keys."""
    joined: dict[str, None] = {}
    for key, (label, node) in ranked:
        listed = read_names(notes, label.value, node, commas=key.form == "commas")
        if listed is not None and key.name == field:
            return listed
        if listed and key.name in ("byline", "by"):
            listed = tuple(_BY.sub("", name, 1) if _BY.match(name) else name for name in listed)
        joined.update(dict.fromkeys(listed or ()))
    return tuple(joined) or None


def _read_switches(notes: ReadProblems, ranked: list[tuple[Key, Entry]]) -> str | None:
    """Read `draft: true` and `published: false`; if one key hides the article, it is a draft."""
    for key, (label, node) in ranked:
        if key.form == "locks" and read_text(notes, label.value, node):
            return "draft"
        on = None if key.form == "locks" else read_flag(notes, label.value, node)
        if on is not None and on == (key.form != "shows"):
            return "draft"
    return None


def _read_old_addresses(notes: ReadProblems, key: Key, entry: Entry) -> Iterator[str]:
    """Read old addresses without a leading '/'; if another generator's key holds something else, it counts as unknown."""
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
            message = f"{label.value} {quote_for_message(old)} is not an address inside the site"
            notes.refuse(item, message, "write e.g. 2019/old.html", "bad-redirect")
        elif path:
            yield path


def _join_parts(found: dict[str, Any]) -> dict[str, Any]:
    """Put parts that have their own keys into their values: source.url, image.alt."""
    for name in [name for name in found if "." in name]:
        value = found.pop(name)
        field, _, part = name.partition(".")
        whole = found.get(field)
        if isinstance(whole, Source | ArticleImage) and not getattr(whole, part):
            found[field] = msgspec.structs.replace(whole, **{part: value})
    return found
