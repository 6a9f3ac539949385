"""Make a new, empty record for an editor to write."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from newsgen.addresses import AddressRules, article_address
from newsgen.builder.paths import hold_lock
from newsgen.dates import find_zone
from newsgen.desk.edit import LISTS, read_unsaved_record
from newsgen.errors import Problem, RefusedError
from newsgen.loader.report import UnwrittenRecord
from newsgen.loader.write import make_record_path, write_new_records
from newsgen.model import PartialDate, Record
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project
from newsgen.record.write import format_record


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
        OutputError, BusyError: as the rooms below.
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
            write_new_records(
                project.root, [UnwrittenRecord(path, text, front, "", "")], project.work / "unfinished"
            )
    return NewRecord(
        path,
        article_address(record, opened.rules),
        record.date.iso if record.date else "",
        record.status == "draft",
        tuple(_find_unknown_names(record, opened.records)),
    )


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
        raise RefusedError(
            Problem("", 0, 0, message, "give this one another name with --slug", "file-exists")
        )


def _find_unknown_names(record: Record, others: Iterable[Record]) -> Iterator[tuple[str, str, str]]:
    """Find names that no other record has: a typing error would make a new page."""
    for field in LISTS:
        known = {name for other in others for name in getattr(other, field)}
        for name in getattr(record, field):
            if known and name not in known:
                folded = {other.casefold(): other for other in sorted(known)}
                near = difflib.get_close_matches(name.casefold(), folded, 1, 0.75)
                yield field, name, folded[near[0]] if near else ""
