"""What names of people look like, and where in a run of capitalised words one stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from newsgen.gazetteer.lookup import find_place
from newsgen.loader.names.aliases import Spellings, name_words, same_person
from newsgen.loader.names.runs import Lists, Mention, Run, lists

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


Key = tuple[int, int]
"""Line and start of a run."""


class Sighting(msgspec.Struct, frozen=True):
    """A run that may name a person."""

    run: Run
    found: Candidate

    @property
    def name(self) -> str:
        """The words that may be the name."""
        return " ".join(self.found.words)


class People(msgspec.Struct, frozen=True):
    """The people of a text."""

    mentions: list[Mention]
    taken: dict[Key, int]
    """Runs that name someone, with the number of words before the name."""
    words: frozenset[str]
    """All words of their names."""


def find_people(runs: Sequence[Run], spellings: Spellings) -> People:
    """Find the people among runs of capitalised words that name nothing else."""
    known = lists()
    seen = [Sighting(run, found) for run in runs if (found := candidate(run, known))]
    single = {s.name for s in seen if len(s.found.words) == 1 and _is_family_name(s, known)}
    full = [s for s in seen if _full(s, single, spellings, known)]
    names = joined([s.name for s in full], spellings)
    titled = [s for s in seen if len(s.found.words) == 1 and _titled_alone(s, known)]
    owners = short_forms(names.values(), known)
    for s in titled:
        owners.setdefault(s.name, s.name)
    pairs = [(s, names[s.name]) for s in full]
    for s in seen:
        if len(s.found.words) == 1:
            owner = spellings.get(s.name) or spellings.get(s.run.text) or owners.get(s.name)
            if owner and not _is_place(s, known):
                pairs.append((s, names.get(owner, owner)))
    mentions = [
        Mention(name, s.run.line, s.run.start, s.run.text, passing=is_passing(s.run, s.found, known))
        for s, name in pairs
    ]
    taken = {(s.run.line, s.run.start): s.found.lead for s, _ in pairs}
    words = frozenset(word for name in names.values() for word in name.split()) | frozenset(
        s.name for s in titled
    )
    return People(mentions, taken, words)


def _full(s: Sighting, single: set[str], spellings: Spellings, known: Lists) -> bool:
    """True if the sighting is a person's whole name."""
    words = s.found.words
    if len(words) < 2:
        return False
    if s.name in spellings or s.run.text in spellings:
        return True
    initial = s.run.initial and not s.found.lead
    if is_full_name(words, initial, known):
        return True
    if len(words) > 4 or find_place(s.name) or not all(is_name(w, known) for w in words):
        return False
    if initial and words[0].lower() in known.words and words[0] not in known.given:
        return False
    return has_cue(s.run, s.found, known) or (words[-1] in single and find_place(words[0]) is None)


def _titled_alone(s: Sighting, known: Lists) -> bool:
    """True for 'Mr. Tedeschi': a title in the run and a word that can be a family name."""
    word = s.name
    if (
        not s.found.lead
        or s.run.words[s.found.lead - 1] not in known.titles
        or len(word) < 2
        or word.isupper()
    ):
        return False
    return is_name(word, known) and (find_place(word) is None or word in known.family_last)


def _is_family_name(s: Sighting, known: Lists) -> bool:
    """True if a lone word may be a family name: it is no place, or a town that speaks."""
    place = find_place(s.name)
    return place is None or (place.kind == "t" and speaks(s.run, known))


def _is_place(s: Sighting, known: Lists) -> bool:
    """True if a lone word is a place where it stands: 'in Lincoln'."""
    word = s.run.word_before.lower()
    return (word in known.signs["in"] or word in ("from", "to")) and find_place(s.name) is not None


_APPOSITION = re.compile(
    r"(?:, (?:who|\d{1,3},|(?:aged|age) \d|(?:(?:an?|the|former|his|her) )?"
    r"(?!(?:with|and|to|in|at|for|on|by|from|as|of|its|their|our)\b)(?:[A-Za-z-]+ ){0,2}(?P<role>[a-z-]+)\b)"
    r"|,? (?P<verb>[a-z]+)\b| \(\d\d?\))"
)


def has_cue(run: Run, found: Candidate, known: Lists) -> bool:
    """True if what stands around an unknown name says that it is a person."""
    if found.titled:
        return True
    match = _APPOSITION.match(run.after)
    if not match:
        return False
    if match["verb"]:
        return match["verb"] in known.verbs
    return match["role"] is None or match["role"] in known.roles


def speaks(run: Run, known: Lists) -> bool:
    """True if a verb that people do follows: 'Xi said', 'Liu, on Wednesday, said'."""
    match = _APPOSITION.match(run.after)
    return match is not None and match["verb"] in known.verbs


def is_passing(run: Run, found: Candidate, known: Lists) -> bool:
    """True for a name beside a role in small letters that says nothing: 'by actor Tom Hanks'."""
    return not found.lead and run.word_before in known.roles and not speaks(run, known)


def joined(names: Sequence[str], spellings: Spellings) -> dict[str, str]:
    """Join spellings of one person in a text: aliases, middle initials left out, another order; the first stays."""
    alike: dict[tuple[str, ...], list[str]] = {}
    merged: dict[str, str] = {}
    for name in names:
        if name in merged:
            continue
        usual = spellings.get(name, name)
        words = name_words(usual) or (usual,)
        first, last = words[0], words[-1]
        asked = [
            (last, first),
            (last, f"{first[:1]}…" if len(first) == 1 else first[:1]),
            tuple(sorted(words)),
        ]
        others = (other for key in asked for other in alike.get(key, ()))
        merged[name] = next((other for other in others if same_person(other, usual)), usual)
        if merged[name] == usual:
            for key in {(last, first), (last, f"{first[:1]}…"), tuple(sorted(words))}:
                alike.setdefault(key, []).append(usual)
    return merged


def short_forms(names: Iterable[str], known: Lists) -> dict[str, str]:
    """Short forms of full names → the names: the family name wherever it stands, else a first name of its own."""
    owners: dict[str, str] = {}
    firsts: dict[str, str] = {}
    for name in names:
        words = name.split()
        while len(words) > 2 and words[-1].rstrip(".") in ("Jr", "Sr", "II", "III"):
            words.pop()
        family_first = words[0] in known.family_first or (
            words[-1] in known.given and words[0] not in known.given
        )
        owners.setdefault(words[0] if family_first else words[-1], name)
        other = words[-1] if family_first else words[0]
        if is_plain_given(other, known) or (other.lower() not in known.words and find_place(other) is None):
            firsts.setdefault(other, name)
    return firsts | owners
