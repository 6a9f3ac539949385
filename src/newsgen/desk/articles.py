"""Find the article that a user names; correct and withdraw articles; make new records to write by hand."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from newsgen.addresses import AddressRules, address_stem, article_address
from newsgen.builder.paths import hold_lock
from newsgen.dates import find_zone
from newsgen.desk.edit import LISTS, Edit, edit_fields, read_unchanged_file, read_unsaved_record
from newsgen.errors import ContentError, Problem, RefusedError, SettingsError, join_first
from newsgen.loader.report import PendingRecord
from newsgen.loader.write import make_record_path, write_new_records
from newsgen.model import Correction, PartialDate, Record
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project
from newsgen.record.values import CONTROL
from newsgen.record.write import format_record

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


def plan_notice(
    project: Project, wanted: str, text: str, date: PartialDate, *, withdraw: bool = False
) -> Notice:
    """Plan the addition of a dated correction to an article, or its withdrawal, with the reason as such a correction.

    Raises:
        SettingsError: no article, or several, match `wanted`.
        RefusedError: the article is a draft or withdrawn already, or the record has this correction already.
        ContentError: the record cannot be edited.
    """
    opened = open_archive(project, pages=False)
    record = find_article(project, opened.records, wanted, opened.rules)
    words, refusal = " ".join(text.split()), ("", "")
    if record.status == "draft":
        refusal = (
            "this is a draft: no reader has seen it",
            "delete the file" if withdraw else "correct its text",
        )
    elif withdraw and record.status == "withdrawn":
        refusal = "this article is withdrawn already", "newsgen correct adds to the reason"
    elif any(correction.text == words for correction in record.corrections):
        refusal = "this correction is there already", "write another"
    if refusal[0]:
        raise RefusedError(Problem(record.path, 0, 0, *refusal))
    if not words or re.search(CONTROL, words) or not words.isprintable():
        message = "the text is empty or has characters that no page can show"
        raise ContentError(Problem("", 0, 0, message, "write a sentence"))
    corrections = (*record.corrections, Correction(date, words))
    changes: dict[str, object] = {"corrections": [*corrections]}
    if withdraw:
        changes["status"] = "withdrawn"
    before = read_unchanged_file(project.root, record)
    edit = edit_fields(record.path, before, changes, {"corrections": corrections})
    return Notice(record.path, record.title, article_address(record), date.iso, words, edit)


def find_article(project: Project, records: Sequence[Record], wanted: str, rules: AddressRules) -> Record:
    """Find the one article that a user means by `wanted`.

    That is its path, also relative to the working directory; its address or URL, also an old one; its file name or slug; its
    headline, or the beginning of it; or a part of its path or address that no other article has.

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
            paths = join_first([record.path for record in found], _SHOWN)
            message = f'"{wanted}" means {len(found)} articles: {paths}'
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


class NewRecord(msgspec.Struct, frozen=True):
    """A new record."""

    article: str
    """Path of the record."""
    address: str
    """Path of its page inside site/."""
    date: str
    """The date in ISO form; '' if undated."""
    draft: bool
    strangers: tuple[tuple[str, str, str], ...] = ()
    """Names that no other record has: field, name, and the nearest known name or ''."""


def create_record(
    project: Project, title: str, fields: Mapping[str, object], *, slug: str = "", dry_run: bool = False
) -> NewRecord:
    """Make a record without text.

    Raises:
        ContentError: a field is wrong.
        RefusedError: its file or address exists already.
    """
    headline = " ".join(title.split())
    front = {"title": headline, **fields}
    folder, date = project.settings.paths.articles, fields.get("date")
    path = make_record_path(folder, slug or headline, date if isinstance(date, PartialDate) else None)
    text = format_record(front, "")
    record = read_unsaved_record(path, text)
    with hold_lock(project.work / "lock", folder):
        opened = open_archive(project, pages=False)
        _refuse_taken(project, record, opened.records, opened.rules)
        if not dry_run:
            unwritten = [PendingRecord(path, text, front, "", "")]
            write_new_records(project.root, unwritten, project.work / "unfinished")
    address, day = article_address(record, opened.rules), record.date.iso if record.date else ""
    unknown = tuple(_find_unknown_names(record, opened.records))
    return NewRecord(path, address, day, record.status == "draft", unknown)


def current_minute(now: datetime.datetime, zone: str) -> PartialDate:
    """Return the current minute in the archive's zone, with its offset, so that the next build shows the record."""
    local = now.astimezone(find_zone(zone)).replace(second=0, microsecond=0)
    return PartialDate.parse(local.isoformat().replace("+00:00", "Z"))


def _refuse_taken(project: Project, record: Record, others: Iterable[Record], rules: AddressRules) -> None:
    address = article_address(record, rules)
    if (project.root / record.path).exists():
        holder = record.path
    else:
        holder = next((other.path for other in others if article_address(other, rules) == address), "")
        holder = holder or rules.published.get(address, "")
    if holder:
        message = f"{holder} is at {address} already"
        remedy = "give this one another name with --slug"
        raise RefusedError(Problem("", 0, 0, message, remedy, "file-exists"))


def _find_unknown_names(record: Record, others: Iterable[Record]) -> Iterator[tuple[str, str, str]]:
    """Find names that no other record has: a typing error would make a new page."""
    for field in LISTS:
        known = {name for other in others for name in getattr(other, field)}
        for name in getattr(record, field):
            if known and name not in known:
                folded = {other.casefold(): other for other in sorted(known)}
                near = difflib.get_close_matches(name.casefold(), folded, 1, 0.75)
                yield field, name, folded[near[0]] if near else ""
