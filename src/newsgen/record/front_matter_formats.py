"""Read front matter of any form as nodes with positions, and write it as YAML."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from newsgen.errors import TOML_ERRORS, ContentError, Problem, locate_toml_error
from newsgen.record.fields import Entry
from newsgen.record.front_matter import (
    TextParts,
    find_line_and_column,
    normalize_line_ends,
    read_header_lines,
)
from newsgen.record.keys import snake_case_key
from newsgen.record.values import Mapping, Node, Scalar, Sequence
from newsgen.record.write import format_entry

Path = tuple[str, ...]
"""A key, and the keys above it."""
Places = dict[Path, tuple[int, int]]
"""For each key its offset and that of its value."""

_LISTS = frozenset({"authors", "tags", "keywords"})
"""Keys of Pelican that hold lists."""
_TOML_TOKEN = re.compile(
    r'#[^\r\n]*|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\']|\'(?!\'\'))*\'\'\'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'[^'\r\n]*'|[\[\]{}\n\r]|[^\s#\"'\[\]{}]+",
    re.DOTALL,
)
_TOML_KEY = re.compile(
    r"(?P<key>(?:[\w-]++|\"[^\"\r\n]*\"|'[^'\r\n]*'|[ \t]*\.[ \t]*)++)[ \t]*=[ \t]*", re.ASCII
)
_TOML_TABLE = re.compile(r"\[\[?(?P<key>[^\]\r\n]*)\]")
_TOML_PART = re.compile(r"[\w-]+|\"[^\"]*\"|'[^']*'", re.ASCII)
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_COLON = re.compile(r"\s*:\s*")


def parse_front_matter_entries(layout: TextParts, file: str) -> tuple[list[Entry] | None, list[Problem]]:
    """Read front matter: return its entries in order, or None if it cannot be read; and the problems."""
    if layout.form == "yaml":
        from newsgen.record.yaml import read_entries  # it imports YAML

        return read_entries(layout.front_matter, file, layout.front_line)
    try:
        return list(_read_nodes(layout, file).pairs), []
    except ContentError as error:
        return None, list(error.problems)


def _read_nodes(layout: TextParts, file: str) -> Mapping:
    """Read front matter in another form than YAML as nodes."""
    if layout.form == "lines":
        return _read_lines(layout)
    if layout.form == "toml":
        return _NodeWriter(layout, _find_toml_places(layout)).write_mapping(_parse_toml(layout, file), ())
    return _NodeWriter(layout, _find_json_places(layout)).write_mapping(_parse_json(layout, file), ())


def _parse_toml(layout: TextParts, file: str) -> dict[str, Any]:
    import tomllib

    text = normalize_line_ends(layout.front_matter)
    try:
        return tomllib.loads(text, parse_float=str)
    except TOML_ERRORS as error:
        message, (line, column) = locate_toml_error(error, text)
        message = f"front matter in TOML: {message[:1].lower()}{message[1:]}"
        place = layout.front_line + max(line, 1) - 1, column
        remedy = 'write key = "value", one a line'
        raise ContentError(Problem(file, *place, message, remedy, "front-matter")) from None


def _parse_json(layout: TextParts, file: str) -> dict[str, Any]:
    import json

    text = layout.front_matter
    whole = text if text.lstrip().startswith("{") else f"{{{text}}}"
    try:
        value = json.loads(whole, parse_float=str, parse_int=str, strict=False)
    except (json.JSONDecodeError, RecursionError) as error:
        at = layout.front + getattr(error, "pos", 0) - (len(whole) - len(text)) // 2
        place = find_line_and_column(layout.text, at)
        message = f"front matter in JSON: {getattr(error, 'msg', 'it is nested too deep')}"
        remedy = 'write {"key": "value"} with double quotes and commas'
        raise ContentError(Problem(file, *place, message, remedy, "front-matter")) from None
    if isinstance(value, dict):
        return value
    message, remedy = "the front matter is not an object", 'write {"key": "value"}'
    raise ContentError(Problem(file, layout.front_line, 1, message, remedy, "front-matter"))


class _NodeWriter(msgspec.Struct):
    """Makes nodes of the values of TOML and JSON."""

    layout: TextParts
    places: Places

    def write_mapping(self, value: dict[str, Any], path: Path) -> Mapping:
        """Make the node of a mapping."""
        node = Mapping(0, 0, *self.locate(path), [], True)
        for key, part in value.items():
            at = self.places.get((*path, key))
            place = find_line_and_column(self.layout.text, at[0]) if at else (node.line, node.column)
            node.pairs.append((Scalar(0, 0, *place, key), self.write_node(part, (*path, key))))
        return node

    def write_node(self, value: Any, path: Path) -> Node:
        """Make the node of any value."""
        place = self.locate(path)
        if isinstance(value, dict):
            return self.write_mapping(value, path)
        if isinstance(value, list):
            return Sequence(0, 0, *place, [self.write_node(item, path) for item in value], True)
        if isinstance(value, str):
            return Scalar(0, 0, *place, value, '"')
        if isinstance(value, datetime.date | datetime.time):
            return Scalar(0, 0, *place, value.isoformat())
        words = {"True": "true", "False": "false", "None": "null"}
        return Scalar(0, 0, *place, words.get(str(value), str(value)))

    def locate(self, path: Path) -> tuple[int, int]:
        """Return line and column of a value, or of the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        if not path:
            return self.layout.front_line, 1
        return find_line_and_column(self.layout.text, self.places[path][1])


def _find_toml_places(layout: TextParts) -> Places:
    """Find the keys of TOML and their values."""
    text, places = layout.text, Places()
    table: Path = ()
    depth, is_start = 0, True
    for token in _TOML_TOKEN.finditer(text, layout.front, layout.close):
        word = token[0]
        if word in "\n\r":
            is_start = is_start or not depth
            continue
        if is_start and not depth:
            if word == "[" and (header := _TOML_TABLE.match(text, token.start())):
                table = tuple(part[0].strip("\"'") for part in _TOML_PART.finditer(header["key"]))
                places[table] = header.start("key"), header.start("key")
            elif statement := _TOML_KEY.match(text, token.start()):
                parts = tuple(part[0].strip("\"'") for part in _TOML_PART.finditer(statement["key"]))
                places[(*table, *parts)] = statement.start(), statement.end()
        is_start = False
        depth += (word in "[{") - (word in "]}")
    return places


def _find_json_places(layout: TextParts) -> Places:
    """Find the outer keys of JSON and their values."""
    text, places = layout.text, Places()
    depth = 0 if layout.front_matter.lstrip().startswith("{") else 1
    for token in _JSON_TOKEN.finditer(text, layout.front, layout.close):
        if token[0] in "{}[]":
            depth += 1 if token[0] in "{[" else -1
        elif depth == 1 and (colon := _COLON.match(text, token.end())):
            places[(token[0][1:-1],)] = token.start(), colon.end()
    return places


def _read_lines(layout: TextParts) -> Mapping:
    """Read lines `Key: value`; lists are separated by ';' or ','."""
    root = Mapping(0, 0, layout.front_line, 1, [], False)
    for line in read_header_lines(layout):
        key = Scalar(0, 0, *find_line_and_column(layout.text, line.key_start), line.key)
        place = find_line_and_column(layout.text, line.value_start)
        name = snake_case_key(line.key)
        if name in _LISTS and line.values:
            words = [word for value in line.values for word in _split_list(value)]
            items: list[Node] = [Scalar(0, 0, *place, word, "'") for word in words]
            root.pairs.append((key, Sequence(0, 0, *place, items, True)))
        else:
            root.pairs.append((key, Scalar(0, 0, *place, " ".join(line.values), "'")))
    return root


def _split_list(value: str) -> list[str]:
    parts = (part.strip() for part in value.split(";" if ";" in value else ","))
    return [part for part in parts if part]


def rewrite_as_yaml(layout: TextParts, file: str) -> str:
    """Write a record's front matter as YAML, with the same keys and values; raise ContentError if it cannot be read."""
    root = _read_nodes(layout, file)
    newline = "\r\n" if "\r\n" in layout.text[: layout.close + 2] else "\n"
    lines = [*_find_comments(layout)]
    for key, value in root.pairs:
        lines += format_entry(key.value, to_typed(value))
    end = "" if layout.body >= len(layout.text) else newline
    front = "".join(line + newline for line in ["---", *lines, "---"])
    return f"{front}{end}{layout.text[layout.body :]}"


def to_typed(node: Node) -> Any:
    """Return a node's value with numbers and booleans, so that YAML has them without quotes."""
    if isinstance(node, Sequence):
        return [to_typed(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.value: to_typed(value) for key, value in node.pairs}
    if node.style:
        return node.value
    if node.value in ("true", "false"):
        return node.value == "true"
    if re.fullmatch(r"-?(?:0|[1-9]\d*)", node.value, re.ASCII):
        return int(node.value)
    return None if node.is_nothing else node.value


def _find_comments(layout: TextParts) -> Iterator[str]:
    """Yield the comments of TOML."""
    if layout.form == "toml":
        for token in _TOML_TOKEN.finditer(layout.text, layout.front, layout.close):
            if token[0].startswith("#"):
                yield token[0]
