"""Read a short piece of text that is nothing but a date, in any of the languages of `date_words`."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from newsgen.loader.inference.date_numerals import read_cjk, read_numeric
from newsgen.loader.inference.date_parts import Form, possible
from newsgen.loader.inference.date_words import FILLERS, fold, month_of, weekday_of

_TIME = re.compile(
    r"(?:(?<=\d)T|[\s,]*\b)\d{1,2}(?:[:h]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?\s?m\b\.?)?|\s*[ap]\.?\s?m\b\.?)"
    r"\s*(?:Z\b|[+-]\d\d:?\d\d|\(?(?:[ECMP][SD]?T|UTC|GMT|[CK]ST|JST|CEST|CET|BST|IST|Uhr|hrs?)\b\)?)?",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(\d+)(?:st|nd|rd|th|er|re|eme|[eºª°])?(?![^\W\d_])\.?|([^\W\d_]+(?:-[^\W\d_]+)?)\.?", re.IGNORECASE
)
_BETWEEN = " ,.'’()-/\u00a0"
"""Marks that may stand between the words of a date."""


def read_form(text: str, language: str) -> Form | None:
    """Read a date with nothing beside it but a weekday and a time.

    Args:
        text: at most one line, e.g. 'Wednesday, 22 November 2023', '2023年11月22日', '22.11.2023, 14:05 Uhr'.
        language: primary subtag of the text's language; it decides where languages disagree.

    Returns:
        The parts; None if anything else stands in the text, or the day is not one of the calendar. A numeric
        date that may be read two ways ('03/04/2005') yields its year alone.
    """
    if len(text) > 90:
        return None
    plain = unicodedata.normalize("NFKC", text).strip(" \t.,;:()[]*_#|")
    timed = False
    if ":" in plain or "h" in plain or "m" in plain.casefold():
        plain, count = _TIME.subn(" ", plain)
        timed = count > 0
        plain = plain.strip(" ,.;()")
    found = read_cjk(plain) or read_numeric(plain, language) or _read_words(plain, language)
    if found is None or not possible(found):
        return None
    return msgspec.structs.replace(found, timed=timed)


def _read_words(text: str, language: str) -> Form | None:
    """Read a date with the month's name, its parts in any order."""
    year = month = day = 0
    weekday, end = -1, 0
    for match in _TOKEN.finditer(text):
        if text[end : match.start()].strip(_BETWEEN):
            return None
        end = match.end()
        number, word = match.groups()
        if number:
            if len(number) == 4 and not year:
                year = int(number)
            elif len(number) <= 2 and not day:
                day = int(number)
            else:
                return None
        elif (m := month_of(word, language)) and not month:
            month = m
        elif (w := weekday_of(word, language)) >= 0 and weekday < 0:
            weekday = w
        elif fold(word) not in FILLERS:
            return None
    return Form(year, month, day, weekday) if month and not text[end:].strip(_BETWEEN) else None
