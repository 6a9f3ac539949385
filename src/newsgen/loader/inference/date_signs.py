"""What a text tells of its date, read once: it is weighed again when more is known of the other texts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import msgspec

from newsgen.loader.inference.date_cues import Cue, cue_of
from newsgen.loader.inference.date_lines import HEAD, READ, Stated, find_stated
from newsgen.loader.inference.date_mentions import Mention, find_mentions
from newsgen.loader.text import Text

_LONGEST = 4000
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
    head = islice(((n, line[:_LONGEST]) for n, line in enumerate(text.lines, 1) if line.strip()), HEAD)
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
