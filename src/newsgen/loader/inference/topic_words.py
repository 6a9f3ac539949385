"""Words of a line as the topic rules compare them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsgen.loader.inference.blanks import LETTERS_DIGITS

# Scripts that set no spaces between words, or join particles to them: each character is a word of its own,
# so that a phrase of the vocabulary is found inside a sentence.
_SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
_WORD = re.compile(
    rf"[{_SINGLE}]|(?:\b[A-Za-z]\.){{2,}}|[^\W_{_SINGLE}]+(?:['’][^\W_{_SINGLE}]+)*",
)
_ABBREVIATION = re.compile(r"\.[A-Za-z]\.")
"""What is in each 'U.S.'."""
_LINK = re.compile(r"https?://\S+|www\.\S+")


def split_words(line: str) -> list[str]:
    """Split a line into words as typed; 'U.S.' becomes 'US', a character of an unspaced script is a word.

    Links are dropped: parts of an address are no words of the text.
    """
    if "://" in line or "www." in line:
        line = _LINK.sub(" ", line)
    if line.isascii() and "'" not in line and not _ABBREVIATION.search(line):
        return line.translate(LETTERS_DIGITS).split()
    words = _WORD.findall(line)
    return [word.replace(".", "") if "." in word else word for word in words]


def word_key(word: str) -> str:
    """Fold a word to what singular, plural, possessive and capitals share: 'Tariffs', "tariff's" → 'tariff'."""
    key = word.lower()
    if "’" in key:
        key = key.replace("’", "'")
    if "'" in key:
        key = key[:-2] if key.endswith("'s") else key.replace("'", "")
    if len(key) > 3 and key[-1] == "s" and key[-2] not in "sui":
        return f"{key[:-3]}y" if key.endswith("ies") and len(key) > 4 else key[:-1]
    return key


def word_keys(words: Iterable[str]) -> tuple[str, ...]:
    """The keys of words, in order."""
    return tuple(map(word_key, words))


def acronym(word: str) -> str:
    """The acronym that a word is: 'NATO' for 'NATO' and "NATO's", 'H1N1', 'US'; '' for any other word."""
    stem = word.partition("'")[0].partition("’")[0]
    return stem if len(stem) > 1 and stem.isupper() else ""
