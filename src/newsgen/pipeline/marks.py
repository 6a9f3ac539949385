"""A mark for a run of the loader that left nothing to do, so that the next one need not look again."""

from __future__ import annotations

from collections.abc import Mapping

from newsgen.lockfile import NAME, seed_lines
from newsgen.pipeline.inputs import digest_of, engine
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options
from newsgen.record.store import Kept, Stat


def mark_of(project: Project, options: Options, kept: list[Kept], stats: Mapping[str, Stat]) -> bytes:
    """Stand for all that a run depends on, so that the next one can tell that nothing is new."""
    lock = seed_lines(_bytes(project, NAME).decode("utf-8", "replace"))
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


def read_mark(project: Project) -> bytes:
    """The mark of the last run; empty if there is none."""
    try:
        return (project.work / "cache" / "loaded").read_bytes()
    except FileNotFoundError:
        return b""


def write_mark(project: Project, mark: bytes) -> None:
    """Keep the mark."""
    (project.work / "cache" / "loaded").write_bytes(mark)
