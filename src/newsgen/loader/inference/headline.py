"""Which words are the headline, which the dek."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from newsgen.loader.inference.openers import is_opener
from newsgen.loader.paragraphs import Paragraph

LONGEST: Final = 200
"""Characters beyond which a paragraph of several sentences is no headline: its first sentence is taken."""
_CUT: Final = 450
"""Characters within which that sentence must end; otherwise the title ends after 300, at white space."""
_OPENERS: Final = 6
_SENTENCE = re.compile(
    r"""(?<=[^\s.][a-z0-9%][.!?])["”’]*\s+(?=["“‘(\[]?[^\W\d_a-z])|(?<=[\u3002\uff01\uff1f])"""
)
_ABBREVIATION = re.compile(
    r"(?i)(?:^|[\s(])(?:mr|mrs|ms|dr|st|sen|sens|rep|reps|gov|gen|lt|col|sgt|capt|prof|rev|hon|jr|sr|vs|no|inc|corp|co"
    r"|ltd|mo|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mont|calif|mass|conn|wash|ore|ariz|minn|mich|fla|ala|tenn)\.$"
)
_STOPPED = re.compile(r"""[.!?\u2026\u3002]["”’')\]]*$""")
_DATELINE = re.compile(r"[^a-z]{3,40}.{0,60}?\s(?:--|—|–)\s")
_SPACED = re.compile(r"\s|[\x00-\u2fff]{4}|[.!?:\uff1f\uff1a\uff01]$")
"""Scripts that write words apart; a text without it is Chinese or Japanese."""
_NO_DEK = re.compile(
    r"""\w+:\s                      # Summary: …
    | .*["”]\s+[—–-]+\s+[A-Z]       # a saying and who said it
    | .*,["”]\s                     # “…,” said
    | .*[.!?]["”]?\s+[^.]*$         # two sentences
    | .*\b\d{1,2}\s?[ap]\.?m\b      # a time of day
    """,
    re.VERBOSE,
)
_SMALL: Final = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "via",
        "vs",
        "with",
    )
)


class Headline(msgspec.Struct, frozen=True):
    """Where title and dek stand in a list of paragraphs."""

    title: str
    """The words of the headline, on one line."""
    index: int
    """Position of its paragraph."""
    rest: str = ""
    """What follows in that paragraph, where it is no headline by itself but its first sentence serves as one."""
    dek: str = ""
    dek_index: int = -1
    """Position of the dek's paragraph; -1 if there is none."""


def find_headline(paragraphs: Sequence[Paragraph]) -> Headline:
    """Find headline and dek among the first paragraphs.

    The headline is the first line that is no slug, release mark, kicker, date or byline; of a text that begins
    without one, the first sentence.
    """
    index = next((i for i, p in enumerate(paragraphs[:_OPENERS]) if not is_opener(p.text)), 0)
    if index and not _is_heading(paragraphs[index].text):
        index = next((i for i, p in enumerate(paragraphs[:index]) if any(map(str.isalpha, p.text))), 0)
    text = " ".join(paragraphs[index].text.split("\n"))
    if len(text) > LONGEST:
        title, rest = _first_sentence(text)
        if rest:
            return Headline(title, index, rest)
    if is_dek(paragraphs, index + 1):
        return Headline(text, index, "", paragraphs[index + 1].text, index + 1)
    return Headline(text, index)


def _is_heading(text: str) -> bool:
    """Return whether a line under slugs and dates looks like a headline, and not like a first paragraph."""
    return len(text) <= 160 and not text.endswith((".", ":", ";", ",")) and not _DATELINE.match(text)


def _first_sentence(text: str) -> tuple[str, str]:
    """Part a text after its first sentence, or where that is too long after about 300 characters."""
    for match in _SENTENCE.finditer(text, 20, _CUT + 2):
        end = match.start() + len(match[0].rstrip())
        if not _ABBREVIATION.search(text, max(0, match.start() - 8), match.start()):
            return text[:end], text[match.end() :]
    gap = text.rfind(" ", 0, 300)
    if len(text) <= _CUT or gap < 0:
        return text, ""
    return text[:gap], text[gap + 1 :]


def is_dek(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Return whether a paragraph is a dek: 4 to 40 words without a full stop, before a paragraph that has one.

    A short line with all words capitalised is a sub-head; a question, a list's lead-in, a quotation with its speaker
    and a line with a time are no dek either, nor is a line that the next one continues.
    """
    below = next((p.text for p in paragraphs[index + 1 : index + 4] if not is_opener(p.text)), "")
    if not below or paragraphs[index].kind != "prose":
        return False
    text = paragraphs[index].text
    if not _SPACED.search(text):
        return (
            6 <= len(text) <= 60
            and not _STOPPED.search(text)
            and len(below) > 30
            and below.endswith("\u3002")
        )
    words = text.split(None, 41)
    if (
        not 4 <= len(words) <= 40
        or len(text) > 400
        or not (text[0].isupper() or text[0].isdigit() or text[0] in "“\"'‘")
    ):
        return False
    if not (text[-1].isalnum() or text[-1] in ")”\"’'%") or _STOPPED.search(text[-9:]):
        return False
    if is_opener(text) or _NO_DEK.match(text) or _DATELINE.match(text):
        return False
    if len(below.split(None, 12)) < 12 or below[0].islower() or below[0] == "(":
        return False
    return bool(_STOPPED.search(below[-9:])) and (len(words) > 10 or not is_title_case(words))


def is_title_case(words: Sequence[str]) -> bool:
    """Return whether all words but small ones begin with a capital."""
    stems = (word.strip("“”\"'‘’()[],:;") for word in words)
    return all(not stem[:1].islower() for stem in stems if stem.lower() not in _SMALL)
