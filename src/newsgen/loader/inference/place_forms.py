"""Where in a run of capitalised words a place stands, and what beside it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from newsgen.gazetteer.lookup import find_place
from newsgen.loader.inference.name_aliases import Spellings
from newsgen.loader.inference.name_lists import Lists
from newsgen.loader.inference.name_runs import Run
from newsgen.loader.inference.organization_forms import own

Cue = Literal["strong", "in", "towards", "plain", "none"]
"""What stands beside a name: a larger place after it or a dateline; 'in'; 'to'; nothing in mid-sentence; nothing."""

_DATELINE = re.compile(r"(?:, [\w., ]{2,24})?(?: ?\([^()]{2,20}\))? ?(?:[—–]|--| - )")
_LARGER = re.compile(r",? ((?:[A-Z]\.)+|[A-Z]\w+\.?(?: [A-Z]\w+)*)")
_JOINED = re.compile(
    r"-(?:based|born|area|led|backed|controlled|occupied|held|owned|run|built|made|style|bound|wide)$"
)


class Spot(msgspec.Struct, frozen=True):
    """A part of a run that may name a place."""

    name: str
    landmark: bool = False
    """Named by its last word ('Fisht Stadium'), not by the gazetteer."""


def spots(run: Run, lead: int | None, spellings: Spellings, known: Lists) -> Iterator[Spot]:
    """Yield what may be places in a run.

    Args:
        run: the run.
        lead: number of words before a person's name; None if the run names nobody.
        spellings: names of places that a human joined.
        known: the word lists.
    """
    words = run.words
    if lead is not None:
        yield from _leading(words[:lead])
        return
    if run.text in spellings or find_place(run.text):
        yield Spot(run.text)
    elif len(words) == 1:
        yield from map(Spot, _parts(words[0]))
    elif words[0] in known.signs["direction"] and find_place(" ".join(words[1:])):
        yield Spot(" ".join(words[1:]))
    elif words[-1] in known.signs["division"] and find_place(" ".join(words[:-1])):
        yield Spot(" ".join(words[:-1]))
    elif (
        words[-1] in known.signs["landmark"]
        and own([w for w in words[:-1] if w not in known.demonyms], known)
        and words[0] not in known.titles
    ):
        yield Spot(run.text, landmark=True)
    elif words[1] in known.titles or words[1] in known.before_titles:
        yield from _leading(words[:1])


def _leading(words: Sequence[str]) -> Iterator[Spot]:
    """A place before a title: 'U.S. President', 'New York Mayor'."""
    for count in range(min(3, len(words)), 0, -1):
        name = " ".join(words[:count])
        if find_place(name):
            yield Spot(name)
            return


def _parts(word: str) -> list[str]:
    """The places in a word with hyphens: 'China-Japan', 'London-based'."""
    if "-" not in word:
        return []
    base = _JOINED.sub("", word)
    parts = [base] if base != word else word.split("-")
    places = [find_place(part) for part in parts]
    return parts if all(p is not None and (p.kind == "n" or base != word) for p in places) else []


def cue(run: Run, listed: bool, known: Lists) -> Cue:
    """What stands beside a run.

    Args:
        run: the run.
        listed: it stands in a list after a place: 'Iran, Libya and Yemen'.
        known: the word lists.
    """
    if is_qualified(run, known):
        return "strong"
    if (run.start == 0 and _DATELINE.match(run.after)) or _of_kind(run, known):
        return "strong"
    word = run.word_before.lower()
    if word in ("the", "central") or (listed and not run.initial):
        return "in" if listed else "plain"
    if word in known.signs["in"]:
        return "in"
    if word in known.signs["towards"]:
        return "towards"
    return "none" if run.initial else "plain"


def _of_kind(run: Run, known: Lists) -> bool:
    """True after 'the city of', 'the capital'."""
    words = run.before.rstrip(" ,").lower().rsplit(" ", 2)
    return (words[-1] == "of" and len(words) > 1 and words[-2] in known.signs["kind"]) or words[
        -1
    ] == "capital"


def is_qualified(run: Run, known: Lists) -> bool:
    """True if a larger place follows: 'Irving, Texas', 'Mobile, Ala.', 'Washington D.C.'."""
    match = _LARGER.match(run.after)
    if not match or not run.after.startswith(","):
        return False
    if match[1] in known.signs["state"] or match[1].replace(".", "") in known.signs["state"]:
        return True
    words = match[1].rstrip(".").split()
    for count in range(min(3, len(words)), 0, -1):
        place = find_place(" ".join(words[:count]))
        if place:
            return place.kind in "na"
    return False
