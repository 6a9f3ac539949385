"""What organizations look like: head words, openings, acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from newsgen.gazetteer.lookup import find_place
from newsgen.loader.inference.name_lists import Lists
from newsgen.loader.inference.name_runs import Run

_JOINT = re.compile(r" (?:of|for|on)(?: the)? $| & $")
_AND = re.compile(r",? and |, ")
_LOWER_HEAD = re.compile(r" (?:party|newspaper|magazine|news agency|militia|airline)\b")
_MOST_RUNS = 6


class Phrase(msgspec.Struct, frozen=True):
    """Runs that make one phrase: 'Department' of 'Health' and 'Human Services'."""

    runs: tuple[Run, ...]
    text: str
    """As it stands in the line."""


def phrases(line: str, runs: Sequence[Run], known: Lists) -> Iterator[Phrase]:
    """Join a line's runs to phrases; a run that joins no other is a phrase of its own."""
    i = 0
    while i < len(runs):
        j = i
        while j + 1 < len(runs) and j - i < _MOST_RUNS and _joins(line, runs[i : j + 2], known):
            j += 1
        cut = _tail(runs[j], known) if j > i else 0
        end = runs[j].end - cut
        yield Phrase(tuple(runs[i : j + (not cut)]), line[runs[i].start : end])
        i = j + 1


def _tail(run: Run, known: Lists) -> int:
    """Length of a title or a person's name that ends a run: 'Flight' 'CEO Doug King'."""
    words = run.words
    for i in range(1, len(words)):
        person = i == len(words) - 2 and words[i] in known.given and not find_place(words[i])
        if words[i] in known.titles or (person and words[i].lower() not in known.words):
            return len(" ".join(words[i:])) + 1
    return 0


def _joins(line: str, group: Sequence[Run], known: Lists) -> bool:
    """True if the last run of a group belongs to the phrase of the others."""
    last, new = group[-2], group[-1]
    gap = line[last.end : min(new.start, last.end + 16)]
    if new.words[0] in known.titles and len(new.words) > 1:
        return False
    if gap == " & " or f"{last.text}{gap}{new.text}" in known.known:
        return True
    if gap.startswith(" on "):
        return last.words[-1] in known.signs["on"]
    if _JOINT.fullmatch(gap):
        return last.words[-1] in known.openings or (len(group) > 2 and gap == " of ")
    if not _AND.fullmatch(gap) or last.words[-1] in known.heads:
        return False
    if len(new.words) == 1 and find_place(last.text):
        return False
    if len(group) == 2 and (new.words[-1] not in known.heads or gap != " and " or last.initial):
        return False
    if not all(
        w.lower() in known.words
        for w in (*(() if find_place(last.text) else last.words[-1:]), *new.words[:-1])
    ):
        return False
    return new.words[-1].lower() in known.words or new.words[-1] in known.heads


def own(words: Sequence[str], known: Lists) -> bool:
    """True if one of the words is no common word, but a name, a place, a people or an acronym."""
    return any(w.lower() not in known.words or w in known.demonyms for w in words)


def headed(run: Run, known: Lists) -> bool:
    """True if a run ends as an organization does: 'Saudi Interior Ministry'."""
    words = run.words[1:] if run.initial and run.words[0].endswith("ing") else run.words
    if len(words) < 2 or words[-1] not in known.heads or words[-2] in known.titles:
        return False
    if words[-1] in known.weak_heads or (run.initial and len(words) == 2):
        return own(words[:-1], known) and words[0] not in known.titles
    return True


def opened(phrase: Phrase, known: Lists) -> bool:
    """True if a phrase begins as an organization does: or ends as one: 'University of Texas', 'Natural Resources Committee'."""
    head, rest = phrase.runs[0].words, phrase.runs[1:]
    if not rest or head[-1] not in known.openings:
        return bool(rest) and rest[-1].words[-1] in known.heads
    return head[-1] not in known.weak_heads or len(head) > 1 or own(rest[0].words, known)


def lower_headed(run: Run, known: Lists) -> bool:
    """True if a small-letter head follows a name of its own: 'Komeito party'."""
    if len(run.words) > 3 or not _LOWER_HEAD.match(run.after) or find_place(run.text):
        return False
    return not any(w.lower() in known.words or w in known.demonyms or w in known.titles for w in run.words)
