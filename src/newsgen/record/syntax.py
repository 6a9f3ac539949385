"""What PyYAML's complaints mean, in the words of someone who writes front matter."""

from __future__ import annotations

import re

import yaml

from newsgen.errors import Problem

MAX_DEPTH = 16
"""Deepest nesting of lists and mappings; newsgen's own keys need four levels."""

DEEP = f"more than {MAX_DEPTH} lists and mappings stand in each other", "write it flatter"
"""Message and expectation for what is nested deeper."""

_TAB = "a tab indents this line", "indent with spaces"
_INDENTED = re.compile(r"[ \t]+[\w-]+[ \t]*")
_QUOTE = "a quote that opens here is not closed", "close it on the same line"
_DEPTH = "this does not fit under the keys above", "indent it as they are, or put the value above in quotes"
_NO_KEY = "this line is no key: value", "write key: value, or close the front matter with ---"
_LIST = "the list [ that opens here is not closed", "close it with ], and put texts with , or ] in quotes"
_BRACES = "the { that opens here is not closed", "close it with }, and put texts with , or } in quotes"
_SECOND_COLON = "a second colon makes this a key inside a value", "put the value in quotes"
_DEEPER = "this line is indented, so it belongs to the value above", "indent it as the other keys are"
_AFTER = "this stands after the end of the value", "put the whole value in quotes"
_ESCAPE = "an unknown escape in double quotes", "write \\\\ for a backslash, or use single quotes"
_BESIDE = "a list item stands beside a value", "start the list on the next line"

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
"""Part of PyYAML's words, and message and expectation in ours; told where the parser met it."""

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
"""The same, told where the unfinished thing began."""


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str, line: int) -> Problem:
    """Say in plain words what the parser met, and where.

    Args:
        error: as libyaml's or PyYAML's own parser raises it.
        text: the front matter.
        file: for the message.
        line: on which line of the file `text` starts.
    """
    words = f"{error.context}: {error.problem}"
    mark = error.problem_mark or error.context_mark
    found = [ours for theirs, ours in _WHERE_FOUND.items() if theirs in words]
    begun = [ours for theirs, ours in _WHERE_BEGUN.items() if theirs in words]
    if begun and not found:
        mark = error.context_mark or mark
    index = mark.index if mark else 0
    message, expected = (*found, *begun, (str(error.problem), "write key: value"))[0]
    if "cannot start any token" in words or "node content" in words:
        message, expected = _bad_start(text[index : index + 1])
    elif found == [_DEPTH] and text[text.rfind("\n", 0, index) + 1 : index].strip():
        message, expected = _AFTER
    elif found == [_SECOND_COLON] and _INDENTED.fullmatch(text[text.rfind("\n", 0, index) + 1 : index]):
        message, expected = _DEEPER
    at = (line + mark.line, mark.column + 1) if mark else (line, 1)
    return Problem(file, *at, message, expected, "yaml")


def _bad_start(sign: str) -> tuple[str, str]:
    if sign == "\t":
        return _TAB
    return f'a value cannot start with "{sign}"', "put it in quotes"
