"""Infer the language of a text from its script, then from small words and from letters that other languages do not have."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter

import msgspec

from newsgen.loader.names.capitalized import load_word_lists
from newsgen.loader.text import read_data_file
from newsgen.model import Guess, Inference

_START_READ, _MIDDLE_READ = 3000, 500
"""Characters read from the start and from the middle of a text."""
_MAIN_SHARE = 0.65
"""Least share of the main script; with less the text is in two languages."""
_LEAST_CONFIDENCE = 0.6
"""Least confidence of a guess."""
_LEAST_LEAD, _CLEAR_LEAD = 0.2, 0.6
"""Lead over the next language at which confidence is 0.5, and at which it is highest."""
_LEAST_WORDS, _LEAST_HITS = 8, 4
"""Least number of words in the main script, and of small words."""
_ENOUGH, _ENOUGH_OWN = 20, 8
"""Number of small words for the highest confidence; and the same of words that the next language does not have."""
_LEAST_COVERAGE = 0.08
"""Least share of small words; with less the text is a list, or its language is not in the table."""
_LETTER_WEIGHT = 0.5
"""Weight of a distinctive letter; a small word has 1."""
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
"""Of its neighbours Belarusian has no и, Ukrainian, Bulgarian, Serbian and Macedonian have no ы, and others have more letters."""
_EAST = "Han, kana, Hangul"
_EAST_ASIAN = frozenset({"Han", "Kana", "Hangul"})
_LETTERS_PER_WORD = {"Han": 1.6, "Kana": 2.2, "Hangul": 2.5}
_LETTERS_PER_OTHER_WORD = 5.0


def infer_language(lines: Sequence[str]) -> Guess[str] | None:
    """Infer the language of most of a text, from its start and a part of its middle.

    Returns:
        A BCP 47 tag: 'en', 'ja', 'zh-Hant'; None if the text is too short, mixed, or in a language outside the table.
    """
    listed = split_words(_take_sample(lines))
    letters, numbers = _count_scripts(listed)
    words = Counter(listed)
    sizes: Counter[str] = Counter()
    for script, count in letters.items():
        size = round(count / _LETTERS_PER_WORD.get(script, _LETTERS_PER_OTHER_WORD))
        sizes[_EAST if script in _EAST_ASIAN else script] += size
    script, most = max(sizes.items(), key=lambda item: item[1], default=("", 0))
    if not script or most < _MAIN_SHARE * sizes.total() or most < _LEAST_WORDS:
        return None
    lead = 2 * most / sizes.total() - 1
    if script == _EAST:
        return _choose_east_asian(words, letters, lead, most)
    table = load_language_table()
    languages = table.scripts[script]
    if len(languages) == 1:
        return _make_guess(languages[0], "script", _explain_script(script, letters), lead, most)
    return _choose_by_words(table, script, words, numbers[script])


UNKNOWN = "und"
"""Tag of a text whose language is not known (ISO 639-2)."""
_LEAST_ENGLISH, _LEAST_JUDGED = 0.2, 6
"""Least share of common English words in an English text, and the least number of words that it is judged by."""


def rule_out_language(lines: Sequence[str], tag: str) -> Guess[str] | None:
    """Return 'und' for a text without an inferred language that is certainly not in the language `tag`.

    English is recognized by a list of common words, others by their small words. Capitalised words are names and do not count.
    """
    words = [word for word in split_words(_take_sample(lines, fold=False)) if not word[0].isupper()]
    language, table = primary_subtag(tag), load_language_table()
    script = next((script for script, codes in table.scripts.items() if language in codes), "")
    if language == "en":
        words = [word for word in words if len(word) > 2]
        known, least = load_word_lists().words, _LEAST_ENGLISH
        hits = sum(word in known or word.removesuffix("s") in known for word in words)
    elif len(table.scripts.get(script, ())) > 1:
        hits, least = sum(language in table.words[script].get(word, ()) for word in words), _LEAST_COVERAGE
    else:
        return None
    if len(words) < _LEAST_JUDGED or hits >= least * len(words):
        return None
    return Guess(UNKNOWN, Inference("stop words", f"{hits} of {len(words)} words known in {language}", 0.6))


def _count_scripts(words: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Count letters and words by script; '' means all scripts outside the table."""
    scripts = {letter: find_letter_script(letter) for letter in dict.fromkeys(map(itemgetter(0), words))}
    names = dict.fromkeys(scripts.values())
    own = {name: [w for w in words if scripts[w[0]] == name] if len(names) > 1 else words for name in names}
    return {name: sum(map(len, part)) for name, part in own.items()}, {n: len(w) for n, w in own.items()}


def _take_sample(lines: Sequence[str], *, fold: bool = True) -> str:
    """Return the start and a part of the middle of a text, in NFC and, if asked for, in lower case."""
    head, after = _take_lines(lines, 0, _START_READ)
    middle, _ = _take_lines(lines, max(after, len(lines) // 2), _MIDDLE_READ)
    text = "\n".join(head + middle)
    text = unicodedata.normalize("NFC", text)
    return text.lower() if fold else text


def _take_lines(lines: Sequence[str], start: int, size: int) -> tuple[list[str], int]:
    """Return lines that start at an index, at most `size` characters, and the index after them."""
    taken = []
    index = start
    while size > 0 and index < len(lines):
        taken.append(lines[index][:size])
        size -= len(taken[-1]) + 1
        index += 1
    return taken, index


def _choose_east_asian(
    words: Mapping[str, int], letters: Mapping[str, int], lead: float, amount: float
) -> Guess[str] | None:
    """Choose Chinese, Japanese or Korean by the shares of Han, kana and Hangul."""
    size = sum(letters.get(script, 0) for script in _EAST_ASIAN)
    kana, hangul = letters.get("Kana", 0) / size, letters.get("Hangul", 0) / size
    if hangul >= 0.3 and hangul > kana:
        return _make_guess("ko", "script", _explain_script("Hangul", letters), lead, amount)
    if kana >= 0.2:
        return _make_guess("ja", "script", _explain_script("Kana", letters), min(lead, 2 * kana), amount)
    if kana + hangul > 0.1:
        return None
    tag = "-".join(filter(None, ("zh", _find_han_script(words))))
    return _make_guess(tag, "script", _explain_script("Han", letters), lead, amount)


def _find_han_script(words: Mapping[str, int]) -> str:
    """Return 'Hans' or 'Hant' if the characters are clear, otherwise ''."""
    table = load_language_table()
    simple = sum(count * sum(map(table.simplified.__contains__, word)) for word, count in words.items())
    full = sum(count * sum(map(table.traditional.__contains__, word)) for word, count in words.items())
    if simple + full < 5:
        return ""
    share = simple / (simple + full)
    return "Hans" if share >= 0.9 else "Hant" if share <= 0.1 else ""


def _choose_by_words(
    table: LanguageTable, script: str, words: Mapping[str, int], size: int
) -> Guess[str] | None:
    """Choose a language of a script by words and letters; those of several languages weigh less."""
    index = table.words[script]
    found = [(word, words[word]) for word in words if word in index]
    letters = list(_weigh_letters(table.letter, table.letters[script], words))
    signs = [*((index[word], float(count)) for word, count in found), *letters]
    scores = dict.fromkeys(table.scripts[script], 0.0)
    for owners, weight in signs:
        for code in owners:
            scores[code] += weight / len(owners)
    tag = max(scores, key=lambda code: scores[code])
    often = sorted((-count, word) for word, count in found if tag in index[word])
    hits = -sum(count for count, _ in often)
    own = sum(weight for owners, weight in letters if owners == (tag,))
    if hits < 2 or hits + own < _LEAST_HITS or hits < _LEAST_COVERAGE * size:
        used = {letter for word in words for letter in word if find_letter_script(letter) == "Cyrillic"}
        is_russian = {"ы", "и"} <= used <= _RUSSIAN
        proof = Inference("script", "letters: ы and и, and none that Russian does not have", 0.75)
        return Guess("ru", proof) if is_russian else None
    evidence = f"stop words: {hits} of {size} ({', '.join(word for _, word in often[:3])})"
    lead, own = _measure_lead(tag, signs, table.scripts[script])
    return _make_guess(tag, "stop words", evidence, lead, min(hits + own, _ENOUGH / _ENOUGH_OWN * own))


def _weigh_letters(
    pattern: re.Pattern[str], index: Mapping[str, tuple[str, ...]], words: Mapping[str, int]
) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the languages and the weight of each distinctive letter in the words."""
    found: Counter[str] = Counter()
    for word, count in words.items():
        if not word.isascii():
            for letter in pattern.findall(word):
                found[letter] += count
    for letter, count in found.items():
        if letter in index:
            yield index[letter], _LETTER_WEIGHT * count


def _measure_lead(
    tag: str, signs: Iterable[tuple[tuple[str, ...], float]], languages: tuple[str, ...]
) -> tuple[float, float]:
    """Compare a language with its nearest rival by the evidence that only one of the two has.

    Returns:
        The difference divided by the sum, -1 to 1, and the weight of the evidence that only the language has.
    """
    own, shared, others = 0.0, dict.fromkeys(languages, 0.0), dict.fromkeys(languages, 0.0)
    for owners, weight in signs:
        mine = tag in owners
        own += weight * mine
        for code in owners:
            (shared if mine else others)[code] += weight
    leads = []
    for code in languages:
        before = own - shared[code]
        if code != tag:
            leads.append(((before - others[code]) / (before + others[code] or 1.0), before))
    return min(leads)


def _explain_script(script: str, letters: Mapping[str, int]) -> str:
    return f"script: {letters[script]} of {sum(letters.values())} letters {script}"


def _make_guess(tag: str, rule: str, evidence: str, lead: float, amount: float) -> Guess[str] | None:
    """Make a guess; its confidence follows from the lead over the next language (-1 to 1) and the amount of evidence."""
    clear = min(1.0, max(0.0, (lead - _LEAST_LEAD) / (_CLEAR_LEAD - _LEAST_LEAD)))
    confidence = round(0.5 + 0.49 * clear * min(1.0, amount / _ENOUGH), 2)
    return Guess(tag, Inference(rule, evidence, confidence)) if confidence >= _LEAST_CONFIDENCE else None


_HAN, _KANA = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", "\u3041-\u30ff\uff66-\uff9f"

_PLAIN = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[\u0591-\u05c7\u064b-\u065f\u0900-\u1dff\u2e80-\U0003ffff]")
"""Letters of scripts with combining marks, or without blanks."""
_WORD = re.compile(
    rf"[{_HAN}]+|[{_KANA}]+|"
    rf"[^\s\d_{_HAN}{_KANA}!-/:-@\[-^`{{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u0964\u0965"
    r"،؛؟۔\u200b-\u206f\u3000-\u303f\uff01-\uff0f\uff1a-\uff20]+"
)


class LanguageTable(msgspec.Struct, frozen=True):
    """The packaged table of languages, indexed by words and letters."""

    ranges: list[tuple[str, int, int]]
    """Script, first and last code point, sorted."""
    scripts: dict[str, tuple[str, ...]]
    """Languages (primary subtags) by script."""
    words: dict[str, dict[str, tuple[str, ...]]]
    """For each script: small word → its languages, in the order of the script."""
    letters: dict[str, dict[str, tuple[str, ...]]]
    """The same for distinctive letters."""
    letter: re.Pattern[str]
    """Matches any distinctive letter of any script."""
    names: dict[str, str]
    """Names of languages in small letters, separated by blanks, by tag."""
    simplified: frozenset[str]
    """Han characters that only simplified Chinese has."""
    traditional: frozenset[str]
    """Their traditional forms."""


def split_words(text: str) -> list[str]:
    """Split a text in any script at blanks, digits, punctuation and apostrophes; runs of Han or kana are words."""
    return (_WORD if _MARKED.search(text) else _PLAIN).findall(text)


@cache
def find_letter_script(letter: str) -> str:
    """Return the script of a character, e.g. 'Latin', 'Han', 'Kana'; '' if it is not in the table."""
    ranges = load_language_table().ranges
    place = bisect(ranges, ord(letter), key=lambda row: row[1]) - 1
    script, _, last = ranges[place]
    return script if place >= 0 and ord(letter) <= last else ""


@cache
def load_language_table() -> LanguageTable:
    """Read data/languages.toml."""
    table = tomllib.loads(read_data_file("languages.toml"))
    scripts = {script: tuple(languages) for script, languages in table["scripts"].items()}
    words = {code: row.split() for code, row in table["words"].items()}
    letters = {script: _invert(languages, table["letters"]) for script, languages in scripts.items()}
    return LanguageTable(
        [tuple(row) for row in table["ranges"]],
        scripts,
        {script: _invert(languages, words) for script, languages in scripts.items()},
        letters,
        re.compile(f"[{''.join(sorted({letter for index in letters.values() for letter in index}))}]"),
        table["names"],
        frozenset(table["hanzi"]["Hans"]),
        frozenset(table["hanzi"]["Hant"]),
    )


def _invert(languages: tuple[str, ...], signs: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Turn language → words or letters into word or letter → languages."""
    index: dict[str, tuple[str, ...]] = {}
    for code in languages:
        for sign in dict.fromkeys(signs.get(code, ())):
            index[sign] = (*index.get(sign, ()), code)
    return index


_REGIONS = {"cn": "hans", "sg": "hans", "tw": "hant", "hk": "hant", "mo": "hant"}
"""Script of Chinese in tags with a region but no script."""


def primary_subtag(tag: str) -> str:
    """Return the primary subtag of a language tag in lower case: 'en' of 'en-GB'.

    Source: RFC 5646 §2.2.1.
    """
    return tag.replace("_", "-").partition("-")[0].lower()


def language_name_to_tag(name: str) -> str:
    """Return the tag of a language by its English or its own name; '' if it is none."""
    words = name.lower().replace(";", " ").replace(",", " ").split()[:1]
    return next(
        (tag for tag, names in load_language_table().names.items() if words and words[0] in names.split()), ""
    )


def is_same_language(tag: str, other: str) -> bool:
    """True if two tags mean the same language; simplified and traditional Chinese count as two languages."""
    scripts = {script for script in map(_find_tag_script, (tag, other)) if script}
    return primary_subtag(tag) == primary_subtag(other) and len(scripts) < 2


def _find_tag_script(tag: str) -> str:
    """Return the script of Chinese in a tag, 'hans' or 'hant'; '' if it has none."""
    parts = tag.lower().replace("_", "-").split("-")
    named = next((part for part in parts[1:] if part in ("hans", "hant")), "")
    return named or next((_REGIONS[part] for part in parts[1:] if part in _REGIONS), "")
