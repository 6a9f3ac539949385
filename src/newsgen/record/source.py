"""From bytes to text, front matter and body: strict about encoding, control characters and where the `---` stand."""

from __future__ import annotations

import re

import msgspec

from newsgen.errors import ContentError, Problem

_OPEN = re.compile(r"\ufeff?(?:[ \t]*(?:\r\n?|\n))*---[ \t]*(?:\r\n?|\n|\Z)")
_CLOSE = re.compile(r"(?<![^\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)")
_BLANK = re.compile(r"(?:[ \t]*(?:\r\n?|\n))*")
_BREAK = re.compile(r"\r\n?|\n")
_HEADING = re.compile(r"(?m)^#{1,6}[ \t]+(.+?)[ \t#]*$")
CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]"
"""Characters that neither XML 1.0 §2.2 nor HTML ("control", "noncharacter") lets a page hold, as a pattern."""
_CONTROL_FRONT = f"{CONTROL[:-1]}\u2028\u2029\ufeff]"
_CONTROL_BYTES = bytes((*range(9), 11, 12, *range(14, 32), 127))
_WIDE_CONTROL = {
    0xC2: re.compile(rb"\xc2[\x80-\x9f]"),
    0xEF: re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbb\xbf|\xbf[\xbe\xbf])"),
}
"""UTF-8 of the other control characters and of U+FEFF, by its first byte."""
_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


class Source(msgspec.Struct, frozen=True):
    """A record's text and where its parts are; offsets count characters of `text`."""

    text: str
    front: int
    """Where the front matter starts: after the line `---`."""
    front_line: int
    """The line on which it starts."""
    close: int
    """Where the closing line starts."""
    body: int
    """Where the body starts: its first line that is not blank."""


def decode(data: bytes, file: str) -> str:
    """Decode UTF-8, with or without a byte-order mark (which stays, as U+FEFF).

    Raises:
        ContentError: the position of the first byte that is not UTF-8.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            raise ContentError(Problem(file, 1, 1, f"the file is {name}", "save it as UTF-8", "encoding"))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = place(before, len(before))
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        raise ContentError(
            Problem(file, line, column, message, "save the file as UTF-8", "encoding")
        ) from None


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, both from 1; '\\n', '\\r\\n' and '\\r' end lines, a byte-order mark has no width."""
    head = text[:offset]
    breaks = list(_BREAK.finditer(head))
    start = breaks[-1].end() if breaks else int(head.startswith("\ufeff"))
    return len(breaks) + 1, offset - start + 1


def cut(text: str, file: str = "") -> Source:
    """Find front matter and body.

    Raises:
        ContentError: there is no front matter, it is not closed, or it is of a kind that is not read.
    """
    opening = _OPEN.match(text)
    if opening is None:
        raise ContentError(_no_front(text, file))
    closing = _closing(text, opening.end())
    line = _lines(text, opening.end())
    if closing is None:
        message = "the front matter that opens here is not closed"
        raise ContentError(
            Problem(file, line - 1, 1, message, "write --- on a line after its last key", "front-matter")
        )
    blank = _BLANK.match(text, closing.end())
    return Source(text, opening.end(), line, closing.start(), blank.end() if blank else closing.end())


def _closing(text: str, start: int) -> re.Match[str] | None:
    """The closing line; most often the first that starts with `---`, which `find` finds ten times faster."""
    at = text.find("\n---", start - 1)
    match = _CLOSE.match(text, at + 1) if at >= 0 else None
    if match is None or "\r" in text or text.find("\n...", start - 1, at) >= 0:
        return _CLOSE.search(text, start)
    return match


def body_of(source: Source) -> tuple[str, int]:
    """The body, its line ends as '\\n', without blank lines before it, and the line of the file it starts on."""
    body = source.text[source.body :]
    if "\r" in body:
        body = _BREAK.sub("\n", body)
    return ("" if body.isspace() else body), _lines(source.text, source.body)


def check_characters(source: Source, data: bytes, file: str) -> list[Problem]:
    """Find the control characters: the first in the front matter and the first in the body, with their number.

    Args:
        source: the record's parts.
        data: its bytes, in which most records are seen to hold none without a search of the text.
        file: for messages.
    """
    if not _has_control(data) and not _has_separator(source):
        return []
    problems = []
    text = source.text
    for pattern, start, end in (
        (_CONTROL_FRONT, source.front, source.close),
        (CONTROL, source.body, len(text)),
    ):
        compiled = re.compile(pattern)
        first = compiled.search(text, start, end)
        if first:
            more = sum(1 for _ in compiled.finditer(text, first.end(), end))
            message = f"control character U+{ord(first[0]):04X}" + (f" (and {more} more)" if more else "")
            problems.append(
                Problem(file, *place(text, first.start()), message, "delete it", "control-character")
            )
    return problems


def _has_control(data: bytes) -> bool:
    """True if a control character may stand in a record; a byte-order mark looks like one."""
    return len(data.translate(None, _CONTROL_BYTES)) < len(data) or any(
        lead in data and control.search(data) for lead, control in _WIDE_CONTROL.items()
    )


def _has_separator(source: Source) -> bool:
    """True if one of the line ends stands in front matter that only Unicode knows."""
    front = source.text[source.front : source.close]
    return not front.isascii() and ("\u2028" in front or "\u2029" in front)


def first_heading(body: str) -> str:
    """The text of a Markdown body's first ATX heading, '' without one: what a missing title may be."""
    found = _HEADING.search(body)
    return found[1] if found else ""


def _lines(text: str, offset: int) -> int:
    """The line, from 1, on which the character at `offset` stands."""
    if "\r" in text:
        return place(text, offset)[0]
    return text.count("\n", 0, offset) + 1


def _no_front(text: str, file: str) -> Problem:
    """Say why no front matter was found."""
    code = "front-matter"
    head = text.removeprefix("\ufeff").lstrip()
    if head.startswith("+++"):
        return Problem(
            file, 1, 1, "front matter in TOML (+++) is not read", "write it as YAML between lines ---", code
        )
    if not head:
        return Problem(file, 1, 1, "the file is empty", "begin it with three lines: ---, title: …, ---", code)
    heading = first_heading(text)
    title = f'"{heading}"' if heading and '"' not in heading else "…"
    return Problem(
        file, 1, 1, "there is no front matter", f"begin it with three lines: ---, title: {title}, ---", code
    )
