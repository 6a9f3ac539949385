"""Where a key stands in the text of the settings; tomllib does not tell."""

from __future__ import annotations

import re

import msgspec

from newsgen.errors import Problem

_HEAD = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]")
_PAIR = re.compile(r"\s*([\w.\"' -]+?)\s*=")
_LOOSE = re.compile(r"[\s\"']")

_QUOTE = "a quote is not closed", "close it on the same line"
_TWICE = "this stands twice", "keep one"
_WORDS = {
    "Unterminated string": _QUOTE,
    "Illegal character '\\n'": _QUOTE,
    "Cannot overwrite": _TWICE,
    "Cannot declare": _TWICE,
    "Invalid value": ("no value begins here", "write a text in quotes, a number, true or false"),
    "Expected '='": ("this line is no key = value", 'write e.g. title = "Harbour Record"'),
    "Expected ']'": ("the [ of this section is not closed", "close it with ]"),
    "Expected newline": (
        "something stands after the value",
        "put a text in quotes, and one setting on a line",
    ),
    "Unescaped": ("a backslash stands in double quotes", "write it twice, or take single quotes"),
}
"""The beginning of tomllib's words, and message and expectation in ours."""

Place = tuple[int, int]
"""Line and column, from 1; zeros where unknown."""


def in_plain_words(complaint: str) -> tuple[str, str]:
    """What tomllib met, and what to write, for someone who does not know TOML."""
    for theirs, ours in _WORDS.items():
        if complaint.startswith(theirs):
            return ours
    return complaint, "see https://toml.io"


class SettingsText(msgspec.Struct, frozen=True):
    """The text of newsgen.toml, or of a pyproject.toml."""

    text: str
    file: str
    """Name for messages."""

    @property
    def prefix(self) -> str:
        """What stands before the names of sections: 'tool.newsgen.' in a pyproject.toml."""
        return "tool.newsgen." if self.file.rpartition("/")[2] == "pyproject.toml" else ""

    def section_place(self, name: str) -> Place:
        """Where a section begins, whichever way it is written."""
        return self.find(self.prefix.rstrip("."), name) or self.find(self.prefix + name) or (0, 0)

    def key_place(self, section: str, key: str) -> Place:
        """Where a key stands, else where its section begins."""
        return self.find(self.prefix + section, key) or self.section_place(section)

    def entry_place(self, name: str, number: int, key: str = "") -> Place:
        """Where an entry of an array of tables begins, or a key in it.

        Args:
            name: the array's.
            number: of the entry, from 0.
            key: of the entry; if it cannot be found, the entry's own place is given.
        """
        heads = [place for place, full, _ in self._keys() if full == self.prefix + name]
        if number >= len(heads):
            return heads[0] if heads else self.section_place(name)
        last = heads[number + 1] if number + 1 < len(heads) else (1 << 62, 0)
        wanted = f"{self.prefix}{name}.{key}"
        inside = (place for place, full, _ in self._keys() if full == wanted and heads[number] < place < last)
        return next(inside, heads[number])

    def find(self, section: str, key: str = "") -> Place | None:
        """Find a key in a section of that full name ('' for the top of the file), or the section's own head."""
        wanted = f"{section}.{key}" if key and section else key or section
        for place, full, is_head in self._keys():
            if full == wanted or (not is_head and full.startswith(f"{wanted}.")):
                return place
        return None

    def _keys(self) -> list[tuple[Place, str, bool]]:
        """Place and full name of each head and each key, and whether it is a head."""
        here, found = "", []
        for number, line in enumerate(self.text.split("\n"), 1):
            if head := _HEAD.match(line):
                here = _LOOSE.sub("", head[1])
                found.append(((number, line.index("[") + 1), here, True))
            elif pair := _PAIR.match(line):
                name = _LOOSE.sub("", pair[1])
                found.append(((number, pair.start(1) + 1), f"{here}.{name}" if here else name, False))
        return found

    def problem(self, place: Place, message: str, expected: str, code: str = "") -> Problem:
        """Say what is wrong at a place, and what to write."""
        return Problem(self.file, *place, message, expected, code)
