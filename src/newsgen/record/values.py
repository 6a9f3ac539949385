"""Front matter as nodes with positions, and functions that read and check the values of nodes."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import msgspec

from newsgen.errors import Problem, suggest_name
from newsgen.model import PartialDate, Status

CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]"
"""Pattern of the characters that XML 1.0 §2.2 and HTML ("control", "noncharacter") forbid in a page."""
NOTHING = ("", "~", "null")
"""Texts without quotes that mean no value."""

_SPACE = re.compile(r"[ \t\r\n]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_NOT_IN_SLUG = re.compile(r"[^\w.~%-]")
_TRUE = frozenset({"true", "yes", "on", "y", "1"})
_FALSE = frozenset({"false", "no", "off", "n", "0"})
_STATUS: dict[str, Status] = {
    **{"published": "published", "publish": "published", "public": "published", "withdrawn": "withdrawn"},
    **dict.fromkeys(("draft", "private", "hidden", "pending"), "draft"),
    **dict.fromkeys(("complete", "completed", "done", "final", "finished", "live"), "published"),
}
MAX_SLUG = 200
"""Longest slug, in characters, that front matter may state."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(r"https?://[^\s/?#\\]+[^\s\\<>\"]*", re.IGNORECASE)

DATE_EXPECTED = "write YYYY-MM-DD, YYYY-MM or YYYY"
"""What to write instead of a wrong date."""

_TIME_EXPECTED = "write e.g. 2023-11-22T09:30:00+09:00"

_CLOCK = r"(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?"
_HALF = r"(?P<half>[ap])\.?m\.?(?![a-z])"
_ZONE = r"(?P<zone>(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]+)(?:\s+[A-Za-z]{1,5})?(?:\s*\([^()]*\))?"
_TIME = rf"(?:(?:,?\s+(?:at\s+)?|\s*T\s*){_CLOCK}\s*(?:{_HALF})?\s*(?:{_ZONE})?)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_FORMS = tuple(
    f"(?ai){form}{_TIME}"
    for form in (
        r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?:(?P=sep)(?P<d>\d{1,2}))?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        _WEEKDAY + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<name>[a-z]{3,9})\.?,?\s+(?P<y>\d{4})",
        _WEEKDAY + r"(?P<name>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})",
        r"(?P<d>1[3-9]|2\d|3[01])[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})",
        r"(?P<m>\d{1,2})[-/.](?P<d>1[3-9]|2\d|3[01])[-/.](?P<y>\d{4})",
    )
)
"""Patterns of other dates; they are compiled when the first such date occurs, because most archives have none."""
_MONTHS = "january february march april may june july august september october november december".split()
_SLASHED = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", re.ASCII)
_UTC = frozenset({"z", "utc", "gmt"})
NAME_PARTS = ("name", "display_name", "full_name")
"""Keys of a mapping that hold a name, e.g. of an author."""


class Scalar(msgspec.Struct, gc=False):
    """A text or nothing."""

    start: int
    """Offset of the first character in the front matter."""
    end: int
    """Offset after the last character."""
    line: int
    """Line of the file, from 1."""
    column: int
    """Column, from 1."""
    value: str = ""
    style: str = ""
    """'' means plain, ' and " quoted, | and > a block; '!' marks a refused node, which has no value."""

    @property
    def is_nothing(self) -> bool:
        """True for an empty value, `~` or `null` without quotes."""
        return self.style == "!" or (self.style == "" and self.value in NOTHING)


class Sequence(msgspec.Struct, gc=False):
    """A list; positions as in Scalar."""

    start: int
    end: int
    line: int
    column: int
    items: list[Scalar | Sequence | Mapping]
    flow: bool
    """True if written in brackets."""


class Mapping(msgspec.Struct, gc=False):
    """Keys and their values in order; positions as in Scalar."""

    start: int
    end: int
    line: int
    column: int
    pairs: list[tuple[Scalar, Scalar | Sequence | Mapping]]
    flow: bool
    """True if written in braces."""


Node = Scalar | Sequence | Mapping
"""A value in front matter."""


def to_python(node: Node) -> Any:
    """Return a node's value as str, list and dict."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [to_python(item) for item in node.items]
    return {key.value: to_python(value) for key, value in node.pairs}


class ReadProblems(msgspec.Struct):
    """The problems and unknown keys that are found while a record is read."""

    file: str
    problems: list[Problem] = []
    unknown: list[str] = []

    def refuse(self, node: Node, message: str, expected: str, code: str = "front-matter-value") -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(self.file, node.line, node.column, message, expected, code))


def describe_node(node: Node) -> str:
    """Describe a node's kind, for messages."""
    return "a list" if isinstance(node, Sequence) else "a mapping" if isinstance(node, Mapping) else "a text"


def quote_for_message(text: str) -> str:
    """Quote a text, cut to 60 characters, for messages."""
    return f'"{text if len(text) <= 60 else text[:59] + "…"}"'


def read_text(notes: ReadProblems, key: str, node: Node, expected: str = "write a text") -> str | None:
    """Read a text as one line, with single spaces; None if there is no value."""
    if not isinstance(node, Scalar):
        notes.refuse(node, f"{key} is {describe_node(node)}", expected)
        return None
    value, style = node.value, node.style
    if style == "!" or (not style and value in NOTHING):
        return None
    if value.isprintable() and "  " not in value and (not style or value == value.strip(" ")):
        return value
    if style or "\n" in value or "\t" in value or "  " in value:
        value = _SPACE.sub(" ", value).strip(" ")
        found = re.search(CONTROL, value)
        if found:
            notes.refuse(node, f"{key} contains the control character U+{ord(found[0]):04X}", "delete it")
            return None
    return value


def read_names(notes: ReadProblems, key: str, node: Node, *, commas: bool = False) -> tuple[str, ...] | None:
    """Read a list of names without duplicates. A single name is read as a list, a mapping as its `name`.

    With `commas`, commas separate names in a single text.
    """
    found: dict[str, None] = {}
    if isinstance(node, Scalar):
        single = read_text(notes, key, node)
        if single is None:
            return None
        parts = single.split(",") if commas else [single]
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    for item in list_items(node, nested=commas):
        name = get_name_node(item) if isinstance(item, Mapping) else item
        if isinstance(name, Scalar):
            if value := read_text(notes, key, name):
                found[value] = None
        else:
            verb = "is" if item is node else "holds"
            notes.refuse(name, f"{key} {verb} {describe_node(name)}", "write a list of names")
    return tuple(found)


def list_items(node: Node, *, nested: bool = False) -> list[Node]:
    """List the items of a list, or the only value; `nested` adds those of lists inside it, as in Hexo's categories."""
    if not isinstance(node, Sequence):
        return [node]
    if not nested:
        return [*node.items]
    return [part for item in node.items for part in list_items(item, nested=True)]


def get_name_node(node: Mapping) -> Node:
    """Find the name in a mapping; the mapping if it has none."""
    parts = {part.value: value for part, value in node.pairs}
    return next((parts[key] for key in NAME_PARTS if key in parts), node)


def read_date(notes: ReadProblems, key: str, node: Node) -> PartialDate | None:
    """Read a date."""
    value = read_text(notes, key, node, DATE_EXPECTED)
    if not value:
        return None
    try:
        return parse_date(value)
    except ValueError as error:
        found, expected = error.args
        notes.refuse(node, f"{key} {quote_for_message(value)} {found}", expected, "bad-date")
        return None


def read_flag(notes: ReadProblems, key: str, node: Node) -> bool | None:
    """Read true or false, also as yes, no, on, off and other words of YAML."""
    value = read_text(notes, key, node)
    word = (value or "").lower()
    if not word:
        return None
    if word not in _TRUE and word not in _FALSE:
        notes.refuse(node, f"{key} is {quote_for_message(value or '')}", "write true or false")
        return None
    return word in _TRUE


def is_flag(node: Node) -> bool:
    """True if the node is a word for true or false."""
    return isinstance(node, Scalar) and node.value.lower() in _TRUE | _FALSE


def read_status(notes: ReadProblems, key: str, node: Node) -> Status | None:
    """Read a status, also in the words of WordPress and Pelican."""
    value = read_text(notes, key, node)
    if not value:
        return None
    found = _STATUS.get(value.lower())
    if found is None:
        words = "published", "draft", "withdrawn"
        remedy = suggest_name(value.lower(), words, "write published, draft or withdrawn")
        notes.refuse(node, f"{key} {quote_for_message(value)} is unknown", remedy, "bad-status")
    return found


def read_slug(notes: ReadProblems, key: str, node: Node) -> str | None:
    """Read a slug."""
    value = read_text(notes, key, node)
    if not value:
        return None
    bad = _NOT_IN_SLUG.search(value)
    if bad or not value.strip("."):
        fault = "is not a name"
        if bad:
            fault = f"contains {'a space' if bad[0] == ' ' else quote_for_message(bad[0])}"
        message = f"{key} {quote_for_message(value)} {fault}"
        notes.refuse(node, message, "write letters, digits and -", "bad-slug")
        return None
    if len(value) > MAX_SLUG:
        notes.refuse(node, f"{key} has {len(value)} characters", f"write {MAX_SLUG} at most", "bad-slug")
        return None
    return value


def read_language(notes: ReadProblems, key: str, node: Node) -> str | None:
    """Read a language tag (BCP 47), also from a locale such as en_US.UTF-8."""
    value = read_text(notes, key, node)
    if not value:
        return None
    tag = value.partition(".")[0].replace("_", "-")
    if not _TAG.fullmatch(tag):
        message = f"{key} {quote_for_message(value)} is not a language tag"
        notes.refuse(node, message, "write e.g. en, ja or pt-BR", "bad-language")
        return None
    return tag


def read_path_text(notes: ReadProblems, key: str, node: Node) -> str | None:
    """Read a path or address: a text on one line, with all its spaces."""
    value = read_text(notes, key, node)
    if not value or not isinstance(node, Scalar) or value == node.value:
        return value
    if re.search(r"[\t\r\n]", node.value):
        notes.refuse(node, f"{key} contains a tab or a line break", "write it on one line")
        return None
    return node.value


def read_url(notes: ReadProblems, key: str, node: Node, *, relative: bool = False) -> str | None:
    """Read an http(s) URL or, if `relative`, a path; refuse other schemes, control characters and white space."""
    value = (read_path_text(notes, key, node) or "").strip()
    if not value:
        return None
    if _SCHEME.match(value) or not relative or value.startswith(("//", "\\")):
        try:
            host = urlsplit(value).hostname
        except ValueError:
            host = None
        if not _WEB.fullmatch(value) or not host:
            wanted = "write an address with https:// or http://" + (", or a path" if relative else "")
            notes.refuse(node, f"{key} {quote_for_message(value)} is not a web address", wanted, "bad-url")
            return None
    elif "\\" in value:
        notes.refuse(node, f"{key} {quote_for_message(value)} contains a backslash", "write /", "bad-url")
        return None
    return value


def parse_date(text: str) -> PartialDate:
    """Read a date in ISO 8601, in the formats of Hugo, Jekyll and JavaScript, or with an English month name.

    '2013-04-22 10:00:00 -0400', '2013-4-2', '2023/11/22', '20231122', 'Jul 08 2022', '8 July 2022', RFC 5322's
    'Mon, 22 Apr 2013 10:00:00 GMT', Go's '2013-04-22 10:00:00 +0000 UTC' and '22.11.2023', in which only one number
    can be the month, are read; fractions of a second are dropped.

    Raises:
        ValueError: two arguments: what is wrong, to be written after the quoted text, and what to write instead.
    """
    try:
        return PartialDate.parse(text)
    except ValueError:
        pass
    match = next((found for form in _FORMS if (found := re.fullmatch(form, text))), None)
    if match is None:
        fault = "may be read in two ways" if _SLASHED.match(text) else "is not a date"
        raise ValueError(fault, DATE_EXPECTED)
    parts = match.groupdict()
    day = f"{parts['y']}-{_month_number(parts):0>2}" + (f"-{parts['d']:0>2}" if parts["d"] else "")
    try:
        date = PartialDate.parse(day)
    except ValueError:
        raise ValueError("is not a day of the calendar", "write YYYY-MM-DD") from None
    return _add_time(day, parts) if parts["h"] else date


def _month_number(parts: dict[str, str | None]) -> str:
    """Find the month's number, as written or from at least three letters of its English name."""
    name = (parts.get("name") or "").lower()
    if not name:
        return parts["m"] or ""
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name) or name == "sept" == month[:4]:
            return str(number)
    raise ValueError("is not a date", DATE_EXPECTED)


def _add_time(day: str, parts: dict[str, str | None]) -> PartialDate:
    zone, hour = re.sub("(?i)^(?:utc|gmt)(?=[+-])", "", parts["zone"] or ""), parts["h"]
    if parts["half"] and hour:
        hour = str(int(hour) % 12 + (12 if parts["half"].lower() == "p" else 0))
    if zone.lower() in _UTC:
        zone = "Z"
    elif zone.isalpha():
        raise ValueError(f"has the time zone {zone}, which means several", _TIME_EXPECTED)
    elif zone:
        hours, minutes = zone[1:].replace(":", ""), ""
        if len(hours) > 2:
            hours, minutes = hours[:-2], hours[-2:]
        zone = f"{zone[0]}{hours:0>2}:{minutes:0>2}"
    try:
        return PartialDate.parse(f"{day}T{hour:0>2}:{parts['min']}:{parts['s'] or '00'}{zone}")
    except ValueError:
        raise ValueError("has no such time of day", _TIME_EXPECTED) from None
