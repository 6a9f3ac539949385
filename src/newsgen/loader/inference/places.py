"""Places, by the gazetteer; names that are also words or people need a cue beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from newsgen.gazetteer.lookup import Place, coordinates, find_place
from newsgen.loader.inference.mentions import Mention
from newsgen.loader.inference.name_aliases import Spellings
from newsgen.loader.inference.name_lists import Lists, lists
from newsgen.loader.inference.name_runs import Run
from newsgen.loader.inference.place_forms import Cue, Spot, cue, is_qualified, spots

__all__ = ["Others", "coordinates", "find_places"]

_LARGE = 1000
"""Thousands of inhabitants from which a town is named without a cue."""
_INSIDE = frozenset({" of ", " of the ", " and ", ", "})
"""What stands between the words of one place: Gulf of Mexico, Bosnia and Herzegovina, Washington, D.C."""
_CAPITAL = frozenset({"Washington, D.C.", "Washington D.C.", "Washington, DC", "Washington DC", "D.C.", "DC"})
_BETWEEN = frozenset({", ", " and ", ", and ", " or ", ", or ", " & ", "/"})


class Others(msgspec.Struct, frozen=True):
    """What else a text names."""

    organizations: set[tuple[int, int]]
    """(line, start) of the runs that name an organization."""
    people: Mapping[tuple[int, int], int]
    """(line, start) of the runs that name a person, with the number of words before the name."""
    person_words: frozenset[str]
    """All words of the people's names."""


def find_places(
    lines: Sequence[tuple[str, Sequence[Run]]], others: Others, spellings: Spellings
) -> list[Mention]:
    """Find the places of a text.

    A place found surely once is found wherever the text names it.
    """
    known = lists()
    sure: set[str] = set()
    seen: list[Mention] = []
    for line, runs in lines:
        before: Run | None = None
        for run in _joined(line, runs, others):
            listed = before is not None and line[before.end : min(run.start, before.end + 8)] in _BETWEEN
            beside = cue(run, listed, known)
            for spot in spots(run, others.people.get((run.line, run.start)), spellings, known):
                if spot.name in spellings or _is_sure(spot, beside, others, known):
                    sure.add(spot.name)
                    before = run
                elif spot.name.lower() in known.words or spot.name in others.person_words:
                    continue
                seen.append(_mention(spot, run, beside, known))
    names = {name: _shown(name, sure, spellings) for name in sure}
    return [msgspec.structs.replace(m, name=names[m.name]) for m in seen if m.name in sure]


def _joined(line: str, runs: Sequence[Run], others: Others) -> Iterator[Run]:
    """Yield the runs that name no organization; 'Gulf' of 'Mexico' as one."""
    skip = -1
    for i, run in enumerate(runs):
        if run.start < skip or (run.line, run.start) in others.organizations:
            continue
        if i + 1 < len(runs) and line[run.end : runs[i + 1].start] in _INSIDE:
            last = runs[i + 1]
            text = line[run.start : last.end]
            if find_place(text):
                words = tuple(text.split())
                run = Run(run.line, run.start, last.end, words, text, run.initial, run.before, last.after)
                skip = last.end
        yield run


def _is_sure(spot: Spot, beside: Cue, others: Others, known: Lists) -> bool:
    """Decide whether a name means a place where it stands."""
    place = None if spot.landmark else find_place(spot.name)
    if place is None:
        return spot.landmark and beside != "none"
    word, person = spot.name, spot.name in others.person_words
    common = word.lower() in known.words
    named = word in known.given or word in known.family_last or word in known.family_first
    if place.kind != "t":
        if person:
            return beside in ("strong", "in")
        return beside != "none" or not (common or named)
    named = named and place.population < _LARGE
    return _is_sure_town(place, word, beside, doubt=2 if common or person else int(named))


def _is_sure_town(place: Place, word: str, beside: Cue, doubt: int) -> bool:
    """Decide for a town; doubt is 2 where its name is a common word or a person of the text, 1 where it is a name."""
    if doubt or (len(word) < 4 and place.population < 1000 and place.name == word):
        return beside == "strong" or (beside == "in" and doubt < 2)
    return beside in ("strong", "in", "towards") or not place.population or place.population >= _LARGE


def _mention(spot: Spot, run: Run, beside: Cue, known: Lists) -> Mention:
    """A mention with the word that leads to it."""
    lead = f"{run.word_before} " if beside in ("in", "towards") and run.word_before else ""
    place = find_place(spot.name)
    passing = place is not None and place.kind == "t" and is_qualified(run, known)
    return Mention(spot.name, run.line, run.start, lead + run.text, passing)


def _shown(name: str, sure: set[str], spellings: Spellings) -> str:
    """The name that is to be shown: 'United States' for 'U.S.', 'Washington, D.C.' where the text has that too."""
    place = find_place(name)
    shown = place.name if place else name
    if shown == "Washington" and not sure.isdisjoint(_CAPITAL):
        shown = "Washington, D.C."
    return spellings.get(name) or spellings.get(shown) or shown
