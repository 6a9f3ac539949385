"""What readers are told about an article after it was published: corrections, and that it is withdrawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from newsgen.addresses import article_address
from newsgen.builder.lock import locked
from newsgen.errors import ContentError, Problem, RefusedError
from newsgen.model import Correction, PartialDate, Record
from newsgen.pipeline.amend import changed_meanwhile, save
from newsgen.pipeline.find import find_article
from newsgen.pipeline.inputs import clock_of
from newsgen.pipeline.load import store_of
from newsgen.pipeline.locks import read_archive_lock
from newsgen.pipeline.project import Project
from newsgen.record.edit import set_fields
from newsgen.record.parts import digest_of
from newsgen.record.read import read_record
from newsgen.record.source import CONTROL
from newsgen.record.store import Kept, records_of


class Notice(msgspec.Struct, frozen=True):
    """A change to one record."""

    article: str
    """Its path."""
    title: str
    address: str
    """Of its page inside site/."""
    date: str
    text: str
    before: bytes
    after: bytes


def correction(project: Project, wanted: str, text: str, date: PartialDate) -> Notice:
    """Find out what adds a dated correction to an article.

    Args:
        project: the archive.
        wanted: the article, as a user names it.
        text: what was wrong and is right now.
        date: of the correction.

    Raises:
        SettingsError: none is meant, or several.
        RefusedError: the correction stands there already, or the article has not been published yet.
        ContentError: the record cannot hold it.
    """
    record, kept = _found(project, wanted)
    if record.status == "draft":
        message = "this is a draft: no reader has seen it"
        raise RefusedError(Problem(record.path, 0, 0, message, "mend its text"))
    return _notice(project, record, kept, _worded(text), date, {})


def withdrawal(project: Project, wanted: str, reason: str, date: PartialDate) -> Notice:
    """Find out what withdraws an article: `status: withdrawn`, and the reason as a dated correction.

    Raises:
        SettingsError, ContentError: as `correction`.
        RefusedError: it is withdrawn already, or a draft.
    """
    record, kept = _found(project, wanted)
    if record.status != "published":
        withdrawn = record.status == "withdrawn"
        message = (
            "this article is withdrawn already" if withdrawn else "this is a draft: no reader has seen it"
        )
        remedy = "newsgen correct adds to the reason" if withdrawn else "delete the file"
        raise RefusedError(Problem(record.path, 0, 0, message, remedy))
    return _notice(project, record, kept, _worded(reason), date, {"status": "withdrawn"})


def publish_notice(project: Project, notice: Notice) -> None:
    """Write a record with its notice.

    Raises:
        RefusedError: the file has changed since it was read.
        OutputError, BusyError: as `save` and `locked`.
    """
    with locked(project.work / "lock", project.settings.paths.articles):
        save(project.root, notice.article, notice.before, notice.after)


def _found(project: Project, wanted: str) -> tuple[Record, Kept]:
    store = store_of(project)
    kept, _ = store.read(clock_of(store.cache.parent))
    records = records_of(kept)
    file = Path(wanted)
    if file.is_file() and file.resolve().is_relative_to(project.root):
        wanted = file.resolve().relative_to(project.root).as_posix()
    published = read_archive_lock(project).addresses
    found = find_article(records, wanted, published, project.settings.site.url)
    return found, next(entry for entry in kept if entry.path == found.path)


def _notice(
    project: Project, record: Record, kept: Kept, text: str, date: PartialDate, more: Mapping[str, object]
) -> Notice:
    added = Correction(date, text)
    if any(one.text == text for one in record.corrections):
        raise RefusedError(
            Problem(record.path, 0, 0, "this correction stands there already", "write another")
        )
    before = (project.root / record.path).read_bytes()
    if digest_of(before) != kept.sha256:
        raise changed_meanwhile(record.path)
    changes = {"corrections": [*record.corrections, added], **more}
    after = set_fields(before.decode(), changes, record.path).encode()
    if read_record(record.path, after).corrections != (*record.corrections, added):
        message = "the correction cannot be added in place here"
        raise ContentError(Problem(record.path, 0, 0, message, "edit the record by hand"))
    return Notice(record.path, record.title, article_address(record), date.iso, text, before, after)


def _worded(text: str) -> str:
    words = " ".join(text.split())
    if not words or re.search(CONTROL, words) or not words.isprintable():
        raise ContentError(
            Problem("", 0, 0, "the text is empty or holds signs that no page can show", "write a sentence")
        )
    return words
