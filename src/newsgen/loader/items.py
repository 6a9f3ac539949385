"""Make items of what exports state: fields by name, and a text."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from newsgen.addresses import address_stem
from newsgen.errors import ContentError, Problem
from newsgen.loader.text import clean_text, strip_tags
from newsgen.markdown.html import escape_line_html
from newsgen.markdown.render import render_html
from newsgen.model import Markup, ParsedArticle, SeedRef
from newsgen.record.fields import LISTS
from newsgen.record.foreign import read_foreign_front_matter

_STATUS = {"publish": "published", "confirmed": "published", "sent": "published", "public": "published"}
"""Words of other systems for the status of an article."""
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)(\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})")
"""Escapes of JSON for a character outside the Basic Multilingual Plane, such as an emoji."""
_TAKEN = frozenset(
    "title dek date updated status language topics people places organizations authors source canonical corrections "
    "image".split()
)
"""Fields that are taken as they are."""
_OTHERS = frozenset("address provisional redirect_from inferred seed words text".split())
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""Cells that a spreadsheet might read as a formula, also after apostrophes.

Source: OWASP, "CSV Injection": '=', '+', '-', '@', tab, carriage return, line feed, and the full-width forms.
"""
_ITEM = re.compile(r"(?:\A|; ?)((?:\\.|[^;\\])*)")
_ESCAPED = re.compile(r"\\(.)")
_SHEET_ONLY = ("source_url", "path", "digest")
"""Columns that only CSV has."""
_LEAST = frozenset({"address", "title", "status"})
"""Fields that each row has."""
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|blockquote|section|figure|img|iframe|hr)\b[^<>]*>", re.IGNORECASE
)
_HEADING = re.compile(r"<(h[1-6])\b[^<>]{0,1000}>(.{0,2000}?)</\1>", re.DOTALL | re.IGNORECASE)
Stated = str | int | float | bool | list[str] | dict[str, str]
Value = Stated | None


def make_item(
    file: str,
    item: str,
    fields: Mapping[str, Value],
    text: str,
    *,
    line: int = 0,
    markup: Markup = "markdown",
    content: Mapping[str, Any] | None = None,
) -> ParsedArticle | Problem:
    """Make an item; return the problem if its fields cannot be read. Wrong values are warnings of the item.

    Args:
        file: path of the container, for messages.
        item: identifier of the item in its container; '' if it has none.
        fields: values by front matter key, newsgen's own or those of other generators; empty ones are dropped.
        line: line of the container, for messages.
        content: what is hashed to find changes; by default fields and text.
    """
    stated = {key: value for key, value in fields.items() if value is not None and value not in ("", [])}
    if isinstance(status := stated.get("status"), str):
        stated["status"] = _STATUS.get(status.lower(), status)
    digest = hash_content(stated, text) if content is None else hash_content(content)
    stated = {key: _clean_value(key, value) for key, value in stated.items()}
    if markup == "html":
        text = _drop_headings(text, stated)
    item = clean_text(item)
    seed = SeedRef(file, digest, "", item)
    front = "".join(f"{json.dumps(key)}: {_write_yaml(value)}\n" for key, value in stated.items())
    try:
        found, _ = read_foreign_front_matter(file, f"---\n{front}---\n")
    except ContentError as error:
        return _locate(error.problems[0], item, line)
    if found is None:
        return ParsedArticle(seed, clean_text(text), markup, line=0)
    warnings = tuple(_locate(warning, item, line) for warning in found.warnings)
    return ParsedArticle(
        seed, clean_text(text), markup, found.stated, 0, inferred=found.inferred, warnings=warnings
    )


def _write_yaml(value: Any) -> str:
    """Write a value as JSON that is YAML, too: without pairs of escapes for one character."""
    written = json.dumps(value, default=str)
    return _PAIR.sub(lambda found: found[1] + json.loads(f'"{found[2]}"'), written)


def _clean_value(key: str, value: Stated) -> Stated:
    """Return the words of a title or dek that is written as HTML, and names with their entities decoded."""
    if isinstance(value, str):
        value = clean_text(value)
    if key in ("title", "dek") and isinstance(value, str) and _BLOCK_TAG.search(value):
        return strip_tags(value)
    if key in ("topics", "authors") and isinstance(value, list):
        return [html.unescape(name) if isinstance(name, str) else name for name in value]
    return value


def _drop_headings(text: str, stated: Mapping[str, Stated]) -> str:
    """Remove the headings at the start of a text that repeat its title and dek."""
    for key in ("title", "dek"):
        found, words = _HEADING.search(text), strip_tags(str(stated.get(key) or ""))
        if found and words and strip_tags(found[2]) == words and not strip_tags(text[: found.start()]):
            text = text[: found.start()] + text[found.end() :]
    return text


def _locate(problem: Problem, item: str, line: int) -> Problem:
    """Give a problem of an item's fields the item's line in its container."""
    name = f"{item}: " if item else ""
    return msgspec.structs.replace(problem, line=line, column=0, message=f"{name}{problem.message}")


def add_sound(text: str, address: str) -> str:
    """Add a sound or film, such as an episode of a podcast, to HTML, unless it is there."""
    is_missing = address and address not in text
    return f'{text}\n<audio src="{html.escape(address)}"></audio>' if is_missing else text


def choose_dek(description: str, text: str) -> str:
    """Return a description in HTML as a dek; '' if it is the beginning of the text, or is cut off."""
    dek = strip_tags(description)
    is_start = fold_letters(dek)[:60] in fold_letters(strip_tags(text))
    return "" if is_start or dek.endswith(("…", "...", "…]", "[...]")) else dek


def fold_letters(text: str) -> str:
    """Return the letters and digits of a text, in small letters, to compare it."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def hash_content(*values: Any) -> str:
    """Hash values that make an item another one when they change; return a hex digest."""
    data = json.dumps(values, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(data.encode()).hexdigest()


def read_mail_date(text: str) -> str:
    """Write a date of RFC 5322, such as 'Mon, 21 Sep 2009 16:33:03 +0200', as ISO 8601; other texts do not change."""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError):
        return text


def is_own_row(row: Mapping[str, Any]) -> bool:
    """True for an article as `newsgen export jsonl` writes it."""
    return row.keys() >= _LEAST and row.keys() <= _TAKEN | _OTHERS


def restore_front_matter(file: str, row: Mapping[str, Any]) -> dict[str, Value]:
    """Make front matter of an exported article; its address becomes its slug, and redirects if it is another one here.

    The names of inferred fields keep them from being confirmed by an export, and nothing else is inferred.
    """
    address = str(row.get("address") or "")
    fields = {key: value for key, value in row.items() if key in _TAKEN}
    fields |= {key: escape_line_html(str(row[key])) for key in ("title", "dek") if row.get(key)}
    how = {"rule": "export", "evidence": f"{file}: inferred before the export"}
    inferred: dict[str, Any] = {str(field): dict(how) for field in row.get("inferred") or ()}
    if "date" in inferred and not row.get("provisional"):
        inferred["date"]["confidence"] = 0.5
    slug = address_stem(address).rpartition("/")[2]
    old = [old for old in (address, *(row.get("redirect_from") or ())) if old]
    return {**fields, "slug": slug, "redirect_from": old, "inferred": inferred}


def choose_markdown_or_html(html: str, markdown: str) -> tuple[str, Markup]:
    """Return the Markdown of an exported article, or its HTML if another program changed that, and which of them it is."""
    is_same = bool(markdown) and render_html(markdown) == html
    return (markdown, "markdown") if is_same else (html, "html")


def strip_formula_guard(cell: str) -> str:
    """Remove the apostrophe that keeps a cell from being a formula."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def split_list_cell(cell: str) -> list[str]:
    """Split the cell of a list into its values."""
    parts = (_ESCAPED.sub(r"\1", part).strip() for part in _ITEM.findall(cell))
    return [part for part in parts if part]


def restore_article_from_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Restore an article from its row of `newsgen export csv`."""
    cells = {column: strip_formula_guard(cell) for column, cell in row.items() if cell}
    found: dict[str, Any] = {
        column: split_list_cell(cell) if column in (*LISTS, "corrections", "inferred") else cell
        for column, cell in cells.items()
        if column not in _SHEET_ONLY
    }
    found["provisional"] = cells.get("provisional") == "true"
    if source := cells.get("source"):
        found["source"] = {"name": source, "url": cells.get("source_url", "")}
    changes = (text.partition(": ") for text in found.get("corrections", ()))
    found["corrections"] = [{"date": date, "text": text} for date, _, text in changes]
    return found


def is_own_sheet_row(row: Mapping[str, Any]) -> bool:
    """True for a row of `newsgen export csv` with all its cells."""
    return row.keys() == {*_TAKEN, *_OTHERS, *_SHEET_ONLY} - {"redirect_from", "image"}
