"""Downloads of ProQuest (.docx, .rtf, .html, .txt): several articles in each file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from newsgen.errors import Problem
from newsgen.loader.downloads import (
    clean_copyright,
    find_date,
    find_first_label_below_text,
    find_language,
    has_lines,
    make_article,
    read_lines,
    split_byline_into_names,
)
from newsgen.loader.items import Value
from newsgen.model import Draft

_COUNT = re.compile(r"\s*Document \d+ of \d+\s*")
_RULE = re.compile(r"\s*_{20,}\s*")
_LABEL = re.compile(
    r"\s*(Author|Publication info|Publication title|Publication date|Publication year|Publication subject|Full text|Abstract"
    r"|Links|Subject|Location|People|Company / organization|Company|Classification|Identifier / keyword|Title|Alternate title"
    r"|First page|Last page|Pages|Number of pages|Page count|Section|Volume|Issue|Publisher|Place of publication"
    r"|Country of publication|ISSN|e-ISSN|Source type|Language of publication|Language|Document type|Document feature|Dateline"
    r"|ProQuest document ID|Document URL|Copyright|Last updated|Database|Credit|Source attribution|Column|Edition|Details"
    r"|Accession number|DOI|ISBN|Correspondence author|Word count|Supplement|Notes)\s*:(?:\s+(.*)|\s*)"
    r"|\s*(?P<bare>Full text|FULL TEXT|Abstract|ABSTRACT|DETAILS|Details|Indexing \(details\))\s*",
    re.IGNORECASE,
)
_TEXT = re.compile(r"\s*Full text\s*(?::|$)", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*https?://\S+\s*")


def is_proquest(path: Path, head: bytes) -> bool:
    """True for documents with document numbers of ProQuest."""
    return has_lines(path, head, lambda lines: any("ProQuest document ID" in line for line in lines))


def read_proquest(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield an item for each article, identified by its document number.

    Raises:
        ContentError: the document is damaged.
    """
    lines = read_lines(path)
    starts = [index + 1 for index, line in enumerate(lines) if _COUNT.fullmatch(line)] or [0]
    parts = (lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True))
    found = [part for part in parts if any("ProQuest document ID" in line for line in part)]
    for number, part in enumerate(found, 1):
        yield _read_article(file, number, part)


def _read_article(file: str, number: int, lines: list[str]) -> Draft | Problem:
    values: dict[str, list[str]] = {}
    label, title = "", ""
    last = next(index for index, line in enumerate(lines) if "ProQuest document ID" in line)
    lines = lines[
        : next((index for index in range(last, len(lines)) if _RULE.fullmatch(lines[index])), len(lines))
    ]
    text_at = next((index for index, line in enumerate(lines) if _TEXT.match(line)), len(lines))
    below = find_first_label_below_text(lines, text_at + 1, _LABEL.fullmatch)
    for index, line in enumerate(lines):
        if _RULE.fullmatch(line):
            continue
        match = _LABEL.fullmatch(line)
        if match and not text_at < index < below:
            label = (match[1] or match["bare"]).lower()
            values.setdefault(label, []).append(match[2] or "")
        elif label:
            values.setdefault(label, []).append(line)
        elif line.strip() and not _ADDRESS.fullmatch(line):
            title = f"{title} {line.strip()}".strip()
    text = {key: " ".join(" ".join(found).split()) for key, found in values.items()}
    year = text.get("publication year", "")
    fields: dict[str, Value] = {
        "title": text.get("title") or title,
        "date": find_date(text.get("publication date", "")) or (year if re.fullmatch(r"\d{4}", year) else ""),
        "authors": split_byline_into_names(text.get("author", "")),
        "source": (text.get("publication title") or text.get("publication info", ""))
        .partition(";")[0]
        .strip(),
        "language": find_language(text.get("language of publication") or text.get("language", "")),
        "copyright": clean_copyright(text.get("copyright", "")),
    }
    body = values.get("full text", [])
    if not any(map(str.strip, body)) or text["full text"].lower().startswith("not available"):
        body = values.get("abstract", [])
    own = "".join(re.findall(r"\d+", text.get("proquest document id", ""))[:1])
    return make_article(file, number, own, fields, body)
