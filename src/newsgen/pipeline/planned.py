"""Inputs → archive and plan: all that a build decides before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from newsgen.archive.arrangement import arrangement_of
from newsgen.archive.build import Selection, build_archive, localized, select, with_moved
from newsgen.archive.model import Archive
from newsgen.builder.manifest import Entry
from newsgen.dates import Now
from newsgen.errors import ContentError, Problem
from newsgen.model import StandalonePage
from newsgen.pipeline.frame import check_frame, framed, shown_pages
from newsgen.pipeline.open import Inputs, static_files, without_replaced
from newsgen.pipeline.pictures import CARDS, Illustrated, PictureFiles, illustrated
from newsgen.pipeline.project import KnownLock, Project, with_addresses
from newsgen.pipeline.remembered import Last, titles_decide
from newsgen.pipeline.report import Options, advice, now_of
from newsgen.record.store import records_of
from newsgen.renderer.overrides import overrides_in_vain
from newsgen.renderer.page import Blob, File, Made, Page
from newsgen.renderer.plan import plan
from newsgen.renderer.site import Site

_CARDS = f"{CARDS}/"


class Planned(msgspec.Struct, frozen=True):
    """What a build will make."""

    archive: Archive
    selection: Selection
    site: Site
    pages: Sequence[Page | Blob | File | Made]
    """Every file of the site that is not in `rest`."""
    rest: Mapping[str, Entry]
    """Files that stay as the last build wrote them, by path."""
    again: Callable[[], list[Page | Blob | File | Made]]
    """Plans every file."""
    titles: bool
    """As in `Remembered`, like `arrangement`."""
    frame: bytes
    """The same; b'' if it was not asked for."""
    arrangement: msgspec.Raw
    lock: KnownLock
    """With the addresses that this build publishes."""
    warnings: list[Problem]
    pictures: PictureFiles
    """Where pictures were looked for."""


def planned(project: Project, options: Options, inputs: Inputs, last: Last | None = None) -> Planned:
    """Put the inputs together.

    Args:
        project, options, inputs: what is asked and read.
        last: what the last build planned, of which only what changed is planned again; None to plan all.

    Raises:
        ContentError: all that is wrong with addresses, navigation and the plan; warnings too if they shall stop a build.
    """
    now = now_of(project, options)
    own = shown_pages(inputs.pages, drafts=options.drafts)
    gathered = _archive(project, options, inputs, own, now, last)
    archive, art, warnings = gathered.archive, gathered.art, gathered.warnings
    warnings += [*overrides_in_vain(inputs.theme), *inputs.theme.faults(project.settings.site.language)]
    if warnings and options.strict:
        raise ContentError(warnings)
    site = framed(project, inputs.theme.site(project.settings, project.root.name), archive)
    static = static_files(project, inputs.static)

    def whole(archive: Archive) -> list[Page | Blob | File | Made]:
        return [*without_replaced(plan(archive, site), static), *inputs.theme.assets, *static, *art.plan]

    pages, rest = _pages(whole, archive, last)
    same = last is not None and inputs.lock.published  # else the frame would have another digest
    check_frame(project, site, archive, (*(page.path for page in pages), *rest))
    return Planned(
        archive,
        gathered.selection,
        site,
        pages,
        rest,
        partial(whole, archive),
        last.remembered.titles if last else titles_decide(pages),
        last.remembered.frame if last else b"",
        gathered.arrangement,
        inputs.lock if same else KnownLock.of(with_addresses(inputs.lock.lock, _public(archive, now))),
        warnings,
        art.files,
    )


def _pages(
    whole: Callable[[Archive], list[Page | Blob | File | Made]], archive: Archive, last: Last | None
) -> tuple[list[Page | Blob | File | Made], Mapping[str, Entry]]:
    """What is planned, and the files that stay: none if there is no last plan, or if what changed does not fit to it."""
    if last:
        pages = whole(msgspec.structs.replace(archive, changes=last.changes))
        planned = {page.path for page in pages}
        rest = dict(last.standing)
        for path in planned:
            rest.pop(path, None)
        gone = any(path.startswith(_CARDS) for path in rest)  # of a headline that is no more
        if not gone and len(rest) + len(planned) == len(last.standing):
            return pages, rest
    return whole(archive), {}


class _Gathered(msgspec.Struct, frozen=True):
    """The archive, and what came up when it was put together."""

    archive: Archive
    arrangement: msgspec.Raw
    selection: Selection
    art: Illustrated
    warnings: list[Problem]


def _archive(
    project: Project, options: Options, inputs: Inputs, own: list[StandalonePage], now: Now, last: Last | None
) -> _Gathered:
    """Sort and group what is shown; and what a user should hear of it."""
    records = localized(records_of(inputs.kept, sharing=last is None), now.zone)
    selection = select(records, now=now, drafts=options.drafts, future=options.future)
    art = illustrated(project, inputs.pictures, selection.shown, own)
    archive, lost = build_archive(
        art.records,
        aliases=inputs.aliases,
        published={} if last else inputs.lock.lock.addresses,
        pages=art.pages,
        folder=project.settings.paths.pages,
        known=last.arrangement if last else None,
    )
    arrangement = (
        last.remembered.arrangement
        if last
        else msgspec.Raw(msgspec.msgpack.encode(arrangement_of(archive, lost)))
    )
    if inputs.lock.moves:
        archive = with_moved(archive, inputs.lock.lock.moved)
    archive = msgspec.structs.replace(archive, coordinates=inputs.coordinates)
    waiting = {record.path for record in (*selection.drafts, *selection.future)}
    waiting |= {page.path for page in inputs.pages} - {page.path for page in own}
    gone = {address: path for address, path in lost.items() if path not in waiting}
    warnings = [*advice((*records, *own), gone), *archive.warnings, *art.warnings]
    return _Gathered(archive, arrangement, selection, art, warnings)


def _public(archive: Archive, now: Now) -> dict[str, str]:
    """Addresses to remember, by path: not those of drafts and embargoed articles that a preview shows."""
    public = select(archive.records, now=now).shown
    where = {record.path: archive.addresses[record.path] for record in public}
    return where | {page.path: address for address, page in archive.pages.items() if page.status != "draft"}
