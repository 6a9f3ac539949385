"""Find front matter in a text: YAML, TOML, JSON, or lines `Key: value` as in Pelican, reStructuredText and Nikola."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.record.keys import find_field

Form = Literal["yaml", "toml", "json", "lines"]
"""Syntax of front matter."""

_BREAK = re.compile(r"\r\n?|\n")
_EOL = r"[ \t]*(?:\r\n?|\n|\Z)"
_LEAD = r"\ufeff?(?:[ \t]*+(?:\r\n?+|\n))*+"
_OPEN = re.compile(rf"{_LEAD}(?P<mark>---|\+\+\+)(?P<form>yaml|toml|json|js|javascript)?{_EOL}")
_CLOSE = {
    "---": re.compile(rf"(?<![^\r\n])(?:---|\.\.\.){_EOL}"),
    "+++": re.compile(rf"(?<![^\r\n])\+\+\+{_EOL}"),
}
_FIRST_KEY = re.compile(r"\s*[#\"'\[]?[\w.-][\w .-]{0,80}[\"'\]]?\s*[:=]")
"""What may be a key after the opening line."""
_OPEN_JSON = re.compile(rf"{_LEAD}(?=\{{\s*\"[^\"\r\n]*\"\s*:)")
_CLOSE_HEXO = re.compile(rf"(?<![^\r\n]);;;{_EOL}")
_OPEN_HEXO = re.compile(rf"{_LEAD}(?=\"[\w-]+\"\s*:)")
_OPEN_LINES = re.compile(rf"{_LEAD}(?:<!--{_EOL})?")
_LINE = re.compile(
    r"(?::(?P<field>[A-Za-z][\w .-]{0,40}):|\.\.[ \t]+(?P<mark>[A-Za-z][\w.-]{0,40}):|(?P<key>[A-Za-z][\w .-]{0,40}?)[ \t]*:)"
    r"(?:[ \t]+(?P<value>[^\r\n]*?))?[ \t]*(?P<end>\r\n?|\n|\Z)"
)
"""A line of Pelican ('Title: x'), of reStructuredText (':title: x') or of Nikola ('.. title: x')."""
_MORE = re.compile(r"[ \t]+(?P<value>[^\r\n]*?)[ \t]*(?:\r\n?|\n|\Z)")
_ANY_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_END_LINES = re.compile(rf"-->{_EOL}|{_EOL}")
_BLANK = re.compile(r"(?:[ \t]*+(?:\r\n?+|\n))*+")
_HEADING = re.compile(r"(?m)^#{1,6}[ \t]+(.+?)[ \t#]*$")


class TextParts(msgspec.Struct, frozen=True):
    """A record's text and the offsets of its parts, in characters."""

    text: str
    front: int
    """Start of the front matter: after the line `---`."""
    front_line: int
    """Line on which the front matter starts, from 1."""
    close: int
    """Start of the closing line."""
    body: int
    """Start of the body's first line that is not blank."""
    form: Form = "yaml"

    @property
    def front_matter(self) -> str:
        """The text between the lines `---`."""
        return self.text[self.front : self.close]


def split_front_matter(text: str, file: str = "") -> TextParts:
    """Find front matter and body; raise ContentError if there is no front matter, or it is not closed."""
    layout = find_front_matter(text, file)
    if layout is None:
        opening = _OPEN.match(text)
        raise ContentError(_not_closed(text, file, opening) if opening else _no_front(text, file))
    return layout


def find_front_matter(text: str, file: str = "") -> TextParts | None:
    """Find front matter and body; None if the text does not begin with front matter.

    Raises:
        ContentError: front matter is not closed, or is not JSON.
    """
    if opening := _OPEN.match(text):
        closing = _CLOSE[opening["mark"]].search(text, opening.end())
        if closing is None and not _FIRST_KEY.match(text, opening.end()):
            return None  # a rule above a text
        if closing is None:
            raise ContentError(_not_closed(text, file, opening))
        form = opening["form"] or ("yaml" if opening["mark"] == "---" else "toml")
        # An object of JavaScript is nearly always YAML.
        form = "yaml" if form.startswith("j") and form != "json" else form
        return _make_text_parts(text, opening.end(), closing.start(), closing.end(), form)
    if opening := _OPEN_JSON.match(text):
        return _find_json(text, file, opening.end())
    if (opening := _OPEN_HEXO.match(text)) and (closing := _CLOSE_HEXO.search(text, opening.end())):
        return _make_text_parts(text, opening.end(), closing.start(), closing.end(), "json")
    return _find_lines(text)


def _make_text_parts(text: str, front: int, close: int, end: int, form: str) -> TextParts:
    blank = _BLANK.match(text, end)
    known = msgspec.convert(form, Form)
    return TextParts(text, front, find_line_number(text, front), close, blank.end() if blank else end, known)


def _find_json(text: str, file: str, start: int) -> TextParts:
    """Find the end of a JSON object."""
    import json  # most records have YAML

    try:
        _, end = json.JSONDecoder(parse_int=str, strict=False).raw_decode(text, start)
    except json.JSONDecodeError as error:
        place = find_line_and_column(text, error.pos)
        message = f"front matter in JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        remedy = 'write {"key": "value"} with double quotes and commas'
        raise ContentError(Problem(file, *place, message, remedy, "front-matter")) from None
    except RecursionError:
        message, remedy = "front matter in JSON is nested too deep", "write it flatter"
        raise ContentError(Problem(file, 1, 1, message, remedy, "front-matter")) from None
    return _make_text_parts(text, start, end, end, "json")


def _find_lines(text: str) -> TextParts | None:
    """Find lines `Key: value` up to a blank line, one of them with the title; or YAML without a line `---` above it."""
    opening = _OPEN_LINES.match(text)
    start = opening.end() if opening else 0
    first = _LINE.match(text, start)
    if first is None:
        return None
    at, is_plain, has_title, closing = start, True, False, None
    while at < len(text):
        if closing := _CLOSE["---"].match(text, at):
            form = "yaml" if first["key"] else "lines"
            return _make_text_parts(text, start, at, closing.end(), form) if has_title else None
        if closing := _END_LINES.match(text, at):
            break
        line = _LINE.match(text, at)
        if line:
            has_title |= find_field(line["key"] or line["field"] or line["mark"]) == "title"
        else:
            is_plain = is_plain and _MORE.match(text, at) is not None
        found = line or _ANY_LINE.match(text, at)
        at = found.end() if found else len(text)
    end = closing.end() if closing else at
    return _make_text_parts(text, start, at, end, "lines") if is_plain and has_title else None


class HeaderLine(msgspec.Struct, frozen=True):
    """A line `Key: value`."""

    key: str
    key_start: int
    """Offset of the key in the text."""
    values: tuple[str, ...]
    """The value, and those of the indented lines that follow."""
    value_start: int
    """Offset of the first value."""


def read_header_lines(layout: TextParts) -> list[HeaderLine]:
    """Read the lines of front matter in the form 'lines'."""
    found: list[HeaderLine] = []
    at = layout.front
    while at < layout.close:
        if line := _LINE.match(layout.text, at):
            name = "key" if line["key"] else "field" if line["field"] else "mark"
            value = line["value"] or ""
            start = line.start("value") if line["value"] else line.start("end")
            found.append(HeaderLine(line[name], line.start(name), (value,) if value else (), start))
        elif (line := _MORE.match(layout.text, at)) and found:
            found[-1] = msgspec.structs.replace(found[-1], values=(*found[-1].values, line["value"]))
        at = line.end() if line and line.end() > at else layout.close
    return found


def find_line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return a character's line and column, from 1; '\\n', '\\r\\n' and '\\r' end lines, a byte-order mark has no width."""
    head = text[:offset]
    breaks = list(_BREAK.finditer(head))
    start = breaks[-1].end() if breaks else int(head.startswith("\ufeff"))
    return len(breaks) + 1, offset - start + 1


def find_line_number(text: str, offset: int) -> int:
    """Return the line of the character at `offset`, from 1."""
    if "\r" in text:
        return find_line_and_column(text, offset)[0]
    return text.count("\n", 0, offset) + 1


def normalize_line_ends(text: str) -> str:
    """End all lines with '\\n'."""
    return _BREAK.sub("\n", text) if "\r" in text else text


def _not_closed(text: str, file: str, opening: re.Match[str]) -> Problem:
    message = "the front matter that opens here is not closed"
    expected = f"write {opening['mark']} on a line after its last key"
    offset = opening.end()
    line = find_line_number(text, offset) - (text[offset - 1 : offset] in ("\n", "\r"))
    return Problem(file, line, 1, message, expected, "front-matter")


def _no_front(text: str, file: str) -> Problem:
    """Report why no front matter was found."""
    message = "there is no front matter" if text.removeprefix("\ufeff").strip() else "the file is empty"
    expected = f"begin it with three lines: ---, title: {find_first_heading(text) or '…'}, ---"
    return Problem(file, 1, 1, message, expected, "front-matter")


def find_first_heading(body: str) -> str:
    """Find the first ATX heading of a Markdown body, in quotes, to suggest it as the title; '' if there is none."""
    found = _HEADING.search(body)
    return f'"{found[1]}"' if found and '"' not in found[1] else ""
