"""From nodes to simple values, each checked for what its field may hold."""

from __future__ import annotations

import re

import msgspec

from newsgen.errors import Problem
from newsgen.model import PartialDate, Status
from newsgen.record.dates import EXPECTED, parse_date
from newsgen.record.nodes import NOTHING, Mapping, Node, Scalar, Sequence
from newsgen.record.source import CONTROL

_SPACE = re.compile(r"[ \t\r\n]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_SLUG = re.compile(r"[\w.~%-]+")
_TRUE = frozenset({"true", "yes", "on", "y", "1"})
_FALSE = frozenset({"false", "no", "off", "n", "0"})
_STATUS: dict[str, Status] = {
    **{"published": "published", "publish": "published", "public": "published", "withdrawn": "withdrawn"},
    **dict.fromkeys(("draft", "private", "hidden", "pending"), "draft"),
}
MAX_SLUG = 200
"""Longest slug, in characters, that front matter may state."""


class Notes(msgspec.Struct):
    """What is found while one record is read."""

    file: str
    problems: list[Problem] = []
    unknown: list[str] = []

    def refuse(self, node: Node, message: str, expected: str, code: str = "front-matter-value") -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(self.file, node.line, node.column, message, expected, code))


def kind_of(node: Node) -> str:
    """What a node is, for messages."""
    return "a list" if isinstance(node, Sequence) else "a mapping" if isinstance(node, Mapping) else "a text"


def quoted(text: str) -> str:
    """A text in quotes, cut to 60 characters, for messages."""
    return f'"{text if len(text) <= 60 else text[:59] + "…"}"'


def read_text(notes: Notes, key: str, node: Node, expected: str = "write a text") -> str | None:
    """Read a text of one line: runs of white space become one space. None if there is nothing."""
    if not isinstance(node, Scalar):
        notes.refuse(node, f"{key} is {kind_of(node)}", expected)
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
            notes.refuse(node, f"{key} holds the control character U+{ord(found[0]):04X}", "delete it")
            return None
    return value


def read_names(notes: Notes, key: str, node: Node, *, commas: bool = False) -> tuple[str, ...] | None:
    """Read a list of names without repetition; a single name counts as a list of one, a mapping by its `name`.

    Args:
        notes: where problems go.
        key: for messages.
        node: the value.
        commas: True if a single text is a list with commas.
    """
    found: dict[str, None] = {}
    if isinstance(node, Scalar):
        single = read_text(notes, key, node)
        if single is None:
            return None
        parts = single.split(",") if commas else [single]
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    for item in node.items if isinstance(node, Sequence) else [node]:
        name = item
        if isinstance(item, Mapping):
            name = next((value for part, value in item.pairs if part.value == "name"), item)
        if isinstance(name, Scalar):
            if value := read_text(notes, key, name):
                found[value] = None
        else:
            verb = "is" if item is node else "holds"
            notes.refuse(name, f"{key} {verb} {kind_of(name)}", "write a list of names")
    return tuple(found)


def read_date(notes: Notes, key: str, node: Node) -> PartialDate | None:
    """Read a date."""
    value = read_text(notes, key, node, EXPECTED)
    if not value:
        return None
    try:
        return parse_date(value)
    except ValueError as error:
        found, expected = error.args
        notes.refuse(node, f"{key} {quoted(value)} {found}", expected, "bad-date")
        return None


def read_flag(notes: Notes, key: str, node: Node) -> bool | None:
    """Read true or false, in any of YAML's words."""
    value = read_text(notes, key, node)
    word = (value or "").lower()
    if not word:
        return None
    if word not in _TRUE and word not in _FALSE:
        notes.refuse(node, f"{key} is {quoted(value or '')}", "write true or false")
        return None
    return word in _TRUE


def is_flag(node: Node) -> bool:
    """True if the node is a word for true or false."""
    return isinstance(node, Scalar) and node.value.lower() in _TRUE | _FALSE


def read_status(notes: Notes, key: str, node: Node) -> Status | None:
    """Read a status; words of WordPress and Pelican are understood."""
    value = read_text(notes, key, node)
    if not value:
        return None
    found = _STATUS.get(value.lower())
    if found is None:
        import difflib  # for a mistake alone

        near = difflib.get_close_matches(value.lower(), ("published", "draft", "withdrawn"), 1)
        remedy = f'did you mean "{near[0]}"?' if near else "write published, draft or withdrawn"
        notes.refuse(node, f"{key} {quoted(value)} is unknown", remedy, "bad-status")
    return found


def read_slug(notes: Notes, key: str, node: Node) -> str | None:
    """Read a slug."""
    value = read_text(notes, key, node)
    if not value:
        return None
    if not _SLUG.fullmatch(value) or not value.strip("."):
        bad = re.search(r"[^\w.~%-]", value)
        holds = (
            "holds a space" if bad and bad[0] == " " else f"holds {quoted(bad[0])}" if bad else "is no name"
        )
        notes.refuse(node, f"{key} {quoted(value)} {holds}", "write letters, digits and -", "bad-slug")
        return None
    if len(value) > MAX_SLUG:
        notes.refuse(node, f"{key} has {len(value)} characters", f"write {MAX_SLUG} at most", "bad-slug")
        return None
    return value


def read_language(notes: Notes, key: str, node: Node) -> str | None:
    """Read a language tag (BCP 47); a locale such as en_US.UTF-8 is brought to its form."""
    value = read_text(notes, key, node)
    if not value:
        return None
    tag = value.partition(".")[0].replace("_", "-")
    if not _TAG.fullmatch(tag):
        notes.refuse(
            node, f"{key} {quoted(value)} is not a language tag", "write e.g. en, ja or pt-BR", "bad-language"
        )
        return None
    return tag
