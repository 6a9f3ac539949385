"""Find runs of capitalised words, of which names consist, and rank names."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from newsgen.loader.text import SeedText, read_data_file
from newsgen.model import Guess, Inference

_UPPER = "".join(c for c in map(chr, range(0x250)) if c.isupper())
_PARTICLES = (
    "de la|de las|de los|van der|van den|van de|von der|de|del|della|di|da|dos|das|van|von|der"
    "|bin|ibn|bint|al|el|ten|ter|du|le|y"
)
_ABBREVIATIONS = (
    "St|Ste|Mt|Ft|Mr|Mrs|Ms|Mx|Dr|Sens?|Reps?|Govs?|Gen|Lt|Lieut|Supt|Det|Ofc|Insp|Atty|Asst|Amb|Ens|Pfc|Sgts|Commr|Secy|Drs|Messrs|Esq|Col|Capt|Sgt|Maj|Cmdr|Adm|Prof|Rev|Hon|Rt|Jr|Sr|Brig|Cpl|Pvt|Spc|Inc"
    "|Corp|Ltd|Co|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec"
)
_OWNERS = (
    "(?:People|Children|Women|Men)(?=.s)|(?:Veterans|Workers|Farmers|Teachers|Writers|Players|Employees|Attorneys|Governors|Mothers)"
    "(?=. )"
)
_WORD = (
    rf"(?:(?:{_ABBREVIATIONS})\.|(?:{_OWNERS})['’]s?(?= [{_UPPER}])|(?:[{_UPPER}]\.-?)+(?:[{_UPPER}](?!\w))?"
    rf"|(?:(?:al|el|as|ash)-)?[{_UPPER}]\w*(?:[-‑]\w+|['’](?!s\b)\w\w+|&[{_UPPER}]\w*|['’]s[-‑]\w+)*)"
)
_RUN = re.compile(rf"(?=[{_UPPER}ae])(?<![\w@#/.’'-]){_WORD}(?:[ \u00a0](?:(?:{_PARTICLES}) )?{_WORD})*")
_OPENERS = " \t\"'“”‘’([{*_—–-•>»«"
_SENTENCE_END = ".!?:;…|"
_CONTEXT = 48


class WordLists(msgspec.Struct, frozen=True):
    """Word lists; words are capitalised as in a text unless noted."""

    words: frozenset[str]
    """Common English words, in lower case."""
    given: frozenset[str]
    family_first: frozenset[str]
    """Family names that come before the given name."""
    family_last: frozenset[str]
    family_words: frozenset[str]
    """Family names that are common words: 'Parks'."""
    titles: frozenset[str]
    """Titles that may come before a surname without a given name: 'President', 'Mr.'."""
    roles: frozenset[str]
    """The same in lower case: 'spokesman', 'coach'."""
    before_titles: frozenset[str]
    """Words that belong to the following title: 'Former', 'Prime'."""
    same_roles: dict[str, str]
    """Title in lower case → another one for the same role: 'sen' → 'senator'."""
    verbs: frozenset[str]
    """Verbs whose subject is a person or an organization: 'said'."""
    heads: frozenset[str]
    """Last words of organizations."""
    weak_heads: frozenset[str]
    """`heads` that need a word before them that is not common."""
    openings: frozenset[str]
    """Words that begin an organization, with 'of', 'for' or 'on'."""
    no_acronyms: frozenset[str]
    """Words in capitals that are not organizations."""
    organizations: dict[str, str]
    """Spelling of a well-known organization → its name."""
    doubtful_organizations: frozenset[str]
    """Spellings of organizations that are also words or places."""
    longest_organization: int
    """Length of the longest spelling, in characters."""
    demonyms: frozenset[str]
    """Words for the people and things of a country: 'Chinese'."""
    things: frozenset[str]
    """Words that show that a name is no person's: software, vehicles, laws, events, buildings, groups and the like."""
    sections: dict[str, frozenset[str]]
    """Sections of name-words.txt, by the names that the file explains."""

    def is_organization(self, name: str) -> bool:
        """True if a name is a well-known organization and nothing else."""
        return name in self.organizations and name not in self.doubtful_organizations


_THINGS = ("thing", "software", "program", "vehicle", "law", "event", "building", "group")
"""Sections of name-words.txt that make up `WordLists.things`."""


def _read_list(name: str) -> list[str]:
    """Return the lines of a list without its comments."""
    return [line for line in read_data_file(name).split("\n") if line and not line.startswith("#")]


def _read_sections(name: str) -> dict[str, frozenset[str]]:
    """Return the words of a list whose lines begin with the name of a section."""
    lines = (line.partition(":") for line in _read_list(name))
    return {section: frozenset(words.split()) for section, _, words in lines}


@functools.cache
def load_word_lists() -> WordLists:
    """Read the word lists once."""
    sections = _read_sections("name-words.txt")
    sections["function"] |= {word.replace("'", "’") for word in sections["function"]}
    organizations: dict[str, str] = {}
    doubtful: set[str] = set()
    for line in _read_list("known-organizations.txt"):
        spellings = line.lstrip("~").split("|")
        organizations.update(dict.fromkeys(spellings, spellings[0]))
        if line.startswith("~"):
            doubtful.update(spellings)
    demonyms = [word for line in _read_list("demonyms.tsv") for word in line.partition("\t")[2].split()]
    return WordLists(
        words=frozenset(_read_list("words.txt")) | sections["common"],
        given=frozenset(word for line in _read_list("given-names.txt") for word in line.split()),
        **_read_sections("family-names.txt"),
        **_read_sections("roles.txt"),
        same_roles={word: role for role, words in _read_sections("same-roles.txt").items() for word in words},
        **_read_sections("organizations.txt"),
        organizations=organizations,
        doubtful_organizations=frozenset(doubtful),
        longest_organization=max(map(len, organizations)),
        demonyms=frozenset(form for word in demonyms if "-" not in word for form in (word, f"{word}s")),
        things=frozenset().union(*(sections[name] for name in _THINGS)),
        sections=sections,
    )


class CapitalizedRun(msgspec.Struct, frozen=True):
    """Consecutive capitalised words of one line."""

    line: int
    """Line of the seed, from 1."""
    start: int
    """Position of the first character in the passage, from 0."""
    end: int
    """Position after the last character."""
    words: tuple[str, ...]
    text: str
    """The words, joined by spaces."""
    starts_sentence: bool
    """True at the start of a sentence or quotation, where any word has a capital."""
    before: str
    """The text before it in its line, at most 48 characters."""
    after: str
    """The text after it in its line, at most 48 characters."""

    @property
    def word_before(self) -> str:
        """The word directly before the run; '' at the line's start or after a mark."""
        if not self.before.endswith(" "):
            return ""
        word = self.before[:-1].rpartition(" ")[2].lstrip(_OPENERS)
        return word if word and (word[-1].isalnum() or word[-1] == ".") else ""


def find_capitalized_runs(number: int, line: str) -> Iterator[CapitalizedRun]:
    """Yield the runs of a line, split at function words, months and days."""
    function = load_word_lists().sections["function"]
    for match in _RUN.finditer(line):
        initial = _starts_sentence(line, match.start())
        start = match.start()
        words: list[str] = []
        position = match.start()
        for word in match[0].replace("\u00a0", " ").split(" "):
            if word in function:
                if words:
                    yield _make_run(number, line, start, words, initial)
                words, initial = [], False
                start = position + len(word) + 1
            else:
                words.append(word)
            position += len(word) + 1
        if words:
            yield _make_run(number, line, start, words, initial)


def _make_run(number: int, line: str, start: int, words: list[str], initial: bool) -> CapitalizedRun:
    """Make a run with the text around it."""
    text = " ".join(words)
    end = start + len(text)
    before, after = line[max(0, start - _CONTEXT) : start], line[end : end + _CONTEXT]
    return CapitalizedRun(number, start, end, tuple(words), text, initial, before, after)


def _starts_sentence(line: str, start: int) -> bool:
    """True if only marks are between this position and the end of a sentence, a quotation mark or the line's start."""
    while start and line[start - 1] in _OPENERS:
        start -= 1
        if line[start] in '"“‘':
            return True
    return not start or line[start - 1] in _SENTENCE_END


_LONG_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")
_BYLINE = re.compile(
    r"(?i:by|written by|posted by|photo(?:s|graphs?)? by|photo:|from:|to:|contact:|media contact)\s"
)
_WIDEST = 100
"""Longest line in characters of a text that is wrapped."""
_HEADING_READ = 400
"""Number of characters of a line that decide whether it is a heading."""


class Passage(msgspec.Struct, frozen=True):
    """A line, or the joined lines of a paragraph."""

    text: str
    lines: tuple[int, ...]
    """Lines of the seed, from 1."""
    starts: tuple[int, ...]
    """Start of each line in the text, from 0."""

    def line_at(self, position: int) -> int:
        """Return the line of the seed at a position of the text."""
        return self.lines[bisect.bisect_right(self.starts, position) - 1]


def find_passages(text: SeedText, *, headings: bool = False) -> Iterator[Passage]:
    """Yield the passages that are searched for names, without headings and bylines; headline and dek are separate.

    With `headings` only lines in capitals are left out, for languages in which headlines are written like sentences.
    """
    for passage in _join_lines(text):
        if headings:
            if not passage.text.isupper():
                yield passage
        elif not is_heading(passage.text) and not _BYLINE.match(passage.text):
            yield passage


def weigh_lines(text: SeedText, found: Sequence[Passage]) -> dict[int, int]:
    """Return the extra weight of names by line: headline and dek 2, first paragraph 1."""
    heads = (text.title_line, text.dek_line)
    opening = next((passage.lines for passage in found if passage.lines[0] not in heads), ())
    return dict.fromkeys(opening, 1) | {line: 2 for line in heads if line}


def _join_lines(text: SeedText) -> Iterator[Passage]:
    """Yield all lines; in a wrapped text join the lines of each paragraph."""
    width = max((len(line) for _, line in text.body), default=0)
    heads = (text.title_line, text.dek_line)
    held: list[int] = []
    for number, line in enumerate(text.lines, 1):
        if held and not _is_continued(
            text.lines[held[-1] - 1], line, width, number in heads or held[-1] in heads
        ):
            yield _make_passage(text, held)
            held = []
        if line.strip():
            held.append(number)
    if held:
        yield _make_passage(text, held)


def _is_continued(line: str, following: str, width: int, alone: bool) -> bool:
    """True if a line was wrapped, because the next word did not fit."""
    if alone or width > _WIDEST or not following.strip():
        return False
    return len(line) + 1 + len(following.split(None, 1)[0]) > width


def _make_passage(text: SeedText, numbers: Sequence[int]) -> Passage:
    """Join lines of a text into a passage."""
    starts, position = [], 0
    for number in numbers:
        starts.append(position)
        position += len(text.lines[number - 1]) + 1
    return Passage(" ".join(text.lines[n - 1] for n in numbers), tuple(numbers), tuple(starts))


def is_heading(line: str) -> bool:
    """True if a line is in capitals or in title case; its capitalised words need not be names."""
    head = line[: _HEADING_READ // 2]
    if sum(map(str.isupper, head)) > sum(map(str.islower, head)):
        return True
    if line.rstrip().endswith((".", "?", "!", ",", ";", ":", '."', ".”")):
        return False
    words = _LONG_WORD.findall(line[:_HEADING_READ])
    if not load_word_lists().verbs.isdisjoint(words):
        return False
    capitals = sum(w[0].isupper() for w in words)
    return len(line.split(None, 3)) < 3 or (capitals > 0 and capitals * 20 >= len(words) * 17)


_MOST_NAMES = 40
"""Most names of a kind in a record."""


class NameMention(msgspec.Struct, frozen=True):
    """An occurrence of a name in a text."""

    name: str
    line: int
    """Line of the seed, from 1."""
    start: int
    """Position in the line or paragraph, from 0."""
    quote: str
    """The words of the text, as evidence."""
    is_passing: bool = False
    """True for a mention in passing; a name with only such a mention, outside headline, dek and lead, is left out."""


def rank_names(
    mentions: Iterable[NameMention], weights: Mapping[int, int], rule: str
) -> Guess[tuple[str, ...]] | None:
    """Join mentions by name; the most prominent first.

    A mention counts 1, and the first in each line also the line's weight; of equal names the first in the text comes
    first. The evidence is the first mention of each name.
    """
    first: dict[str, NameMention] = {}
    score: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    for m in sorted(mentions, key=lambda m: (m.line, m.start)):
        first.setdefault(m.name, m)
        score[m.name] = score.get(m.name, 0) + 1
        if (m.name, m.line) not in seen:
            seen.add((m.name, m.line))
            score[m.name] += weights.get(m.line, 0)
    named = [n for n in first if score[n] > 1 or not first[n].is_passing]
    if not named:
        return None
    order = sorted(named, key=lambda name: (-score[name], first[name].line, first[name].start))[:_MOST_NAMES]
    evidence: dict[str, str | int | float] = {n: f'line {first[n].line}: "{first[n].quote}"' for n in order}
    return Guess(tuple(order), Inference(rule=rule, evidence=evidence))
