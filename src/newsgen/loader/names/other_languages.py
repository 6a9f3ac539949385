"""Find names in ten languages other than English.

Spanish, French, German, Portuguese, Italian and Russian by capital letters and the words around them; Chinese, Japanese, Korean
and Arabic by the forms in data/other-names.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from newsgen.gazetteer import ascii_fold, find_place
from newsgen.loader.names.capitalized import NameMention, Passage
from newsgen.loader.names.languages import (
    FoundNames,
    LanguageWords,
    any_of,
    choose_name_in_language,
    load_language_words,
)

_UPPER = "".join(c for c in map(chr, (*range(0x250), *range(0x400, 0x530))) if c.isupper())
_WORD = re.compile(
    rf"(?<![\w@#/-])(?:(?:[{_UPPER}]{{1,2}}\. ?){{2,4}}|[{_UPPER}]\.(?= ?[{_UPPER}])|[{_UPPER}]\w*(?:[-‑]\w+|['’]\w\w+)*+)"
)
_ELISION = re.compile(r"(?:L|Dell|All|Nell|Dall|Sull|Un|Quell|Qu|S|N|J|C)['’](?=\w)")
"""A small word joined to the next at the start of a sentence: 'L'Italia'."""
_ROMAN = re.compile(r"[IVX]+")
_GAP = re.compile(r"[^.;:!?()\n«»“”\"]*$")
_AGE = re.compile(r",? ?\(\d\d\)|, (?:de |di )?\d\d (?:años|ans|anos|anni|Jahre)|, \d\d,")
_LETTERS = re.compile(r"[^\W\d_][\w-]*\.?")
_LARGE = 100
"""Population, in thousands, of towns that have no name in the table and are found after 'in'."""
_LARGEST = 2000
"""The same of towns that are found also if their name is a given name: Salvador."""
_OBLIQUE = re.compile("(?:а|я|у|ю|ом|ым|ем|ого|его|ому|ой)$")
"""Endings of Russian surnames in other cases than the nominative."""


class CapitalizedGroup(msgspec.Struct, frozen=True):
    """Capitalised words next to each other, also with particles between them."""

    line: str
    """The passage."""
    words: tuple[str, ...]
    starts: tuple[int, ...]
    """Position of each word in the passage."""

    @property
    def end(self) -> int:
        """Position after the last word."""
        return self.starts[-1] + len(self.words[-1])

    def cut(self, first: int, last: int | None = None) -> CapitalizedGroup:
        """Return a part of the words."""
        return CapitalizedGroup(self.line, self.words[first:last], self.starts[first:last])

    @property
    def text(self) -> str:
        """The words as the text has them."""
        return self.line[self.starts[0] : self.end]

    @property
    def before(self) -> str:
        """What is before them, at most 80 characters."""
        return self.line[max(0, self.starts[0] - 80) : self.starts[0]]


def _find_groups(line: str, words: LanguageWords) -> Iterator[CapitalizedGroup]:
    """Yield the groups of capitalised words of a passage, without small words at the start of a sentence."""
    found: list[tuple[str, int]] = []
    for match in _WORD.finditer(line):
        elided = _ELISION.match(match[0])
        if elided and match[0][elided.end()].islower():
            continue
        start = match.start() + (elided.end() if elided else 0)
        word = line[start : match.end()].rstrip()
        if found and (
            elided or not words.gap_pattern.fullmatch(line, found[-1][1] + len(found[-1][0]), start)
        ):
            yield from _trim_group(CapitalizedGroup(line, *zip(*found, strict=True)), words)
            found = []
        found.append((word, start))
    if found:
        yield from _trim_group(CapitalizedGroup(line, *zip(*found, strict=True)), words)


def _trim_group(group: CapitalizedGroup, words: LanguageWords) -> Iterator[CapitalizedGroup]:
    """Yield a group without the small words and verbs of speech at its start; nothing if no word is left."""
    if group.text in words.places.keys:
        yield group
        return
    before = words.words["before"]
    for i, word in enumerate(group.words):
        small = word.lower()
        if (small not in words.small and small not in before) or (word.isupper() and len(word) > 1):
            yield group.cut(i)
            return


def find_non_english_names(passages: Sequence[Passage], words: LanguageWords, site: str) -> FoundNames:
    """Find the names of a text; places and organizations are named in the language `site` (primary subtag)."""
    find = _find_unmarked_names if words.forms else _find_capitalized_names
    return find(passages, words, site)


def _find_capitalized_names(passages: Sequence[Passage], words: LanguageWords, site: str) -> FoundNames:
    """Find the names of a text in a language with capital letters."""
    found = FoundNames()
    groups: list[tuple[int, CapitalizedGroup]] = []
    for passage in passages:
        taken: list[int] = []
        for match in words.organization_pattern.finditer(passage.text):
            shown = choose_name_in_language(words.organizations[match[0]], match[0], words, site)
            line = passage.line_at(match.start())
            found.organizations.append(NameMention(shown, line, match.start(), match[0]))
            taken.extend(range(*match.span()))
        groups.extend(
            (passage.line_at(group.starts[0]), group)
            for group in _find_groups(passage.text, words)
            if group.starts[0] not in taken
        )
    people = dict.fromkeys(name.text for _, group in groups if (name := _find_person(group, words)))
    owners = {name.rpartition(" ")[2]: name for name in reversed(people)}
    for number, group in groups:
        text = group.text
        if person := next((name for name in people if name in text), ""):
            found.people.append(NameMention(person, number, group.starts[0], text))
        elif group.words[-1] in owners and (len(group.words) == 1 or words.is_title(group.words[-2])):
            found.people.append(NameMention(owners[group.words[-1]], number, group.starts[0], text))
        for part in _find_place_parts(group, words):
            if place := _find_place_name(part, words, site):
                found.places.append(NameMention(place, number, part.starts[0], part.text))
                break
    return found


def _find_person(group: CapitalizedGroup, words: LanguageWords) -> CapitalizedGroup | None:
    """Return the part of a group that is a person's full name, if a title or a verb of speech shows it; else None."""
    known = words.given
    title = max((i + 1 for i, word in enumerate(group.words[:-1]) if words.is_title(word)), default=0)
    name = group.cut(title)
    has_title = title > 0 or _follows_title(group, words)
    first = next((i for i, word in enumerate(name.words) if word in known), 0)
    if all(word in words.words["stop"] or _is_workplace(word, words) for word in name.words[:first]):
        name = name.cut(first)
    is_given = name.words[0] in known or name.words[0].partition("-")[0] in known
    if is_given and words.language in ("de", "ru"):
        name = _cut_surname(name, words, is_whole=title > 0 and len(name.words) < 4)
    if not _may_be_name(name, is_given, words):
        return None
    if words.language == "ru" and not is_given and _OBLIQUE.search(name.words[-1]):
        return None
    if has_title and (is_given or len(name.words) == 2):
        return name
    return name if is_given and (_is_near_title(group, words) or _speaks(name, words)) else None


def _is_workplace(word: str, words: LanguageWords) -> bool:
    """True for a place or acronym before a Russian name: 'глава МИД России Сергей Лавров'."""
    return words.language == "ru" and (word in words.places.keys or word.isupper() or word == "Кремля")


def _cut_surname(name: CapitalizedGroup, words: LanguageWords, *, is_whole: bool) -> CapitalizedGroup:
    """Cut a name before a word that is no name, and, unless it is whole, after its first word that is no given name.

    German nouns that follow a name have capitals, too.
    """
    count = len(name.words)
    for i, word in enumerate(name.words[1:], 1):
        if word in words.words["stop"] or word in words.places.keys or (word.isupper() and len(word) > 2):
            return name.cut(0, i)
        if not is_whole and word not in words.given and len(word) > 2:
            count = min(count, i + 1)
    return name.cut(0, count)


def _may_be_name(name: CapitalizedGroup, is_given: bool, words: LanguageWords) -> bool:
    """True if two to four words may be a person's name: none is a place, an acronym or a word for something else."""
    places = words.places.keys
    if not 2 <= len(name.words) <= 4 or len(name.words[-1]) < 2:
        return False
    if name.text in places or name.text in words.organizations or name.words[-1] in places:
        return False
    if any(word in words.words["stop"] or words.is_title(word) for word in name.words):
        return False
    if any(word.isupper() and len(word) > 2 and not _ROMAN.fullmatch(word) for word in name.words):
        return False
    return is_given or not any(word in places or word.lower() in words.small for word in name.words)


def _follows_title(group: CapitalizedGroup, words: LanguageWords, *, is_office: bool = False) -> bool:
    """True if a title in small letters is before a group, at most with adjectives between them; before an office also 'de'."""
    if not group.before.endswith((" ", "\u00a0", "'", "’")):
        return False
    if group.before.rstrip().endswith((",", ".", ":", ";", ")", "”", "»")):
        return False
    for word in reversed(_LETTERS.findall(group.before[-60:])[-3:]):
        if words.is_title(word):
            return True
        is_adjective = any(map(word.startswith, words.words["adjectives"]))
        if not is_adjective and not (is_office and word in words.small):
            return False
    return False


def _is_near_title(group: CapitalizedGroup, words: LanguageWords) -> bool:
    """True if a title is before a group in its clause, or directly after its comma: 'la ministra de Sanidad, …'."""
    before = _GAP.search(group.before)
    is_apart = words.language == "de" and not (before and before[0].endswith(", "))
    if before and not is_apart and any(map(words.is_title, _LETTERS.findall(before[0]))):
        return True
    after = group.line[group.end : group.end + 40]
    return bool(_AGE.match(after)) or (
        after.startswith(", ") and any(map(words.is_title, _LETTERS.findall(after)[:3]))
    )


def _speaks(name: CapitalizedGroup, words: LanguageWords) -> bool:
    """True if a verb of speech is next to a name."""
    before = _LETTERS.findall(name.before[-24:]) if name.before.endswith(" ") else ()
    after = _LETTERS.match(name.line, name.end + 1) or _LETTERS.match(name.line, name.end + 2)
    if before and before[-1].lower() in words.words["before"]:
        return True
    return after is not None and after[0] in words.words["after"]


def _find_place_parts(group: CapitalizedGroup, words: LanguageWords) -> Iterator[CapitalizedGroup]:
    """Yield the parts of a group that may be a place: all of it, what is before or after a title or a kind of place."""
    yield group
    first = next((i for i, word in enumerate(group.words) if word not in words.words["stop"]), 0)
    if first and words.language == "de":
        yield group.cut(first)
    for i, word in enumerate(group.words):
        if words.is_title(word) or word.lower() in words.words["kinds"]:
            if i:
                yield group.cut(0, i)
            if i + 1 < len(group.words):
                yield group.cut(i + 1)
            break
    if words.language == "ru":
        for i, word in enumerate(group.words):
            if word in words.given:
                return
            yield group.cut(i, i + 1)
    elif len(group.words) > 1 and _follows_title(group, words, is_office=True):
        yield group.cut(-1)


def _find_place_name(group: CapitalizedGroup, words: LanguageWords, site: str) -> str:
    """Return the name of the place that a group names; '' if it names none."""
    text = group.text
    before = _LETTERS.findall(group.before[-16:]) if group.before.endswith(" ") else ()
    last = before[-1].lower() if before else ""
    is_at = last in words.words["at"]
    if last in words.words["streets"]:
        return ""
    if (key := words.places.keys.get(text)) is not None:
        place, usual = find_place(key), words.inflected.get(text, text)
        town = place if place and place.kind == "t" else None
        is_doubtful = text in words.places.doubtful
        is_doubtful |= town is not None and usual in words.given and town.population < _LARGEST
        if (is_doubtful and not is_at) or (town and last in words.words["articles"]):
            return ""
        return choose_name_in_language(key, usual, words, site)
    if not is_at or words.language == "ru" or len(text) < 4 or group.words[0] in words.given:
        return ""
    place = find_place(text)
    if place is None or place.kind != "t" or place.population < _LARGE:
        return ""
    return text if place.name == ascii_fold(text) else place.name


_FORM = re.compile("<([A-Z]+)>")


@cache
def _compile_forms(language: str) -> tuple[list[re.Pattern[str]], re.Pattern[str]]:
    """Compile the forms of people's names, and the one of known places and organizations."""
    words = load_language_words(language)
    assert words is not None
    known = {*words.places.keys, *words.organizations}
    lists = {
        "PLAIN": known - words.places.doubtful,
        "DOUBTFUL": words.places.doubtful,
        "TITLES": words.titles,
    }

    def expand(match: re.Match[str]) -> str:
        name = match[1]
        if name in words.forms:
            return _FORM.sub(expand, words.forms[name])
        return f"(?:{any_of(lists[name] if name in lists else words.words[name.lower()])})"

    people = [re.compile(_FORM.sub(expand, form)) for form in words.forms["people"]]
    return people, re.compile(_FORM.sub(expand, words.forms["known"]))


def _find_unmarked_names(passages: Sequence[Passage], words: LanguageWords, site: str) -> FoundNames:
    """Find the names of a text in a language without capital letters."""
    found = FoundNames()
    forms, known = _compile_forms(words.language)
    names: set[str] = set()
    for passage in passages:
        for form in forms:
            for match in form.finditer(passage.text):
                name = match["name"]
                if name not in words.places.keys and not words.is_title(name):
                    names.add(name)
                    found.people.append(_make_mention(passage, name, match.start("name"), match[0].strip()))
    again = re.compile(any_of(names))
    for passage in passages:
        spans = [match.span() for match in again.finditer(passage.text)]
        first = {mention.start for mention in found.people if mention.line in passage.lines}
        for start, end in spans:
            if start not in first:
                name = passage.text[start:end]
                found.people.append(_make_mention(passage, name, start, name))
        for match in known.finditer(passage.text):
            group = "name" if match["name"] else "doubtful"
            start, written = match.start(group), match[group]
            if any(begin <= start < end for begin, end in spans):
                continue
            kind = found.organizations if written in words.organizations else found.places
            english = words.organizations.get(written) or words.places.keys[written]
            kind.append(
                _make_mention(passage, choose_name_in_language(english, written, words, site), start, written)
            )
    return found


def _make_mention(passage: Passage, name: str, start: int, quote: str) -> NameMention:
    return NameMention(name, passage.line_at(start), start, quote)
