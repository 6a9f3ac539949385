"""The plain forms of front matter, as patterns; each is tried at one place."""

from __future__ import annotations

import re

_WORD = r"[^\W_](?:[^\n,:#?\[\]{}]*[^\s,:#?\[\]{}])?"
_LINE = r"[^\W_](?:[^\n:#]++|:(?=\S)|(?<=\S)#)*+(?<! )(?=\n)"
_TRIM = r"\"[^\"\\\n ](?:[^\"\\\n]*[^\"\\\n ])?\""
_PART = rf"(?>\"[^\"\\\n]*\"|{_WORD})"

ENTRY = re.compile(
    rf"( *)({_WORD}):(?:(?=\n| +#[^\n]*\n)"
    rf"| (?:(?:\"([^\"\\\n]*)\"|({_LINE})|\[((?:{_PART}(?:, {_PART})*)?)\])\n)?)"
)
"""Indentation and key, to the value's first sign. Where the value is a text on the same line, in quotes or without, or
a list of such in brackets, it is found with the end of its line; the last group is the text, or what the brackets hold."""
IN_QUOTES, WITHOUT_QUOTES = 3, 4
"""Groups of `ENTRY`; before them are those of the key, after them that of a list."""

EMPTY = re.compile(r"(?: +#[^\n]*)?\n")
ITEM = re.compile(r"( *)- (?! )")
QUOTED = re.compile(r"\"([^\"\\\n]*)\"|'((?:[^'\n]|'')*)'")
PLAIN = re.compile(_LINE)
FLOW_PLAIN = re.compile(_WORD)
PLAIN_LIST = re.compile(rf"\[{_WORD}(?:, {_WORD})*\]")
QUOTED_LIST = re.compile(rf"\[{_TRIM}(?:, {_TRIM})*\]")
"""Lists of which no text needs a look: all are without quotes, or in double quotes without spaces at their ends."""
LISTED = re.compile(_PART)
GAP = re.compile(r" *")
