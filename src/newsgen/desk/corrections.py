"""What readers are told about an article after it was published: corrections, and that it is withdrawn."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from newsgen.addresses import article_address
from newsgen.builder.lock import locked
from newsgen.desk.edit import changed_meanwhile, save
from newsgen.errors import ContentError, Problem, RefusedError, SettingsError
from newsgen.model import Correction, PartialDate, Record
from newsgen.pipeline.inputs import clock_of
from newsgen.pipeline.load import store_of
from newsgen.pipeline.project import Project, read_archive_lock
from newsgen.record.edit import set_fields
from newsgen.record.plain import digest_of
from newsgen.record.read import read_record
from newsgen.record.store import Kept, records_of
from newsgen.record.values import CONTROL


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


_SHOWN = 5
_ENDS = (".html", ".markdown", ".md")


def find_article(
    records: Sequence[Record], wanted: str, published: Mapping[str, str], site_url: str = ""
) -> Record:
    """Find the one article that is meant.

    Args:
        records: all of them.
        wanted: its path; its address, with or without the site's, also an old one; its file's name or slug; its
            headline, or the beginning of it; or a part of path or address that no other article has.
        published: each address that was ever published and its record's path, from newsgen.lock.
        site_url: where the site stands; '' if unknown.

    Raises:
        SettingsError: none is meant (the nearest is named), or several.
    """
    asked = wanted.removeprefix(site_url).strip("/").removeprefix("./") if site_url else wanted.strip("/")
    for found in _levels(records, asked, published):
        if len(found) == 1:
            return found[0]
        if found:
            paths = [record.path for record in found]
            more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
            message = f'"{wanted}" means {len(paths)} articles: {", ".join(paths[:_SHOWN])}{more}'
            raise SettingsError(Problem("", 0, 0, message, "write more of its path"))
    near = _nearest(records, asked)
    hint = f"the nearest is {near}" if near else "write its path, e.g. articles/2023/2023-11-22-slug.md"
    raise SettingsError(Problem("", 0, 0, f'no article is called "{wanted}"', hint))


def _levels(records: Sequence[Record], asked: str, published: Mapping[str, str]) -> Iterator[list[Record]]:
    """What matches, from the strictest sense to the widest."""
    yield _those(records, lambda record: record.path == asked)
    addresses = {record.path: article_address(record) for record in records}
    yield _those(records, lambda record: addresses[record.path] == asked)
    yield _those(records, lambda record: published.get(asked) == record.path)
    name = _bare(asked)
    if "/" not in asked:
        yield _those(records, lambda record: name in _names(record, addresses[record.path]))
    part = asked.casefold()
    words = " ".join(part.split())
    titles = {record.path: " ".join(record.title.casefold().split()) for record in records}
    yield _those(records, lambda record: titles[record.path] == words)
    yield _those(records, lambda record: bool(words) and titles[record.path].startswith(words))
    yield _those(
        records,
        lambda record: bool(part) and (part in record.path.casefold() or part in addresses[record.path]),
    )


def _those(records: Iterable[Record], fits: Callable[[Record], bool]) -> list[Record]:
    return [record for record in records if fits(record)]


def _names(record: Record, address: str) -> tuple[str, str]:
    return PurePosixPath(record.path).stem, PurePosixPath(address).stem


def _bare(asked: str) -> str:
    """The last part of a path, without the ending of a record or a page."""
    name = asked.rpartition("/")[2]
    ending = next((end for end in _ENDS if name.endswith(end)), "")
    return name.removesuffix(ending)


def _nearest(records: Iterable[Record], asked: str) -> str:
    paths: dict[str, str] = {}
    for record in records:
        for name in _names(record, article_address(record)):
            for part in (name, *name.split("-")):
                paths.setdefault(part, record.path)
        paths.setdefault(record.title.casefold(), record.path)
    for word in (_bare(asked), asked.casefold()):
        near = difflib.get_close_matches(word, paths, 1, 0.7)
        if near:
            return paths[near[0]]
    return ""
