"""Organizations: defined by an acronym, named by a head word, or well known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsgen.loader.inference.gazetteer import find_place
from newsgen.loader.inference.mentions import Mention
from newsgen.loader.inference.name_lists import Lists, lists
from newsgen.loader.inference.name_runs import Run
from newsgen.loader.inference.organization_forms import (
    Phrase,
    has_head,
    headed,
    lower_headed,
    opened,
    phrases,
    spelt,
)

_DEFINED = re.compile(r" ?\([\"“]?(?P<acronym>[A-Z][A-Za-z&.]{1,9})[\"”]?[),;]")
_SPEECH = re.compile(r" (?P<verb>[a-z]+)\b")
_CAPITALS = re.compile(r"[A-Z]{3,6}")

Lines = Sequence[tuple[str, Sequence[Run]]]
"""Lines of a text with their runs."""


def find_organizations(lines: Lines) -> tuple[list[Mention], set[tuple[int, int]]]:
    """Find the organizations of a text.

    Returns:
        The mentions, and (line, start) of the runs that belong to one and name nothing else.
    """
    known = lists()
    found: list[tuple[str, Run, str]] = []
    taken: set[tuple[int, int]] = set()
    acronyms: dict[str, str] = {}
    for line, runs in lines:
        for phrase in phrases(line, runs, known):
            name, acronym = _name(phrase, known)
            if acronym:
                acronyms.setdefault(acronym, name)
            if name:
                found.append((name, phrase.runs[0], phrase.text))
                taken.update((run.line, run.start) for run in phrase.runs)
            else:
                found += _leading(phrase.runs, known)
    for name, run in _acronyms(lines, acronyms, taken, known):
        found.append((name, run, run.text))
        taken.add((run.line, run.start))
    written = {name for name, _, _ in found}
    return [Mention(_shown(n, written, known), r.line, r.start, quote) for n, r, quote in found], taken


def _name(phrase: Phrase, known: Lists) -> tuple[str, str]:
    """The organization that a phrase names, and the acronym defined for it; '' where there is none."""
    text, first = phrase.text, phrase.runs[0]
    defined = _DEFINED.match(phrase.runs[-1].after)
    if defined:
        name = spelt(text, defined["acronym"])
        if name and (has_head(name, known) or name in known.known or defined["acronym"] in known.known):
            return name, defined["acronym"]
    if text in known.known:
        return (text if _certain(first, text, known) else ""), ""
    if len(phrase.runs) > 1:
        inner = _inner(phrase, known)
        return inner or (text if opened(phrase, known) else ""), ""
    if headed(first, known) or lower_headed(first, known):
        return text, ""
    return "", ""


def _certain(run: Run, name: str, known: Lists) -> bool:
    """True unless the name is also a word and nothing tells that the organization is meant."""
    if name not in known.known_words:
        return True
    speech = _SPEECH.match(run.after)
    return not run.initial or (speech is not None and speech["verb"] in known.verbs)


def _inner(phrase: Phrase, known: Lists) -> str:
    """A well-known organization inside a longer phrase: 'Standing Committee of the …'."""
    offset = phrase.runs[0].start
    for i, first in enumerate(phrase.runs[1:], 1):
        for last in reversed(phrase.runs[i:]):
            end = last.end
            for word in (*reversed(last.words[1:]), ""):
                name = phrase.text[first.start - offset : end - offset]
                if name in known.known and name not in known.known_words:
                    return name
                end -= len(word) + 1
    return ""


def _leading(runs: Sequence[Run], known: Lists) -> Iterator[tuple[str, Run, str]]:
    """A well-known organization at the start of a run that names something else: 'NASA Administrator …'."""
    for run in runs:
        for count in (3, 2, 1):
            name = " ".join(run.words[:count])
            if len(run.words) > count and name in known.known and name not in known.known_words:
                yield name, run, run.text
                break


def _acronyms(
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
                speech = _SPEECH.match(run.after)
                if run.word_before in ("the", "The") or (speech and speech["verb"] in known.verbs):
                    used.add(word)
    for word in sorted(used - known.no_acronyms):
        if len(seen[word]) > 1 and not find_place(word):
            for run in seen[word]:
                yield word, run


def _shown(name: str, written: set[str], known: Lists) -> str:
    """The usual name for an acronym, or where the text writes that too; else as written."""
    usual = known.known.get(name, name)
    return usual if usual in written or " " not in name else name
