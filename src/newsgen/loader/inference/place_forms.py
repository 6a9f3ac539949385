"""Where in a run of capitalised words a place stands, and what beside it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from newsgen.loader.inference.gazetteer import find_place
from newsgen.loader.inference.name_lists import Lists
from newsgen.loader.inference.name_runs import Run
from newsgen.loader.inference.organization_forms import own

Cue = Literal["strong", "in", "towards", "plain", "none"]
"""What stands beside a name: a larger place after it or a dateline; 'in'; 'to'; nothing in mid-sentence; nothing."""

_IN = frozenset(
    """in near outside inside throughout across around at downtown central northern southern eastern western mainland
    neighboring neighbouring nearby southwestern southeastern northwestern northeastern""".split()
)
_TOWARDS = frozenset(
    "to from of into via between toward towards through over visit visited visiting left off".split()
)
_KINDS = frozenset(
    """city town village port state province district region island county republic municipality mayor governor people
    residents outskirts suburb suburbs streets coast north south east west miles kilometers kilometres capital""".split()
)
_DATELINE = re.compile(r"(?:, [\w., ]{2,24})?(?: ?\([^()]{2,20}\))? ?(?:[—–]|--| - )")
_LARGER = re.compile(r",? ((?:[A-Z]\.)+|[A-Z]\w+\.?(?: [A-Z]\w+)*)")
_STATES = frozenset(
    """AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY ME MD MA MI MN MS MO MT NE NV OH OK OR PA TN TX UT VT VA WA
    WI WY DC NY NJ NC SC NH NM ND SD RI WV Ala. Ariz. Ark. Calif. Colo. Conn. Fla. Ga. Ill. Ind. Kan. Ky. La. Mass.
    Md. Mich. Minn. Miss. Mo. Mont. Neb. Nev. Okla. Ore. Pa. Tenn. Tex. Va. Vt. Wash. Wis. Wyo. Ont. Que.""".split()
)
_DIRECTIONS = frozenset(
    "North South East West Northern Southern Eastern Western Central Upper Lower Downtown Mainland Greater".split()
)
_DIVISIONS = frozenset(
    "Province State City Prefecture Region Governorate Oblast Territory District Republic".split()
)
_JOINED = re.compile(
    r"-(?:based|born|area|led|backed|controlled|occupied|held|owned|run|built|made|style|bound|wide)$"
)
_LANDMARKS = frozenset(
    """Airport Arena Base Bay Beach Bridge Canal Castle Cathedral Center Centre County Creek Dam Desert Falls Forest
    Harbor Harbour Hospital Island Islands Lake Mosque Mountain Mountains Palace Park Peninsula Plateau Prison
    Reef Refuge Reservoir Ridge River Sea Square Stadium Station Strait Temple Theatre Tower Valley Volcano Zoo""".split()
)


class Spot(msgspec.Struct, frozen=True):
    """A part of a run that may name a place."""

    name: str
    landmark: bool = False
    """Named by its last word ('Fisht Stadium'), not by the gazetteer."""


def spots(run: Run, lead: int | None, known: Lists) -> Iterator[Spot]:
    """Yield what may be places in a run.

    Args:
        run: the run.
        lead: number of words before a person's name; None if the run names nobody.
        known: the word lists.
    """
    words = run.words
    if lead is not None:
        yield from _leading(words[:lead])
        return
    if find_place(run.text):
        yield Spot(run.text)
    elif len(words) == 1:
        yield from map(Spot, _parts(words[0]))
    elif words[0] in _DIRECTIONS and find_place(" ".join(words[1:])):
        yield Spot(" ".join(words[1:]))
    elif words[-1] in _DIVISIONS and find_place(" ".join(words[:-1])):
        yield Spot(" ".join(words[:-1]))
    elif (
        words[-1] in _LANDMARKS
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


def cue(run: Run, listed: bool) -> Cue:
    """What stands beside a run.

    Args:
        run: the run.
        listed: it stands in a list after a place: 'Iran, Libya and Yemen'.
    """
    if _LARGER.match(run.after) and is_qualified(run):
        return "strong"
    if (run.start == 0 and _DATELINE.match(run.after)) or _of_kind(run):
        return "strong"
    word = run.word_before.lower()
    if word in ("the", "central") or (listed and not run.initial):
        return "in" if listed else "plain"
    if word in _IN:
        return "in"
    if word in _TOWARDS:
        return "towards"
    return "none" if run.initial else "plain"


def _of_kind(run: Run) -> bool:
    """True after 'the city of', 'the capital'."""
    words = run.before.rstrip(" ,").lower().rsplit(" ", 2)
    return (words[-1] == "of" and len(words) > 1 and words[-2] in _KINDS) or words[-1] == "capital"


def is_qualified(run: Run) -> bool:
    """True if a larger place follows: 'Irving, Texas', 'Mobile, Ala.', 'Washington D.C.'."""
    match = _LARGER.match(run.after)
    if not match or not run.after.startswith(","):
        return False
    if match[1] in _STATES or match[1].replace(".", "") in _STATES:
        return True
    words = match[1].split()
    for count in range(min(3, len(words)), 0, -1):
        place = find_place(" ".join(words[:count]))
        if place:
            return place.kind in "na"
    return False
