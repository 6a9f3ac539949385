"""Edit names.toml, which joins the spellings of a name; comments and all other lines stay.

The functions take its text and return the new one. They raise ContentError where a table cannot be edited in place.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Sequence

from newsgen.addresses import slugify_name
from newsgen.errors import ContentError, Problem
from newsgen.loader.names.aliases import read_aliases

FILE = "names.toml"
_HEAD = re.compile(r"\s*\[\s*([\w\"']+)\s*\]")
_TOKEN = re.compile(r'#[^\r\n]*|"(?:[^"\\\r\n]|\\.)*"|\'[^\'\r\n]*\'')
"""A comment or a string of TOML."""


def rename_in_names_file(text: str, kind: str, old: Sequence[str], new: str) -> str:
    """Rename the names of `old` in names.toml; other lines do not change.

    The old names and their spellings become spellings of `new`, so that the loader uses it for later texts.
    """
    table: dict[str, str | list[str]] = tomllib.loads(text).get(kind, {})
    names = [name for name in (*old, new) if name in table]
    if not set(names) & set(old) - {new}:
        return text
    spellings = list(old)
    for name in names:
        value = table[name]
        spellings += [value] if isinstance(value, str) else value
    listed = [name for name in dict.fromkeys(spellings) if name != new]
    lines = text.splitlines(keepends=True)
    keep = new if new in names else names[0]
    for name in names:
        start, end = _find_entry(lines, kind, name)
        ending = "\r\n" if lines[start].endswith("\r\n") else "\n"
        lines[start:end] = [format_names_file_line(new, listed) + ending] if name == keep else []
    after = "".join(lines)
    expected = getattr(read_aliases(text, FILE), kind) | dict.fromkeys([*listed, new], new)
    if getattr(read_aliases(after, FILE), kind) != expected:
        raise _not_editable(new)
    return after


def reject_name(text: str, kind: str, name: str) -> str:
    """Add a kind to those that a name is not, in [reject] of names.toml; other lines do not change.

    A line of the name in the table of that kind is deleted.
    """
    aliases = read_aliases(text, FILE)
    for one in dict.fromkeys(getattr(aliases, kind, {}).values()):
        if slugify_name(one) == slugify_name(name):
            text = _delete_entry(text, kind, one)
    if aliases.is_rejected(kind, name):
        return text
    kinds = (*aliases.rejected.get(name, ()), kind)
    if name in aliases.rejected:
        text = _delete_entry(text, "reject", name)
    return add_names_file_lines(text, [format_names_file_line(name, kinds)], "reject")


def admit_name(text: str, kind: str, name: str) -> str:
    """Delete a kind from those that a name is not, in [reject] of names.toml; other lines do not change."""
    for one, kinds in read_aliases(text, FILE).rejected.items():
        if kind in kinds and slugify_name(one) == slugify_name(name):
            text = _delete_entry(text, "reject", one)
            if left := [other for other in kinds if other != kind]:
                text = add_names_file_lines(text, [format_names_file_line(one, left)], "reject")
    return text


def add_spellings_to_names_file(text: str, kind: str, name: str, spellings: Sequence[str]) -> str:
    """Give a name a line with these spellings in its table of names.toml, or add them to its line."""
    table: dict[str, str | list[str]] = tomllib.loads(text).get(kind, {})
    value = table.get(name, [])
    listed = [value] if isinstance(value, str) else value
    wanted = list(dict.fromkeys([*listed, *(one for one in spellings if one != name)]))
    if name in table:
        if wanted == listed:
            return text
        text = _delete_entry(text, kind, name)
    return add_names_file_lines(text, [format_names_file_line(name, wanted)], kind)


def _delete_entry(text: str, kind: str, name: str) -> str:
    lines = text.splitlines(keepends=True)
    start, end = _find_entry(lines, kind, name)
    return "".join([*lines[:start], *lines[end:]])


def add_names_file_lines(text: str, lines: Sequence[str], table: str = "people") -> str:
    """Add lines at the start of a table of names.toml; a missing table is added at the end.

    Raises:
        ContentError: the table is written otherwise than below a line with its name.
    """
    found = text.splitlines(keepends=True)
    ending = "\r\n" if "\r\n" in text else "\n"
    for number, line in enumerate(found):
        if line.split("#")[0].strip().replace(" ", "") == f"[{table}]":
            head = line if line.endswith("\n") else line + ending
            return "".join([*found[:number], head, *(new + ending for new in lines), *found[number + 1 :]])
    if table in tomllib.loads(text):
        raise _not_editable(table)
    gap = "" if not text else ending if text.endswith("\n") else ending * 2
    return text + gap + ending.join([f"[{table}]", *lines]) + ending


def rewrite_names_file(text: str) -> str:
    """Write names.toml with a line for each name, for a table that cannot be edited in place; all comments come first."""
    lines = [token[0] for token in _TOKEN.finditer(text) if token[0].startswith("#")]
    for kind, table in tomllib.loads(text).items():
        lines += ["", f"[{kind}]"] if lines else [f"[{kind}]"]
        for name, value in table.items():
            lines.append(format_names_file_line(name, [value] if isinstance(value, str) else value))
    return "".join(f"{line}\n" for line in lines)


def format_names_file_line(name: str, spellings: Iterable[str]) -> str:
    """Write a line of names.toml."""
    return f"{_quote(name)} = [{', '.join(map(_quote, spellings))}]"


def _quote(name: str) -> str:
    """Write a TOML basic string, which has the escapes of JSON (TOML 1.0, String)."""
    return json.dumps(name, ensure_ascii=False)


def _find_entry(lines: Sequence[str], kind: str, name: str) -> tuple[int, int]:
    """Find the first line of an entry, and the one after its last."""
    table = ""
    keys = "|".join(re.escape(key) for key in (_quote(name), f"'{name}'", name))
    for number, line in enumerate(lines):
        head = _HEAD.match(line)
        table = head[1].strip("\"'") if head else table
        if table == kind and re.match(rf"\s*(?:{keys})\s*=", line):
            for end in range(number + 1, len(lines) + 1):
                try:
                    tomllib.loads("".join(lines[number:end]))
                except tomllib.TOMLDecodeError:
                    continue
                return number, end
    raise _not_editable(name)


def _not_editable(name: str) -> ContentError:
    return ContentError(Problem(FILE, 0, 0, f'"{name}" cannot be edited in place', "edit the file by hand"))
