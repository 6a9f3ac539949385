"""Organizations: defined by an acronym, named by a head word, or well known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from newsgen.gazetteer.lookup import find_place
from newsgen.loader.inference.mentions import Mention
from newsgen.loader.inference.name_aliases import Spellings
from newsgen.loader.inference.name_lists import Lists, lists
from newsgen.loader.inference.name_runs import Run
from newsgen.loader.inference.organization_acronyms import Lines, defined, says, used_acronyms
from newsgen.loader.inference.organization_forms import Phrase, headed, lower_headed, opened, phrases


def find_organizations(lines: Lines, spellings: Spellings) -> tuple[list[Mention], set[tuple[int, int]]]:
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
            name, acronym = _name(phrase, spellings, known)
            if acronym:
                acronyms.setdefault(acronym, name)
            if name:
                found.append((name, phrase.runs[0], phrase.text))
                taken.update((run.line, run.start) for run in phrase.runs)
            else:
                found += _leading(phrase.runs, known)
    for name, run in used_acronyms(lines, acronyms, taken, known):
        found.append((name, run, run.text))
        taken.add((run.line, run.start))
    long = shown([name for name, _, _ in found], known)
    names = {name: spellings.get(name) or spellings.get(full, full) for name, full in long.items()}
    return [Mention(names[name], run.line, run.start, quote) for name, run, quote in found], taken


def _name(phrase: Phrase, spellings: Spellings, known: Lists) -> tuple[str, str]:
    """The organization that a phrase names, and the acronym defined for it; '' where there is none."""
    text, first = phrase.text, phrase.runs[0]
    if text in spellings:
        return text, ""
    name, acronym = defined(phrase, known)
    if name:
        return name, acronym
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
    if name in known.signs["article"]:
        return run.before.endswith("The ") or (run.word_before == "the" and says(run, known))
    return not run.initial or says(run, known)


def _inner(phrase: Phrase, known: Lists) -> str:
    """A well-known organization inside a longer phrase: 'Standing Committee of the …'."""
    offset = phrase.runs[0].start
    for i, first in enumerate(phrase.runs[1:], 1):
        for last in reversed(phrase.runs[i:]):
            end = last.end
            for word in (*reversed(last.words[1:]), ""):
                if end - first.start <= known.longest:  # or a line of capitals would be copied once a word
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


def shown(names: Sequence[str], known: Lists) -> dict[str, str]:
    """What each name is shown as: an acronym by its long form, a short form by the longer one in the text.

    Only beginnings and ends as long as another name are made: all of a line in capitals would fill the memory.
    """
    usual = {name: known.known.get(name, name) for name in names}
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(usual[name], []).append(name)
    chosen = {
        key: key if key in group else next((n for n in group if " " in n), key)
        for key, group in groups.items()
    }
    sizes = sorted({name.count(" ") + 1 for name in chosen.values()})
    longer: dict[str, str] = {}
    for name in chosen.values():
        words = name.split()
        for size in sizes[: bisect_right(sizes, len(words))]:
            if 1 < size < len(words):
                longer.setdefault(" ".join(words[-size:]), name)
            if size > 2:
                longer.setdefault(" ".join(words[:size]), name)
    return {name: longer.get(chosen[key], chosen[key]) for name, key in usual.items()}
