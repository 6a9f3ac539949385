"""Downloads of Nexis, Factiva and ProQuest (.docx, .rtf, .html, .txt): several articles in each file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from newsgen.errors import Problem
from newsgen.loader.language import language_name_to_tag
from newsgen.loader.press_documents import (
    COPYRIGHT,
    find_first_label_below_text,
    find_line,
    looks_like_download,
    make_article,
    parse_date_line,
    read_document_lines,
    split_at_counts,
    split_into_articles,
)
from newsgen.model import ParsedArticle

_NEXIS_END = re.compile(r"\s*End of Document\s*", re.IGNORECASE)
_NEXIS_COUNT = re.compile(r"\s*(?:Document )?\d+ of \d+ DOCUMENTS?\s*")
_NEXIS_LENGTH = re.compile(r"\s*Length:\s*[\d.,]+\s*words\s*", re.IGNORECASE)
_NEXIS_HEAD = re.compile(
    r"\s*(Section|Length|Byline|Highlight|Dateline|Headline|Title|Series|Distribution|Correction-Date)\s*:\s*(.*)",
    re.IGNORECASE,
)
"""Lines above the text."""
_NEXIS_BODY = re.compile(r"\s*(?:Body|BODY\s*:\s*(?P<rest>.*))\s*")
_NEXIS_TAIL = re.compile(
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
    return looks_like_download(path, head, _is_nexis_download)


def _is_nexis_download(lines: list[str]) -> bool:
    counted = any(map(_NEXIS_COUNT.fullmatch, lines))
    return (counted or any(map(_NEXIS_END.fullmatch, lines))) and any(map(_NEXIS_LENGTH.fullmatch, lines))


def read_nexis(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each article."""
    lines = read_document_lines(path)
    if any(map(_NEXIS_END.fullmatch, lines)):
        parts = [
            part
            for part in split_into_articles(lines, _NEXIS_END.fullmatch)
            if _NEXIS_END.fullmatch(part[-1]) or any(map(_NEXIS_LENGTH.fullmatch, part))
        ]
    else:
        parts = split_at_counts(lines, _NEXIS_COUNT)
    for number, part in enumerate(parts, 1):
        yield _read_nexis_article(file, number, [line for line in part if not _NEXIS_END.fullmatch(line)])


def _read_nexis_article(file: str, number: int, lines: list[str]) -> ParsedArticle | Problem:
    start = _find_body(lines)
    end = find_first_label_below_text(lines, start, _NEXIS_TAIL.fullmatch, longest=12)
    head, body, tail = lines[:start], lines[start:end], lines[end:]
    stated: dict[str, str] = {}
    for index, line in enumerate(head):
        if match := _NEXIS_HEAD.fullmatch(line):
            below = head[index + 1 :]
            end = find_line(below, _ends_nexis_value)
            value = " ".join([match[2], *map(str.strip, below[:end])]).strip()
            stated.setdefault(match[1].lower(), value)
    above = [line.strip() for line in head[: find_line(head, _NEXIS_HEAD.fullmatch)] if line.strip()]
    days = [parse_date_line(_without_edition(line)) for line in above]
    day_at = max((index for index, day in enumerate(days) if day), default=-1)
    before = [line for line in above[: max(day_at, 0)] if not _is_rights(line)]
    after = [line for line in above[day_at + 1 :] if not (_is_rights(line) or _EDITION.fullmatch(line))]
    labels = filter(None, map(_NEXIS_TAIL.fullmatch, tail))
    details = {label[1].lower(): label[2] for label in labels if label[1]}
    text = [line for line in body if not (_GRAPHIC.fullmatch(line) or _is_rights(line))]
    found = {
        "title": stated.get("headline") or stated.get("title") or " ".join(after) or "".join(before[-2:-1]),
        "dek": stated.get("highlight", ""),
        "byline": stated.get("byline", ""),
        "outlet": "".join(before[-1:]),
        "language": details.get("language", ""),
        "copyright": next(filter(COPYRIGHT.fullmatch, lines), ""),
    }
    date = (days[day_at] if day_at >= 0 else "") or parse_date_line(details.get("load-date", ""))
    body = _add_dateline(text, stated.get("dateline", ""))
    return make_article(file, number, details.get("acc-no", ""), body, date, found)


def _ends_nexis_value(line: str) -> bool:
    return not line.strip() or bool(_NEXIS_HEAD.fullmatch(line) or _NEXIS_BODY.fullmatch(line))


def _is_rights(line: str) -> bool:
    return bool(COPYRIGHT.fullmatch(line) or _RIGHTS.fullmatch(line))


def _find_body(lines: list[str]) -> int:
    """Return the index of the text's first line; a label in that line is removed."""
    for index, line in enumerate(lines):
        if match := _NEXIS_BODY.fullmatch(line):
            if rest := match["rest"]:
                lines[index] = rest
                return index
            return index + 1
    index, starts_paragraph = len(lines), False
    for index in range(find_line(lines, _NEXIS_HEAD.fullmatch), len(lines)):
        blank = not lines[index].strip()
        if starts_paragraph and not blank and not _NEXIS_HEAD.fullmatch(lines[index]):
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


_FACTIVA_NUMBER = re.compile(r"\s*(?:AN\W+)?Document ([A-Z][A-Z0-9]{2,7}\d{12}[A-Za-z0-9]{4,14})\W*")
"""The accession number: code of the outlet, '0000', date, and more. It is the last line of an article."""
_FACTIVA_LENGTH = re.compile(
    r"\s*[\d.,]+ (?:words|W[öo]rter|mots|palabras|parole|palavras|woorden|ord|words?)\s*", re.IGNORECASE
)
_TIME = re.compile(r"\s*\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?(?: [A-Z]{3,4})?\s*", re.IGNORECASE)
_CODE = re.compile(
    r"\s*\|?(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|CX|LP|TD|CT|RF|ART|CO|IN|NS|RE|IPD|IPC|PUB|AN)"
    r"(\s*\||\t|  +|\s*$| )\s*(.*?)\|?\s*"
)
"""Code of a field, what is between, and its value."""
_FACTIVA_FIELDS = {"HD": "title", "BY": "byline", "SN": "outlet", "LA": "language", "CY": "copyright"}
_BELOW = ("CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN")
"""Codes below the text."""
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Door)\s+\S.*", re.IGNORECASE)
_NAMES = re.compile(r"(?:[^\W\d_]['’.\w-]*\s?){2,4}(?:(?: and |, | & )(?:[^\W\d_]['’.\w-]*\s?){2,4})*")


def is_factiva(path: Path, head: bytes) -> bool:
    """True for documents in which articles end with an accession number of Factiva."""
    return looks_like_download(path, head, lambda lines: any(map(_FACTIVA_NUMBER.fullmatch, lines)))


def read_factiva(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each article, identified by its accession number."""
    number = 0
    for part in split_into_articles(read_document_lines(path), _FACTIVA_NUMBER.fullmatch):
        own = _FACTIVA_NUMBER.fullmatch(part[-1])
        if own is None:
            continue  # the summary of the search
        number += 1
        start = find_line(part, re.compile(r"\s*\|?(?:SE|HD)\b").match)
        if start < len(part) and any(map(re.compile(r"\s*\|?(?:WC|PD|SN)\b").match, part)):
            yield _read_factiva_codes(file, number, own[1], part[start:])
        else:
            yield _read_factiva_article(file, number, own[1], part[:-1])


def _read_factiva_article(file: str, number: int, own: str, lines: list[str]) -> ParsedArticle | Problem:
    """Read an article without codes: title, byline, length, date, time, outlet, its code, language, copyright, text."""
    length = find_line(lines, _FACTIVA_LENGTH.fullmatch)
    if length == len(lines):
        message = f"article {number} ({own}): its length was not found"
        return Problem(file, 0, 0, message, "download it again", "bad-download")
    above = [line.strip() for line in lines[:length] if line.strip()]
    below = [(n, line.strip()) for n, line in enumerate(lines) if n > length and line.strip()]
    byline = ""
    if len(above) > 1 and (_BYLINE.fullmatch(above[-1]) or _is_name(above[-1], above[-2])):
        byline = above.pop()
    day, outlet, language, rights, body = "", "", "", "", len(lines)
    for index, line in below[:12]:
        if not day and (day := parse_date_line(line)):
            continue
        if _TIME.fullmatch(line):
            continue
        if COPYRIGHT.fullmatch(line):
            rights, body = line, index + 1
            break
        if day and not outlet:
            outlet = line
        elif outlet and not language and language_name_to_tag(line) and len(line.split()) < 3:
            language, body = line, index + 1
        elif language:
            break
    found = {"byline": byline, "outlet": outlet, "language": language, "copyright": rights}
    found["title"] = "".join(above[-1:])
    return make_article(file, number, own, lines[body:], day, found)


def _is_name(line: str, above: str) -> bool:
    """True for a line of a few capitalized words below a longer one, or of names joined by 'and'."""
    words = line.split()
    capital = all(word[0].isupper() or word in ("and", "&", "de", "van", "von") for word in words)
    return capital and len(words) >= 2 and bool(_NAMES.fullmatch(line)) and len(above.split()) > len(words)


def _read_factiva_codes(file: str, number: int, own: str, lines: list[str]) -> ParsedArticle | Problem:
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
    text = {code: " ".join(filter(None, found)).strip() for code, found in values.items()}
    body = [line for code in ("LP", "TD", "CT", "ART") for line in ("", *values.get(code, ()))]
    found = {name: text.get(code, "") for code, name in _FACTIVA_FIELDS.items()}
    return make_article(file, number, own, body, parse_date_line(text.get("PD", "")), found)


def _is_code(match: re.Match[str], before: str, loose: bool) -> bool:
    """True if a line begins a field: in texts, capital words such as IN also begin sentences."""
    code, between, value = match.groups()
    if before not in ("LP", "TD", "CT", "ART") or between != " ":
        return True
    return loose and (
        (code == "TD" and before == "LP")
        or (code in _BELOW and (" : " in value or code in ("AN", "PUB", "IPC", "IPD")))
    )


_PROQUEST_COUNT = re.compile(r"\s*Document \d+ of \d+\s*")
_RULE = re.compile(r"\s*_{20,}\s*")
_PROQUEST_LABEL = re.compile(
    r"\s*(Author|Publication info|Publication title|Publication date|Publication year|Publication subject|Full text|Abstract"
    r"|Links|Subject|Location|People|Company / organization|Company|Classification|Identifier / keyword|Title|Alternate title"
    r"|First page|Last page|Pages|Number of pages|Page count|Section|Volume|Issue|Publisher|Place of publication"
    r"|Country of publication|ISSN|e-ISSN|Source type|Language of publication|Language|Document type|Document feature|Dateline"
    r"|ProQuest document ID|Document URL|Copyright|Last updated|Database|Credit|Source attribution|Column|Edition|Details"
    r"|Accession number|DOI|ISBN|Correspondence author|Word count|Supplement|Notes)\s*:(?:\s+(.*)|\s*)"
    r"|\s*(?P<bare>Full text|FULL TEXT|Abstract|ABSTRACT|DETAILS|Details|Indexing \(details\))\s*",
    re.IGNORECASE,
)
_PROQUEST_TEXT = re.compile(r"\s*Full text\s*(?::|$)", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*https?://\S+\s*")


def is_proquest(path: Path, head: bytes) -> bool:
    """True for documents with document numbers of ProQuest."""
    return looks_like_download(path, head, _is_proquest_download)


def _is_proquest_download(lines: list[str]) -> bool:
    return any("ProQuest document ID" in line for line in lines)


def read_proquest(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each article, identified by its document number."""
    lines = read_document_lines(path)
    parts = split_at_counts(lines, _PROQUEST_COUNT) or [lines]
    for number, part in enumerate(filter(_is_proquest_download, parts), 1):
        yield _read_proquest_article(file, number, part)


def _read_proquest_article(file: str, number: int, lines: list[str]) -> ParsedArticle | Problem:
    values: dict[str, list[str]] = {}
    label, title = "", ""
    last = find_line(lines, lambda line: "ProQuest document ID" in line)
    lines = lines[: last + find_line(lines[last:], _RULE.fullmatch)]
    text_at = find_line(lines, _PROQUEST_TEXT.match)
    below = find_first_label_below_text(lines, text_at + 1, _PROQUEST_LABEL.fullmatch)
    for index, line in enumerate(lines):
        if _RULE.fullmatch(line):
            continue
        match = _PROQUEST_LABEL.fullmatch(line)
        if match and not text_at < index < below:
            label = (match[1] or match["bare"]).lower()
            values.setdefault(label, []).append(match[2] or "")
        elif label:
            values.setdefault(label, []).append(line)
        elif line.strip() and not _ADDRESS.fullmatch(line):
            title = f"{title} {line.strip()}".strip()
    text = {key: " ".join(" ".join(found).split()) for key, found in values.items()}
    year = text.get("publication year", "")
    body = values.get("full text", [])
    if not any(map(str.strip, body)) or text["full text"].lower().startswith("not available"):
        body = values.get("abstract", [])
    found = {
        "title": text.get("title") or title,
        "byline": text.get("author", ""),
        "outlet": (text.get("publication title") or text.get("publication info", ""))
        .partition(";")[0]
        .strip(),
        "language": text.get("language of publication") or text.get("language", ""),
        "copyright": text.get("copyright", ""),
    }
    own = "".join(re.findall(r"\d+", text.get("proquest document id", ""))[:1])
    date = parse_date_line(text.get("publication date", "")) or (year if re.fullmatch(r"\d{4}", year) else "")
    return make_article(file, number, own, body, date, found)
