"""Find different spellings of one name, and names that all texts together settle otherwise."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import msgspec

from newsgen.addresses import slugify_name
from newsgen.desk.names_file import format_names_file_line
from newsgen.gazetteer import ascii_fold
from newsgen.loader.names.aliases import Aliases, find_given_root, is_same_person, split_name_into_words
from newsgen.loader.names.resolve import JOINED, NameResolver
from newsgen.model import Record

_MOST = 32
"""Most spellings of one given and family name to compare with each other."""


class PersonVariants(msgspec.Struct, frozen=True):
    """Names that probably mean one person."""

    names: tuple[tuple[str, int], ...]
    """Each spelling and its number of articles; the one to keep first."""
    line: str
    """Line for [people] in names.toml: '"Kishida Fumio" = ["Fumio Kishida"]'."""
    replaces: bool
    """True if the line replaces an existing line of names.toml."""


def find_people_variants(records: Iterable[Record], aliases: Mapping[str, str]) -> list[PersonVariants]:
    """Find people with several spellings, and so several pages, sorted by their first name.

    Only names in one block are compared: with the same words in another order, with the same first and last word, or with
    the same last word and an initial. So the cost is linear. `aliases` are the people of names.toml, name by spelling: two
    names with separate lines there are two people.
    """
    known = (dict.fromkeys(aliases.get(name, name) for name in record.people) for record in records)
    counts = Counter(name for names in known for name in names)
    listed = set(aliases.values())
    found = []
    for names in _cluster_people(sorted(counts, key=lambda name: (name not in listed, -counts[name], name))):
        apart = sum(name in listed for name in names) > 1
        if not apart and len({slugify_name(name) for name in names}) > 1:
            others = sorted(s for s, name in aliases.items() if name == names[0] and s != name)
            line = format_names_file_line(names[0], [*others, *names[1:]])
            counted = tuple((name, counts[name]) for name in names)
            found.append(PersonVariants(counted, line, names[0] in listed))
    return sorted(found, key=lambda variants: variants.names[0][0])


class OutdatedName(msgspec.Struct, frozen=True):
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


def find_outdated_names(
    records: Sequence[Record], aliases: Aliases, variants: Iterable[PersonVariants] = ()
) -> list[OutdatedName]:
    """Find inferred names that the loader would join otherwise, if it read all texts again; `variants` are left out."""
    pile = NameResolver(aliases, records)
    asked = {frozenset(pair) for found in variants for pair in product(dict(found.names), repeat=2)}
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
        OutdatedName(*key, tuple(sorted(paths)), _make_command(*key, paths, counts[key[:2]]))
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

    The result has the spellings of each person by last and first word.
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
