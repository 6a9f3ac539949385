"""Plain text → Markdown that renders as that very text."""

from __future__ import annotations

import re

_INLINE = re.compile(
    r"""
      \\ | ` | \* | < | \|                                # active everywhere
    | _(?:(?<![^\W_]_) | (?![^\W_]))                      # inside a word it never opens emphasis
    | ~(?:(?=~) | (?<=~~))
    | &(?=\#|[A-Za-z][A-Za-z0-9]*;)                       # an entity
    | \[(?!(?!\^)[^\[\]]*\](?![(\[:]))                    # all but a bare '[word]', which is never a link
    """,
    re.VERBOSE,
)
"""Each alternative begins with its sign: so the signs are looked for, and nothing is tried at other places."""
_SIGNS = "\\`*<|_~&["
"""One of these is in all that `_INLINE` finds."""
_START = re.compile(
    r"""(?:
      (?P<number>\d{1,9})(?=[.)](?:[ \t]|$))
    | (?=\#{1,6}(?:[ \t]|$) | > | [-+](?:[ \t]|$) | -[-:| \t]*$ | :-[-:| \t]*$ | =+[ \t]*$ )
    )""",
    re.VERBOSE,
)


def escape(text: str) -> str:
    """Write plain text as Markdown that renders as that text, paragraph by paragraph and line by line.

    White space at the ends of lines is lost: Markdown would read four spaces as code and two as a break.

    Args:
        text: any text with '\\n' line ends; a blank line ends a paragraph.

    Source: CommonMark 0.31.2 §2.4 (every ASCII punctuation character may be escaped by a backslash).
    """
    return "\n".join(_escape_line(line.strip()) for line in text.split("\n"))


def _escape_line(line: str) -> str:
    """Escape one line without white space at its ends."""
    body = _INLINE.sub(r"\\\g<0>", line) if any(map(line.__contains__, _SIGNS)) else line
    if body[:1] == "\\":
        return body
    match = _START.match(body)
    return f"{match['number'] or ''}\\{body[match.end() :]}" if match else body
