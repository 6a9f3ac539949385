"""Find headline, dek and sub-heads among the paragraphs of a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final, Literal

import msgspec

from newsgen.loader.structure.lines_above_text import (
    RELEASE,
    cut_dateline,
    is_before_headline,
    is_metadata,
    is_release_line,
)
from newsgen.loader.structure.paragraphs import Paragraph, is_open_lead_in
from newsgen.loader.structure.shared_lines import hash_line
from newsgen.loader.text import read_lines_toml

LONGEST_HEADLINE: Final = 200
"""Longest headline in characters; a longer line is the first paragraph of a text without a headline."""
_LONGEST_CAPITALS: Final = 320
"""Longest headline in capitals."""
_LONGEST_TITLE: Final = 140
"""Longest title that is made of a sentence; a longer one is cut at a clause."""
_LONGEST_UNSPACED: Final = 60
"""Longest headline, and title made of a sentence, in scripts without spaces."""
_MOST_OPENERS: Final = 8
_WORDS = read_lines_toml()
_SENTENCE = re.compile(
    r"""(?<=[^\s.][^\W_A-ZÀ-ÞА-Я][.!?؟])["”’»]*\s+(?=["“‘«(\[]?[^\W\d_a-zа-я])|(?<=[\u3002\uff01\uff1f।۔])[」”’]?"""
)
_ABBREVIATION = re.compile(rf"(?i)(?:^|[\s(])(?:{_WORDS['abbreviation']})\.$")
_STOPPED = re.compile(r"""[.!?\u2026\u3002]["”’')\]]*$""")
_HANGUL = re.compile("[\uac00-\ud7af]")
_HAN_STOP = re.compile(r"[\u3002\uff01\uff1f]")
_LOOSE_END = re.compile(r"(?:\s(?:a|an|and|his|her|its|of|or|that|the|their|they|to|will))+$")
_WORD_END = re.compile(r"\s")
_INITIAL = re.compile(r"\b[A-Z]\.$")
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


_TITLE_LABEL = re.compile(
    rf"(?:{_WORDS['title']})\s*[:：]\s*(?P<title>\S.*)|(?:{RELEASE})\s*[:–—-]+\s+(?P<run_on>\S.*)",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(rf"\b(?:{_WORDS['letterhead']})\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r",\s+(?:and|but|which|who|whose|where|while|as|after|because|so|saying)\s|;\s|\s[–—]\s|\s--\s|:\s|[，；：]"
)
"""Ends of clauses."""
_PHRASE = re.compile(
    r"\s(?=(?:about|after|and|as|at|because|before|but|by|for|from|in|into|on|regarding|that|to|when|where|which|while"
    r"|who|with)\s)|、"
)


_SMALL_WORDS = "a|an|and|at|by|for|from|in|into|of|on|or|than|the|their|to|with"
_GOES_ON = re.compile(
    rf"(?:\s(?:{_SMALL_WORDS}|as|its|his|her|that|over|under|after|amid|&)|[,&–—-])$", re.IGNORECASE
)
_GOES_ON_WITH = re.compile(rf"(?:{_SMALL_WORDS})\s", re.IGNORECASE)
_TURN = re.compile(
    r"(?:Q|A|(?:QUESTION|ANSWER|Question|Answer|Interviewer|Moderator)\b|(?:Mr|Mrs|Ms|Dr)\. [A-Z][\w’'-]+(?=:)"
    r"|[A-Z][A-Z.’'-]+(?: [A-Z.’'-]+){0,4}(?=:))(?:[.:]\s*|\s+)(?=[A-Z“\"(\[—–-].*[a-z])"
)
"""What is before the words of a speaker."""


class Headline(msgspec.Struct, frozen=True):
    """Title and dek, and their positions among the paragraphs."""

    title: str
    """The words of the headline, on one line."""
    index: int
    """Position of the headline's paragraph; -1 if it is not part of the text."""
    rule: Literal["headline", "label", "first-sentence"] = "headline"
    """label: the title is what follows 'Subject:' or a similar word; first-sentence: the text has no headline. Then the
    paragraph stays in the text."""
    dek: str = ""
    dek_index: int = -1
    """Position of the dek's paragraph; -1 if there is none."""


def find_headline(paragraphs: Sequence[Paragraph], shared: Collection[bytes] = ()) -> Headline:
    """Find headline and dek among the first paragraphs.

    The headline is the first line that is not a slug, release mark, kicker, letterhead, date or byline. In a text without
    a headline the title is the start of its first sentence.

    Args:
        shared: hashes of lines that many texts share; they are headlines only of texts without another one.
    """
    openers = [p.text for p in paragraphs[:_MOST_OPENERS]]
    if turns := _find_turns(openers):
        openers = openers[: turns[0]]
    skipped = [is_before_headline(text) or (bool(shared) and hash_line(text) in shared) for text in openers]
    index = next((i for i, is_skipped in enumerate(skipped) if not is_skipped), -1)
    if index >= 0:
        index = _skip_letterhead(openers, skipped, index)
    for i, text in enumerate(openers[: index + 1] if index >= 0 else openers):
        if (match := _TITLE_LABEL.fullmatch(text)) and (title := match["title"] or _read_run_on(text)):
            return Headline(title, i, "label")
    if turns and (index < 0 or is_lead(openers[index], after_others=index > 0)):
        words = [_TURN.sub("", paragraphs[i].text, count=1) for i in turns]
        best = next((n for n, text in enumerate(words) if len(make_title(text).split()) > 3), 0)
        return Headline(make_title(words[best]), turns[best], "first-sentence")
    if index < 0 or is_lead(openers[index], after_others=index > 0):
        weak = [i for i in range(index) if _may_be_headline(openers[i])]
        if index >= 0 and not weak:
            return Headline(make_title(openers[index]), index, "first-sentence")
        index = weak[0] if weak else next((i for i, t in enumerate(openers) if any(map(str.isalpha, t))), 0)
    return _read_title(paragraphs, index)


def _read_title(paragraphs: Sequence[Paragraph], index: int) -> Headline:
    title = " ".join(paragraphs[index].text.split("\n"))
    if is_dek(paragraphs, index + 1):
        return Headline(title, index, "headline", paragraphs[index + 1].text, index + 1)
    return Headline(title, index)


def join_broken_headline(
    paragraphs: Sequence[Paragraph], headline: Headline
) -> tuple[Sequence[Paragraph], Headline]:
    """Join a headline that is broken over two or three lines to one paragraph; nothing changes if that is not sure.

    A line goes on if it ends with a word such as 'of', if the next one begins with a small letter, or if the next line of
    capitals begins with such a word. A line of text must be below.
    """
    if headline.rule != "headline" or headline.index < 0:
        return paragraphs, headline
    first = last = headline.index
    while last + 2 < len(paragraphs) and last - first < 2:
        if not _is_continued(paragraphs[first : last + 1], paragraphs[last + 1]):
            break
        last += 1
    below = next((p.text for p in paragraphs[last + 1 : last + 5] if not is_before_headline(p.text)), "")
    if last == first or not (is_lead(below, after_others=True) or len(below.split(None, 12)) > 12):
        return paragraphs, headline
    text = " ".join(paragraph.text for paragraph in paragraphs[first : last + 1])
    whole = Paragraph(paragraphs[first].first, paragraphs[last].last, text)
    joined = (*paragraphs[:first], whole, *paragraphs[last + 1 :])
    return joined, _read_title(joined, first)


def _is_continued(lines: Sequence[Paragraph], below: Paragraph) -> bool:
    """True if the next line goes on with the headline."""
    text, more = lines[-1].text, below.text
    size = sum(len(line.text) + 1 for line in lines) + len(more)
    is_capital = text.isupper() and more.isupper()
    if text.isupper() != more.isupper() or below.kind != "prose":
        return False
    if size > (_LONGEST_CAPITALS if is_capital else LONGEST_HEADLINE):
        return False
    if not text[-1].isalnum() and text[-1] not in ",&-–—":
        return False
    if is_before_headline(more) or is_lead(more.rstrip(","), after_others=True) or _STOPPED.search(more[-9:]):
        return False
    if _GOES_ON.search(text) or more[0].islower():
        return True
    return is_capital and below.first == lines[-1].last + 1 and _GOES_ON_WITH.match(more) is not None


def _find_turns(openers: Sequence[str]) -> list[int]:
    """Find the lines in which speakers of an interview talk ('Q Yeah.', 'MR. DOE: Good afternoon.'); [] if only one does."""
    turns = [i for i, text in enumerate(openers) if _TURN.match(text)]
    return turns if len(turns) > 1 else []


def _read_run_on(text: str) -> str:
    """Return the headline that follows 'For immediate release:' on its line; '' for a date, a place or a contact."""
    match = _TITLE_LABEL.fullmatch(text)
    words = match["run_on"] if match else None
    return words if words and len(words.split()) > 3 and not is_release_line(text) else ""


def _may_be_headline(text: str) -> bool:
    """True if a line that looks like a slug may be a headline in a text without another one ('US STOCKS FALL')."""
    words = text.split()
    return len(words) > 2 and words[0][-1] not in ",:" and "/" not in words[0] and not is_metadata(text)


def _skip_letterhead(openers: Sequence[str], skipped: Sequence[bool], index: int) -> int:
    """Return the position of the headline under the names of a sender, which end with a release mark or a contact."""
    near = range(index + 1, min(index + 5, len(openers)))
    release = next((i for i in near if is_release_line(openers[i])), 0)
    above = [text for text, is_skipped in zip(openers[:release], skipped, strict=False) if not is_skipped]
    if not release or any(len(text.split()) > 8 or is_lead(text) for text in above):
        return index
    if not any(map(_LETTERHEAD.search, above)) or not all(is_title_case(text.split()) for text in above):
        return index
    below = next((i for i in range(release + 1, len(openers)) if not skipped[i]), 0)
    is_found = below and len(openers[below].split()) > 2 and not is_lead(openers[below], after_others=True)
    return below if is_found else index


def is_lead(text: str, *, after_others: bool = False) -> bool:
    """True if a line is the first paragraph of a story, not its headline: it has a dateline, or is a long sentence.

    Args:
        after_others: other lines are above it; then a sentence is no headline, however short it is.
    """
    if text.isupper() and len(text) <= _LONGEST_CAPITALS:
        return False
    if len(text) > LONGEST_HEADLINE:
        return True
    is_stopped = _STOPPED.search(text[-9:]) is not None
    if not _SPACED.search(text):
        has_sentence = _HAN_STOP.search(text[:-1]) is not None
        return has_sentence or len(text) > (25 if is_stopped else _LONGEST_UNSPACED)
    story = cut_dateline(text)
    if story != text and any(map(str.islower, story)) and (is_stopped or len(text) > 60):
        return True
    if text.endswith(":") or (text.endswith((";", ",")) and after_others):
        return len(text) > 100 or text.endswith((";", ","))
    is_dense = _HANGUL.search(text) is not None
    words = len(text.split())
    if not is_stopped or text[-1] in "?!…":
        return len(text) > 160 and after_others
    if after_others or (words >= 15 and len(text) >= 85) or (is_dense and words >= 9):
        return True
    return len(text) >= 100 and _find_sentence_end(text) < len(text)


def make_title(text: str) -> str:
    """Make a title of a first paragraph: its first sentence without dateline and full stop, cut at a clause if it is long."""
    story = cut_dateline(text) or text
    title = story[: _find_sentence_end(story)].rstrip()
    longest = _LONGEST_TITLE if _SPACED.search(title) else _LONGEST_UNSPACED
    if len(title) > longest:
        return _cut_at_clause(title, longest)
    if title.endswith("...") or _ABBREVIATION.search(title, max(0, len(title) - 9)) or _INITIAL.search(title):
        return title
    return title.rstrip(".。:：") or title


def _cut_at_clause(sentence: str, longest: int) -> str:
    """Cut a sentence at the last end of a clause, else before a preposition, else at white space; never in brackets."""
    for pattern in (_CLAUSE, _PHRASE, _WORD_END):
        ends = [match.start() for match in pattern.finditer(sentence, longest // 3, longest + 1)]
        for end in reversed(ends):
            part = sentence[:end]
            is_closed = all(part.count(a) == part.count(b) for a, b in ("()", "“”", "「」"))
            if is_closed and part.count('"') % 2 == 0:
                return _LOOSE_END.sub("", part).rstrip(" ,;:，；：、–—-")
    return sentence[:longest]


def _find_sentence_end(text: str) -> int:
    """Return the end of the first sentence."""
    for match in _SENTENCE.finditer(text, 12):
        if not _ABBREVIATION.search(text, max(0, match.start() - 8), match.start()):
            return match.start() + len(match[0].rstrip())
    return len(text)


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
        is_before_text = len(below) > 30 and below.endswith("\u3002")
        return 6 <= len(text) <= 60 and not _STOPPED.search(text) and is_before_text
    words = text.split(None, 41)
    if not 4 <= len(words) <= 40 or len(text) > 400 or _STOPPED.search(text[-9:]):
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "“\"'‘"):
        return False
    if not (text[-1].isalnum() or text[-1] in ")”\"’'%"):
        return False
    if is_open_lead_in(text) and words[-1] not in ("say", "says"):
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


HEADING_CONFIDENCE: Final = 0.6
"""Least confidence of a sub-head that is written as `##`."""
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
    after_text = _STOPPED.search(above[-9:]) is not None and len(above.split(None, 10)) > 10
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
