"""Find block quotations, and say how sure each is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from newsgen.loader.structure.paragraphs import Paragraph

QUOTATION_CONFIDENCE: Final = 0.6
"""Confidence from which a quotation is written as `>`; below it is only suggested."""
_MOST_PARAGRAPHS: Final = 12
"""Paragraphs that one quotation may have."""

_SAY: Final = (
    "said|says|say|saying|wrote|writes|write|writing|added|adds|adding|stated|states|stating|explained|explains|commented"
    "|comments|told|asked|asks|asking|tweeted|posted|replied|noted|notes|continued|continues|reads|read|concluded|argued"
    "|declared|announced|proclaimed|predicts|predicted|proposed|summarized|recalled|remarked|asserted|claimed|reported"
    "|insisted|warned|stressed|observed|quoted|answered|responded|testified|recommended|put it|points out|pointed out"
)
_SAYS = re.compile(rf"\b(?:{_SAY})\b", re.IGNORECASE)
_STATEMENT = re.compile(
    r"\b(?:statements?|remarks|testimony|letter|comments?|definition|quotes?|interview|according to)\b",
    re.IGNORECASE,
)
_ENDS_SAYING = re.compile(rf"\b(?:{_SAY}|that|includes?|including|follows)$")
_SAYING_READ: Final = 20
"""Characters at the end of a text in which what `_ENDS_SAYING` finds begins."""
_ATTRIBUTED = re.compile(
    r"\b(?:he|she|they|[A-Z][\w.’'-]+|the (?:\w+ ){0,2}\w+) (?:also )?"
    r"(?:said|noted|stressed|added|urged|pointed out|stated|reiterated|called on)\b"
    r"|\b(?:said|noted|added) (?:the|[A-Z])"
)
_SAID_THAT = re.compile(rf"\b(?:{_SAY}) that:$")
_WHOLE = re.compile(r"[\"“„«][^\n]*[\"”“»](?:\s*[-–—―]\s*[^\n.]{2,80}|\s*\(\(?[^\n()]{2,60}\)?\)\.?)?")
_SAID_INSIDE = re.compile(rf"[\"”],?\s+(?:[^\s\"“]+\s+){{0,6}}(?:{_SAY})\b|,[\"”]")
_LEADS = re.compile(r"[^\"”“,:][:,]$")
_SPEAKER = re.compile(r"[\"”]\s*[-–—―]\s*[^\n.]{2,80}$")


class Quotation(msgspec.Struct, frozen=True):
    """A run of paragraphs that quotes something."""

    first: int
    """Position of its first paragraph."""
    last: int
    """Position of its last paragraph."""
    confidence: float
    rule: str
    """'quoted', 'open-lead-in', 'lead-in' or 'attributed'."""
    lead: int
    """Position of the paragraph that leads in."""


def find_quotations(paragraphs: Sequence[Paragraph], start: int = 0) -> list[Quotation]:
    """Find block quotations, in the order of the text; they do not overlap.

    A quotation was set off if the sentence around it breaks: the paragraph before ends open, with a colon or a comma,
    or the one after goes on in the middle of a sentence.

    Args:
        paragraphs: the text's paragraphs.
        start: position of the first one that may be quoted (title and dek stand before it).
    """
    found: list[Quotation] = []
    index = max(start, 1)
    while index < len(paragraphs):
        quotation = _read_quotation(paragraphs, index) if paragraphs[index].kind == "prose" else None
        if quotation:
            found.append(quotation)
        index = quotation.last + 1 if quotation else index + 1
    return found


def _read_quotation(paragraphs: Sequence[Paragraph], index: int) -> Quotation | None:
    """Return the quotation that begins at a paragraph."""
    lead, text = paragraphs[index - 1].text.rstrip(), paragraphs[index].text
    following = paragraphs[index + 1].text if index + 1 < len(paragraphs) else ""
    opens = text[0] in '"“'
    if _is_whole(text):
        return Quotation(index, index, _weigh_whole(lead, text, following), "quoted", index - 1)
    if (
        opens
        and len(text) > 40
        and not _is_closed(text)
        and lead[:1] not in '"“'
        and (_LEADS.search(lead[-2:]) or _is_open(lead))
    ):
        last = _find_end(paragraphs, index, said=_SAYS.search(lead[-60:]) is not None)
        return Quotation(index, last, 0.8, "quoted", index - 1) if last else None
    if (
        not opens
        and _is_open(lead)
        and len(text.split(None, 8)) > 8
        and (text[0].isalnum() or text[0] == "(")
    ):
        return _read_open_quotation(paragraphs, index)
    if lead.endswith(":") and _ENDS_SAYING.search(lead[:-1]) and len(text) > 80 and text[0].isalnum():
        sure = _SAID_THAT.search(lead) or not lead.endswith(
            ("that:", "include:", "includes:", "including:", "follows:")
        )
        return Quotation(index, index, 0.6 if sure else 0.3, "lead-in", index - 1)
    return None


def _find_end(paragraphs: Sequence[Paragraph], index: int, *, said: bool) -> int:
    """Return the position of the paragraph that closes a quotation of several; 0 if none does.

    Each of them opens with a quotation mark, as is the custom, or is running text after a verb of saying.
    """
    for position in range(index + 1, min(index + _MOST_PARAGRAPHS, len(paragraphs))):
        text = paragraphs[position].text
        if (text[0] not in '"“' and not (said and len(text) > 60)) or _SAID_INSIDE.search(
            text, 0, len(text) - 2
        ):
            return 0
        if _is_closed(text):
            return position
    return 0


def _is_whole(text: str) -> bool:
    """Return whether a paragraph is one quotation from end to end, perhaps with its speaker behind a dash."""
    return (
        text[0] in '"“„«'
        and _WHOLE.fullmatch(text) is not None
        and not _SAID_INSIDE.search(text, 0, len(text) - 2)
    )


def _is_closed(text: str) -> bool:
    """Return whether a paragraph ends its quotation."""
    return text.rstrip()[-1:] in '"”»'


def _is_open(lead: str) -> bool:
    """Return whether a paragraph breaks off in the middle of a sentence, before something that is said."""
    match = _ENDS_SAYING.search(lead, max(0, len(lead) - _SAYING_READ)) if len(lead) < 600 else None
    return match is not None and len(lead.split(None, 5)) > (1 if match[0].startswith("includ") else 4)


def _weigh_whole(lead: str, text: str, following: str) -> float:
    """Weigh a paragraph that is one quotation by what stands around it."""
    broken = following[:1].islower() or following[:1] in set(",.;:")
    long = len(text.split(None, 7)) > 7
    if broken and following:
        return 0.9
    if lead.endswith((",", ":")):
        if _SAYS.search(lead[-80:]) or _STATEMENT.search(lead[-120:]):
            return 0.9 if long else 0.65
        return (0.8 if lead.endswith(",") else 0.55) if long else 0.4
    if _is_open(lead) or (lead[-1:].islower() and len(lead.split(None, 8)) > 8):
        return 0.85
    if _SPEAKER.search(text):
        return 0.6 if long and lead.endswith((".", "?", "!", "”", '"')) else 0.4
    return 0.4 if lead.endswith((".", "?", "!")) else 0.3


def _read_open_quotation(paragraphs: Sequence[Paragraph], index: int) -> Quotation:
    """Return the quotation after an open lead-in without quotation marks.

    Its first paragraph is quoted for sure, with the items that a semicolon joins to it. The others up to the next open
    lead-in are quoted too if most of them say who said it, as a readout or a communiqué does; otherwise nothing tells
    where the quotation ends.
    """
    stop = next(
        (i for i in range(index + 1, min(index + 40, len(paragraphs))) if _is_open(paragraphs[i].text)), -1
    )
    if stop > index + 1:
        inside = [p.text for p in paragraphs[index:stop]]
        if sum(_ATTRIBUTED.search(text) is not None for text in inside) >= 0.6 * len(inside):
            return Quotation(index, stop - 1, 0.7, "open-lead-in", index - 1)
    last = index
    while last + 1 < len(paragraphs) and paragraphs[last].text.endswith((";", "; and", "; or")):
        last += 1
    return Quotation(index, last, 0.75, "open-lead-in", index - 1)
