"""A record to write by hand: its file, made once and never over another."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping

import msgspec

from newsgen.addresses import article_address, slugify
from newsgen.builder.lock import locked
from newsgen.dates import zone_of
from newsgen.errors import ContentError, Problem, RefusedError
from newsgen.loader.report import Article
from newsgen.loader.write import write_records
from newsgen.model import PartialDate, Record
from newsgen.pipeline.inputs import clock_of
from newsgen.pipeline.load import store_of
from newsgen.pipeline.project import Project, read_archive_lock
from newsgen.record.read import read_record
from newsgen.record.store import records_of
from newsgen.record.write import format_record

NAMED = ("topics", "people", "places", "organizations", "authors")
"""Fields of a new record of which it is told that no other has such a name."""


class Begun(msgspec.Struct, frozen=True):
    """A record that was made."""

    article: str
    """Its path."""
    address: str
    """Where its page will stand inside site/."""
    date: str
    """As the record has it; '' without one."""
    draft: bool
    strangers: tuple[tuple[str, str, str], ...] = ()
    """Field, name and the nearest one that the archive has ('' if none is near) of names that no other record has."""


def begin_record(
    project: Project, title: str, fields: Mapping[str, object], *, slug: str = "", dry_run: bool = False
) -> Begun:
    """Make a record without a text.

    Args:
        project: the archive.
        title: the headline.
        fields: front matter beside it.
        slug: names the file; without it the headline does.
        dry_run: say what would be made; write nothing.

    Raises:
        ContentError: a field is wrong.
        RefusedError: its file or its address is taken.
        OutputError, BusyError: as the rooms below.
    """
    front = {"title": " ".join(title.split()), **fields}
    text = format_record(front, "")
    date = front.get("date")
    path = _path(
        project, slugify(slug or str(front["title"])), date if isinstance(date, PartialDate) else None
    )
    record = _read(path, text)
    with locked(project.work / "lock", project.settings.paths.articles):
        store = store_of(project)
        others = records_of(store.read(clock_of(store.cache.parent))[0])
        _refuse_taken(project, record, others)
        if not dry_run:
            write_records(project.root, [Article(path, text, front, "", "")], project.work / "unfinished")
    return Begun(
        path,
        article_address(record),
        record.date.iso if record.date else "",
        record.status == "draft",
        tuple(_strangers(record, others)),
    )


def minute(now: datetime.datetime, zone: str) -> PartialDate:
    """The minute it is in the archive's zone, with the offset: it has come when the record is built next."""
    local = now.astimezone(zone_of(zone)).replace(second=0, microsecond=0)
    return PartialDate.parse(local.isoformat().replace("+00:00", "Z"))


def _path(project: Project, slug: str, date: PartialDate | None) -> str:
    folder = project.settings.paths.articles
    if date is None:
        return f"{folder}/undated/{slug}.md"
    return f"{folder}/{date.year:04d}/{date.iso[:10]}-{slug}.md"


def _read(path: str, text: str) -> Record:
    """Read the record as its file would be; what is wrong stands at no line yet."""
    try:
        return read_record(path, text.encode())
    except ContentError as error:
        raise ContentError(
            Problem("", 0, 0, problem.message, problem.expected, problem.code) for problem in error.problems
        ) from None


def _refuse_taken(project: Project, record: Record, others: Iterable[Record]) -> None:
    address = article_address(record)
    if (project.root / record.path).exists():
        holder = record.path
    else:
        published = read_archive_lock(project).addresses
        holder = next((one.path for one in others if article_address(one) == address), "")
        holder = holder or published.get(address, "")
    if holder:
        message = f"{holder} stands at {address} already"
        raise RefusedError(
            Problem("", 0, 0, message, "give this one another name with --slug", "file-exists")
        )


def _strangers(record: Record, others: Iterable[Record]) -> Iterable[tuple[str, str, str]]:
    """Names that no other record has: a slip makes a page of its own."""
    records = list(others)
    for field in NAMED:
        known = {name for one in records for name in getattr(one, field)}
        for name in getattr(record, field):
            if known and name not in known:
                folded = {other.casefold(): other for other in sorted(known)}
                near = difflib.get_close_matches(name.casefold(), folded, 1, 0.75)
                yield field, name, folded[near[0]] if near else ""
