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
_SPEECH = re.compile(r"(?P<own>['’]s)? (?P<verb>[a-z]+)\b")
_OWNED = re.compile(r"['’]s [A-Z]")
_BELONGS = re.compile(r"[A-Z][\w-]+ of (?:the )?$")
_CAPITALS = re.compile(r"[A-Z]{3,6}")

_ARTICLE = frozenset("Guardian Independent Economist Times Sun Mirror Observer Treasury".split())

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
    shown = _shown([name for name, _, _ in found], known)
    return [Mention(shown[name], run.line, run.start, quote) for name, run, quote in found], taken


def _name(phrase: Phrase, known: Lists) -> tuple[str, str]:
    """The organization that a phrase names, and the acronym defined for it; '' where there is none."""
    text, first = phrase.text, phrase.runs[0]
    defined = _DEFINED.match(phrase.runs[-1].after)
    if defined:
        name = spelt(text, defined["acronym"])
        if name and (has_head(name, known) or name in known.known or defined["acronym"] in known.known):
            return name, defined["acronym"]
    if find_place(text):
        return "", ""
    if text in known.known:
        return (text if _certain(first, text, known) else ""), ""
    if len(phrase.runs) > 1:
        inner = _inner(phrase, known)
        return inner or (text if opened(phrase, known) else ""), ""
    if (headed(first, known) and not first.before.endswith(") ")) or lower_headed(first, known):
        return text, ""
    return "", ""


def _certain(run: Run, name: str, known: Lists) -> bool:
    """True unless the name is also a word and nothing tells that the organization is meant."""
    if name not in known.known_words:
        return True
    speech = _SPEECH.match(run.after)
    if name in _ARTICLE:
        return run.before.endswith("The ") or (
            run.word_before == "the" and bool(speech) and _says(speech, known)
        )
    return not run.initial or (speech is not None and _says(speech, known))


def _says(match: re.Match[str], known: Lists) -> bool:
    """True if a verb of speech or a possessive follows."""
    return bool(match["own"]) or match["verb"] in known.verbs


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


def _shown(names: Sequence[str], known: Lists) -> dict[str, str]:
    """What each name is shown as: an acronym by its long form, a short form by the longer one in the text."""
    usual = {name: known.known.get(name, name) for name in names}
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(usual[name], []).append(name)
    chosen = {
        key: key if key in group else next((n for n in group if " " in n), key)
        for key, group in groups.items()
    }
    longer: dict[str, str] = {}
    for name in chosen.values():
        words = name.split()
        for i in range(1, len(words) - 1):
            longer.setdefault(" ".join(words[i:]), name)
            longer.setdefault(" ".join(words[: i + 2]), name)
    return {name: longer.get(chosen[key], chosen[key]) for name, key in usual.items()}
