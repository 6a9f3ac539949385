"""What stands around a name and says that it is a person's."""

from __future__ import annotations

import re

from newsgen.loader.inference.name_lists import Lists
from newsgen.loader.inference.name_runs import Run
from newsgen.loader.inference.person_forms import Candidate

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
