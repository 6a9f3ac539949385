"""Extractors of names: entry points of the group `newsgen.extractors`, which run only if the command line names them.

An extractor gets a text and gives spans. What is kept of them is decided here: a span must be words of the text.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import entry_points
from itertools import accumulate
from pathlib import Path

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.files import read_cached_value, write_cached_value
from newsgen.loader.names.aliases import Aliases
from newsgen.loader.names.capitalized import NameMention, Passage, find_passages, rank_names, weigh_lines
from newsgen.loader.report import Extractor
from newsgen.loader.text import SeedText
from newsgen.model import Guess, Inference

GROUP = "newsgen.extractors"
LABELS = {"person": "people", "organization": "organizations", "place": "places"}
"""Field of a record by the label of a span."""
Span = tuple[int, int, str]
"""Start and end in characters of the text, and a label from `LABELS`."""
Extract = Callable[[str, str], Iterable[Span]]
"""Finds spans in a text: its arguments are the text and its language, e.g. 'en'. It raises an ExtractorError."""
MakeExtract = Callable[[Mapping[str, str]], Extract]
"""What an entry point names: makes the function from the options, once in each process."""
Names = tuple[str, ...]

_LONGEST = 100
"""Most characters of a name."""
_QUOTED = 30
"""Characters of the text quoted on each side of a name."""
_FIRST_WITHOUT_SPACES = "\u0e00"
"""From here on, Unicode has the scripts without spaces between words, and few others."""
_MARKS = " \t.,;:!?\"'“”‘’«»()[]"


class ExtractorError(Exception):
    """An extractor cannot run, or failed on a text; the message says why and what to do."""


def check_extractors(extractors: Iterable[Extractor]) -> None:
    """Load each extractor.

    Raises:
        ContentError: one is not installed, or cannot run.
    """
    problems = []
    for extractor in extractors:
        try:
            _load(extractor.name, extractor.options)
        except ExtractorError as error:
            problems.append(
                Problem("", 0, 0, f"the extractor {extractor.name} cannot run", str(error), "no-extractor")
            )
    if problems:
        raise ContentError(problems)


@lru_cache(maxsize=8)
def _load(name: str, options: tuple[tuple[str, str], ...]) -> Extract:
    for point in entry_points(group=GROUP, name=name):
        try:
            make: MakeExtract = point.load()
        except ImportError as error:
            raise ExtractorError(f"install what it needs ({error})") from error
        return make(dict(options))
    known = ", ".join(sorted({point.name for point in entry_points(group=GROUP)}))
    raise ExtractorError(f"none of this name is installed; there are {known}")


def add_extracted_names(
    guesses: Mapping[str, Guess[Names] | None],
    text: SeedText,
    aliases: Aliases,
    extractors: Iterable[Extractor],
) -> dict[str, Guess[Names] | None]:
    """Add the names that extractors find to those that the rules found; the rules decide of what kind a name is.

    Raises:
        ContentError: an extractor failed; the seed can be loaded again.
    """
    found = dict(guesses)
    passages = list(find_passages(text))
    weights = weigh_lines(text, passages)
    for extractor in extractors:
        spans = _find_spans(extractor, passages, text)
        taken = {name.casefold() for guess in found.values() if guess for name in guess.value}
        for label, kind in LABELS.items():
            mentions = list(_read_mentions(spans, label, passages))
            if kind == "people":
                mentions = _join_surnames(mentions, found.get(kind))
            spellings = aliases.spellings[kind]
            mentions = [
                msgspec.structs.replace(one, name=spellings.get(one.name, one.name)) for one in mentions
            ]
            mentions = [one for one in mentions if one.name.casefold() not in taken]
            found[kind] = _join_guesses(found.get(kind), rank_names(mentions, weights, extractor.name))
    return found


def _find_spans(extractor: Extractor, passages: Iterable[Passage], text: SeedText) -> tuple[Span, ...]:
    """Find spans in the passages, each on a line of its own; the spans of a text that was read before are cached."""
    whole = "\n".join(passage.text for passage in passages)
    options = dict(extractor.options) | {"key": ""}
    version = hashlib.sha256(
        repr((extractor.name, sorted(options.items()), text.language, whole)).encode()
    ).hexdigest()
    file = Path(extractor.cache, version[:2], version[2:])
    if extractor.cache and (known := read_cached_value(file, tuple[Span, ...])) is not None:
        return known
    try:
        found = tuple(_load(extractor.name, extractor.options)(whole, text.language))
    except ExtractorError as error:
        message = f"the extractor {extractor.name} failed: {error}"
        raise ContentError(Problem(text.file, 0, 0, message, "load it again", "extractor-failed")) from error
    spans = tuple((start, end, label) for start, end, label in found if 0 <= start < end <= len(whole))
    if extractor.cache:
        write_cached_value(file, spans)
    return spans


def _read_mentions(spans: Iterable[Span], label: str, passages: Sequence[Passage]) -> Iterator[NameMention]:
    """Yield a mention for each span of a label whose words are in one passage of the text."""
    begins = list(accumulate((len(passage.text) + 1 for passage in passages), initial=0))
    for start, end, one in sorted(set(spans)):
        if one != label:
            continue
        number = bisect_right(begins, start) - 1
        passage, first, last = passages[number], start - begins[number], end - begins[number]
        words = passage.text[first:last]
        first += len(words) - len(words.lstrip(_MARKS))
        words = words.strip(_MARKS)
        if last > len(passage.text) or not 1 < len(words) <= _LONGEST or not any(map(str.isalpha, words)):
            continue
        after = first + len(words)
        if _is_in_word(passage.text, first) or _is_in_word(passage.text, after):
            continue
        quote = _quote(passage.text, first, after)
        yield NameMention(" ".join(words.split()), passage.line_at(first), first, quote)


def _is_in_word(text: str, place: int) -> bool:
    """True if a place is between two letters of a script that has spaces between words."""
    pair = text[place - 1 : place + 1] if place else ""
    return len(pair) == 2 and pair.isalnum() and max(pair) < _FIRST_WITHOUT_SPACES


def _quote(text: str, start: int, end: int) -> str:
    """Quote a name with the words next to it."""
    before, name, after = text[:start], text[start:end], text[end:]
    if len(before) > _QUOTED:
        before = before[-_QUOTED:].partition(" ")[2]
    if len(after) > _QUOTED:
        after = after[:_QUOTED].rpartition(" ")[0]
    return f"{before}{name}{after}".strip()


def _join_surnames(mentions: list[NameMention], known: Guess[Names] | None) -> list[NameMention]:
    """Join a single word with the only person of the text whose name ends with it."""
    full: dict[str, set[str]] = {}
    for name in (*(one.name for one in mentions), *(known.value if known else ())):
        if " " in name:
            full.setdefault(name.rpartition(" ")[2], set()).add(name)
    return [
        msgspec.structs.replace(one, name=min(named)) if len(named := full.get(one.name, ())) == 1 else one
        for one in mentions
    ]


def _join_guesses(own: Guess[Names] | None, more: Guess[Names] | None) -> Guess[Names] | None:
    """Add names to those that the rules found; the evidence of each added name says which extractor found it."""
    if more is None:
        return own
    rule, how = more.inference.rule, own.inference if own else Inference("", {})
    proofs, known = more.inference.evidence, how.evidence
    assert isinstance(proofs, dict)  # as rank_names makes it
    assert isinstance(known, dict)
    evidence = known | {name: f"{proof} ({rule})" for name, proof in proofs.items()}
    rules = f"{how.rule}, {rule}" if how.rule else rule
    return Guess(
        (*(own.value if own else ()), *more.value),
        msgspec.structs.replace(how, rule=rules, evidence=evidence),
    )
