"""What names of people look like, and where in a run of capitalised words one stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from newsgen.gazetteer.lookup import find_place
from newsgen.loader.inference.name_lists import Lists
from newsgen.loader.inference.name_runs import Run

_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,2}|[A-Z]\.?[A-Z]?")
_SUFFIX = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})


class Candidate(msgspec.Struct, frozen=True):
    """The part of a run that may name a person."""

    words: tuple[str, ...]
    titled: bool
    """A title or a role stands before it."""
    lead: int
    """Words of the run before it."""


def candidate(run: Run, known: Lists) -> Candidate | None:
    """The words after the last title of a run, without what belongs to others."""
    words = run.words
    while len(words) > 1 and words[-1] in _SUFFIX:
        words = words[:-1]
    lead = max((i + 1 for i, w in enumerate(words[:-1]) if _is_role(w, known)), default=0)
    if lead == len(words) - 1 > 0 and words[lead - 1] in known.given:
        lead -= 1
    titled = lead > 0 or run.word_before in known.roles
    while lead < len(words) - 1 and (count := _leading(words, lead, known)):
        lead += count
    name = words[lead:]
    if not name or _is_thing(name, known) or (name[-1] in known.titles and name[-1] not in known.family_last):
        return None
    return Candidate(name, titled, lead)


def _is_role(word: str, known: Lists) -> bool:
    """True for a title, or a role with a capital: 'Psychiatrist'."""
    return word in known.titles or (word.lower() in known.roles and word not in known.given)


def _is_thing(name: Sequence[str], known: Lists) -> bool:
    """True if a word tells of something else than a person; a family name that stands first may be such a word."""
    rest = name[1:] if name[0] in known.family_first else name
    return any(w in known.signs["thing"] or w in known.demonyms for w in rest)


def _leading(words: Sequence[str], i: int, known: Lists) -> int:
    """Number of words that belong to what stands before a name: 'Chinese', 'U.S.', 'Foreign', 'NASA', 'New York'."""
    word, rest = words[i], len(words) - i
    if word in known.demonyms or word in known.before_titles or word in known.known:
        return int(word not in known.given or rest > 2)
    if word in known.signs["direction"]:
        return 1
    if rest > 2 and word not in known.given and word not in known.family_first:
        for count in range(min(3, rest - 2), 0, -1):
            if find_place(" ".join(words[i : i + count])) and not _INITIAL.fullmatch(words[i + count]):
                return count
        return int(word.lower() in known.words and word not in known.family_last)
    return int(len(word) > 1 and word.isupper() and word.isalpha())


def is_name(word: str, known: Lists) -> bool:
    """True if a word may stand in a name: an initial, a name of the lists, or no common word."""
    if word in known.given or word in known.family_last or word in known.family_first:
        return True
    if _INITIAL.fullmatch(word):
        return True
    small = word.lower()
    if small in known.words or small in known.roles or word in known.heads or word[:2].isupper():
        return False
    return "-" in word or word.replace("'", "").replace("’", "").isalpha()


def _is_given(word: str, known: Lists) -> bool:
    """True for a known given name, also the first of two with a hyphen: 'Anna-Lena'."""
    return word in known.given or ("-" in word and word.partition("-")[0] in known.given)


def is_plain_given(word: str, known: Lists) -> bool:
    """True for a given name that is neither a common word nor a place of note."""
    if not _is_given(word, known) or word.lower() in known.words:
        return False
    place = find_place(word)
    return place is None or (place.kind == "t" and place.population < 300)


def is_full_name(name: Sequence[str], initial: bool, known: Lists) -> bool:
    """True if two to five words are a person's name by their form alone."""
    first, last = name[0], name[-1]
    if not 2 <= len(name) <= 5 or len(last) < 2 or last in known.heads:
        return False
    if find_place(" ".join(name)) and not (is_plain_given(first, known) and last in known.family_last):
        return False
    if first in known.family_first and len(name) < 4 and all(_asian(w, known) for w in name[1:]):
        return True
    middle_ok = all(is_name(w, known) for w in name[1:-1])
    if is_plain_given(first, known) or (_INITIAL.fullmatch(first) and not find_place(first)):
        if _is_given(first, known) and len(name) == 2 and last.isalpha():
            return not last.isupper() and last.lower() not in known.roles
        return middle_ok and is_name(last, known) and not _INITIAL.fullmatch(last)
    if first in known.given and middle_ok and not (initial and first.lower() in known.words):
        return last in known.family_last or (is_name(last, known) and find_place(last) is None)
    if (
        not all(is_name(w, known) for w in name)
        or find_place(first)
        or (initial and first.lower() in known.words)
    ):
        return False
    plain = last.lower() not in known.words and find_place(last) is None
    family = last in known.family_last or (last in known.family_first and first not in known.family_first)
    return (len(name) == 2 and is_plain_given(last, known)) or (family and plain)


def _asian(word: str, known: Lists) -> bool:
    """True if a word may be a given name after a family name: 'Jinping', 'Jong-un'."""
    if word.lower() in known.words or word.isupper() or len(word) < 2 or find_place(word):
        return False
    return word.isalpha() or "-" in word
