"""names.toml edited in place: a name becomes another one, its old spelling a spelling of that."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence

from newsgen.errors import ContentError, Problem
from newsgen.loader.inference.name_aliases import read_aliases

FILE = "names.toml"
_HEAD = re.compile(r"\s*\[\s*([\w\"']+)\s*\]")


def renamed_in_table(text: str, kind: str, old: Sequence[str], new: str) -> str:
    """Rename those of `old` that are names of the table; all other lines stay as they are.

    Their spellings, and they themselves, become spellings of `new`, so that texts loaded later are spelt alike.

    Args:
        text: of names.toml.
        kind: its table: people, organizations or places.

    Raises:
        ContentError: the table is written in a way that cannot be edited.
    """
    table: dict[str, str | list[str]] = tomllib.loads(text).get(kind, {})
    names = [name for name in (*old, new) if name in table]
    if not set(names) & set(old) - {new}:
        return text
    spellings = [name for name in old if name != new]
    for name in names:
        value = table[name]
        spellings += [value] if isinstance(value, str) else value
    listed = [name for name in dict.fromkeys(spellings) if name != new]
    lines = text.splitlines(keepends=True)
    keep = new if new in names else names[0]
    for name in names:
        start, end = _entry(lines, kind, name)
        ending = "\r\n" if lines[start].endswith("\r\n") else "\n"
        written = f"{_quoted(new)} = [{', '.join(map(_quoted, listed))}]{ending}"
        lines[start:end] = [written] if name == keep else []
    after = "".join(lines)
    expected = getattr(read_aliases(text, FILE), kind) | dict.fromkeys([*listed, new], new)
    if getattr(read_aliases(after, FILE), kind) != expected:
        raise _stuck(new)
    return after


def _entry(lines: Sequence[str], kind: str, name: str) -> tuple[int, int]:
    """First line of an entry, and the one after its last."""
    here = ""
    keys = "|".join(re.escape(key) for key in (_quoted(name), f"'{name}'", name))
    for number, line in enumerate(lines):
        head = _HEAD.match(line)
        here = head[1].strip("\"'") if head else here
        if here == kind and re.match(rf"\s*(?:{keys})\s*=", line):
            for end in range(number + 1, len(lines) + 1):
                try:
                    tomllib.loads("".join(lines[number:end]))
                except tomllib.TOMLDecodeError:
                    continue
                return number, end
    raise _stuck(name)


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _stuck(name: str) -> ContentError:
    return ContentError(Problem(FILE, 0, 0, f'"{name}" cannot be edited in place', "edit the file by hand"))
