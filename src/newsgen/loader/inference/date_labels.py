"""Read a short line that is a date, alone or beside a label, a name or a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from newsgen.loader.inference.date_forms import read_form
from newsgen.loader.inference.date_parts import Form

Company = Literal["alone", "labelled", "beside"]
"""alone: nothing else stands in the line; labelled: after 'Published' and its like; beside: with a name or a place."""

_LONGEST = 120
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
    if len(line) > _LONGEST or "@" in line or not (any(map(str.isdigit, line)) or "年" in line):
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
