"""Downloads of Factiva (.docx, .rtf, .html, .txt), as articles or with the codes of fields: several articles in each file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from newsgen.errors import Problem
from newsgen.loader.downloads import (
    COPYRIGHT,
    clean_copyright,
    find_date,
    find_language,
    has_lines,
    make_article,
    read_lines,
    split_after,
    split_byline_into_names,
)
from newsgen.loader.items import Value
from newsgen.model import Draft

_NUMBER = re.compile(r"\s*(?:AN\W+)?Document ([A-Z][A-Z0-9]{2,7}\d{12}[A-Za-z0-9]{4,14})\W*")
"""The accession number: code of the outlet, '0000', date, and more. It is the last line of an article."""
_LENGTH = re.compile(
    r"\s*[\d.,]+ (?:words|W[öo]rter|mots|palabras|parole|palavras|woorden|ord|words?)\s*", re.IGNORECASE
)
_TIME = re.compile(r"\s*\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?(?: [A-Z]{3,4})?\s*", re.IGNORECASE)
_CODE = re.compile(
    r"\s*\|?(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|CX|LP|TD|CT|RF|ART|CO|IN|NS|RE|IPD|IPC|PUB|AN)"
    r"(\s*\||\t|  +|\s*$| )\s*(.*?)\|?\s*"
)
"""Code of a field, what is between, and its value."""
_BELOW = ("CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN")
"""Codes below the text."""
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Door)\s+\S.*", re.IGNORECASE)
_NAMES = re.compile(r"(?:[^\W\d_]['’.\w-]*\s?){2,4}(?:(?: and |, | & )(?:[^\W\d_]['’.\w-]*\s?){2,4})*")


def is_factiva(path: Path, head: bytes) -> bool:
    """True for documents in which articles end with an accession number of Factiva."""
    return has_lines(path, head, lambda lines: any(map(_NUMBER.fullmatch, lines)))


def read_factiva(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield an item for each article, identified by its accession number.

    Raises:
        ContentError: the document is damaged.
    """
    number = 0
    for part in split_after(read_lines(path), _NUMBER.fullmatch):
        own = _NUMBER.fullmatch(part[-1])
        if own is None:
            continue  # the summary of the search
        number += 1
        start = next((index for index, line in enumerate(part) if re.match(r"\s*\|?(?:SE|HD)\b", line)), None)
        if start is not None and any(re.match(r"\s*\|?(?:WC|PD|SN)\b", line) for line in part):
            yield _read_codes(file, number, own[1], part[start:])
        else:
            yield _read_lines(file, number, own[1], part[:-1])


def _read_lines(file: str, number: int, own: str, lines: list[str]) -> Draft | Problem:
    """Read an article without codes: title, byline, length, date, time, outlet, its code, language, copyright, text."""
    length = next((index for index, line in enumerate(lines) if _LENGTH.fullmatch(line)), -1)
    if length < 0:
        message = f"article {number} ({own}): its length was not found"
        return Problem(file, 0, 0, message, "download it again", "bad-download")
    above = [line.strip() for line in lines[:length] if line.strip()]
    below = [(index, line.strip()) for index, line in enumerate(lines) if index > length and line.strip()]
    byline = ""
    if len(above) > 1 and (_BYLINE.fullmatch(above[-1]) or _is_name(above[-1], above[-2])):
        byline = above.pop()
    day, outlet, language, rights, body = "", "", "", "", len(lines)
    for index, line in below[:12]:
        if not day:
            day = find_date(line)
            if day:
                continue
        if _TIME.fullmatch(line):
            continue
        if COPYRIGHT.fullmatch(line):
            rights, body = clean_copyright(line), index + 1
            break
        if day and not outlet:
            outlet = line
        elif outlet and not language and find_language(line) and len(line.split()) < 3:
            language, body = find_language(line), index + 1
        elif language:
            break
    fields: dict[str, Value] = {
        "title": above[-1] if above else "",
        "date": day,
        "authors": split_byline_into_names(byline),
        "source": outlet,
        "language": language,
        "copyright": rights,
    }
    return make_article(file, number, own, fields, lines[body:])


def _is_name(line: str, above: str) -> bool:
    """True for a line of a few capitalized words below a longer one, or of names joined by 'and'."""
    words = line.split()
    capital = all(word[0].isupper() or word in ("and", "&", "de", "van", "von") for word in words)
    return capital and len(words) >= 2 and bool(_NAMES.fullmatch(line)) and len(above.split()) > len(words)


def _read_codes(file: str, number: int, own: str, lines: list[str]) -> Draft | Problem:
    """Read an article with codes. Source: Factiva's list of two-letter field codes."""
    values: dict[str, list[str]] = {}
    code = ""
    first = _CODE.fullmatch(lines[0])
    loose = first is not None and first[2] == " "  # then a single blank separates all codes from their values
    for line in lines:
        match = _CODE.fullmatch(line)
        if match and _is_code(match, code, loose):
            code = match[1]
            values.setdefault(code, []).append(match[3])
        elif code:
            values[code].append(line.strip(" |"))
    text = {key: " ".join(filter(None, found)).strip() for key, found in values.items()}
    fields: dict[str, Value] = {
        "title": text.get("HD", ""),
        "date": find_date(text.get("PD", "")),
        "authors": split_byline_into_names(text.get("BY", "")),
        "source": text.get("SN", ""),
        "language": find_language(text.get("LA", "")),
        "copyright": clean_copyright(text.get("CY", "")),
    }
    body = [line for key in ("LP", "TD", "CT", "ART") for line in ("", *values.get(key, ()))]
    return make_article(file, number, own, fields, body)


def _is_code(match: re.Match[str], before: str, loose: bool) -> bool:
    """True if a line begins a field: in texts, capital words such as IN also begin sentences."""
    code, between, value = match.groups()
    if before not in ("LP", "TD", "CT", "ART") or between != " ":
        return True
    return loose and (
        (code == "TD" and before == "LP")
        or (code in _BELOW and (" : " in value or code in ("AN", "PUB", "IPC", "IPD")))
    )
