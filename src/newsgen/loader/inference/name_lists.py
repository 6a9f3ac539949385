"""The word lists of the name rules, read once from data/."""

from __future__ import annotations

import functools
from importlib.resources import files

import msgspec


class Lists(msgspec.Struct, frozen=True):
    """What is known of words; capitalised as in a text unless said."""

    words: frozenset[str]
    """Common English words, in lower case."""
    given: frozenset[str]
    family_first: frozenset[str]
    """Family names that stand before the given name."""
    family_last: frozenset[str]
    titles: frozenset[str]
    """Words before a name to which a surname alone may be joined: 'President', 'Mr.'."""
    roles: frozenset[str]
    """The same in lower case: 'spokesman', 'coach'."""
    before_titles: frozenset[str]
    """Words that belong to a title after them: 'Former', 'Prime'."""
    verbs: frozenset[str]
    """Verbs that a person or an organization does: 'said'."""
    heads: frozenset[str]
    """Last words of organizations."""
    weak_heads: frozenset[str]
    """Those of them that need a word of their own before them."""
    openings: frozenset[str]
    """Words that with 'of', 'for' or 'on' begin an organization."""
    no_acronyms: frozenset[str]
    """Capital letters that name no organization."""
    known: dict[str, str]
    """Writing of a well-known organization → its name."""
    known_words: frozenset[str]
    """Those of them that are also words or places."""
    longest: int
    """Characters of the longest of them."""
    demonyms: frozenset[str]
    """Words for the people and things of a country: 'Chinese'."""
    signs: dict[str, frozenset[str]]
    """Sections of name-words.txt: function, thing, direction, in, towards, kind, state, division, landmark, article, on; and
    common, words that words.txt lacks, in lower case."""


def _read(name: str) -> list[str]:
    """The lines of a list without its comments."""
    text = files("newsgen.loader.inference").joinpath("data", name).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def _sections(name: str) -> dict[str, frozenset[str]]:
    """The words of a list whose lines begin with the name of a section."""
    return {key: frozenset(rest.split()) for key, _, rest in (line.partition(":") for line in _read(name))}


def _known() -> tuple[dict[str, str], frozenset[str]]:
    """Writings of well-known organizations, and those that need more evidence."""
    known: dict[str, str] = {}
    doubtful = set()
    for line in _read("known-organizations.txt"):
        writings = line.lstrip("~").split("|")
        known.update(dict.fromkeys(writings, writings[0]))
        if line.startswith("~"):
            doubtful.update(writings)
    return known, frozenset(doubtful)


@functools.cache
def lists() -> Lists:
    """Read the lists, once."""
    roles, kinds, families = (_sections(n) for n in ("roles.txt", "organizations.txt", "family-names.txt"))
    known, known_words = _known()
    demonyms = (line.partition("\t")[2].split() for line in _read("demonyms.tsv"))
    signs = _sections("name-words.txt")
    return Lists(
        words=frozenset(_read("words.txt")) | signs["common"],
        given=frozenset(word for line in _read("given-names.txt") for word in line.split()),
        family_first=families["first"],
        family_last=families["last"],
        titles=roles["title"],
        roles=roles["lower"],
        before_titles=roles["before"],
        verbs=roles["says"],
        heads=kinds["last"],
        weak_heads=kinds["weak"],
        openings=kinds["first"],
        no_acronyms=kinds["not"],
        known=known,
        known_words=known_words,
        longest=max(map(len, known)),
        signs=signs,
        demonyms=frozenset(
            w for line in demonyms for word in line if "-" not in word for w in (word, f"{word}s")
        ),
    )
