"""Which short lines are sub-heads, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsgen.loader.inference.headline import is_title_case
from newsgen.loader.inference.openers import is_opener
from newsgen.loader.paragraphs import Paragraph

WRITTEN: Final = 0.6
"""Confidence from which a sub-head is written as `##`."""
_END = re.compile(r"""[.!?…][”"’')\]]*$""")
_NUMBER = re.compile(r"\d{1,2}[.)]\s")


def find_headings(paragraphs: Sequence[Paragraph], start: int = 0) -> dict[int, float]:
    """Find sub-heads.

    A sub-head is a short line without a full stop between two paragraphs of running text: after one that is complete
    and before a longer one. Lines in a row of short ones are items of a list, and so is what follows a colon.

    Args:
        paragraphs: the text's paragraphs.
        start: position of the first one that may be a sub-head.

    Returns:
        Confidence (0 to 1) by position.
    """
    found = {}
    for index in range(max(start, 1), len(paragraphs) - 1):
        if _is_short(paragraphs[index]):
            confidence = _weigh(paragraphs, index)
            if confidence:
                found[index] = confidence
    return found


def _is_short(paragraph: Paragraph) -> bool:
    """Return whether a line can be a sub-head by itself."""
    text = paragraph.text
    if paragraph.kind != "prose" or not 3 <= len(text) <= 80 or not (text[0].isupper() or text[0].isdigit()):
        return False
    if text[-1] in ".,;:!…—–-\"”’'/" or len(text.split()) > 10 or sum(map(str.isalpha, text)) < 3:
        return False
    return "@" not in text and "://" not in text and not is_opener(text)


def _weigh(paragraphs: Sequence[Paragraph], index: int) -> float:
    """Weigh a short line by what stands around it."""
    above, text, below = (paragraphs[i].text for i in (index - 1, index, index + 1))
    after_text = _END.search(above[-9:]) is not None and len(above.split(None, 10)) > 10
    words_below = len(below.split(None, 30))
    if not after_text or words_below < 10 or paragraphs[index + 1].kind != "prose" or below[0].islower():
        return 0.0
    capitals = is_title_case(text.split()) or text.isupper() or _NUMBER.match(text) is not None
    if text.endswith("?"):
        return 0.7 if capitals and words_below > 20 else 0.5
    if ": " in text:  # 'Press Secretary: Jane Doe'
        return 0.5
    if capitals:
        return 0.85 if words_below > 20 else 0.75
    return 0.7 if words_below > 29 and len(text.split()) <= 8 else 0.5
