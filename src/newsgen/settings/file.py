"""Read newsgen.toml, and report each mistake with its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec

from newsgen.errors import TOML_ERRORS, Problem, SettingsError, locate_toml_error, suggest_name
from newsgen.settings.values import CHECKS, SECTIONS, NavigationEntry, Settings, check_href

TYPES: dict[Any, str] = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    tuple[int, ...]: "whole numbers in brackets, e.g. [480, 960]",
    tuple[str, ...]: 'texts in brackets, e.g. ["days", "data"]',
    str | tuple[str, ...]: "a text in quotes, or several in brackets",
    bool | Literal["auto"]: 'true, false or "auto"',
}
_ENTRY = {"text": 'write e.g. text = "Contact"', "href": 'write e.g. href = "pages/contact.md"'}
"""Keys of a navigation entry, and what to write if they are missing."""
_HEAD = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]")
_PAIR = re.compile(r"\s*([\w.\"' -]+?)\s*=")
_LOOSE = re.compile(r"[\s\"']")

_QUOTE = "a quote is not closed", "close it on the same line"
_TWICE = "this occurs twice", "keep one"
_WORDS = {
    "Unterminated string": _QUOTE,
    "Illegal character '\\n'": _QUOTE,
    "Cannot overwrite": _TWICE,
    "Cannot declare": _TWICE,
    "Invalid value": ("no value begins here", "write a text in quotes, a number, true or false"),
    "Expected '='": ("this line is not key = value", 'write e.g. title = "Harbour Record"'),
    "Expected ']'": ("the [ of this section is not closed", "close it with ]"),
    "Expected newline": ("something follows the value", "put a text in quotes, and one setting on a line"),
    "Unescaped": ("a backslash is in double quotes", "write it twice, or take single quotes"),
}
"""For the beginning of each message of tomllib our message and what to write."""

Position = tuple[int, int]
"""Line and column, from 1; 0 if unknown."""


def read_settings(text: str, file: str) -> Settings:
    """Read the text of newsgen.toml, or of a pyproject.toml, where the settings are under [tool.newsgen].

    Raises:
        SettingsError: wrong syntax, unknown sections and keys, wrong types, impossible values.
    """
    source = SettingsText(text, file)
    problems: list[Problem] = []
    sections: dict[str, Any] = {}
    for name, table in _own_table(source, _parse_toml(source)).items():
        if name == "navigation":
            sections[name] = _read_navigation(source, table, problems)
        elif name not in SECTIONS:
            expected = _nearest(name, (*SECTIONS, "navigation"))
            message = f'there is no section "{name}"'
            if homes := [home for home, kind in SECTIONS.items() if name in kind.__struct_fields__]:
                message = f'"{name}" is in no section'
                expected = f"write it below [{source.prefix}{homes[0]}]"
            problems.append(source.problem(source.section_place(name), message, expected, "unknown-key"))
        elif not isinstance(table, dict):
            message = f'"{name}" is not a section'
            expected = f"write [{source.prefix}{name}] on a line of its own"
            problems.append(source.problem(source.section_place(name), message, expected))
        else:
            sections[name] = _read_section(source, name, table, problems)
    if problems:
        raise SettingsError(problems)
    return Settings(**sections)


def _parse_toml(source: SettingsText) -> dict[str, Any]:
    try:
        return tomllib.loads(source.text)
    except TOML_ERRORS as error:
        message, place = locate_toml_error(error, source.text)
        known = (ours for theirs, ours in _WORDS.items() if message.startswith(theirs))
        plain, remedy = next(known, (message, "see https://toml.io"))
        raise SettingsError(source.problem(place, f"not TOML: {plain}", remedy)) from None


def _own_table(source: SettingsText, document: dict[str, Any]) -> dict[str, Any]:
    """Find newsgen's part of the file."""
    if not source.prefix:
        return document
    tool = document.get("tool")
    own = tool.get("newsgen", {}) if isinstance(tool, dict) else {}
    if not isinstance(own, dict):
        at = source.find("tool", "newsgen") or (0, 0)
        expected = "write e.g. [tool.newsgen.site] on a line of its own"
        raise SettingsError(source.problem(at, '"tool.newsgen" is not a section', expected))
    return own


def _read_section(source: SettingsText, name: str, table: dict[str, Any], problems: list[Problem]) -> Any:
    """Read a section and check its keys and values; mistakes go to `problems`."""
    kind = SECTIONS[name]
    fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in fields:
            message = f'there is no setting "{key}" in [{source.prefix}{name}]'
            wrong = message, _nearest(key, fields), "unknown-key"
        elif not _fits(value, fields[key]):
            wrong = f"{key} is {_describe(value)}", f"write {TYPES[fields[key]]}", "wrong-type"
        elif (check := CHECKS.get(f"{name}.{key}")) and (complaint := check(value)):
            wrong = f"{key} {complaint[0]}", complaint[1], "bad-value"
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
            continue
        problems.append(source.problem(source.key_place(name, key), *wrong))
    return kind(**values)


def _read_navigation(
    source: SettingsText, entries: Any, problems: list[Problem]
) -> tuple[NavigationEntry, ...]:
    """Read the entries of [[navigation]]; mistakes go to `problems`."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        expected = f"write [[{source.prefix}navigation]] and below it text and href"
        message = f"navigation is {_describe(entries)}"
        problems.append(source.problem(source.section_place("navigation"), message, expected, "wrong-type"))
        return ()
    wrong = [
        problem for number, entry in enumerate(entries) for problem in _check_entry(source, number, entry)
    ]
    problems += wrong
    return () if wrong else tuple(NavigationEntry(entry["text"].strip(), entry["href"]) for entry in entries)


def _check_entry(source: SettingsText, number: int, entry: dict[str, Any]) -> Iterator[Problem]:
    """Find the mistakes in a navigation entry."""
    for key in entry:
        if key not in _ENTRY:
            at = source.entry_place("navigation", number, key)
            message = f'no key of the navigation is called "{key}"'
            yield source.problem(at, message, _nearest(key, _ENTRY), "unknown-key")
    for key, remedy in _ENTRY.items():
        at = source.entry_place("navigation", number, key)
        value = entry.get(key)
        if value is None:
            yield source.problem(at, f"this entry of the navigation has no {key}", remedy, "bad-value")
        elif not isinstance(value, str):
            yield source.problem(at, f"{key} is {_describe(value)}", f"write {TYPES[str]}", "wrong-type")
        elif not value.strip():
            yield source.problem(at, f"{key} is empty", remedy, "bad-value")
        elif key == "href" and (wrong := check_href(value)):
            yield source.problem(at, f"href {wrong[0]}", wrong[1], "bad-value")


def _fits(value: Any, kind: Any) -> bool:
    """True if a TOML value is of a setting's type."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _nearest(name: str, known: Iterable[str]) -> str:
    """Suggest the most similar key, or list all keys."""
    return suggest_name(name, known, f"known are: {', '.join(known)}")


def _describe(value: Any) -> str:
    """Describe a TOML value in a message."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, int | float):
        return str(value).lower()
    return "a table" if isinstance(value, dict) else f"a {type(value).__name__}"


class SettingsText(msgspec.Struct, frozen=True):
    """The text of newsgen.toml, or of a pyproject.toml."""

    text: str
    file: str
    """Name for messages."""

    @property
    def prefix(self) -> str:
        """Prefix of the names of sections: 'tool.newsgen.' in a pyproject.toml."""
        return "tool.newsgen." if self.file.rpartition("/")[2] == "pyproject.toml" else ""

    def section_place(self, name: str) -> Position:
        """Find the line and column at which a section begins, in any notation."""
        return self.find(self.prefix.rstrip("."), name) or self.find(self.prefix + name) or (0, 0)

    def key_place(self, section: str, key: str) -> Position:
        """Find the place of a key, or of its section if the key is not found."""
        return self.find(self.prefix + section, key) or self.section_place(section)

    def entry_place(self, name: str, number: int, key: str = "") -> Position:
        """Find the place of an entry of an array of tables, numbered from 0, or of a key in it if the entry has the key."""
        heads = [place for place, full, _ in self._keys() if full == self.prefix + name]
        if number >= len(heads):
            return heads[0] if heads else self.section_place(name)
        last = heads[number + 1] if number + 1 < len(heads) else (1 << 62, 0)
        wanted = f"{self.prefix}{name}.{key}"
        inside = (place for place, full, _ in self._keys() if full == wanted and heads[number] < place < last)
        return next(inside, heads[number])

    def find(self, section: str, key: str = "") -> Position | None:
        """Find a key in the section of that full name ('' for the top of the file), or without a key the section's head."""
        wanted = f"{section}.{key}" if key and section else key or section
        for place, full, is_head in self._keys():
            if full == wanted or (not is_head and full.startswith(f"{wanted}.")):
                return place
        return None

    def _keys(self) -> list[tuple[Position, str, bool]]:
        """List each head and key with its place, its full name, and whether it is a head."""
        here, found = "", []
        for number, line in enumerate(self.text.split("\n"), 1):
            if head := _HEAD.match(line):
                here = _LOOSE.sub("", head[1])
                found.append(((number, line.index("[") + 1), here, True))
            elif pair := _PAIR.match(line):
                name = _LOOSE.sub("", pair[1])
                found.append(((number, pair.start(1) + 1), f"{here}.{name}" if here else name, False))
        return found

    def problem(self, place: Position, message: str, expected: str, code: str = "") -> Problem:
        """Make a problem of the file."""
        return Problem(self.file, *place, message, expected, code)
