"""Add corrections to published articles, and withdraw articles."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from newsgen.addresses import AddressRules, address_stem, article_address
from newsgen.desk.edit import Edit, edit_fields, read_unchanged_file
from newsgen.errors import ContentError, Problem, RefusedError, SettingsError
from newsgen.model import Correction, PartialDate, Record
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project
from newsgen.record.values import CONTROL

_SHOWN = 5
"""Most paths of articles in a message."""
_SUFFIX = re.compile(r"\.(?:html|markdown|md)$")


class Notice(msgspec.Struct, frozen=True):
    """A planned correction or withdrawal of one article."""

    article: str
    """Path of the record."""
    title: str
    address: str
    """Address of its page inside site/."""
    date: str
    text: str
    edit: Edit


def plan_correction(project: Project, wanted: str, text: str, date: PartialDate) -> Notice:
    """Plan the addition of a dated correction to an article.

    Raises:
        SettingsError: no article, or several, match.
        RefusedError: the record has this correction already, or the article is a draft.
        ContentError: the record cannot be edited.
    """
    record = _read_article(project, wanted, "correct its text")
    return _plan_notice(project, record, text, date, {})


def plan_withdrawal(project: Project, wanted: str, reason: str, date: PartialDate) -> Notice:
    """Plan the withdrawal of an article: `status: withdrawn`, with the reason as a dated correction.

    Raises:
        SettingsError, ContentError: as `plan_correction`.
        RefusedError: the article is withdrawn already, or a draft.
    """
    record = _read_article(project, wanted, "delete the file")
    if record.status == "withdrawn":
        message, remedy = "this article is withdrawn already", "newsgen correct adds to the reason"
        raise RefusedError(Problem(record.path, 0, 0, message, remedy))
    return _plan_notice(project, record, reason, date, {"status": "withdrawn"})


def _read_article(project: Project, wanted: str, remedy: str) -> Record:
    """Read the article that a user names; refuse a draft, and say what to do with it."""
    opened = open_archive(project, pages=False)
    record = find_article(project, opened.records, wanted, opened.rules)
    if record.status == "draft":
        message = "this is a draft: no reader has seen it"
        raise RefusedError(Problem(record.path, 0, 0, message, remedy))
    return record


def _plan_notice(
    project: Project, record: Record, text: str, date: PartialDate, more: Mapping[str, object]
) -> Notice:
    words = " ".join(text.split())
    if not words or re.search(CONTROL, words) or not words.isprintable():
        message = "the text is empty or has characters that no page can show"
        raise ContentError(Problem("", 0, 0, message, "write a sentence"))
    if any(correction.text == words for correction in record.corrections):
        message = "this correction is there already"
        raise RefusedError(Problem(record.path, 0, 0, message, "write another"))
    corrections = (*record.corrections, Correction(date, words))
    before = read_unchanged_file(project.root, record)
    changes = {"corrections": [*corrections], **more}
    edit = edit_fields(record.path, before, changes, {"corrections": corrections})
    return Notice(record.path, record.title, article_address(record), date.iso, words, edit)


def find_article(project: Project, records: Sequence[Record], wanted: str, rules: AddressRules) -> Record:
    """Find the one article that a user means.

    Args:
        project: the archive.
        records: all records.
        wanted: its path, also relative to the working directory; its address or URL, also an old one; its file name or
            slug; its headline, or the beginning of it; or a part of its path or address that no other article has.
        rules: what decides the addresses, now and before.

    Raises:
        SettingsError: no article, or several, match; the message suggests the nearest.
    """
    file, asked = Path(wanted), wanted
    if file.is_file() and file.resolve().is_relative_to(project.root):
        asked = file.resolve().relative_to(project.root).as_posix()
    asked = asked.removeprefix(project.settings.site.url).strip("/").removeprefix("./")
    for found in _match_articles(records, asked, rules):
        if len(found) == 1:
            return found[0]
        if found:
            paths = [record.path for record in found]
            more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
            message = f'"{wanted}" means {len(paths)} articles: {", ".join(paths[:_SHOWN])}{more}'
            raise SettingsError(Problem("", 0, 0, message, "write more of its path"))
    near = _nearest_path(records, asked, rules)
    hint = f"the nearest is {near}" if near else "write its path, e.g. articles/2023/2023-11-22-slug.md"
    raise SettingsError(Problem("", 0, 0, f'no article is called "{wanted}"', hint))


def _match_articles(records: Sequence[Record], asked: str, rules: AddressRules) -> Iterator[list[Record]]:
    """Yield the articles that match, by one rule after the other, the strictest first."""
    addresses = {record.path: article_address(record, rules) for record in records}
    name, part = _strip_suffix(asked), asked.casefold()
    words = " ".join(part.split())
    titles = {record.path: " ".join(record.title.casefold().split()) for record in records}
    paths = [record.path for record in records]
    for matches in (
        [path == asked for path in paths],
        [addresses[path] == asked for path in paths],
        [rules.published.get(asked) == path for path in paths],
        ["/" not in asked and name in _file_names(path, addresses[path]) for path in paths],
        [titles[path] == words for path in paths],
        [bool(words) and titles[path].startswith(words) for path in paths],
        [bool(part) and (part in path.casefold() or part in addresses[path]) for path in paths],
    ):
        yield [record for record, match in zip(records, matches, strict=True) if match]


def _file_names(path: str, address: str) -> tuple[str, str]:
    return PurePosixPath(path).stem, address_stem(address).rpartition("/")[2]


def _strip_suffix(asked: str) -> str:
    """Return the last part of a path, without the suffix of a record or a page."""
    return _SUFFIX.sub("", asked.rpartition("/")[2])


def _nearest_path(records: Iterable[Record], asked: str, rules: AddressRules) -> str:
    paths: dict[str, str] = {}
    for record in records:
        for name in _file_names(record.path, article_address(record, rules)):
            for part in (name, *name.split("-")):
                paths.setdefault(part, record.path)
        paths.setdefault(record.title.casefold(), record.path)
    for word in (_strip_suffix(asked), asked.casefold()):
        near = difflib.get_close_matches(word, paths, 1, 0.7)
        if near:
            return paths[near[0]]
    return ""
