"""Two spellings of one name: whether they may mean one person."""

from __future__ import annotations

import re

from newsgen.gazetteer.lookup import ascii_fold

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"})
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def name_words(name: str) -> tuple[str, ...]:
    """The words of a person's name, folded and in lower case, without 'Jr.' and the like; a hyphen parts words."""
    words = _WORD.findall(ascii_fold(name).casefold())
    return tuple(w for w in words if w not in _SUFFIXES)


def same_person(a: str, b: str) -> bool:
    """Tell whether two spellings may well mean one person; a suggestion for a human, never applied unseen.

    True for another order ('Fumio Kishida', 'Kishida Fumio'), marks and hyphens ('Jose Pérez', 'José Perez'),
    and middle names or initials left out ('J. F. Kennedy', 'John Kennedy'), not for a lone surname.
    """
    first, second = name_words(a), name_words(b)
    if first == second or (len(first) > 1 and sorted(first) == sorted(second)):
        return bool(first)
    if min(len(first), len(second)) < 2 or first[-1] != second[-1]:
        return False
    return _covers(first[:-1], second[:-1]) or _covers(second[:-1], first[:-1])


def _covers(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """True if the shorter given names follow from the longer by dropping later ones or cutting to initials."""
    if len(shorter) > len(longer) or not _fits(longer[0], shorter[0]):
        return False
    rest = list(longer[1:])
    for word in shorter[1:]:
        while rest and not _fits(rest[0], word):
            rest.pop(0)
        if not rest:
            return False
        rest.pop(0)
    return True


def _fits(a: str, b: str) -> bool:
    """True if two given names are equal or one is the other's initial."""
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
