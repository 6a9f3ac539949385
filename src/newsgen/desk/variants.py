"""People whom the archive spells in two ways: suggestions for names.toml, never applied unseen."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from newsgen.addresses import group_slug
from newsgen.errors import ContentError, Problem
from newsgen.loader.names.aliases import name_words, read_aliases, same_person
from newsgen.model import Record

_MOST = 32
"""Spellings of one given and family name that are compared with each other; no person has more."""


class Spellings(msgspec.Struct, frozen=True):
    """Names that may well mean one person."""

    names: tuple[tuple[str, int], ...]
    """Each spelling and how many articles have it; the one to keep first."""
    line: str
    """What to write under [people] in names.toml: '"Kishida Fumio" = ["Fumio Kishida"]'."""
    replaces: bool
    """True if names.toml has a line for the name already, which this one is to replace."""


def two_ways(records: Iterable[Record], aliases: Mapping[str, str]) -> list[Spellings]:
    """Find people that stand in the archive under several spellings and so have several pages.

    Names are compared only within blocks: the same words in another order, the same first and last word, the same
    last word beside an initial. The cost is linear in their number.

    Args:
        records: all of them.
        aliases: spelling → name, as names.toml has it for people. Two names that it lists apart are two people.

    Returns:
        In the order of the first name.
    """
    counts = Counter(
        name
        for record in records
        for name in dict.fromkeys(aliases.get(name, name) for name in record.people)
    )
    kept = set(aliases.values())
    found = []
    for names in _clusters(sorted(counts, key=lambda name: (name not in kept, -counts[name], name))):
        apart = sum(name in kept for name in names) > 1
        if not apart and len({group_slug(name) for name in names}) > 1:
            others = sorted(s for s, name in aliases.items() if name == names[0] and s != name)
            line = f"{_quoted(names[0])} = [{', '.join(map(_quoted, [*others, *names[1:]]))}]"
            found.append(Spellings(tuple((name, counts[name]) for name in names), line, names[0] in kept))
    return sorted(found, key=lambda one: one.names[0][0])


def _clusters(names: Sequence[str]) -> list[list[str]]:
    """Group spellings of one person; the members of a group stand in the order of `names`."""
    words = {name: found for name in names if (found := name_words(name))}
    by_words: dict[tuple[str, ...], list[str]] = {}
    for name, found in words.items():
        by_words.setdefault(tuple(sorted(found)), []).append(name)
    groups = {group[0]: group for group in by_words.values()}
    full = _joined([words[name] for name in groups], list(groups), groups)
    _join_initials(full, groups)
    place = {name: n for n, name in enumerate(names)}
    return [sorted(group, key=place.__getitem__) for group in groups.values() if len(group) > 1]


def _joined(
    words: Sequence[tuple[str, ...]], names: Sequence[str], groups: dict[str, list[str]]
) -> dict[tuple[str, str], list[list[str]]]:
    """Join middle names left out: 'John F. Kennedy', 'John Kennedy', but not with 'John B. Kennedy'.

    Returns:
        By last and first word, each person's spellings that were compared.
    """
    blocks: dict[tuple[str, str], list[list[str]]] = {}
    for found, name in zip(words, names, strict=True):
        if len(found) < 2:
            continue
        block = blocks.setdefault((found[-1], found[0]), [])
        same = next((one for one in block[:_MOST] if _fits(name, one)), None)
        if same is None:
            block.append([name])
        else:
            same.append(name)
            groups[same[0]] += groups.pop(name)
    return blocks


def _join_initials(blocks: Mapping[tuple[str, str], list[list[str]]], groups: dict[str, list[str]]) -> None:
    """Join 'J. Kennedy' with 'John Kennedy', if no other Kennedy has a name with J."""
    full: dict[tuple[str, str], list[list[str]]] = {}
    for (last, first), block in blocks.items():
        if len(first) > 1:
            full.setdefault((last, first[0]), []).extend(block[:2])
    for (last, first), block in blocks.items():
        persons = full.get((last, first), []) if len(first) == 1 else []
        if len(persons) == len(block) == 1 and all(_fits(name, persons[0]) for name in block[0]):
            groups[persons[0][0]] += groups.pop(block[0][0])


def _fits(name: str, others: Sequence[str]) -> bool:
    return all(same_person(name, other) for other in others[:_MOST])


def _quoted(name: str) -> str:
    """A TOML basic string: its escapes are those of JSON (TOML 1.0, String)."""
    return json.dumps(name, ensure_ascii=False)


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
        written = (
            f"{_quoted_spelling_table(new)} = [{', '.join(map(_quoted_spelling_table, listed))}]{ending}"
        )
        lines[start:end] = [written] if name == keep else []
    after = "".join(lines)
    expected = getattr(read_aliases(text, FILE), kind) | dict.fromkeys([*listed, new], new)
    if getattr(read_aliases(after, FILE), kind) != expected:
        raise _stuck(new)
    return after


def _entry(lines: Sequence[str], kind: str, name: str) -> tuple[int, int]:
    """First line of an entry, and the one after its last."""
    here = ""
    keys = "|".join(re.escape(key) for key in (_quoted_spelling_table(name), f"'{name}'", name))
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


def _quoted_spelling_table(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _stuck(name: str) -> ContentError:
    return ContentError(Problem(FILE, 0, 0, f'"{name}" cannot be edited in place', "edit the file by hand"))
