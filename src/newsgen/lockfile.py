"""The format of newsgen.lock: the record of each seed, the records a human deleted, the published addresses.

Each line is a JSON array. Lines are sorted, so that git merges the additions of two branches and a diff is readable;
they may be read in any order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from newsgen.errors import ContentError, Problem

NAME = "newsgen.lock"
"""The lock's file name, in the archive's root."""

VERSION = 1
"""Version of the format that this module writes; later versions are refused."""

_HEAD = "# Written by newsgen; keep it with the archive, edit nothing by hand. In a merge conflict keep both sides."
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: |$)")
"""A line that git writes around the two sides of a merge conflict; after |||||||, the lines before both changes follow."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RESTORE = "restore the file from version control"
_SHAPES = {"address": "ap", "column": "aa", "deleted": "hp", "inferred": "pf", "moved": "aa", "seed": "phph"}
"""For each kind of entry the types of its fields: a(ddress), f(ields), p(ath), h(ash)."""
_TABLES = {
    "address": "addresses",
    "column": "columns",
    "deleted": "deleted",
    "inferred": "inferred",
    "moved": "moved",
    "seed": "seeds",
}
"""For each kind of entry the field of `Lock` that holds it."""
_DECODE = msgspec.json.Decoder(list[str | int]).decode


class SeedEntry(msgspec.Struct, frozen=True, order=True):
    """The record of a seed."""

    sha256: str
    """Hex digest of the seed's bytes when it was loaded."""
    record: str
    """Path of the record relative to the archive's root."""
    written: str
    """Hex digest of the record's bytes as newsgen wrote them; if the file's digest differs, a human has edited it."""


class Lock(msgspec.Struct, frozen=True):
    """The content of newsgen.lock."""

    seeds: dict[str, SeedEntry] = {}
    """By the seed's path relative to the archive's root; a member of a container follows '#'."""
    deleted: dict[str, str] = {}
    """For the sha256 of each seed whose record a human deleted the path of that record. It is not made again."""
    addresses: dict[str, str] = {}
    """For each address ever built, e.g. 2023/11/22/x.html, the path of its record."""
    moved: dict[str, str] = {}
    """For the folder of each renamed topic or name, e.g. topics/trade, the folder of its new name."""
    columns: dict[str, str] = {}
    """Columns of tables, by the table's path, '#' and the field that is read from the column."""

    inferred: dict[str, str] = {}
    """For the path of each record without a seed its fields that were inferred once, e.g. 'topics people'."""

    def find_columns(self, file: str) -> dict[str, str]:
        """Return the columns of a table by field, as `newsgen load --map` gave them."""
        names = [key for key in self.columns if key.rpartition("#")[0] == file]
        return {key.rpartition("#")[2]: self.columns[key] for key in sorted(names)}


def parse_lockfile(text: str, file: str = NAME, exists: Callable[[str], bool] = lambda _path: True) -> Lock:
    """Read a lock; an empty text is an empty lock. In a merge conflict the entries of both sides are read.

    Args:
        text: the file's text.
        file: its path, for messages.
        exists: whether a record exists. If two entries contradict each other, the first one with a record counts.

    Raises:
        ContentError: lines that are not entries, a later version.
    """
    lock = Lock({}, {}, {}, {}, {})
    problems: list[Problem] = []
    is_base = False
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if mark := _CONFLICT.match(line):
            is_base = mark[0].startswith("|")
        elif line.strip() and not line.startswith("#") and not is_base:
            problem = _read_line(line.rstrip("\r"), lock, exists)
            if problem:
                problems.append(Problem(file, number, 1, *problem))
                if problem[2] == "lock-version":
                    break
    if problems:
        raise ContentError(problems)
    return lock


def format_lock(lock: Lock) -> str:
    """Write a lock: a comment, the version, then one sorted line for each entry."""
    encode = msgspec.json.Encoder().encode
    entries = [
        (kind, key, *(msgspec.structs.astuple(entry) if isinstance(entry, SeedEntry) else (entry,)))
        for kind, table in _TABLES.items()
        for key, entry in getattr(lock, table).items()
    ]
    lines = sorted(encode(entry).decode() for entry in entries)
    return "\n".join([_HEAD, encode(["version", VERSION]).decode(), *lines, ""])


def drop_address_lines(data: bytes) -> bytes:
    """Return the lines of a lock without its addresses, which every build may add to."""
    return re.sub(rb'^\["address".*\n', b"", data, flags=re.MULTILINE)


def _read_line(line: str, lock: Lock, exists: Callable[[str], bool]) -> tuple[str, str, str] | None:
    """Add a line's entry to the lock; return message, expectation and code of its problem, if any."""
    try:
        kind, *fields = _DECODE(line)
    except (msgspec.DecodeError, ValueError):
        return f"{_shown(line)} is not an entry", _RESTORE, "bad-lock"
    if kind == "version":
        if fields != [VERSION]:
            versions = ", ".join(map(str, fields)) or "none"
            return f"the lock is of version {versions}", "install a later newsgen", "lock-version"
        return None
    shape = _SHAPES.get(str(kind), "")
    if not shape or len(fields) != len(shape) or not all(map(_is_field, shape, fields)):
        return f"{_shown(line)} is not an entry", _RESTORE, "bad-lock"
    key, *rest = map(str, fields)
    table: dict[str, Any] = getattr(lock, _TABLES[str(kind)])
    entry = SeedEntry(*rest) if kind == "seed" else rest[0]
    if kind == "inferred":  # two branches may have inferred different fields
        table[key] = " ".join(dict.fromkeys([*table.get(key, "").split(), *rest[0].split()]))
    elif (
        table.setdefault(key, entry) != entry
        and not exists(_record_of(table[key]))
        and exists(_record_of(entry))
    ):
        table[key] = entry
    return None


def _record_of(entry: SeedEntry | str) -> str:
    return entry.record if isinstance(entry, SeedEntry) else entry


def _is_field(kind: str, field: str | int) -> bool:
    """True if a field is a text that is not empty and, for kind 'h', a hash."""
    return isinstance(field, str) and field != "" and (kind != "h" or _SHA256.fullmatch(field) is not None)


def _shown(text: str) -> str:
    return f'"{text if len(text) <= 40 else text[:39] + "…"}"'
