"""Inputs → archive and plan: all that a build decides before anything is rendered."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from newsgen.archive.arrangement import arrangement_of
from newsgen.archive.build import Selection, build_archive, localized, select, with_moved
from newsgen.archive.model import Archive
from newsgen.dates import Now
from newsgen.errors import ContentError, Problem
from newsgen.model import StandalonePage
from newsgen.pipeline.frame import check_frame, framed, shown_pages
from newsgen.pipeline.open import Inputs, static_files, without_replaced
from newsgen.pipeline.pictures import Illustrated, PictureFiles, illustrated
from newsgen.pipeline.project import KnownLock, Project, with_addresses
from newsgen.pipeline.report import Options, advice, now_of
from newsgen.record.store import decode_records
from newsgen.renderer.page import Blob, File, Made, Page
from newsgen.renderer.plan import plan
from newsgen.renderer.site import Site
from newsgen.renderer.theme.overrides import find_unused_overrides


class Planned(msgspec.Struct, frozen=True):
    """What a build will make."""

    archive: Archive
    selection: Selection
    site: Site
    pages: Sequence[Page | Blob | File | Made]
    """Every file of the site."""
    arrangement: msgspec.Raw
    """How the archive stands, an `Arrangement` in MessagePack."""
    lock: KnownLock
    """With the addresses that this build publishes."""
    warnings: list[Problem]
    pictures: PictureFiles
    """Where pictures were looked for."""


def planned(project: Project, options: Options, inputs: Inputs) -> Planned:
    """Put the inputs together.

    Args:
        project, options, inputs: what is asked and read.

    Raises:
        ContentError: all that is wrong with addresses, navigation and the plan; warnings too if they shall stop a build.
    """
    now = now_of(project, options)
    own = shown_pages(inputs.pages, drafts=options.drafts)
    gathered = _archive(project, options, inputs, own, now)
    archive, art, warnings = gathered.archive, gathered.art, gathered.warnings
    warnings += [*find_unused_overrides(inputs.theme), *inputs.theme.faults(project.settings.site.language)]
    if warnings and options.strict:
        raise ContentError(warnings)
    site = framed(project, inputs.theme.site(project.settings, project.root.name), archive)
    static = static_files(project, inputs.static)
    pages = [*without_replaced(plan(archive, site), static), *inputs.theme.assets, *static, *art.plan]
    check_frame(project, site, archive, [page.path for page in pages])
    return Planned(
        archive,
        gathered.selection,
        site,
        pages,
        gathered.arrangement,
        KnownLock.of(with_addresses(inputs.lock.lock, _public(archive, now))),
        warnings,
        art.files,
    )


class _Gathered(msgspec.Struct, frozen=True):
    """The archive, and what came up when it was put together."""

    archive: Archive
    arrangement: msgspec.Raw
    selection: Selection
    art: Illustrated
    warnings: list[Problem]


def _archive(
    project: Project, options: Options, inputs: Inputs, own: list[StandalonePage], now: Now
) -> _Gathered:
    """Sort and group what is shown; and what a user should hear of it."""
    records = localized(decode_records(inputs.kept), now.zone)
    selection = select(records, now=now, drafts=options.drafts, future=options.future)
    art = illustrated(project, inputs.pictures, selection.shown, own)
    archive, lost = build_archive(
        art.records,
        aliases=inputs.aliases,
        published=inputs.lock.lock.addresses,
        pages=art.pages,
        folder=project.settings.paths.pages,
    )
    arrangement = msgspec.Raw(msgspec.msgpack.encode(arrangement_of(archive, lost)))
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
