"""Acronyms of organizations: defined beside a name, and used as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsgen.gazetteer.lookup import find_place
from newsgen.loader.inference.name_lists import Lists
from newsgen.loader.inference.name_runs import Run
from newsgen.loader.inference.organization_forms import Phrase

_DEFINED = re.compile(r" ?\([\"“]?(?P<acronym>[A-Z][A-Za-z&.]{1,9})[\"”]?[),;]")
_SPEECH = re.compile(r"(?P<own>['’]s)? (?P<verb>[a-z]+)\b")
_OWNED = re.compile(r"['’]s [A-Z]")
_BELONGS = re.compile(r"[A-Z][\w-]+ of (?:the )?$")
_CAPITALS = re.compile(r"[A-Z]{3,6}")
_OF = re.compile(r" (?:of|for|on) ")
_HYPHEN = re.compile(r"[-/]")

Lines = Sequence[tuple[str, Sequence[Run]]]
"""Lines of a text with their runs."""


def defined(phrase: Phrase, known: Lists) -> tuple[str, str]:
    """The organization and its acronym where a phrase is followed by one: 'Civic Party (CP)'; else '' and ''."""
    match = _DEFINED.match(phrase.runs[-1].after)
    if not match:
        return "", ""
    name, acronym = _spelt(phrase.text, match["acronym"]), match["acronym"]
    if name and (_has_head(name, known) or name in known.known or acronym in known.known):
        return name, acronym
    return "", ""


def says(run: Run, known: Lists) -> bool:
    """True if a verb of speech or a possessive follows."""
    match = _SPEECH.match(run.after)
    return match is not None and (bool(match["own"]) or match["verb"] in known.verbs)


def _spelt(text: str, acronym: str) -> str:
    """The end of a phrase whose initials spell an acronym, in any order (CEI: Italian Episcopal Conference); else ''."""
    letters = [c.casefold() for c in acronym if c.isalpha()]
    words = text.split()
    for count in range(2, min(len(words), 12) + 1):
        tail = words[-count:]
        parts = [part[0] for word in tail for part in _HYPHEN.split(word) if part]
        capitals = [c.casefold() for c in parts if c.isupper()]
        exact = letters in (capitals, [c.casefold() for c in parts])
        if tail[0][0].isupper() and (exact or (len(letters) > 2 and sorted(letters) == sorted(capitals))):
            return " ".join(tail)
    return ""


def _has_head(name: str, known: Lists) -> bool:
    """True if a name ends or begins as organizations do: 'Italian Episcopal Conference', 'Centers for …'."""
    opening = _OF.split(name, maxsplit=1)[0].split()
    return name.split()[-1] in known.heads or opening[-1] in known.openings or opening[-1] in known.heads


def used_acronyms(
    lines: Lines, defined: dict[str, str], taken: set[tuple[int, int]], known: Lists
) -> Iterator[tuple[str, Run]]:
    """Runs that are an acronym: one defined in the text, or one used as an organization's name twice or more."""
    seen: dict[str, list[Run]] = {}
    used: set[str] = set()
    for _, runs in lines:
        for run in runs:
            word = run.words[0]
            if word in defined and (len(run.words) == 1 or run.words[1] in known.titles):
                yield defined[word], run
            elif len(run.words) == 1 and _CAPITALS.fullmatch(word) and (run.line, run.start) not in taken:
                seen.setdefault(word, []).append(run)
                if _acts(run, known):
                    used.add(word)
    for word in sorted(used - known.no_acronyms):
        if len(seen[word]) > 1 and not find_place(word):
            for run in seen[word]:
                yield word, run


def _acts(run: Run, known: Lists) -> bool:
    """True if an acronym is used as an organization's name: 'the ADPL said', 'DAB's Starry Lee', 'Gary Chan of DAB'."""
    speech = _SPEECH.match(run.after)
    if speech and speech["verb"] in known.verbs:
        return True
    return bool(_OWNED.match(run.after) or _BELONGS.search(run.before))
