"""Plain text, Markdown and HTML, with or without front matter: what it states, and what its path says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.language import load_language_table, primary_subtag
from newsgen.loader.text import decode_seed
from newsgen.model import DraftKind, ParsedArticle, PartialDate, SeedRef
from newsgen.record.foreign import read_foreign_front_matter
from newsgen.record.front_matter import find_front_matter

_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[-_.](?P<name>.*))?", re.ASCII)
_LANGUAGE = re.compile(r"(?P<stem>.+)\.(?P<tag>[a-z]{2}(?:-[A-Za-z]{2,4})?)")
_STANDING = frozenset(
    "page pages home default archive archives categories tags search list section about contact".split()
)
"""Layouts of pages that are no articles, if they have no date, or are the index of a folder."""
_UNLISTED = ("headless", "eleventyExcludeFromCollections", "_build", "build")
"""Keys that hold a text back from lists, in Hugo and Eleventy."""
_ABOUT_CODE = frozenset("readme license licence contributing code_of_conduct changelog".split())
"""Files about a repository, if they have no front matter."""
_HEAD = 4096
"""Number of first bytes of a text in which front matter is looked for."""


class _PathFacts(msgspec.Struct, frozen=True):
    """What the path of a text says by the rules of Jekyll, Hugo, Zola and Hexo."""

    name: str
    """Name in the article's address, of a dated file or of a folder with an index; '' if the path names none."""
    stem: str
    """Name of the file, without suffix and language."""
    date: PartialDate | None = None
    language: str = ""
    is_draft: bool = False
    """True below _drafts/."""
    is_template: bool = False
    """True below archetypes/, of which Hugo makes new texts."""
    is_jekyll: bool = False
    """True for posts of Jekyll, where blanks separate tags."""


def read_path(path: str) -> _PathFacts:
    """Read what a path says: `_posts/2020-01-31-ferry.md`, `ferry/index.fr.md`."""
    *folders, file = path.split("/")
    stem = file.rpartition(".")[0] or file
    language = ""
    if (found := _LANGUAGE.fullmatch(stem)) and primary_subtag(found["tag"]) in load_language_table().names:
        stem, language = found["stem"], found["tag"]
    last = (folders[-1] if len(folders) > 1 else "") if stem in ("index", "_index") else stem
    dated, date = _DATE.fullmatch(last), None
    if dated:
        with suppress(ValueError):
            date = PartialDate.parse(f"{dated['year']}-{int(dated['month']):02}-{int(dated['day']):02}")
    name = (dated["name"] or "") if dated and date else last
    is_hexo = "source" in folders and not file.endswith(".markdown")  # Octopress has the same folders
    is_jekyll = "_posts" in folders and date is not None and not is_hexo
    if last == stem and date is None:
        name = ""  # a file with any name: the article's address comes from its title
    name = "" if name.isdigit() else name
    is_draft, is_template = "_drafts" in folders, "archetypes" in folders
    return _PathFacts(name, stem, date, language, is_draft, is_template, is_jekyll)


def parse_plain_seed(file: str, data: bytes) -> Iterator[ParsedArticle]:
    """Yield the article of a .txt or .text file."""
    text, seed = decode_seed(file, data, has_pages=True)
    draft, _ = read_draft(seed, text, "plain")
    yield draft or ParsedArticle(seed, text, "plain")


def parse_markdown_seed(file: str, data: bytes) -> Iterator[ParsedArticle]:
    """Yield the article of a .md file, whose body does not change."""
    text, seed = decode_seed(file, data)
    draft, warnings = read_draft(seed, text, "markdown")
    yield draft or ParsedArticle(seed, text, "markdown", warnings=tuple(warnings))


def parse_html_seed(file: str, data: bytes) -> Iterator[ParsedArticle]:
    """Yield the article of an .html file, as in Jekyll and Eleventy; nothing without front matter."""
    text, seed = decode_seed(file, data)
    draft, _ = read_draft(seed, text, "markdown")
    if draft:
        yield msgspec.structs.replace(draft, markup="html")


def read_draft(
    seed: SeedRef, text: str, markup: Literal["plain", "markdown"]
) -> tuple[ParsedArticle | None, list[Problem]]:
    """Read a seed's front matter and body, given its text with '\\n' line ends.

    Returns:
        The draft, None if the text does not begin with front matter; and warnings if it nearly does.
    """
    path = read_path(seed.file)
    if path.is_template:
        return ParsedArticle(seed, text, markup, kind="section"), []
    found, warnings = read_foreign_front_matter(
        seed.file, text, known_keys=markup == "plain", blanks=path.is_jekyll
    )
    if found is None and path.stem.lower() in _ABOUT_CODE and markup == "markdown" and text.strip():
        return ParsedArticle(seed, text, markup, kind="section"), warnings
    if found is None:
        return None, warnings
    stated = dict(found.stated)
    if path.date:
        stated.setdefault("date", path.date)
    if path.language:
        stated.setdefault("language", path.language)
    if path.is_draft:
        stated["status"] = "draft"
    kind = _find_kind(path, stated, found.layout, found.body)
    given = stated, found.line, path.name, kind, found.inferred, found.warnings
    return ParsedArticle(seed, found.body, markup, *given), []


def has_front_matter(path: str, location: Path) -> bool:
    """True if a text begins with front matter; in .txt and .html lines `Key: value` are none, because prose has such lines."""
    with location.open("rb") as file:
        text = file.read(_HEAD).decode("utf-8", "replace").replace("\r\n", "\n")
    is_rst = path.lower().endswith((".rst", ".rest"))
    if is_rst:
        from newsgen.loader.formats.rst import move_title_into_fields

        text, _ = move_title_into_fields(text)
    try:
        layout = find_front_matter(text)
    except ContentError:
        return True  # the head does not hold all of it
    return layout is not None and (is_rst or layout.form != "lines")


def _find_kind(path: _PathFacts, stated: dict[str, Any], layout: str, body: str) -> DraftKind:
    is_index = path.stem == "index"
    if path.stem == "_index" or (is_index and layout in _STANDING):
        return "section"
    if "date" in stated or stated.get("status") == "draft":
        return "article"
    if layout in _STANDING or any(stated.get(key) for key in _UNLISTED) or (is_index and not body.strip()):
        return "section"
    return "index" if is_index else "article"
