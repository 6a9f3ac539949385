"""Find places with the gazetteer; names that are also words or people need a cue next to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from newsgen.gazetteer import find_place
from newsgen.loader.names.aliases import Spellings
from newsgen.loader.names.capitalized import CapitalizedRun, NameMention, WordLists, load_word_lists
from newsgen.loader.names.organizations import Lines, has_own_word
from newsgen.loader.names.people import People

PlaceCue = Literal["strong", "in", "towards", "plain", "none"]
"""Cue next to a name: strong: a larger place, or it is a dateline; in: 'in'; towards: 'to'; plain: none, inside a sentence;
none: none, at the start of a sentence."""

_DATELINE = re.compile(r"(?:, [\w., ]{2,24})?(?: ?\([^()]{2,20}\))? ?(?:[—–]|--| - )")
_LARGER = re.compile(r",? ((?:[A-Z]\.)+|[A-Z]\w+\.?(?: [A-Z]\w+)*)")
_JOINED = re.compile(
    r"-(?:based|born|area|led|backed|controlled|occupied|held|owned|run|built|made|style|bound|wide)$"
)
_TOWN_OF = re.compile(r"\bthe (?:town|village|city|hamlet|suburb|port|municipality|resort) of $")
_CURRENCY = re.compile(r"[$£] ?\d")
"""After a name that tells whose money it is: US$5."""

_LARGE = 1000
"""Population, in thousands, of towns that need no cue."""
_INSIDE = frozenset({" of ", " of the ", " and ", ", "})
"""Text between the words of a place: Gulf of Mexico, Bosnia and Herzegovina, Washington, D.C."""
_AFTER_NUMBERS = frozenset({"B.C.", "BC", "GB"})
"""Abbreviations that are no places after a number: '146 B.C.', '400 GB'."""
_CAPITAL = frozenset({"Washington, D.C.", "Washington D.C.", "Washington, DC", "Washington DC", "D.C.", "DC"})
_BETWEEN = frozenset({", ", " and ", ", and ", " or ", ", or ", " & ", "/"})


class PossiblePlace(msgspec.Struct, frozen=True):
    """A part of a run that may name a place."""

    name: str
    is_landmark: bool = False
    """True if its last word makes it a place ('Fisht Stadium'), not the gazetteer."""


def find_possible_places(
    run: CapitalizedRun, lead: int | None, spellings: Spellings, lists: WordLists
) -> Iterator[PossiblePlace]:
    """Yield the possible places in a run; `lead` is the number of words before a person's name, None if there is none."""
    words = run.words
    if (run.before[-2:-1].isdigit() and words[0] in _AFTER_NUMBERS) or _CURRENCY.match(run.after):
        return
    if lead is not None:
        yield from _find_leading(words[:lead])
        return
    if run.text in spellings or find_place(run.text):
        yield PossiblePlace(run.text)
    elif len(words) < 3 and _TOWN_OF.search(run.before) and words[-1].lower() not in lists.words:
        yield PossiblePlace(run.text, is_landmark=True)
    elif len(words) == 1:
        yield from map(PossiblePlace, _split_hyphens(words[0]))
    elif words[0] in lists.sections["direction"] and find_place(" ".join(words[1:])):
        yield PossiblePlace(" ".join(words[1:]))
    elif words[-1] in lists.sections["division"] and find_place(" ".join(words[:-1])):
        yield PossiblePlace(" ".join(words[:-1]))
    elif (
        words[-1] in lists.sections["landmark"]
        and has_own_word([w for w in words[:-1] if w not in lists.demonyms], lists)
        and words[0] not in lists.titles
        and words[-2] not in lists.sections["field"]
    ):
        yield PossiblePlace(run.text, is_landmark=True)
    elif (words[1] in lists.titles or words[1] in lists.before_titles) and words[-1] not in lists.sections[
        "paper"
    ]:
        yield from _find_leading(words[:1])


def _find_leading(words: Sequence[str]) -> Iterator[PossiblePlace]:
    """Yield the place before a title: 'U.S. President', 'New York Mayor'."""
    for count in range(min(3, len(words)), 0, -1):
        name = " ".join(words[:count])
        if find_place(name):
            yield PossiblePlace(name)
            return


def _split_hyphens(word: str) -> list[str]:
    """Return the places in a word with hyphens: 'China-Japan', 'London-based'."""
    if "-" not in word:
        return []
    base = _JOINED.sub("", word)
    parts = [base] if base != word else word.split("-")
    places = [find_place(part) for part in parts]
    return parts if all(p is not None and (p.kind == "n" or base != word) for p in places) else []


def find_place_cue(run: CapitalizedRun, is_listed: bool, lists: WordLists) -> PlaceCue:
    """Find the cue of a run; `is_listed` is True in a list after a place: 'Iran, Libya and Yemen'."""
    is_dateline = run.start == 0 and _DATELINE.match(run.after)
    if is_dateline or is_qualified(run, lists) or _follows_kind(run, lists):
        return "strong"
    word = run.word_before.lower()
    if word in ("the", "central") or (is_listed and not run.starts_sentence):
        return "in" if is_listed else "plain"
    if word in lists.sections["in"]:
        return "in"
    if word in lists.sections["towards"]:
        return "towards"
    return "none" if run.starts_sentence else "plain"


def _follows_kind(run: CapitalizedRun, lists: WordLists) -> bool:
    """True if 'the city of' or 'the capital' comes before a run."""
    *_, kind, last = ["", *run.before.rstrip(" ,").lower().rsplit(" ", 2)]
    return last == "capital" or (last == "of" and kind in lists.sections["kind"])


def is_qualified(run: CapitalizedRun, lists: WordLists) -> bool:
    """True if a larger place follows: 'Irving, Texas', 'Mobile, Ala.', 'Washington D.C.'."""
    match = _LARGER.match(run.after)
    if not match or not run.after.startswith(","):
        return False
    if match[1] in lists.sections["state"] or match[1].replace(".", "") in lists.sections["state"]:
        return True
    words = match[1].rstrip(".").split()
    for count in range(min(3, len(words)), 0, -1):
        place = find_place(" ".join(words[:count]))
        if place:
            return place.kind in "na"
    return False


def find_places(
    lines: Lines, organizations: set[tuple[int, int]], people: People, spellings: Spellings
) -> list[NameMention]:
    """Find the places of a text; if one mention of a name is certain, all its mentions count.

    `organizations` has the (line, start) of each run that names an organization.
    """
    lists = load_word_lists()
    sure: set[str] = set()
    seen: list[NameMention] = []
    for line, runs in lines:
        before: CapitalizedRun | None = None
        for run in _join_runs(line, runs, organizations):
            is_listed = before is not None and line[before.end : min(run.start, before.end + 8)] in _BETWEEN
            cue = find_place_cue(run, is_listed, lists)
            for spot in find_possible_places(run, people.leads.get((run.line, run.start)), spellings, lists):
                if spot.name in spellings or _is_sure(spot, cue, people.words, lists):
                    sure.add(spot.name)
                    before = run
                elif spot.name.lower() in lists.words or spot.name in people.words:
                    continue
                seen.append(_make_mention(spot, run, cue, lists))
    names = {name: _choose_shown_name(name, sure, spellings) for name in sure}
    return [replace(m, name=names[m.name]) for m in seen if m.name in sure]


def _join_runs(
    line: str, runs: Sequence[CapitalizedRun], organizations: set[tuple[int, int]]
) -> Iterator[CapitalizedRun]:
    """Yield the runs that are not organizations; join 'Gulf' of 'Mexico'."""
    skip = -1
    for i, run in enumerate(runs):
        if run.start < skip or (run.line, run.start) in organizations:
            continue
        if i + 1 < len(runs) and line[run.end : runs[i + 1].start] in _INSIDE:
            last = runs[i + 1]
            text = line[run.start : last.end]
            if find_place(text):
                run = replace(run, end=last.end, words=tuple(text.split()), text=text, after=last.after)
                skip = last.end
        yield run


def _is_sure(spot: PossiblePlace, cue: PlaceCue, person_words: frozenset[str], lists: WordLists) -> bool:
    """True if a name certainly means a place here."""
    place = None if spot.is_landmark else find_place(spot.name)
    if place is None:
        return spot.is_landmark and cue != "none"
    word, person = spot.name, spot.name in person_words
    common = word.lower() in lists.words
    named = word in lists.given or word in lists.family_last or word in lists.family_first
    if place.kind != "t":
        if person:
            return cue in ("strong", "in")
        return cue != "none" or not (common or named)
    doubt = 2 if common or person else int(named and place.population < _LARGE)
    if doubt or (len(word) < 4 and place.population < _LARGE and place.name == word):
        return cue == "strong" or (cue == "in" and doubt < 2)
    return cue in ("strong", "in", "towards") or not place.population or place.population >= _LARGE


def _make_mention(spot: PossiblePlace, run: CapitalizedRun, cue: PlaceCue, lists: WordLists) -> NameMention:
    """Make a mention with the word before it."""
    lead = f"{run.word_before} " if cue in ("in", "towards") and run.word_before else ""
    place = find_place(spot.name)
    passing = place is not None and place.kind == "t" and is_qualified(run, lists)
    return NameMention(spot.name, run.line, run.start, lead + run.text, passing)


def _choose_shown_name(name: str, sure: set[str], spellings: Spellings) -> str:
    """Choose the name to show: 'United States' for 'U.S.', 'Washington, D.C.' if the text has that, too."""
    place = find_place(name)
    shown = place.name if place else name
    if shown == "Washington" and not sure.isdisjoint(_CAPITAL):
        shown = "Washington, D.C."
    return spellings.get(name) or spellings.get(shown) or shown
