"""Parse front matter into nodes, with PyYAML and python-frontmatter.

Nodes are made from the parser's events: no type is guessed (`no`, `007` and `12:30:45` stay text), tags and aliases are
refused, and depth is limited. One pass, linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeGuard

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from newsgen.errors import Problem
from newsgen.record.fields import Entry
from newsgen.record.keys import find_field
from newsgen.record.values import Mapping, Node, Scalar, Sequence, to_python

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser if PyYAML was built with it, otherwise the one in Python (ten times slower)."""
_COMMENT = re.compile(r"[ \t]+#(?=(\S+))")

MAX_DEPTH = 16
"""Deepest nesting of lists and mappings; newsgen's own keys need four levels."""

DEEP = f"more than {MAX_DEPTH} nested lists and mappings", "write it flatter"
"""Message and expectation for deeper nesting."""

_TAB = "a tab indents this line", "indent with spaces"
_INDENTED = re.compile(r"[ \t]+[\w-]+[ \t]*")
_QUOTE = "a quote that opens here is not closed", "close it on the same line"
_DEPTH = "this does not fit under the keys above", "indent it as they are, or put the value above in quotes"
_NO_KEY = "this line is not key: value", "write key: value, or close the front matter with ---"
_LIST = "the list [ that opens here is not closed", "close it with ], and put texts with , or ] in quotes"
_BRACES = "the { that opens here is not closed", "close it with }, and put texts with , or } in quotes"
_SECOND_COLON = "a second colon makes this a key inside a value", "put the value in quotes"
_DEEPER = "this line is indented, so it belongs to the value above", "indent it as the other keys are"
_AFTER = "this follows the end of the value", "put the whole value in quotes"
_ESCAPE = "an unknown escape in double quotes", "write \\\\ for a backslash, or use single quotes"
_BESIDE = "a list item follows a value on its line", "start the list on the next line"

_WHERE_FOUND = {
    "mapping values are not allowed": _SECOND_COLON,
    "unknown escape character": _ESCAPE,
    "sequence entries are not allowed": _BESIDE,
    "did not find expected key": _DEPTH,
    "expected <block end>": _DEPTH,
    "did not find expected '-'": ("this does not fit under the list above", "indent it as its items are"),
    "maximum nesting depth": DEEP,
    "tab character that violates indentation": _TAB,
    "line break": ("this value starts with > or |", "put the value in quotes"),
    "mapping keys are not allowed": ('a value cannot start with "?"', "put it in quotes"),
}
"""For a part of PyYAML's message our message and what to write; reported where the parser stopped."""

_WHERE_BEGUN = {
    "could not find expected ':'": _NO_KEY,
    "unexpected end of stream": _QUOTE,
    "unexpected document": _QUOTE,
    "',' or ']'": _LIST,
    "',' or '}'": _BRACES,
    "alphabetic or numeric character": (
        "& and * have a meaning of their own here",
        "put the value in quotes",
    ),
    "while scanning a tag": ("! has a meaning of its own here", "put the value in quotes"),
}
"""The same, reported where the unfinished construct begins."""


def read_entries(front: str, file: str, line: int) -> tuple[list[Entry] | None, list[Problem]]:
    """Read a record's front matter, which starts at a line of the file, with python-frontmatter.

    The library gets only the head of the file: it would strip the body's first indentation and last lines.

    Returns:
        The entries in order, None if the YAML cannot be read; and the problems.
    """
    handler = _StrictHandler(file, line)
    frontmatter.parse(f"---\n{front}---\n", handler=handler)
    return (handler.root.pairs if handler.root else None), handler.problems


class _StrictHandler(YAMLHandler):
    """Reads front matter as nodes with positions and collects problems, instead of raising or guessing."""

    def __init__(self, file: str, line: int) -> None:
        """Take the file's path, for messages, and the line on which the front matter starts."""
        super().__init__()
        self.file, self.line = file, line
        self.root: Mapping | None = None
        self.problems: list[Problem] = []

    def split(self, text: str) -> tuple[str, str]:
        """Remove the lines `---` around front matter."""
        return text.removeprefix("---\n").removesuffix("---"), ""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        """Read front matter into `root` and `problems`."""
        self.root, self.problems = parse_yaml_and_report_cut_headlines(fm, self.file, self.line)
        return {}


def parse_yaml_and_report_cut_headlines(
    text: str, file: str, line: int, *, lenient: bool = False
) -> tuple[Mapping | None, list[Problem]]:
    """Parse as `parse_yaml` does, and report headlines that YAML cuts at a comment: `title: Ferry #1 is back`."""
    root, problems = parse_yaml(text, file, line, lenient=lenient)
    for key, value in root.pairs if root else ():
        lost = _COMMENT.match(text, value.end) if isinstance(value, Scalar) and not value.style else None
        if lost and find_field(key.value) in ("title", "dek"):
            one_line = "\n" not in text[value.start : value.end]
            column = value.column + lost.end() - 1 - value.start if one_line else 0
            message = f'"#{lost[1]}" and what follows would be lost as a comment'
            place = value.line, column
            problems.append(Problem(file, *place, message, "put the value in quotes", "lost-text"))
    return root, problems


def parse_yaml(
    text: str, file: str, line: int, loader: Any = LOADER, *, lenient: bool = False
) -> tuple[Mapping | None, list[Problem]]:
    """Parse front matter: return its root, None if it is not a mapping or the YAML cannot be read; and all problems.

    Args:
        text: the text between the lines `---`, without U+FEFF and control characters.
        file: path for messages.
        line: the line of the file on which `text` starts.
        loader: the PyYAML loader whose parser is used.
        lenient: True reads what other generators read: the last of equal keys, anchors and aliases, and values without
            their tags. Different values under equal keys are a problem.
    """
    reader = _NodeReader(text, file, line, lenient=lenient)
    try:
        reader.next_event = loader(text).get_event
        root = reader.read_document()
    except yaml.MarkedYAMLError as error:
        reader.problems.append(explain_syntax_error(error, text, file, line))
        root = None
    except _StopError:
        root = None
    return root, reader.problems


class _StopError(Exception):
    """Reading stopped; the reason is among the problems."""


class _NodeReader:
    """Reads nodes from a parser's events."""

    def __init__(self, text: str, file: str, line: int, *, lenient: bool = False) -> None:
        self.text, self.file, self.line, self.lenient = text, file, line, lenient
        self.anchors: dict[str, Node] = {}
        self.problems: list[Problem] = []
        self.next_event: Callable[[], Any]

    def read_document(self) -> Mapping | None:
        """Read the document; None if it is not a mapping."""
        root: Node | None = None
        while (event := self.next_event()) is not None:
            if isinstance(event, yaml.NodeEvent):
                root = self.read_node(event, 0)
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                message = "a second YAML document starts here"
                self.refuse(Scalar(*self.place(event)), message, "keep one", "front-matter")
                raise _StopError
        if root is None:
            return Mapping(0, 0, self.line, 1, [], False)
        if isinstance(root, Mapping):
            return root
        if isinstance(root, Sequence) or root.style != "!":
            kind = "a list" if isinstance(root, Sequence) else "a text"
            self.refuse(root, f"the front matter is {kind}", "write key: value, one a line", "front-matter")
        return None

    def read_node(self, event: Any, depth: int) -> Node:
        """Read the node that starts with an event."""
        place = self.place(event)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(*place, event.value, event.style or "")
        elif isinstance(event, yaml.AliasEvent):
            if self.lenient and _is_flat(found := self.anchors.get(event.anchor or "")):
                return found
            message = f'"{self.word_at(place[0])}" would repeat another value'
            return self.refuse(Scalar(*place), message, "put the value in quotes", "yaml-alias")
        elif depth == MAX_DEPTH:
            self.refuse(Scalar(*place), *DEEP, "yaml-depth")
            raise _StopError
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence(*place, [], bool(event.flow_style))
            while not isinstance(inner := self.next_event(), yaml.SequenceEndEvent):
                node.items.append(self.read_node(inner, depth + 1))
            node.end = _end_of(inner, node, node.items[-1] if node.items else None)
        else:
            node = self.read_mapping(Mapping(*place, [], bool(event.flow_style)), depth + 1)
        if self.lenient and event.anchor is not None:
            self.anchors[event.anchor] = node
        if self.lenient or (event.anchor is None and event.tag is None):
            return node
        word = self.word_at(place[0])
        kind = "a tag" if word.startswith("!") else "an anchor"
        return self.refuse(node, f'"{word}" is {kind} of YAML', "put the value in quotes", "yaml-property")

    def read_mapping(self, node: Mapping, depth: int) -> Mapping:
        """Read the pairs of a mapping."""
        first: dict[str, Scalar] = {}
        while not isinstance(event := self.next_event(), yaml.MappingEndEvent):
            key = self.read_node(event, depth)
            if self.lenient and isinstance(key, Scalar):
                self.replace_pair(node, key, self.read_node(self.next_event(), depth))
                continue
            key = self.check_key(key, first)
            value = self.read_node(self.next_event(), depth)
            if key.style != "!":
                node.pairs.append((key, value))
        node.end = _end_of(event, node, node.pairs[-1][1] if node.pairs else None)
        return node

    def replace_pair(self, node: Mapping, key: Scalar, value: Node) -> None:
        """Add a pair in place of one with the same key; report it if a value is lost."""
        for at, (twin, old) in enumerate(node.pairs):
            if twin.value == key.value:
                del node.pairs[at]
                if not _is_empty(old) and to_python(old) != to_python(value):
                    message = f'"{key.value}" occurs twice, here and at {twin.line}:{twin.column}'
                    self.refuse(key, message, "keep one; the last counts", "duplicate-key")
                break
        node.pairs.append((key, value))

    def check_key(self, key: Node, first: dict[str, Scalar]) -> Scalar:
        """Refuse a key that is not a text or occurs twice; `first` holds the keys before it."""
        if not isinstance(key, Scalar):
            message = "a list or mapping is where a key should be"
            return self.refuse(key, message, "put the text in quotes", "yaml-key")
        twin = first.setdefault(key.value, key)
        if twin is key or key.style == "!":
            return key
        message = f'"{key.value}" occurs twice, here and at {twin.line}:{twin.column}'
        return self.refuse(key, message, "keep one", "duplicate-key")

    def place(self, event: Any) -> tuple[int, int, int, int]:
        """Return offsets, line and column of an event."""
        mark = event.start_mark
        return mark.index, event.end_mark.index, self.line + mark.line, mark.column + 1

    def word_at(self, offset: int) -> str:
        """Return the first word of the node at an offset."""
        return re.split(r"[\s,\[\]{}]", self.text[offset : offset + 60], maxsplit=1)[0]

    def refuse(self, node: Node, message: str, expected: str, code: str) -> Scalar:
        """Report a problem; return an empty node to replace the refused one."""
        self.problems.append(Problem(self.file, node.line, node.column, message, expected, code))
        return Scalar(node.start, node.end, node.line, node.column, "", "!")


def _is_flat(node: Node | None) -> TypeGuard[Node]:
    """True for a text or a list of texts."""
    items = node.items if isinstance(node, Sequence) else [node]
    return all(isinstance(item, Scalar) for item in items)


def _is_empty(node: Node) -> bool:
    return node.is_nothing if isinstance(node, Scalar) else not to_python(node)


def _end_of(event: Any, node: Sequence | Mapping, last: Node | None) -> int:
    """Return the end of a list or mapping; without brackets it is the end of the last child, not the start of the next key."""
    if node.flow:
        return int(event.end_mark.index)
    return last.end if last else node.start


def explain_syntax_error(error: yaml.MarkedYAMLError, text: str, file: str, line: int) -> Problem:
    """Explain an error of libyaml's or PyYAML's parser in plain words, with its place; `text` starts on a line of the file."""
    words = f"{error.context}: {error.problem}"
    mark = error.problem_mark or error.context_mark
    found = [ours for theirs, ours in _WHERE_FOUND.items() if theirs in words]
    begun = [ours for theirs, ours in _WHERE_BEGUN.items() if theirs in words]
    if begun and not found:
        mark = error.context_mark or mark
    index = mark.index if mark else 0
    message, expected = (*found, *begun, (str(error.problem), "write key: value"))[0]
    if "cannot start any token" in words or "node content" in words:
        start = text[index : index + 1]
        message, expected = (
            (f'a value cannot start with "{start}"', "put it in quotes") if start != "\t" else _TAB
        )
    elif found == [_DEPTH] and text[text.rfind("\n", 0, index) + 1 : index].strip():
        message, expected = _AFTER
    elif found == [_SECOND_COLON] and _INDENTED.fullmatch(text[text.rfind("\n", 0, index) + 1 : index]):
        message, expected = _DEEPER
    at = (line + mark.line, mark.column + 1) if mark else (line, 1)
    return Problem(file, *at, message, expected, "yaml")
