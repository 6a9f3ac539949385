"""Find different spellings of one name, and edit names.toml, which joins them."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from newsgen.addresses import slugify_name
from newsgen.errors import ContentError, Problem
from newsgen.gazetteer import ascii_fold
from newsgen.loader.names.aliases import (
    Aliases,
    find_given_root,
    is_same_person,
    read_aliases,
    split_name_into_words,
)
from newsgen.loader.names.resolve import JOINED, NameResolver
from newsgen.model import Record

FILE = "names.toml"
_HEAD = re.compile(r"\s*\[\s*([\w\"']+)\s*\]")
_TOKEN = re.compile(r'#[^\r\n]*|"(?:[^"\\\r\n]|\\.)*"|\'[^\'\r\n]*\'')
"""A comment or a string of TOML."""
_MOST = 32
"""Most spellings of one given and family name to compare with each other."""


class Variants(msgspec.Struct, frozen=True):
    """Names that probably mean one person."""

    names: tuple[tuple[str, int], ...]
    """Each spelling and its number of articles; the one to keep first."""
    line: str
    """Line for [people] in names.toml: '"Kishida Fumio" = ["Fumio Kishida"]'."""
    replaces: bool
    """True if the line replaces an existing line of names.toml."""


def find_people_variants(records: Iterable[Record], aliases: Mapping[str, str]) -> list[Variants]:
    """Find people with several spellings, and so several pages, sorted by their first name.

    Only names in one block are compared: with the same words in another order, with the same first and last word, or with
    the same last word and an initial. So the cost is linear. `aliases` are the people of names.toml, name by spelling: two
    names with separate lines there are two people.
    """
    counts = Counter(
        name
        for record in records
        for name in dict.fromkeys(aliases.get(name, name) for name in record.people)
    )
    listed = set(aliases.values())
    found = []
    for names in _cluster_people(sorted(counts, key=lambda name: (name not in listed, -counts[name], name))):
        apart = sum(name in listed for name in names) > 1
        if not apart and len({slugify_name(name) for name in names}) > 1:
            others = sorted(s for s, name in aliases.items() if name == names[0] and s != name)
            line = format_table_line(names[0], [*others, *names[1:]])
            found.append(Variants(tuple((name, counts[name]) for name in names), line, names[0] in listed))
    return sorted(found, key=lambda variants: variants.names[0][0])


class Resettled(msgspec.Struct, frozen=True):
    """A name of records that all texts together settle otherwise than when the records were made."""

    kind: str
    """'people' or 'organizations'."""
    old: str
    """'' for a person in a headline, whom the records do not have."""
    new: str
    articles: tuple[str, ...]
    """Paths of the records."""
    command: str
    """The command that changes these records."""


def find_resettled_names(
    records: Sequence[Record], aliases: Aliases, variants: Iterable[Variants] = ()
) -> list[Resettled]:
    """Find inferred names that the loader would join otherwise, if it read all texts again; `variants` are left out."""
    pile = NameResolver(aliases, records)
    asked = {
        frozenset((one, other)) for found in variants for one, _ in found.names for other, _ in found.names
    }
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str, str], list[str]] = {}
    for record in records:
        for kind in JOINED:
            names: tuple[str, ...] = getattr(record, kind)
            counts.update((kind, name) for name in names)
            evidence = record.inferred[kind].evidence if kind in record.inferred else ""
            proofs = evidence if isinstance(evidence, dict) else {}
            date = None if record.provisional else record.date
            pairs = [
                (name, pile.settle_name(kind, name, proofs[name], date)[0])
                for name in names
                if name in proofs
            ]
            if kind == "people" and proofs.keys() == set(names):
                known = (*names, *record.organizations, *record.places)
                pairs += [("", one.name) for _, one in pile.find_headline_people(record.title, "", known)]
            for old, new in pairs:
                if slugify_name(new) != slugify_name(old) and frozenset((old, new)) not in asked:
                    found.setdefault((kind, old, new), []).append(record.path)
    return [
        Resettled(*key, tuple(sorted(paths)), _make_command(*key, paths, counts[key[:2]]))
        for key, paths in sorted(found.items())
    ]


def _make_command(kind: str, old: str, new: str, paths: Sequence[str], count: int) -> str:
    """Write the command that renames a name in these of its `count` records."""
    if old and len(paths) == count:
        return shlex.join(["newsgen", kind, "merge", old, new])
    if old and len(paths) == 1:
        return shlex.join(["newsgen", kind, "split", old, "--into", new, "--articles", paths[0]])
    return "newsgen load --refresh"


def find_same_slug_spellings(counts: Counter[str]) -> Iterator[tuple[str, ...]]:
    """Yield the spellings of each name with several spellings on one page: the best first, then the most frequent.

    The best is the most frequent one, or the same name with its accents: 'São Paulo' before 'Sao Paulo'.
    """
    groups: dict[str, list[str]] = {}
    for name in counts:
        groups.setdefault(slugify_name(name), []).append(name)
    for _, names in sorted(groups.items()):
        if len(names) > 1:
            ranked = sorted(names, key=lambda name: (-counts[name], name))
            same = [name for name in ranked if ascii_fold(name) == ascii_fold(ranked[0])]
            best = max(same, key=_count_accents)  # of equals the first
            yield (best, *(name for name in ranked if name != best))


def _count_accents(name: str) -> int:
    """Count the letters that are not ASCII."""
    return sum(letter.isalpha() and not letter.isascii() for letter in name)


def _cluster_people(names: Sequence[str]) -> list[list[str]]:
    """Group the spellings of one person, each group in the order of `names`."""
    words = {name: found for name in names if (found := split_name_into_words(name))}
    by_words: dict[tuple[str, ...], list[str]] = {}
    for name, found in words.items():
        by_words.setdefault(tuple(sorted(found)), []).append(name)
    groups = {group[0]: group for group in by_words.values()}
    _join_initials(_join_middle_names(words, groups), groups)
    place = {name: n for n, name in enumerate(names)}
    return [sorted(group, key=place.__getitem__) for group in groups.values() if len(group) > 1]


def _join_middle_names(
    words: Mapping[str, tuple[str, ...]], groups: dict[str, list[str]]
) -> dict[tuple[str, str], list[list[str]]]:
    """Join names with and without middle name: 'John F. Kennedy' and 'John Kennedy', but not 'John B. Kennedy'.

    Returns:
        Spellings of each person by last and first word.
    """
    blocks: dict[tuple[str, str], list[list[str]]] = {}
    for name in list(groups):
        if len(words[name]) < 2:
            continue
        block = blocks.setdefault((words[name][-1], find_given_root(words[name][0])), [])
        same = next((person for person in block[:_MOST] if _is_person(name, person)), None)
        if same is None:
            block.append([name])
        else:
            same.append(name)
            groups[same[0]] += groups.pop(name)
    return blocks


def _join_initials(blocks: Mapping[tuple[str, str], list[list[str]]], groups: dict[str, list[str]]) -> None:
    """Join 'J. Kennedy' with 'John Kennedy', if no other Kennedy has the initial J."""
    full: dict[tuple[str, str], list[list[str]]] = {}
    for (last, first), block in blocks.items():
        if len(first) > 1:
            full.setdefault((last, first[0]), []).extend(block[:2])
    for (last, first), block in blocks.items():
        persons = full.get((last, first), []) if len(first) == 1 else []
        if len(persons) == len(block) == 1 and all(_is_person(name, persons[0]) for name in block[0]):
            groups[persons[0][0]] += groups.pop(block[0][0])


def _is_person(name: str, spellings: Sequence[str]) -> bool:
    return all(is_same_person(name, spelling) for spelling in spellings[:_MOST])


def rename_in_table(text: str, kind: str, old: Sequence[str], new: str) -> str:
    """Rename the names of `old` in names.toml; other lines do not change.

    The old names and their spellings become spellings of `new`, so that the loader uses it for later texts.

    Raises:
        ContentError: the table cannot be edited in place.
    """
    table: dict[str, str | list[str]] = tomllib.loads(text).get(kind, {})
    names = [name for name in (*old, new) if name in table]
    if not set(names) & set(old) - {new}:
        return text
    spellings = list(old)
    for name in names:
        value = table[name]
        spellings += [value] if isinstance(value, str) else value
    listed = [name for name in dict.fromkeys(spellings) if name != new]
    lines = text.splitlines(keepends=True)
    keep = new if new in names else names[0]
    for name in names:
        start, end = _find_entry(lines, kind, name)
        ending = "\r\n" if lines[start].endswith("\r\n") else "\n"
        lines[start:end] = [format_table_line(new, listed) + ending] if name == keep else []
    after = "".join(lines)
    expected = getattr(read_aliases(text, FILE), kind) | dict.fromkeys([*listed, new], new)
    if getattr(read_aliases(after, FILE), kind) != expected:
        raise _not_editable(new)
    return after


def reject_name(text: str, kind: str, name: str) -> str:
    """Add a kind to those that a name is not, in [reject] of names.toml; other lines do not change.

    A line of the name in the table of that kind is deleted.

    Raises:
        ContentError: the table cannot be edited in place.
    """
    aliases = read_aliases(text, FILE)
    for one in dict.fromkeys(getattr(aliases, kind, {}).values()):
        if slugify_name(one) == slugify_name(name):
            text = _delete_entry(text, kind, one)
    if aliases.is_rejected(kind, name):
        return text
    kinds = (*aliases.rejected.get(name, ()), kind)
    if name in aliases.rejected:
        text = _delete_entry(text, "reject", name)
    return add_to_table(text, [format_table_line(name, kinds)], "reject")


def admit_name(text: str, kind: str, name: str) -> str:
    """Delete a kind from those that a name is not, in [reject] of names.toml; other lines do not change.

    Raises:
        ContentError: the table cannot be edited in place.
    """
    for one, kinds in read_aliases(text, FILE).rejected.items():
        if kind in kinds and slugify_name(one) == slugify_name(name):
            text = _delete_entry(text, "reject", one)
            if left := [other for other in kinds if other != kind]:
                text = add_to_table(text, [format_table_line(one, left)], "reject")
    return text


def add_spellings_to_names_file(text: str, kind: str, name: str, spellings: Sequence[str]) -> str:
    """Give a name a line with these spellings in its table of names.toml, or add them to its line.

    Raises:
        ContentError: the table cannot be edited in place.
    """
    table: dict[str, str | list[str]] = tomllib.loads(text).get(kind, {})
    value = table.get(name, [])
    listed = [value] if isinstance(value, str) else value
    wanted = list(dict.fromkeys([*listed, *(one for one in spellings if one != name)]))
    if name in table:
        if wanted == listed:
            return text
        text = _delete_entry(text, kind, name)
    return add_to_table(text, [format_table_line(name, wanted)], kind)


def _delete_entry(text: str, kind: str, name: str) -> str:
    lines = text.splitlines(keepends=True)
    start, end = _find_entry(lines, kind, name)
    return "".join([*lines[:start], *lines[end:]])


def add_to_table(text: str, lines: Sequence[str], table: str = "people") -> str:
    """Add lines at the start of a table of names.toml; a missing table is added at the end.

    Raises:
        ContentError: the table is written otherwise than below a line with its name.
    """
    found = text.splitlines(keepends=True)
    ending = "\r\n" if "\r\n" in text else "\n"
    for number, line in enumerate(found):
        if line.split("#")[0].strip().replace(" ", "") == f"[{table}]":
            head = line if line.endswith("\n") else line + ending
            return "".join([*found[:number], head, *(new + ending for new in lines), *found[number + 1 :]])
    if table in tomllib.loads(text):
        raise _not_editable(table)
    gap = "" if not text else ending if text.endswith("\n") else ending * 2
    return text + gap + ending.join([f"[{table}]", *lines]) + ending


def write_table_anew(text: str) -> str:
    """Write names.toml with a line for each name, for a table that cannot be edited in place; all comments come first."""
    lines = [token[0] for token in _TOKEN.finditer(text) if token[0].startswith("#")]
    for kind, table in tomllib.loads(text).items():
        lines += ["", f"[{kind}]"] if lines else [f"[{kind}]"]
        for name, value in table.items():
            lines.append(format_table_line(name, [value] if isinstance(value, str) else value))
    return "".join(f"{line}\n" for line in lines)


def format_table_line(name: str, spellings: Iterable[str]) -> str:
    """Write a line of names.toml."""
    return f"{_quote(name)} = [{', '.join(map(_quote, spellings))}]"


def _quote(name: str) -> str:
    """Write a TOML basic string, which has the escapes of JSON (TOML 1.0, String)."""
    return json.dumps(name, ensure_ascii=False)


def _find_entry(lines: Sequence[str], kind: str, name: str) -> tuple[int, int]:
    """Find the first line of an entry, and the one after its last."""
    table = ""
    keys = "|".join(re.escape(key) for key in (_quote(name), f"'{name}'", name))
    for number, line in enumerate(lines):
        head = _HEAD.match(line)
        table = head[1].strip("\"'") if head else table
        if table == kind and re.match(rf"\s*(?:{keys})\s*=", line):
            for end in range(number + 1, len(lines) + 1):
                try:
                    tomllib.loads("".join(lines[number:end]))
                except tomllib.TOMLDecodeError:
                    continue
                return number, end
    raise _not_editable(name)


def _not_editable(name: str) -> ContentError:
    return ContentError(Problem(FILE, 0, 0, f'"{name}" cannot be edited in place', "edit the file by hand"))
