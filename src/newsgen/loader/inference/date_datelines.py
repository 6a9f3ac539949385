"""Read the dateline at the start of a paragraph: 'BEIJING, Nov. 22 (Xinhua) —', 'PARIS, 22 novembre 2023 (AFP) -'."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsgen.loader.inference.date_forms import read_form
from newsgen.loader.inference.date_parts import Form

_AGENCY = re.compile(r"\s*[(（](?!\D{0,20}\d)[^)）]{1,40}[)）]|\s*/[\w ]{2,20}/")
_HEAD = re.compile(r"([^\n]{4,110}?)\)?\s*(?:[–—―]|-{2}|\s-\s|\.-|:\s)")
_SMALL = frozenset(
    ("a", "an", "and", "de", "del", "der", "di", "el", "la", "le", "of", "on", "the", "van", "von")
)
_NO_PLACE_WORDS = "after as before between by during from in last next on since the this through until"
_NO_PLACE = frozenset(_NO_PLACE_WORDS.split())


def read_dateline(line: str, language: str) -> tuple[str, Form] | None:
    """Return the dateline that a paragraph begins with, as written up to its dash, and the day in it.

    Without a place before it a day needs its year ('May 7, 2007 — …'); a range or a sentence is none.
    """
    match = _HEAD.match(_AGENCY.sub("", line[:160], count=1))
    if match is None or not any(map(str.isdigit, match[1])):
        return None
    head = match[1].strip()
    words = re.split(r"(?<=[\s(])", head)
    found: tuple[str, Form] | None = None
    for size in range(1, min(8, len(words)) + 1):
        form = read_form("".join(words[-size:]), language)
        place = "".join(words[:-size])
        if form and form.month and form.day and _is_place(place) and (place.strip(" (") or form.year):
            found = head, form
    return found


def _is_place(text: str) -> bool:
    """Tell the place of a dateline ('WASHINGTON, D.C.'), or nothing at all, from the start of a sentence."""
    words = text.strip(" ,(").split()
    return (
        len(words) <= 6
        and _capital(words)
        and not any(w.lower() in _NO_PLACE for w in words[:1] + words[-1:])
    )


def _capital(words: Sequence[str]) -> bool:
    return all(not w[0].islower() or w in _SMALL for w in words)
