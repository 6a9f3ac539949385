"""People: by role and title, by known given and family names, by what is said of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from newsgen.gazetteer.lookup import find_place
from newsgen.loader.inference.mentions import Mention
from newsgen.loader.inference.name_aliases import Spellings
from newsgen.loader.inference.name_lists import Lists, lists
from newsgen.loader.inference.name_runs import Run
from newsgen.loader.inference.person_cues import has_cue, is_passing, speaks
from newsgen.loader.inference.person_forms import Candidate, candidate, is_full_name, is_name
from newsgen.loader.inference.person_joins import joined, short_forms

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
