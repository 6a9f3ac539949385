"""Find the lines that state a date: date lines of their own, release lines, letters' dates, datelines, bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal

import msgspec

from newsgen.loader.dates.forms import Form, read_form
from newsgen.loader.dates.mentions import Cue, Mention, cue_of, find_mentions
from newsgen.loader.text import Text

Role = Literal["date-line", "release", "dateline", "labelled", "byline", "title", "letter", "statement"]
"""date-line: among the first lines; release: beside 'For immediate release'; dateline: before a paragraph's dash;
labelled: after 'Published' and its like; byline: beside a name; title: at the end of the
headline; letter: above an address or greeting inside the text; statement: on its own after a paragraph."""

HEAD = 40
"""Number of lines that are not blank in which a date is looked for."""
_RELEASE = re.compile(r"for\s+(?:immediate\s+)?release|press release|news release", re.IGNORECASE)
READ = 2000
"""Number of lines, blank ones among them, among which they are."""
_LONGEST = 4000
"""Characters of a paragraph that are read for 'today' and for days named in it."""
_HOUR = re.compile(
    r"(?:time:?\s*)?\d{1,2}(?::\d\d)?\s*(?:[-–—]|to)?\s*(?:\d{1,2}(?::\d\d)?)?\s*(?:[ap]\.?m\b|noon)",
    re.IGNORECASE,
)
_TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"\b(?:below|follow\w*|attached|(?:text|copy) of|full text|letter|statement|remarks)\b|:$", re.I
)


class Stated(msgspec.Struct, frozen=True):
    """A date that a line of the text states."""

    line: int
    """Line of the seed, counted from 1."""
    quote: str
    """The part of the line that says so."""
    form: Form
    role: Role
    fresh: bool = False
    """For a letter or a statement: the text before says that it is of 'today'."""
    led: bool = False
    """For a letter or a statement: the line before leads in to it."""


def find_stated(text: Text) -> list[Stated]:
    """Return the dates that lines state, in the order of the text, schedules of coming events left out.

    Only the first 40 lines that are not blank are looked at, as an article's date stands in its head or above
    a letter that it quotes.
    """
    lines = [(n, s.strip(" \t#*_>")) for n, s in _head(text)]
    found: list[Stated] = []
    prose: list[str] = []
    released = False
    for place, (number, line) in enumerate(lines):
        head = line[:200]
        release = "release" in head.casefold() and bool(_RELEASE.search(head))
        title = number == text.title_line
        stated = _read(number, line, text.language, bool(prose), released or release)
        if stated and title:
            stated = _in_title(stated)
        if stated and prose and stated.role not in ("labelled", "title"):
            stated = _among_prose(
                stated, prose, lines[place - 1][1], [s for _, s in lines[place + 1 : place + 3]]
            )
        elif not prose and not title and not stated and (dateline := read_dateline(line, text.language)):
            stated = Stated(number, *dateline, "dateline")
        if stated:
            found.append(stated)
        released = release or (released and len(line) < 40)
        if not title and _is_prose(line):
            prose.append(line[:_LONGEST])
    return found


def _head(text: Text) -> Iterator[tuple[int, str]]:
    """Yield the first lines that are not blank, with their numbers."""
    yield from islice(((n, line) for n, line in enumerate(text.lines[:READ], 1) if line.strip()), HEAD)


def _is_prose(line: str) -> bool:
    """Tell a paragraph from a title, a label or an address."""
    return len(line) > 120 or (len(line) > 60 and line.rstrip('"”’)')[-1:] in (".", "!", "?", "。"))


def _read(number: int, line: str, language: str, prose: bool, released: bool) -> Stated | None:
    """Give the date of a short line its role by where it stands."""
    found = read_short_line(line, language, prose)
    if found is None:
        return None
    form, company = found
    if company == "alone" and not (form.year or form.weekday >= 0 or released):
        return None
    role: Role = "statement" if prose else "release" if released else "date-line"
    if company == "labelled" and prose and form.year:
        role = "labelled"
    elif company == "beside" and role == "date-line":
        role = "byline"
    return Stated(number, line, form, role)


def _in_title(stated: Stated) -> Stated | None:
    """A headline that is a full date states it; one that ends in a date may tell what the text is about."""
    if not stated.form.year:
        return None
    return msgspec.structs.replace(stated, role="title") if stated.role == "byline" else stated


def _among_prose(
    stated: Stated, prose: Sequence[str], before: str, following: Sequence[str]
) -> Stated | None:
    """Tell a letter's date from a statement's; leave out a day of a schedule, whose hours follow, and old papers.

    A paper that the text calls by its date ('the November 17 letter') is not of the text's own day.
    """
    form = stated.form
    if form.timed or not form.year or any(map(_HOUR.match, following)) or any(_names(p, form) for p in prose):
        return None
    letter = following and len(following[0]) < 100 and not _is_prose(following[0])
    fresh = any(map(_TODAY.search, prose))
    led = bool(_LEAD_IN.search(before))
    return msgspec.structs.replace(stated, role="letter" if letter else "statement", fresh=fresh, led=led)


def _names(line: str, form: Form) -> bool:
    """Tell whether a line names the day of a form in English, as past unless 'today' stands beside it."""
    return any(
        (m.month, m.day) == (form.month, form.day) and cue_of(line, m) != "today"
        for m in find_mentions([(1, line)])
    )


Company = Literal["alone", "labelled", "beside"]
"""alone: nothing else stands in the line; labelled: after 'Published' and its like; beside: with a name or a place."""

_LONGEST_date_labels = 120
_LABEL = re.compile(
    r"(?:(?:date(?: of (?:issue|release|publication))?|(?:first )?publish(?:ed)?(?: date)?|posted|issued|filed|"
    r"released?(?: date)?|for (?:immediate )?release|datum|veröffentlicht|erschienen|publié|publie|paru|fecha|publicado|"
    r"data|pubblicato|gepubliceerd|geplaatst|publicerad|publisert|julkaistu|opublikowano|zveřejněno|дата|"
    r"опубликовано|опубліковано|发布日期|配信|日付|등록)"
    r"(?:\s+(?:on|at|am|le|el|em|il|op|den|dnia))?)\s*[:：\-–—]?\s+|(?:日期|时间|发布时间|公開日|掲載日|입력|등록)[:：]?\s*",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:when|where|due|deadline|event|starts?|begins?|beginning|effective|expires?|ended|ending|ends|until|through|"
    r"before|since|as of|hearing|meeting|updated?|born|died|approved|week of)\b(?=.{0,40}$)",
    re.IGNORECASE,
)
_CHUNKS = re.compile(r"\s*(?:[|•·\t–—]|\s-{1,2}\s|;)\s*")
_SMALL_WORDS = "a an and at by de del for from in la le of on remarks statement text the to van von"
_SMALL = frozenset(_SMALL_WORDS.split())


def read_short_line(line: str, language: str, prose: bool) -> tuple[Form, Company] | None:
    """Read the date of a short line that is no sentence and names no event.

    Args:
        line: without the marks of Markdown.
        language: primary subtag of the text's language.
        prose: True after the first paragraph, where lists begin: there a date must end its line.
    """
    if len(line) > _LONGEST_date_labels or "@" in line or not (any(map(str.isdigit, line)) or "年" in line):
        return None
    label = _LABEL.match(line)
    rest = line[label.end() :] if label else line
    if form := read_form(rest, language):
        return form, "labelled" if label else "alone"
    if _EVENT.search(line):
        return None
    for chunk, others in _parts(rest, prose):
        form = read_form(chunk, language)
        if form and form.year and form.month and all(map(_is_label, others)):
            return form, "beside"
    return None


def _parts(line: str, prose: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield pieces of a line that may be a date, each with what else stands in the line; in prose the last alone."""
    chunks = [c for c in _CHUNKS.split(line) if c]
    if len(chunks) > 1 and not prose:
        for place, chunk in enumerate(chunks):
            yield chunk, chunks[:place] + chunks[place + 1 :]
    words = line.split()
    for place, word in enumerate(words[:8]):
        if word.lower() in ("by", "von", "par", "por"):
            yield " ".join(words[:place]), [" ".join(words[place:])]
    for size in range(min(8, len(words) - 1), 2, -1):
        yield " ".join(words[-size:]), [" ".join(words[:-size])]


def _is_label(text: str) -> bool:
    """Tell a name, a place or a head ('By Jane Doe', 'Statement of the Senator') from a sentence."""
    words = text.strip(" ,()").split()
    capital = all(not w[0].islower() or w in _SMALL for w in words)
    short = len(words) <= 12 and capital and not text.rstrip().endswith((".", "?", "!", ":"))
    posted = words[:1] and words[0].lower() in ("posted", "published", "written", "filed", "by")
    return short or (posted and len(words) <= 8) or (len(words) <= 2 and not text.rstrip().endswith(":"))


_AGENCY = re.compile(r"\s*[(（](?!\D{0,20}\d)[^)）]{1,40}[)）]|\s*/[\w ]{2,20}/")
_HEAD = re.compile(r"([^\n]{4,110}?)\)?\s*(?:[–—―]|-{2}|\s-\s|\.-|:\s)")
_SMALL_date_datelines = frozenset(
    ("a", "an", "and", "de", "del", "der", "di", "el", "la", "le", "of", "on", "the", "van", "von")
)
_NO_PLACE_WORDS = "after as before between by during from in last next on since the this through until"
_NO_PLACE = frozenset(_NO_PLACE_WORDS.split())


def read_dateline(line: str, language: str) -> tuple[str, Form] | None:
    """Return the dateline that a paragraph begins with, as written up to its dash, and the day in it.

    Without a place before it a day needs its year ('May 7, 2007 — …'); a range or a sentence is none.
    """
    match = _HEAD.match(_AGENCY.sub("", line[:160], count=1))
    if match is None or not any(map(str.isdigit, match[1])):
        return None
    head = match[1].strip()
    words = re.split(r"(?<=[\s(])", head)
    found: tuple[str, Form] | None = None
    for size in range(1, min(8, len(words)) + 1):
        form = read_form("".join(words[-size:]), language)
        place = "".join(words[:-size])
        if form and form.month and form.day and _is_place(place) and (place.strip(" (") or form.year):
            found = head, form
    return found


def _is_place(text: str) -> bool:
    """Tell the place of a dateline ('WASHINGTON, D.C.'), or nothing at all, from the start of a sentence."""
    words = text.strip(" ,(").split()
    return (
        len(words) <= 6
        and _capital(words)
        and not any(w.lower() in _NO_PLACE for w in words[:1] + words[-1:])
    )


def _capital(words: Sequence[str]) -> bool:
    return all(not w[0].islower() or w in _SMALL_date_datelines for w in words)


_LONGEST_date_signs = 4000
"""Characters of a line that are read for days named in it."""
_LEAD_LINES = 12
"""Lines of the body, from its first, in which a day may be the day of writing."""


class Named(msgspec.Struct, frozen=True):
    """A day that the text names, with the words around it judged."""

    mention: Mention
    cue: Cue = "none"
    place: int = -1
    """Position of its line among the first of the body, from 0; -1 beyond them."""
    phrase: str = ""
    """The words that name it, with 'On' or 'today' before them; '' where `place` is -1."""
    words: str = ""
    """The words that name it."""


class Signs(msgspec.Struct, frozen=True):
    """All that a text has to say of its date."""

    file: str
    """Path of the seed."""
    stated: tuple[Stated, ...] = ()
    """Dates that lines state, in the order of the text."""
    named: tuple[Named, ...] = ()
    """Days named in the head of an English text, title and dek included."""


def read_signs(text: Text) -> Signs:
    """Read what the head of a text tells of its date."""
    text = msgspec.structs.replace(text, lines=text.lines[:READ])
    return Signs(text.file, tuple(find_stated(text)), tuple(_named(text)) if text.language == "en" else ())


def _named(text: Text) -> Sequence[Named]:
    head = islice(
        ((n, line[:_LONGEST_date_signs]) for n, line in enumerate(text.lines, 1) if line.strip()), HEAD
    )
    mentions = list(find_mentions(head))
    if not mentions:
        return ()
    places = {number: place for place, (number, _) in enumerate(islice(text.body, _LEAD_LINES))}
    return [_judged(mention, text.lines[mention.line - 1], places) for mention in mentions]


def _judged(mention: Mention, line: str, places: dict[int, int]) -> Named:
    """Judge a day by the words around it, if it can be the day of writing or tell its year."""
    place = -1 if mention.span else places.get(mention.line, -1)
    cue: Cue = "none"
    if place >= 0 or (mention.weekday >= 0 and not mention.year):
        cue = cue_of(line, mention)
    phrase = line[_phrase_start(line, mention) : mention.end] if place >= 0 else ""
    return Named(mention, cue, place, phrase, line[mention.start : mention.end])


def _phrase_start(line: str, mention: Mention) -> int:
    """Return where to begin a quotation, so that 'On' or 'today' before the day is in it."""
    before = line[max(0, mention.start - 12) : mention.start]
    last = before.rstrip().rpartition(" ")[2]
    known = last.strip("(,").lower() in ("on", "today", "tomorrow", "yesterday")
    return mention.start - (len(before) - before.rfind(last)) if known else mention.start
