"""What PyYAML's complaints mean, in the words of someone who writes front matter."""

from __future__ import annotations

import yaml

from newsgen.errors import Problem

MAX_DEPTH = 16
"""Deepest nesting of lists and mappings; newsgen's own keys need four levels."""

DEEP = f"more than {MAX_DEPTH} lists and mappings stand in each other", "write it flatter"
"""Message and expectation for what is nested deeper."""

_QUOTE = "a quote that opens here is not closed", "close it on the same line"
_INDENT = "this does not fit under the keys above", "indent it as they are, or put the value above in quotes"
_SIGN = "put the value in quotes"
_LIST = "close it with ], and put texts with , or ] in quotes"
_BRACES = "close it with }, and put texts with , or } in quotes"
_ESCAPE = "an unknown escape in double quotes", "write \\\\ for a backslash, or use single quotes"

_KNOWN: tuple[tuple[str, tuple[str, str], bool], ...] = (
    ("mapping values are not allowed", ("a second colon makes this a key inside a value", _SIGN), False),
    (
        "could not find expected ':'",
        ("this line is no key: value", "write key: value, or close the front matter with ---"),
        False,
    ),
    ("unexpected end of stream", _QUOTE, True),
    ("unexpected document", _QUOTE, True),
    ("',' or ']'", ("the list [ that opens here is not closed", _LIST), True),
    ("',' or '}'", ("the { that opens here is not closed", _BRACES), True),
    ("unknown escape character", _ESCAPE, False),
    (
        "sequence entries are not allowed",
        ("a list item stands beside a value", "start the list on the next line"),
        False,
    ),
    ("alphabetic or numeric character", ("& and * have a meaning of their own in YAML here", _SIGN), True),
    ("while scanning a tag", ("! has a meaning of its own in YAML here", _SIGN), True),
    ("did not find expected key", _INDENT, False),
    ("expected <block end>", _INDENT, False),
    (
        "did not find expected '-'",
        ("this does not fit under the list above", "indent it as its items are"),
        False,
    ),
    ("maximum nesting depth", DEEP, False),
)
"""Part of PyYAML's words; message and expectation; True if the place is where the unfinished thing began."""


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
    known = next(
        (row for row in _KNOWN if row[0] in words), ("", (str(error.problem), "write key: value"), False)
    )
    message, expected = known[1]
    if known[2] and error.context_mark:
        mark = error.context_mark
    index = mark.index if mark else 0
    if "cannot start any token" in words:
        message, expected = _bad_start(text[index : index + 1])
    at = (line + mark.line, mark.column + 1) if mark else (line, 1)
    return Problem(file, *at, message, expected, "yaml")


def _bad_start(sign: str) -> tuple[str, str]:
    if sign == "\t":
        return "a tab indents this line", "indent with spaces"
    return f'a value cannot start with "{sign}"', "put it in quotes"
