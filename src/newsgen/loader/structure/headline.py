"""Find headline, dek, byline, dateline and sub-heads among the paragraphs of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from newsgen.loader.structure.paragraphs import Paragraph
from newsgen.model import Guess, Inference

LONGEST_HEADLINE: Final = 200
"""Longest headline in characters; the first sentence of a longer paragraph becomes the title."""
_LONGEST_SENTENCE: Final = 450
"""Longest such sentence; a longer one is cut after at most 300 characters, at white space."""
_MOST_OPENERS: Final = 6
_SENTENCE = re.compile(
    r"""(?<=[^\s.][a-z0-9%][.!?])["”’]*\s+(?=["“‘(\[]?[^\W\d_a-z])|(?<=[\u3002\uff01\uff1f])"""
)
_ABBREVIATION = re.compile(
    r"(?i)(?:^|[\s(])(?:mr|mrs|ms|dr|st|sen|sens|rep|reps|gov|gen|lt|col|sgt|capt|prof|rev|hon|jr|sr|vs|no|inc|corp|co"
    r"|ltd|mo|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mont|calif|mass|conn|wash|ore|ariz|minn|mich|fla|ala|tenn)\.$"
)
_STOPPED = re.compile(r"""[.!?\u2026\u3002]["”’')\]]*$""")
_DATELINE_START = re.compile(r"[^a-z]{3,40}.{0,60}?\s(?:--|—|–)\s")
_SPACED = re.compile(r"\s|[\x00-\u2fff]{4}|[.!?:\uff1f\uff1a\uff01]$")
"""Matches texts in scripts with spaces between words; other texts are Chinese or Japanese."""
_NO_DEK = re.compile(
    r"""\w+:\s                      # Summary: …
    | .*["”]\s+[—–-]+\s+[A-Z]       # a saying and who said it
    | .*,["”]\s                     # “…,” said
    | .*[.!?]["”]?\s+[^.]*$         # two sentences
    | .*\b\d{1,2}\s?[ap]\.?m\b      # a time of day
    """,
    re.VERBOSE,
)
_SMALL = frozenset("a an and as at but by for from in is of on or the to via vs with".split())


class Headline(msgspec.Struct, frozen=True):
    """Title and dek, and their positions among the paragraphs."""

    title: str
    """The words of the headline, on one line."""
    index: int
    """Position of the headline's paragraph; -1 if it is not part of the text."""
    rest: str = ""
    """The rest of that paragraph, if its first sentence is used as the title."""
    dek: str = ""
    dek_index: int = -1
    """Position of the dek's paragraph; -1 if there is none."""


def find_headline(paragraphs: Sequence[Paragraph]) -> Headline:
    """Find headline and dek among the first paragraphs.

    The headline is the first line that is not a slug, release mark, kicker, date or byline; without a headline the first
    sentence is used.
    """
    index = next((i for i, p in enumerate(paragraphs[:_MOST_OPENERS]) if not is_before_headline(p.text)), 0)
    if index and not _is_headline(paragraphs[index].text):
        index = next((i for i, p in enumerate(paragraphs[:index]) if any(map(str.isalpha, p.text))), 0)
    text = " ".join(paragraphs[index].text.split("\n"))
    if len(text) > LONGEST_HEADLINE:
        title, rest = _split_first_sentence(text)
        if rest:
            return Headline(title, index, rest)
    if is_dek(paragraphs, index + 1):
        return Headline(text, index, "", paragraphs[index + 1].text, index + 1)
    return Headline(text, index)


def _is_headline(text: str) -> bool:
    """True if a line under slugs and dates looks like a headline, not like a first paragraph."""
    return len(text) <= 160 and not text.endswith((".", ":", ";", ",")) and not _DATELINE_START.match(text)


def _split_first_sentence(text: str) -> tuple[str, str]:
    """Split a text after its first sentence, or after at most 300 characters if the sentence is too long."""
    for match in _SENTENCE.finditer(text, 20, _LONGEST_SENTENCE + 2):
        end = match.start() + len(match[0].rstrip())
        if not _ABBREVIATION.search(text, max(0, match.start() - 8), match.start()):
            return text[:end], text[match.end() :]
    gap = text.rfind(" ", 0, 300)
    if len(text) <= _LONGEST_SENTENCE or gap < 0:
        return text, ""
    return text[:gap], text[gap + 1 :]


def is_dek(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """True if a paragraph is a dek: 4 to 40 words without a full stop, before a paragraph with a full stop.

    A short line in title case is a sub-head, not a dek. A question, the lead-in of a list, a quotation with its speaker,
    a line with a time, and a line that the next line continues are not deks either.
    """
    below = next((p.text for p in paragraphs[index + 1 : index + 4] if not is_before_headline(p.text)), "")
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
    if is_before_headline(text) or _NO_DEK.match(text) or _DATELINE_START.match(text):
        return False
    if len(below.split(None, 12)) < 12 or below[0].islower() or below[0] == "(":
        return False
    return bool(_STOPPED.search(below[-9:])) and (len(words) > 10 or not is_title_case(words))


def is_title_case(words: Sequence[str]) -> bool:
    """True if all words except small ones begin with a capital."""
    stems = (word.strip("“”\"'‘’()[],:;") for word in words)
    return all(not stem[:1].islower() for stem in stems if stem.lower() not in _SMALL)


_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?\.?,?\s+"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE_LINE = re.compile(
    rf"(?:(?:date|posted|published|updated|released?)(?: on)?\s*:?\s*)?(?:{_WEEKDAY})?"
    rf"(?:{_MONTH}\s+{_DAY}(?:,?\s+\d{{4}})?|{_DAY}\s+{_MONTH},?(?:\s+\d{{4}})?"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号號일]|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
    r"(?:,?\s+(?:at\s+)?\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)?",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"\W*(?:for immediate (?:release|use|distribution)|(?:press|news|media) release|press statement"
    r"|embargo(?:ed)?\b.{0,60}|not for (?:release|publication)\b.{0,60}"
    r"|urgent|flash|bulletin|alert|developing|breaking(?: news)?|update \d+|\d+(?:st|nd|rd|th) ld)\W*",
    re.IGNORECASE,
)
_SLUG = re.compile(
    r"\^.{0,60}|(?:BC|AM|PM|EU|AS|AF|ME|US|UN|LA|ZCZC|NNNN)[- ][A-Z0-9]{2,}[^a-z]{0,60}(?:,? .{0,30})?"
    r"|[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)+(?:[,:\s(].{0,30})?|[a-z]\d{3,4}\s*\S{0,30}"
)
_FIELD = re.compile(
    r"(?:(?:media |press )?contact|phone|tel|telephone|fax|e-?mail|from|to|source|section|category|page|edition|slug"
    r"|keywords?)\s*:.{0,120}",
    re.IGNORECASE,
)
_KICKER = re.compile(
    r"(?:exclusive|opinion|editorial|analysis|news analysis|commentary|feature|politics|world|international|national|local"
    r"|business|economy|markets|sports?|science|technology|culture|arts|health|education|obituar(?:y|ies)|letters?"
    r"|interview|special report|investigation|fact ?check|explainer|profile|review|asia|europe|africa|americas"
    r"|middle east|china|japan|world news|top stor(?:y|ies))\s*[:|]?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by:?\s+\S.{1,90}", re.IGNORECASE)
_NAME = re.compile(
    r"(?:[^\W\d_]|[A-Z]\.)[\w.'’-]*(?:\s+(?:[A-Z]\.|(?:de|la|van|von|der|bin|al|el|da|di)\b|[^\W\d_][\w.'’-]*)){1,4}"
)
_LOWER = re.compile(r"(?:^|\s)(?!(?:de|la|van|von|der|bin|al|el|da|di)\s)[a-z]")
_DESK = re.compile(r"[Tt]he ((?:[A-Z][\w.&’'-]+ ){1,3}(?:Desk|Staff|Team|Editors|Newsroom|Bureau))")
_AND = re.compile(r"\s+(?:and|&)\s+|\s*,\s*(?:and\s+)?")
_ROLE = re.compile(
    r"\b(?:staff|writers?|reporters?|correspondents?|editors?|press|news|service|bureau|times|post|agency|journalists?)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+[-–—|/]\s+|\s*[|/(]\s*|\s+(?:for|in|of|at|on|with)\s+")


def is_before_headline(line: str) -> bool:
    """True if a line may precede a headline but is not a headline."""
    if len(line) > 130:
        return False
    if not any(map(str.isalpha, line)):
        return True
    rules = (_DATE_LINE, _RELEASE, _SLUG, _FIELD, _KICKER)
    return any(rule.fullmatch(line) for rule in rules) or bool(read_byline(line))


def read_byline(line: str) -> tuple[str, ...]:
    """Read the names of a byline, e.g. ('Jane Doe', 'John Roe') of 'By Jane Doe and John Roe, Staff Writers'."""
    if len(line) > 100 or not _BYLINE.fullmatch(line) or line.rstrip().endswith((".", "?", "!", ":")):
        return ()
    names = _TAIL.split(line[2:].lstrip(": "), maxsplit=1)[0].strip()
    if desk := _DESK.fullmatch(names):
        return (f"The {desk[1]}",)
    found = []
    for part in _AND.split(names):
        if not _NAME.fullmatch(part) or not part[0].isupper() or _LOWER.search(part):
            break
        if _ROLE.search(part):
            break
        found.append(part.title() if part.isupper() else part)
    return tuple(found)


HEADING_CONFIDENCE: Final = 0.6
"""Least confidence of a sub-head that is written as `##`."""
_SENTENCE_END = re.compile(r"""[.!?…][”"’')\]]*$""")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")


def find_headings(paragraphs: Sequence[Paragraph], start: int = 0) -> dict[int, float]:
    """Find sub-heads from a position on.

    A sub-head is a short line without a full stop between two paragraphs of running text, of which the first is complete
    and the second is longer. Several short lines together are a list, and so are lines after a colon.

    Returns:
        Confidence (0 to 1) by position.
    """
    found = {}
    for index in range(max(start, 1), len(paragraphs) - 1):
        if _is_heading_line(paragraphs[index]):
            confidence = _weigh_heading(paragraphs, index)
            if confidence:
                found[index] = confidence
    return found


def _is_heading_line(paragraph: Paragraph) -> bool:
    """True if a line can be a sub-head, whatever is around it."""
    text = paragraph.text
    if paragraph.kind != "prose" or not 3 <= len(text) <= 80 or not (text[0].isupper() or text[0].isdigit()):
        return False
    if text[-1] in ".,;:!…—–-\"”’'/" or len(text.split()) > 10 or sum(map(str.isalpha, text)) < 3:
        return False
    return "@" not in text and "://" not in text and not is_before_headline(text)


def _weigh_heading(paragraphs: Sequence[Paragraph], index: int) -> float:
    """Return the confidence that a short line is a sub-head, from the paragraphs around it."""
    above, text, below = (paragraphs[i].text for i in (index - 1, index, index + 1))
    after_text = _SENTENCE_END.search(above[-9:]) is not None and len(above.split(None, 10)) > 10
    words_below = len(below.split(None, 30))
    if not after_text or words_below < 10 or paragraphs[index + 1].kind != "prose" or below[0].islower():
        return 0.0
    capitals = is_title_case(text.split()) or text.isupper() or _NUMBERED.match(text) is not None
    if text.endswith("?"):
        return 0.7 if capitals and words_below > 20 else 0.5
    if ": " in text:  # 'Press Secretary: Jane Doe'
        return 0.5
    if capitals:
        return 0.85 if words_below > 20 else 0.75
    return 0.7 if words_below > 29 and len(text.split()) <= 8 else 0.5


_DATELINE = re.compile(
    r"""(?P<place>[A-Z][A-Z'’.]*(?:[ -][A-Z'’.]+){0,4})
        (?:,\ [A-Z][\w.]*(?:\ [A-Z][\w.]*){0,2}?)?                   # the state or country
        (?:,?\ (?:[A-Z][a-z]{2,8}\.?\ \d{1,2}|\d{1,2}\ [A-Z][a-z]{2,8})(?:,?\ \d{4})?)?
        (?:\ ?(?:\((?P<source>[^()\d]{2,40})\)|\|))?
        \s?(?:--|—|–|-|:)\s?(?=\S)
    """,
    re.VERBOSE,
)
_NO_SOURCE = re.compile(
    r"(?:[RDI]-|(?:mon|tues|wednes|thurs|fri|satur|sun)day|updated|reporting|morning|evening|local)",
    re.IGNORECASE,
)
_WEAK = re.compile(r"(?<!-)[-:]\s?$")
_DATELINE_LINES = 5
_NO_PLACE = frozenset(
    ("UPDATE", "CORRECTION", "NOTE", "WATCH", "PHOTO", "VIDEO", "FACT", "ANALYSIS", "EXCLUSIVE", "OPINION")
)


class Dateline(msgspec.Struct, frozen=True):
    """A dateline and its parts."""

    place: str
    """Place as written, in capitals, e.g. 'SAN FRANCISCO'."""
    source: Guess[str] | None
    """Agency, e.g. 'Xinhua'; None if the dateline names none."""
    line: int
    """Number of the line, from 1."""
    quote: str
    """The dateline as written."""


def find_dateline(body: Iterable[tuple[int, str]]) -> Dateline | None:
    """Find the dateline at the start of one of the first lines of a body."""
    for seen, (number, line) in enumerate(body):
        if seen == _DATELINE_LINES:
            return None
        match = _DATELINE.match(line, 0, 160)
        if match is None or len(match["place"]) < 3 or match["place"] in _NO_PLACE:
            continue
        quote, source = match[0].strip(), (match["source"] or "").strip()
        if _WEAK.search(match[0]) and not source and not any(map(str.isdigit, quote)):
            continue
        named = source if source and not _NO_SOURCE.match(source) and source[0].isupper() else ""
        proof = Inference("dateline", f'line {number}: "{quote}"', 0.9)
        return Dateline(match["place"], Guess(named, proof) if named else None, number, quote)
    return None
