"""Run the checks on the archive and its generation."""

from __future__ import annotations

import msgspec

from newsgen.archive.build import build_archive, localized, select, with_moved
from newsgen.builder.listing import read_listing
from newsgen.checks import CHECKS
from newsgen.checks.model import Generation, Subject
from newsgen.desk.variants import two_ways
from newsgen.errors import Problem
from newsgen.model import Record, StandalonePage
from newsgen.pipeline.frame import shown_pages
from newsgen.pipeline.inputs import clock_of
from newsgen.pipeline.open import aliases_of, followed, read_texts
from newsgen.pipeline.project import Project, read_archive_lock
from newsgen.pipeline.report import Options, now_of
from newsgen.record.store import records_of


def run_checks(project: Project, options: Options, *, external: bool = False) -> list[Problem] | None:
    """Gather the findings of all checks, sorted by place; None if the archive has not been built.

    Args:
        project: the archive.
        options: what a build would show.
        external: ask other sites whether links to them lead somewhere.

    Raises:
        ContentError: records, pages, newsgen.lock or names.toml cannot be read.
    """
    subject = subject_of(project, options)
    if subject is None:
        return None
    found = {finding for check in CHECKS.values() for finding in check(subject)}
    if external:
        from newsgen.checks.external import Manners, check_external  # brings urllib, for this alone

        found.update(check_external(subject, Manners()))
    return sorted(found)


def subject_of(project: Project, options: Options) -> Subject | None:
    """Read the archive as a build would show it, beside the generation that stands."""
    listing = read_listing(project.output)
    if listing is None:
        return None
    now = now_of(project, options)
    kept, pages, vanished = read_texts(project, clock_of(project.work / "cache"))
    records = localized(records_of(kept), now.zone)
    selection = select(records, now=now, drafts=options.drafts, future=options.future)
    own = shown_pages(pages, drafts=options.drafts)
    drafts = [page for page in shown_pages(pages, drafts=True) if page not in own]
    lock = followed(read_archive_lock(project), kept, pages, vanished, now)
    aliases = msgspec.structs.asdict(aliases_of(project))
    archive, lost = build_archive(
        selection.shown,
        aliases=aliases,
        published=lock.addresses,
        pages=own,
        folder=project.settings.paths.pages,
    )
    held: tuple[Record | StandalonePage, ...] = (*selection.drafts, *selection.future, *drafts)
    waiting = {text.path for text in held}
    return Subject(
        archive=with_moved(archive, lock.moved),
        generation=Generation(project.output, listing.files),
        root=project.root,
        records=tuple(sorted(records, key=lambda record: record.path)),
        held=held,
        aliases=aliases,
        spelt=tuple(
            tuple(name for name, _ in one.names) for one in two_ways(selection.shown, aliases["people"])
        ),
        lost={address: path for address, path in lost.items() if path not in waiting},
    )
