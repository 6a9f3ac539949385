"""Read what press databases let users download: files of many articles, each with lines for outlet, date, length and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from newsgen.errors import ContentError, Problem
from newsgen.loader.dates.forms import parse_date_form
from newsgen.loader.foreign_files import LARGEST, open_zip, parse_xml_in_zip
from newsgen.loader.items import Value, hash_content, make_item
from newsgen.loader.language import language_name_to_tag
from newsgen.loader.structure.lines_above_text import read_byline
from newsgen.loader.text import decode_seed, strip_tags
from newsgen.loader.xml import local_name
from newsgen.model import ParsedArticle

TEXTS, PAGES = (".txt", ".text"), (".html", ".htm")
SUFFIXES = (*TEXTS, *PAGES, ".docx", ".rtf")
_HEAD_MARKS = (b" DOCUMENTS", b"ProQuest", b"Document ", b" words", b"\nHD", b"End of Document")
"""What the first bytes of a text have if it may be a download."""
_MARKS = re.compile(
    rb"of \d+ DOCUMENTS|End of Document|ProQuest document ID|Document(?:\s|<[^>]{0,200}>|&nbsp;){1,20}[A-Z][A-Z0-9]{2,7}\d{12}"
)
"""What a download has somewhere, in any format that is not compressed."""
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|t[rdh]|table|title|li|[uo]l|d[ltd]|h[1-6r]|blockquote|section|article|pre)\b[^<>]*>",
    re.IGNORECASE,
)
_INVERTED = re.compile(r"([^,]+), ([^,]+)")
_PLACE = re.compile(r"\s+(?:in|at|from)\s+[A-Z].*$")
COPYRIGHT = re.compile(r"\s*(?:Copyright|©|\(c\)).{0,40}?\b(?:19|20)\d\d\b.{0,150}", re.IGNORECASE)
"""A line that says who has the copyright."""
_ALL_RIGHTS = re.compile(r"\s*\.?\s*All rights reserved\.?$", re.IGNORECASE)


def looks_like_download(path: Path, head: bytes, is_download: Callable[[list[str]], bool]) -> bool:
    """True for a document, given its first bytes, whose lines have the form of a download, as `is_download` decides."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES or (suffix in TEXTS and not any(mark in head for mark in _HEAD_MARKS)):
        return False
    try:
        return is_download(read_document_lines(path))
    except (ContentError, OSError):
        return False  # the format of the file's suffix says what is wrong


def read_document_lines(path: Path) -> list[str]:
    """Read the lines of a document; in formats that know paragraphs, each is one line with a blank line after it."""
    stat = path.stat()
    return _read_lines(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=1)
def _read_lines(path: Path, size: int, _time: int) -> list[str]:
    suffix = path.suffix.lower()
    if size > LARGEST:
        return []
    data = path.read_bytes()
    if suffix == ".docx":
        return list(_add_blank_lines(_read_word(path.name, data)))
    if not _MARKS.search(data):
        return []
    if suffix == ".rtf":
        from newsgen.loader.formats.office import read_rtf

        return list(_add_blank_lines(read_rtf(path.name, data).split("\n")))
    text = decode_seed(path.name, data)[0]
    if suffix in PAGES:
        return list(_add_blank_lines(map(strip_tags, _BLOCK_TAG.split(_HIDDEN.sub("", text)))))
    return [line.rstrip() for line in text.replace("\xa0", " ").split("\n")]


def _add_blank_lines(paragraphs: Iterable[str]) -> Iterator[str]:
    """Yield each paragraph and a blank line."""
    for paragraph in paragraphs:
        if words := " ".join(paragraph.split()):
            yield words
            yield ""


def _read_word(file: str, data: bytes) -> list[str]:
    with open_zip(file, ".docx file", data) as archive:
        document = parse_xml_in_zip(file, ".docx file", archive, "word/document.xml")
    parts: list[str] = []
    for element in document.iter():
        name = local_name(element.tag)
        if name == "t":
            parts.append(element.text or "")
        elif name in ("p", "br", "tab"):
            parts.append(" " if name == "tab" else "\n")
    return "".join(parts).split("\n")


def split_into_articles(lines: Iterable[str], last: Callable[[str], object]) -> Iterator[list[str]]:
    """Split lines after each line that is an article's last; the rest is the last part."""
    part: list[str] = []
    for line in lines:
        part.append(line)
        if last(line):
            yield part
            part = []
    if any(map(str.strip, part)):
        yield part


def split_at_counts(lines: list[str], count: re.Pattern[str]) -> list[list[str]]:
    """Split lines at those that count the articles, such as '2 of 9 DOCUMENTS'; what is above the first is dropped."""
    places = [index for index, line in enumerate(lines) if count.fullmatch(line)]
    return [lines[place + 1 : end] for place, end in zip(places, [*places[1:], len(lines)], strict=False)]


def find_line(lines: Sequence[str], matches: Callable[[str], object]) -> int:
    """Return the index of the first line that matches; the number of lines if none does."""
    return next((index for index, line in enumerate(lines) if matches(line)), len(lines))


def find_first_label_below_text(
    lines: Sequence[str], start: int, is_label: Callable[[str], object], longest: int = 0
) -> int:
    """Return the index of the first label below the text.

    A text may hold lines that look like labels ('Subject: to change'). Below the last paragraph there are only labels, and
    lines of at most `longest` words or with percentages, which are their values.
    """
    end = len(lines)
    for index in range(len(lines) - 1, start - 1, -1):
        line = lines[index]
        if is_label(line):
            end = index
        elif len(line.split()) > longest and "%)" not in line:
            break
    return end


def parse_date_line(line: str) -> str:
    """Return the date of a line that is only a date, as front matter has it; '' for other lines."""
    form = parse_date_form(line, "en")
    date = form.partial if form else None
    if date is None or not date.month:
        return ""
    return f"{date.year:04}-{date.month:02}" + (f"-{date.day:02}" if date.day else "")


def split_byline_into_names(byline: str) -> list[str]:
    """Return the names of a byline, with or without 'By'; a byline that is no list of names stays as it is."""
    line = " ".join(byline.split()).strip(" ;.")
    if not line:
        return []
    if ";" in line or _INVERTED.fullmatch(line):
        return [_turn(name) for name in line.split(";") if name.strip()]
    line = _PLACE.sub("", line)
    bare = re.sub(r"^(?:By|Von|Par|Por|Di|Door)\s+", "", line, flags=re.IGNORECASE)
    return list(read_byline(f"By {bare}")) or [bare]


def _turn(name: str) -> str:
    """Write a name given with its last part first in its natural order; a role or city after a name is dropped."""
    match = _INVERTED.fullmatch(name.strip())
    return f"{match[2].strip()} {match[1].strip()}" if match else name.strip()


def make_article(
    file: str, number: int, own: str, body: Iterable[str], date: str, stated: Mapping[str, str]
) -> ParsedArticle | Problem:
    """Make the item of an article.

    Args:
        number: which article of the file it is, from 1, for messages.
        own: accession number; '' if it has none, and it is identified by title, outlet and date.
        date: as front matter has it.
        stated: title, dek, byline, outlet, language and copyright as the download has them.
    """
    text, title, outlet = "\n".join(body).strip("\n"), stated.get("title", ""), stated.get("outlet", "")
    if not title or not text.strip():
        message = f"article {number}: its {'text' if title else 'title'} was not found"
        return Problem(file, 0, 0, message, "put the article into a file of its own", "bad-download")
    fields: dict[str, Value] = {
        "title": title,
        "dek": stated.get("dek", ""),
        "date": date,
        "authors": split_byline_into_names(stated.get("byline", "")),
        "source": outlet,
        "language": language_name_to_tag(stated.get("language", "")),
        "copyright": _ALL_RIGHTS.sub("", " ".join(stated.get("copyright", "").split())),
    }
    own = own or hash_content(title, outlet, date)[:16]
    return make_item(file, own, fields, text + "\n", markup="plain")
