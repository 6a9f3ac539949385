"""A mark for a run of the loader that left nothing to do, so that the next one need not look again."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from newsgen.loader.report import LoadReport
from newsgen.lockfile import NAME, seed_lines
from newsgen.pipeline.inputs import digest_of, engine
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options
from newsgen.record.store import CachedRecord, Stat


class Mark(msgspec.Struct, frozen=True):
    """What the last run depended on, and what a run that finds nothing new has to say."""

    digest: bytes = b""
    report: LoadReport = LoadReport()


def standing(report: LoadReport) -> LoadReport:
    """What the next run would report, if nothing changes: what was made is then loaded before."""
    made = len({article.seed for article in report.new})
    return LoadReport(
        unchanged=report.unchanged + made, deleted=report.deleted, same=report.same, skipped=report.skipped
    )


def mark_of(project: Project, options: Options, kept: list[CachedRecord], stats: Mapping[str, Stat]) -> bytes:
    """Stand for all that a run depends on, so that the next one can tell that nothing is new."""
    lock = seed_lines(_bytes(project, NAME))
    own = [_bytes(project, name) for name in ("names.toml", "topics.toml")]
    records = [entry.path for entry in kept]
    return digest_of(
        engine(), project.settings.loader, options.locked, sorted(stats.items()), lock, own, records
    )


def _bytes(project: Project, name: str) -> bytes:
    try:
        return (project.root / name).read_bytes()
    except FileNotFoundError:
        return b""


def read_mark(project: Project) -> Mark:
    """The mark of the last run; an empty one if there is none."""
    try:
        return msgspec.msgpack.decode((project.work / "cache" / "loaded").read_bytes(), type=Mark)
    except (FileNotFoundError, msgspec.DecodeError):
        return Mark()


def write_mark(project: Project, mark: Mark) -> None:
    """Keep the mark."""
    (project.work / "cache" / "loaded").write_bytes(msgspec.msgpack.encode(mark))
