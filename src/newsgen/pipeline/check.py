"""Run the checks on the archive and its generation."""

from __future__ import annotations

import msgspec

from newsgen.archive.build import build_archive, localized, select
from newsgen.archive.moved import with_moved
from newsgen.builder.generation import read_listing
from newsgen.checks import CHECKS
from newsgen.checks.model import Generation
from newsgen.errors import Problem
from newsgen.pipeline.inputs import clock_of, engine
from newsgen.pipeline.locks import read_archive_lock
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options, now_of
from newsgen.pipeline.tables import aliases_of
from newsgen.record.store import Store, records_of


def run_checks(project: Project, options: Options) -> list[Problem] | None:
    """Gather the findings of all checks, sorted by place; None if the archive has not been built."""
    listing = read_listing(project.output)
    if listing is None:
        return None
    cache = project.work / "cache"
    store = Store(project.root, project.settings.paths.articles, cache / "records", engine())
    kept, _ = store.read(clock_of(cache))
    now = now_of(project, options)
    records = localized(records_of(kept), now.zone)
    shown = select(records, now=now, drafts=options.drafts, future=options.future).shown
    aliases = msgspec.structs.asdict(aliases_of(project))
    lock = read_archive_lock(project)
    archive, _ = build_archive(shown, aliases=aliases, published=lock.addresses)
    archive = with_moved(archive, lock.moved)
    generation = Generation(project.output, listing.files)
    return sorted(
        {finding for check in CHECKS.values() for finding in check(archive, generation, project.root)}
    )
