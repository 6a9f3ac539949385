"""The file topics.toml: its shape, and where in it something is wrong."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from newsgen.errors import ContentError, Problem

_TOP = {"language": str, "extend": bool, "relations": bool, "topic": list}
_KEYS = {"name": str, "phrases": list, "hints": list, "broader": str, "code": str, "language": str}
_WORDS = {str: "a text in quotes", bool: "true or false", list: "a list of texts in brackets"}
_CODE = re.compile(r"medtop:\d{8}")
_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")


class ParsedVocabulary(msgspec.Struct, frozen=True):
    """What a topics.toml states, checked."""

    topics: tuple[dict[str, Any], ...]
    """Each topic's keys with values of the right types."""
    language: str = "en"
    """Primary subtag of the phrases' language."""
    extend: bool = False
    """Whether the default topics hold as well; one of the same name is replaced."""
    relations: bool = True
    """Whether relations of two countries are topics too."""


def parse_vocabulary(text: str, file: str, default: Mapping[str, str]) -> ParsedVocabulary:
    """Read and check the text of a topics.toml.

    Args:
        text: the file's text.
        file: its path, for messages.
        default: the default's topics with their broader ones, known too where the file says `extend = true`.

    Raises:
        ContentError: all that is wrong, each at its line.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(_syntax(str(error), text, file)) from error
    finder = _Finder(file, text.splitlines())
    problems = list(_check_keys(data, _TOP, finder, 0))
    topics = data.get("topic", [])
    if not isinstance(topics, list) or not all(isinstance(topic, dict) for topic in topics):
        topics, problems = [], [problem for problem in problems if "'topic'" not in problem.message]
        problems.append(
            finder.problem(0, "topic", "'topic' is no list of tables", "head each topic with [[topic]]")
        )
    for number, topic in enumerate(topics, 1):
        problems += _check_topic(topic, finder, number)
    if not problems:
        problems = list(_check_tree(topics, finder, default if data.get("extend") else {}))
    if problems:
        raise ContentError(problems)
    return ParsedVocabulary(tuple(topics), **{key: value for key, value in data.items() if key != "topic"})


class _Finder(msgspec.Struct, frozen=True):
    """Finds where a key stands: topics are counted by their [[topic]] heads, 0 is what precedes them."""

    file: str
    lines: list[str]

    def problem(self, topic: int, key: str, message: str, expected: str) -> Problem:
        """A problem at a topic's key, or at its head where the key is not found."""
        at, column = 0, 0
        heads = 0
        for number, line in enumerate(self.lines, 1):
            heads += line.replace(" ", "").startswith("[[topic]]")
            if heads == topic and (at == 0 or re.match(rf"\s*['\"]?{re.escape(key)}['\"]?\s*=", line)):
                at, column = number, len(line) - len(line.lstrip()) + 1
                if "=" in line:
                    break
            if heads > topic:
                break
        return Problem(self.file, at, column, message, expected, "bad-topics")


def _syntax(message: str, text: str, file: str) -> Problem:
    """Turn tomllib's message, which ends in the place or in '(at end of document)', into a problem."""
    place = _AT.search(message)
    line, column = (int(place[1]), int(place[2])) if place else (len(text.splitlines()), 0)
    return Problem(file, line, column, f"no TOML: {message.partition(' (at ')[0]}", "", "bad-topics")


def _check_keys(
    table: dict[str, Any], known: Mapping[str, type], finder: _Finder, topic: int
) -> Iterator[Problem]:
    """Yield what is wrong with a table's keys and the types of their values."""
    for key, value in table.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"the keys are {', '.join(known)}"
            yield finder.problem(topic, key, f"unknown key '{key}'", hint)
        elif not isinstance(value, known[key]) or (
            isinstance(value, list)
            and topic
            and not all(isinstance(item, str) and item.strip() for item in value)
        ):
            yield finder.problem(topic, key, f"'{key}' has the wrong type", f"write {_WORDS[known[key]]}")


def _check_topic(topic: dict[str, Any], finder: _Finder, number: int) -> Iterator[Problem]:
    """Yield what is wrong with one topic by itself."""
    yield from _check_keys(topic, _KEYS, finder, number)
    if not str(topic.get("name", "")).strip():
        yield finder.problem(number, "name", "a topic has no name", 'write name = "…"')
    if not topic.get("phrases"):
        yield finder.problem(number, "phrases", "a topic has no phrases", 'write phrases = ["…"]')
    code = topic.get("code", "")
    if isinstance(code, str) and code and not _CODE.fullmatch(code):
        yield finder.problem(
            number, "code", f"code '{code}' is no Media Topic", "write medtop: and eight digits"
        )


def _check_tree(
    topics: list[dict[str, Any]], finder: _Finder, default: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield names given twice, broader topics that do not exist, and circles."""
    broader: dict[str, str] = dict(default)
    seen: set[str] = set()
    for number, topic in enumerate(topics, 1):
        if topic["name"] in seen:
            yield finder.problem(
                number, "name", f"topic '{topic['name']}' stands here a second time", "join the two"
            )
        seen.add(topic["name"])
        broader[topic["name"]] = topic.get("broader", "")
    for number, topic in enumerate(topics, 1):
        parent, path = topic.get("broader", ""), [topic["name"]]
        if parent and parent not in broader:
            near = difflib.get_close_matches(parent, broader, 1)
            hint = f"did you mean '{near[0]}'?" if near else "name a topic of this file"
            yield finder.problem(number, "broader", f"'{parent}' is no topic", hint)
        while parent and parent not in path:
            path.append(parent)
            parent = broader.get(parent, "")
        if parent == topic["name"]:
            circle = " → ".join([*path, parent])
            yield finder.problem(
                number, "broader", f"topics contain each other: {circle}", "take one 'broader' away"
            )
