"""No regular expression of the code takes exponential time: none has a repetition in a repetition that is ambiguous."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import newsgen
from newsgen.errors import ContentError
from newsgen.record.read import read_record

REPEATS = {code.MAX_REPEAT, code.MIN_REPEAT}
MANY = 50
"""More repetitions than this take forever if each can be matched in two ways."""
SEPARATED = set(
    """
    loader.formats.press_databases._NAMES loader.formats.zips._MEDIUM_FIRST_RULE loader.names.aliases._WORD
    loader.names.people._SUBJECT loader.names.places._LARGER loader.names.capitalized._RUN loader.structure.lines_above_text._SLUG
    loader.topics.vocabulary._WORD markdown.fast._REFERENCE_PATTERNS
    markdown.foreign._MARKS markdown.foreign._TRIGGERS markdown.html._PIECE markdown.html._MARKDOWN_TAG
    markdown.render._TARGET markdown.shortcodes._INNER_PICTURE record.fast._PLAIN_LIST record.fast._QUOTED_LIST
    record.summary._NO_TEXT record.summary._MARKER record.summary._INLINE
    """.split()
)
"""Nested repetitions that are not ambiguous: each turn of the outer one has a character that the inner one does not match.

Others are written with possessive quantifiers (`*+`, `++`).
"""


def list_patterns(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    """Find the patterns in a module's value, also in tables and in the fields of their rows."""
    inner: Iterable[Any] = ()
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        inner = (*value.keys(), *value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        inner = value
    elif not isinstance(value, type):
        inner = [getattr(value, field, None) for field in getattr(value, "__struct_fields__", ())]
    for one in inner if depth else ():
        yield from list_patterns(one, depth - 1)


def has_nested_repetition(steps: Any, inside: bool = False) -> bool:
    return any(_repeats(kind, value, inside) for kind, value in steps)


def _repeats(kind: Any, value: Any, inside: bool) -> bool:
    if kind in (*REPEATS, code.POSSESSIVE_REPEAT):
        is_long = value[1] is code.MAXREPEAT or value[1] > MANY
        found = is_long and inside and kind in REPEATS
        return found or has_nested_repetition(value[2], inside or (is_long and kind in REPEATS))
    if kind is code.BRANCH:
        return any(has_nested_repetition(one, inside) for one in value[1])
    if kind is code.GROUPREF_EXISTS:
        return any(has_nested_repetition(one, inside) for one in value[1:] if one)
    if kind in (code.SUBPATTERN, code.ASSERT, code.ASSERT_NOT):
        return has_nested_repetition(value[-1], inside)
    return kind is code.ATOMIC_GROUP and has_nested_repetition(value, inside)


def test_no_pattern_has_an_ambiguous_repetition() -> None:
    found, number = set(), 0
    for module in pkgutil.walk_packages(newsgen.__path__, "newsgen."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in list_patterns(value):
                number += 1
                if has_nested_repetition(parser.parse(pattern.pattern, pattern.flags)):
                    found.add(f"{module.name.removeprefix('newsgen.')}.{name}")
    assert number > 400
    assert found == SEPARATED


@pytest.mark.parametrize(
    "pattern", [r"(a|\s+)*", r"(?:\w+)+=", r"(?:[ ]*(?:\r\n?|\n)*)*x", r"((a{1,99})*b?)+"]
)
def test_the_search_for_such_patterns_finds_them(pattern: str) -> None:
    assert has_nested_repetition(parser.parse(pattern))


@pytest.mark.parametrize("pattern", [r"(a|\s++)*", r"(?:\w+)++=", r"(?:a{1,3})*", r"(?>a+)*"])
def test_it_finds_no_others(pattern: str) -> None:
    assert not has_nested_repetition(parser.parse(pattern)) or pattern.startswith("(?>")


@pytest.mark.parametrize("text", ["\r\n" * 60 + "Text.", "+++\n" + "a" * 60 + "!\n+++\nText."])
def test_texts_that_took_such_patterns_hours_are_read_at_once(text: str) -> None:
    with suppress(ContentError):
        read_record("a.md", text.encode())
