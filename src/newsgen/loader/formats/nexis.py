"""Downloads of Nexis Uni and LexisNexis Academic (.docx, .rtf, .html, .txt): several articles in each file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from newsgen.errors import Problem
from newsgen.loader.downloads import (
    COPYRIGHT,
    clean_copyright,
    find_date,
    find_first_label_below_text,
    find_language,
    has_lines,
    make_article,
    read_lines,
    split_after,
    split_byline_into_names,
)
from newsgen.loader.items import Value
from newsgen.model import Draft

_END = re.compile(r"\s*End of Document\s*", re.IGNORECASE)
_COUNT = re.compile(r"\s*(?:Document )?\d+ of \d+ DOCUMENTS?\s*")
_LENGTH = re.compile(r"\s*Length:\s*[\d.,]+\s*words\s*", re.IGNORECASE)
_HEAD = re.compile(
    r"\s*(Section|Length|Byline|Highlight|Dateline|Headline|Title|Series|Distribution|Correction-Date)\s*:\s*(.*)",
    re.IGNORECASE,
)
"""Lines above the text."""
_BODY = re.compile(r"\s*(?:Body|BODY\s*:\s*(?P<rest>.*))\s*")
_TAIL = re.compile(
    r"\s*(?:(Load-Date|Language|Publication-Type|Journal Code|Document-Type|Acc-No"
    r"|LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|DOCUMENT-TYPE|JOURNAL-CODE|SUBJECT|COMPANY|ORGANIZATION|PERSON|CITY|STATE"
    r"|COUNTRY|GEOGRAPHIC|INDUSTRY|TICKER|ACC-NO|URL)\s*:\s*(.*)|Classification)"
)
"""Lines below the text."""
_GRAPHIC = re.compile(r"\s*GRAPHIC:?\s*", re.IGNORECASE)
_RIGHTS = re.compile(r"\s*All Rights Reserved\.?\s*", re.IGNORECASE)
_EDITION = re.compile(r"\s*(?:.* Edition|Correction Appended|Link to (?:PDF|Image).*)\s*", re.IGNORECASE)


def is_nexis(path: Path, head: bytes) -> bool:
    """True for documents with the marks between articles that Nexis writes."""
    return has_lines(path, head, _is_download)


def _is_download(lines: list[str]) -> bool:
    counted = any(map(_COUNT.fullmatch, lines))
    return (counted or any(map(_END.fullmatch, lines))) and any(map(_LENGTH.fullmatch, lines))


def read_nexis(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield an item for each article.

    Raises:
        ContentError: the document is damaged.
    """
    lines = read_lines(path)
    if any(map(_END.fullmatch, lines)):
        parts = list(split_after(lines, _END.fullmatch))
        parts = [part for part in parts if _END.fullmatch(part[-1]) or any(map(_LENGTH.fullmatch, part))]
    else:
        parts = [part[1:] for part in _split_before(lines)]
    for number, part in enumerate(parts, 1):
        yield _read_article(file, number, [line for line in part if not _END.fullmatch(line)])


def _split_before(lines: list[str]) -> Iterator[list[str]]:
    """Split lines before each count of articles; what is above the first is dropped."""
    starts = [index for index, line in enumerate(lines) if _COUNT.fullmatch(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start:end]


def _read_article(file: str, number: int, lines: list[str]) -> Draft | Problem:
    start = _find_body(lines)
    end = find_first_label_below_text(lines, start, _TAIL.fullmatch, longest=12)
    head, body, tail = lines[:start], lines[start:end], lines[end:]
    stated: dict[str, str] = {}
    first = len(head)
    for index, line in enumerate(head):
        if match := _HEAD.fullmatch(line):
            first = min(first, index)
            more = takewhile(
                lambda text: text.strip() and not (_HEAD.fullmatch(text) or _BODY.fullmatch(text)),
                head[index + 1 :],
            )
            stated.setdefault(match[1].lower(), " ".join([match[2], *map(str.strip, more)]).strip())
    above = [(index, line.strip()) for index, line in enumerate(head[:first]) if line.strip()]
    dated = [(index, date) for index, line in above if (date := find_date(_without_edition(line)))]
    day_index, day = dated[-1] if dated else (-1, "")
    before = [
        (index, line)
        for index, line in above
        if index < day_index and not COPYRIGHT.fullmatch(line) and not _RIGHTS.fullmatch(line)
    ]
    after = [
        line
        for index, line in above
        if index > day_index and not any(kind.fullmatch(line) for kind in (COPYRIGHT, _RIGHTS, _EDITION))
    ]
    outlet = before[-1][1] if before else ""
    title = stated.get("headline") or stated.get("title") or " ".join(after)
    if not title and len(before) > 1:
        title = before[-2][1]
    rights = [line for line in lines if COPYRIGHT.fullmatch(line)]
    details = {match[1].lower(): match[2] for line in tail if (match := _TAIL.fullmatch(line)) and match[1]}
    fields: dict[str, Value] = {
        "title": title,
        "dek": stated.get("highlight", ""),
        "date": day or find_date(details.get("load-date", "")),
        "authors": split_byline_into_names(stated.get("byline", "")),
        "source": outlet,
        "language": find_language(details.get("language", "")),
        "copyright": clean_copyright(rights[0]) if rights else "",
    }
    text = [
        line
        for line in body
        if not (_GRAPHIC.fullmatch(line) or COPYRIGHT.fullmatch(line) or _RIGHTS.fullmatch(line))
    ]
    return make_article(
        file, number, details.get("acc-no", ""), fields, _add_dateline(text, stated.get("dateline", ""))
    )


def _find_body(lines: list[str]) -> int:
    """Return the index of the text's first line; a label in that line is removed."""
    for index, line in enumerate(lines):
        if match := _BODY.fullmatch(line):
            if rest := match["rest"]:
                lines[index] = rest
                return index
            return index + 1
    labels = [index for index, line in enumerate(lines) if _HEAD.fullmatch(line)]
    if not labels:
        return len(lines)
    index, starts_paragraph = labels[0], False
    for index in range(labels[0], len(lines)):
        blank = not lines[index].strip()
        if starts_paragraph and not blank and not _HEAD.fullmatch(lines[index]):
            return index
        starts_paragraph = blank
    return index


def _without_edition(line: str) -> str:
    """Return a date line without an edition after the date."""
    return re.split(r"\s{2,}|\s+(?=(?:\w+ ){0,2}Edition$)", line)[0]


def _add_dateline(body: list[str], dateline: str) -> list[str]:
    """Put the dateline before the text, as newspapers print it, if it is not there."""
    index = next((number for number, line in enumerate(body) if line.strip()), -1)
    place = dateline.rstrip(" -–—;.")
    if index >= 0 and place and not body[index].strip().lower().startswith(place.lower()):
        body[index] = f"{place} — {body[index].strip()}"
    return body
