"""Organizations: defined by an acronym, named by a head word, or well known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from newsgen.gazetteer.lookup import find_place
from newsgen.loader.names.aliases import Spellings
from newsgen.loader.names.runs import Lists, Mention, Run, lists


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
