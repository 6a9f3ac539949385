"""Organizations: defined by an acronym, named by a head word, or well known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from newsgen.gazetteer import find_place
from newsgen.loader.names.aliases import Spellings
from newsgen.loader.names.capitalized import CapitalizedRun, NameMention, WordLists, load_word_lists

_JOINT = re.compile(r" (?:of|for|on)(?: the)? $| & $")
_AND = re.compile(r",? and |, ")
_LOWER_HEAD = re.compile(r" (?:party|newspaper|magazine|news agency|militia|airline)\b")
_MOST_RUNS = 6
_DEFINED = re.compile(r" ?\([\"“]?(?P<acronym>[A-Z][A-Za-z&.]{1,9})[\"”]?[),;]")
_SPEECH = re.compile(r"(?P<own>['’]s)? (?P<verb>[a-z]+)\b")
_OWNED = re.compile(r"['’]s [A-Z]")
_BELONGS = re.compile(r"[A-Z][\w-]+ of (?:the )?$")
_OWNER = re.compile(r"((?:[A-Z]\.){2,}|[A-Z][\w-]+(?: [A-Z][\w-]+){0,2})['’]s? $")
"""The owner of a name: 'China's' Foreign Ministry."""
_CAPITALS = re.compile(r"[A-Z]{3,6}")
_OF = re.compile(r" (?:of|for|on) ")
_HYPHEN = re.compile(r"[-/]")

Lines = Sequence[tuple[str, Sequence[CapitalizedRun]]]
"""Lines of a text with their runs."""


class Phrase(msgspec.Struct, frozen=True):
    """Runs that make one phrase: 'Department' of 'Health' and 'Human Services'."""

    runs: tuple[CapitalizedRun, ...]
    text: str
    """The phrase as written."""


def find_organizations(lines: Lines, spellings: Spellings) -> tuple[list[NameMention], set[tuple[int, int]]]:
    """Find the organizations of a text.

    Returns:
        The mentions, and (line, start) of the runs that are part of an organization only.
    """
    lists = load_word_lists()
    found: list[tuple[str, CapitalizedRun, str]] = []
    taken: set[tuple[int, int]] = set()
    acronyms: dict[str, str] = {}
    owned: dict[str, str] = {}
    for line, runs in lines:
        for phrase in join_runs_into_phrases(line, runs, lists):
            name, acronym = find_definition(phrase, lists)
            name = phrase.text if phrase.text in spellings else name or _name_phrase(phrase, lists)
            if name == phrase.text and name not in spellings and not acronym:
                full = _add_owner(phrase, lists)
                name = owned.setdefault(name, full) if full and full != name else full
            if acronym:
                acronyms.setdefault(acronym, name)
            if name:
                defined = f" ({acronym})" if phrase.runs[-1].after.startswith(f" ({acronym})") else ""
                found.append((name, phrase.runs[0], phrase.text + defined))
                taken.update((run.line, run.start) for run in phrase.runs)
            else:
                found += _find_leading(phrase.runs, lists)
    for name, run in find_used_acronyms(lines, acronyms, taken, lists):
        found.append((name, run, run.text))
        if len(run.words) == 1:
            taken.add((run.line, run.start))
    own = {short: name for short, name in acronyms.items() if _is_other(name, short, lists)}
    found = [(own.get(name) or owned.get(name, name), run, quote) for name, run, quote in found]
    long = map_names_to_long_forms([name for name, _, _ in found], lists)
    names = {name: spellings.get(name) or spellings.get(full, full) for name, full in long.items()}
    return [NameMention(names[name], run.line, run.start, quote) for name, run, quote in found], taken


def _is_other(name: str, acronym: str, lists: WordLists) -> bool:
    """True if a text defines an acronym for another organization than the well-known one: Australian Federal Police (AFP)."""
    known = lists.organizations.get(acronym, "")
    return bool(known) and name not in lists.organizations and known.partition(" ")[0] not in name


def _name_phrase(phrase: Phrase, lists: WordLists) -> str:
    """Return the organization in a phrase; '' if there is none."""
    text, first = phrase.text, phrase.runs[0]
    if find_place(text) or phrase.runs[-1].words[-1] in lists.sections["paper"]:
        return ""
    if text in lists.organizations:
        return text if _is_certain(first, text, lists) else ""
    if len(phrase.runs) > 1:
        return _find_inner(phrase, lists) or (text if is_organization_phrase(phrase, lists) else "")
    ends_well = has_head(first, lists) and not first.before.endswith(") ")
    return text if ends_well or has_lowercase_head(first, lists) else ""


def _add_owner(phrase: Phrase, lists: WordLists) -> str:
    """Return an organization with the country or division that owns it, if it has no word of its own.

    'China's' 'Foreign Ministry' is the Foreign Ministry of China; 'Merkel's' 'Finance Ministry' is '', as it may be any.
    """
    name = phrase.text
    owner = _OWNER.search(phrase.runs[0].before)
    if not owner or has_own_word([word for word in name.split() if word not in lists.heads], lists):
        return name
    place = find_place(owner[1])
    if place and place.kind in "na":
        return name if place.name == "United States" else f"{name} of {place.name}"
    return name if name in lists.organizations or name.count(" ") > 1 else ""


def _is_certain(run: CapitalizedRun, name: str, lists: WordLists) -> bool:
    """True if a name certainly means an organization: it is not also a word, or the words around it show it."""
    if name not in lists.doubtful_organizations:
        return True
    if name in lists.sections["article"]:
        return run.before.endswith("The ") or (
            run.word_before == "the" and has_verb_or_possessive(run, lists)
        )
    return not run.starts_sentence or has_verb_or_possessive(run, lists)


def _find_inner(phrase: Phrase, lists: WordLists) -> str:
    """Return a well-known organization inside a longer phrase: 'Standing Committee of the …'."""
    offset = phrase.runs[0].start
    for i, first in enumerate(phrase.runs[1:], 1):
        for last in reversed(phrase.runs[i:]):
            end = last.end
            for word in (*reversed(last.words[1:]), ""):
                # Without this limit a line in capitals would be copied for each word.
                if end - first.start <= lists.longest_organization:
                    name = phrase.text[first.start - offset : end - offset]
                    if lists.is_organization(name):
                        return name
                end -= len(word) + 1
    return ""


def _find_leading(
    runs: Sequence[CapitalizedRun], lists: WordLists
) -> Iterator[tuple[str, CapitalizedRun, str]]:
    """Yield a well-known organization at the start of a run that means something else: 'NASA Administrator …'."""
    for run in runs:
        for count in range(min(3, len(run.words) - 1), 0, -1):
            name = " ".join(run.words[:count])
            if lists.is_organization(name):
                if run.words[count] in lists.sections["software"] | lists.sections["vehicle"]:
                    break
                yield name, run, run.text
                break


def map_names_to_long_forms(names: Sequence[str], lists: WordLists) -> dict[str, str]:
    """Map each name to the name that is shown: the long form of an acronym, the longer form of a short form in the text.

    Only beginnings and ends with the length of another name are compared: all those of a line in capitals would fill the
    memory.
    """
    usual = {name: lists.organizations.get(name, name) for name in names}
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


def join_runs_into_phrases(line: str, runs: Sequence[CapitalizedRun], lists: WordLists) -> Iterator[Phrase]:
    """Join a line's runs into phrases; other runs are phrases, too."""
    i = 0
    while i < len(runs):
        j = i
        while j + 1 < len(runs) and j - i < _MOST_RUNS and _is_joined(line, runs[i : j + 2], lists):
            j += 1
        cut = _measure_tail(runs[j], lists) if j > i else 0
        end = runs[j].end - cut
        yield Phrase(tuple(runs[i : j + (not cut)]), line[runs[i].start : end])
        i = j + 1


def _measure_tail(run: CapitalizedRun, lists: WordLists) -> int:
    """Return the length of a title or a person's name that ends a run: 'Flight' 'CEO Doug King'."""
    words = run.words
    for i in range(1, len(words)):
        person = i == len(words) - 2 and words[i] in lists.given and not find_place(words[i])
        if words[i] in lists.titles or (person and words[i].lower() not in lists.words):
            return len(" ".join(words[i:])) + 1
    return 0


def _is_joined(line: str, group: Sequence[CapitalizedRun], lists: WordLists) -> bool:
    """True if the last run of a group belongs to the phrase of the others."""
    last, new = group[-2], group[-1]
    gap = line[last.end : min(new.start, last.end + 16)]
    if new.words[0] in lists.titles and len(new.words) > 1:
        return False
    if gap == " & " or f"{last.text}{gap}{new.text}" in lists.organizations:
        return True
    if gap in (" on ", " on the "):
        return last.words[-1] in lists.sections["on"]
    if _JOINT.fullmatch(gap):
        return last.words[-1] in lists.openings or (len(group) > 2 and gap == " of ")
    is_opened = len(group) > 2 and group[0].words[-1] in lists.openings
    if not _AND.fullmatch(gap) or (
        last.words[-1] in lists.heads and (not is_opened or gap != " and " or new.words[0] in lists.openings)
    ):
        return False
    if len(new.words) == 1 and find_place(last.text):
        return False
    if len(group) == 2 and (new.words[-1] not in lists.heads or gap != " and " or last.starts_sentence):
        return False
    if not all(
        w.lower() in lists.words
        for w in (*(() if find_place(last.text) else last.words[-1:]), *new.words[:-1])
    ):
        return False
    return new.words[-1].lower() in lists.words or new.words[-1] in lists.heads


def has_own_word(words: Sequence[str], lists: WordLists) -> bool:
    """True if one of the words is not a common word, but a name, a place, a demonym or an acronym."""
    return any(w.lower() not in lists.words or w in lists.demonyms for w in words)


def has_head(run: CapitalizedRun, lists: WordLists) -> bool:
    """True if a run ends as an organization does: 'Saudi Interior Ministry'."""
    words = run.words[1:] if run.starts_sentence and run.words[0].endswith("ing") else run.words
    if len(words) > 2 and words[-1] in ("Center", "Centre") and words[-2] in lists.sections["field"]:
        return True
    if len(words) < 2 or words[-1] not in lists.heads or words[-2] in lists.titles:
        return False
    if words[-1] in lists.weak_heads or (run.starts_sentence and len(words) == 2):
        return has_own_word(words[:-1], lists) and words[0] not in lists.titles
    return True


def is_organization_phrase(phrase: Phrase, lists: WordLists) -> bool:
    """True if a phrase begins or ends as an organization does: 'University of Texas', 'Natural Resources Committee'."""
    head, rest = phrase.runs[0].words, phrase.runs[1:]
    if not rest or head[-1] not in lists.openings:
        last = rest[-1].words[-1] if rest else ""
        if last in lists.sections["vague"] or phrase.runs[0].before.endswith(", "):
            return last in lists.heads and has_own_word(phrase.text.split()[:-1], lists)
        return last in lists.heads
    return head[-1] not in lists.weak_heads or len(head) > 1 or has_own_word(rest[0].words, lists)


def has_lowercase_head(run: CapitalizedRun, lists: WordLists) -> bool:
    """True if a head in lower case follows a name: 'Komeito party'."""
    if len(run.words) > 3 or not _LOWER_HEAD.match(run.after) or find_place(run.text):
        return False
    return not any(w.lower() in lists.words or w in lists.demonyms or w in lists.titles for w in run.words)


def find_definition(phrase: Phrase, lists: WordLists) -> tuple[str, str]:
    """Find the organization whose acronym follows a phrase: 'Civic Party (CP)'; return both, or '' and ''."""
    match = _DEFINED.match(phrase.runs[-1].after)
    if not match:
        return "", ""
    name, acronym = _match_initials(phrase.text, match["acronym"]), match["acronym"]
    opening = phrase.text.removesuffix(name).split()
    if name and len(opening) > 1 and opening[-1] in ("of", "for") and opening[-2] in lists.openings:
        name = phrase.text
    if name and (_has_head(name, lists) or name in lists.organizations or acronym in lists.organizations):
        return name, acronym
    return "", ""


def has_verb_or_possessive(run: CapitalizedRun, lists: WordLists) -> bool:
    """True if a verb of speech or a possessive follows."""
    match = _SPEECH.match(run.after)
    return match is not None and (bool(match["own"]) or match["verb"] in lists.verbs)


def _match_initials(text: str, acronym: str) -> str:
    """Find the end of a phrase whose initials spell an acronym, in any order (CEI: Italian Episcopal Conference); or ''."""
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


def _has_head(name: str, lists: WordLists) -> bool:
    """True if a name ends or begins as organizations do: 'Italian Episcopal Conference', 'Centers for …'."""
    opening = _OF.split(name, maxsplit=1)[0].split()
    return name.split()[-1] in lists.heads or opening[-1] in lists.openings or opening[-1] in lists.heads


def find_used_acronyms(
    lines: Lines, defined: dict[str, str], taken: set[tuple[int, int]], lists: WordLists
) -> Iterator[tuple[str, CapitalizedRun]]:
    """Yield runs that are acronyms: defined in the text, or used as an organization's name at least twice."""
    seen: dict[str, list[CapitalizedRun]] = {}
    used: set[str] = set()
    for _, runs in lines:
        for run in runs:
            word = run.words[0]
            if word in defined and (len(run.words) == 1 or run.words[1] in lists.titles):
                yield defined[word], run
            elif len(run.words) == 1 and _CAPITALS.fullmatch(word) and (run.line, run.start) not in taken:
                seen.setdefault(word, []).append(run)
                if _is_acting(run, lists):
                    used.add(word)
    for word in sorted(used - lists.no_acronyms):
        if len(seen[word]) > 1 and not find_place(word):
            for run in seen[word]:
                yield word, run


def _is_acting(run: CapitalizedRun, lists: WordLists) -> bool:
    """True if an acronym is used as an organization's name: 'the ADPL said', 'DAB's Starry Lee', 'Gary Chan of DAB'."""
    speech = _SPEECH.match(run.after)
    if speech and speech["verb"] in lists.verbs:
        return True
    return bool(_OWNED.match(run.after) or _BELONGS.search(run.before))
