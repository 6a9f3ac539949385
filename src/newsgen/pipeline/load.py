"""One run of the loader: what is new in seeds/ becomes records, and newsgen.lock remembers it.

The rules of inference are imported only when there is something to load.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import msgspec

from newsgen.builder.lock import locked
from newsgen.errors import ContentError, Problem
from newsgen.loader.report import Article, LoadReport, Setting
from newsgen.loader.write import replace_file
from newsgen.lockfile import Lock, SeedEntry
from newsgen.pipeline.inputs import clock_of
from newsgen.pipeline.marks import Mark, mark_of, read_mark, standing, write_mark
from newsgen.pipeline.open import (
    Loaded,
    Reading,
    aliases_of,
    all_told,
    problems_of,
    read_bytes,
    read_records,
    read_table,
)
from newsgen.pipeline.open import store_of as store_of
from newsgen.pipeline.project import Project, read_archive_lock, with_moves, write_archive_lock
from newsgen.pipeline.report import OpenExecutor, Options
from newsgen.record.read import read_record, split_body
from newsgen.record.store import CachedRecord, Stat, Store, decode_records, scan_files
from newsgen.record.write import format_record
from newsgen.settings.values import parse_period

MANY = 128
"""New seeds from which on it pays to start workers."""
_CHUNKS = 128
"""Into as many pieces many seeds are cut: the fewer, the longer some workers wait for the last one."""


def run_load(
    project: Project,
    options: Options,
    paths: Iterable[str] | None = None,
    *,
    executor: OpenExecutor | None = None,
    strict: bool = True,
) -> Loaded:
    """Make records of the seeds that have none; nothing is done twice, nothing a human wrote is touched.

    Args:
        project: the archive.
        options: as_of, locked and dry_run matter; with dry_run the report tells what would be done.
        paths: seeds to load, relative to root; None means all in seeds/.
        executor: opens workers for many seeds and records; without one everything runs in this process.
        strict: raise what is wrong with seeds; otherwise it stands in the report.

    Raises:
        ContentError: what is wrong with records and seeds (good seeds are loaded all the same); with
            `options.locked`, seeds that have no record.
        OutputError, RefusedError, BusyError: as the rooms below.
    """
    with locked(project.work / "lock", project.settings.paths.articles):
        now = clock_of(project.work / "cache")
        reading = _records(project, store_of(project, executor), now)
        stats = dict(scan_files(project.root, project.settings.paths.seeds))
        settled = all(stat.settled(now) for stat in stats.values())
        mark, digest = read_mark(project), mark_of(project, options, reading.kept, stats)
        if paths is None and mark.digest == digest:
            return Loaded(mark.report, reading)
        with all_told(project):
            lock = read_archive_lock(project)
            wanted = sorted(stats if paths is None else paths)
            report = _load(project, options, reading.kept, lock, wanted, executor)
        # Seeds take their time, in which an editor may have saved a record.
        fresh = None if wanted or report.new else reading
        if options.locked:
            _refuse_new(report)
        elif not options.dry_run:
            _write(project, report, lock)
            if paths is None and settled and not report.problems:
                fresh = _note(project, options, stats, report, fresh or read_records(project, executor))
    if report.problems and strict:
        raise ContentError({*report.problems, *problems_of(project)})
    return Loaded(report, fresh)


def _records(project: Project, store: Store, now: int) -> Reading:
    """Read the records; if one is wrong, all else that is wrong with the archive is told with it."""
    with all_told(project):
        return Reading(*store.read(now))


def _note(
    project: Project, options: Options, stats: Mapping[str, Stat], report: LoadReport, fresh: Reading
) -> Reading:
    """Leave a mark for the next run."""
    write_mark(project, Mark(mark_of(project, options, fresh.kept, stats), standing(report)))
    return fresh


def preview_load(project: Project, options: Options, files: Mapping[str, Path]) -> LoadReport:
    """Make the records of some files as if they were new, and write nothing.

    Args:
        project: the archive whose dates, names and topics are known.
        options: as_of matters.
        files: where each is, by the path that it would have as a seed.

    Raises:
        ContentError: a record of the archive is wrong. What is wrong with the files stands in the report.
    """
    from newsgen.loader.load import load
    from newsgen.pipeline.learn import existing_of, rules_of

    there = project.folder(project.settings.paths.articles).is_dir()
    kept = read_records(project).kept if there else []
    data = {path: file.read_bytes() for path, file in files.items()}
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in data.items()}
    records = decode_records(kept)
    strangers = [msgspec.structs.replace(found, seed="") for found in existing_of(kept, records)]
    return load(
        hashes,
        data.__getitem__,
        strangers,
        Lock({}, {}, {}),
        _setting(project, options),
        rules_of(project, kept, records, learned=True),
    )


def _load(
    project: Project,
    options: Options,
    kept: list[CachedRecord],
    lock: Lock,
    paths: list[str],
    executor: OpenExecutor | None,
) -> LoadReport:
    if not paths and not read_table(project, "topics.toml"):
        aliases_of(project)  # what is wrong with a table is told even if it is not needed
        return LoadReport(lock=lock)
    from newsgen.loader.load import load
    from newsgen.pipeline.learn import existing_of, rules_of

    read = partial(read_bytes, str(project.root))
    hashes = {path: hashlib.sha256(read(path)).hexdigest() for path in paths}
    records = decode_records(kept)
    known = {(path, entry.sha256) for path, entry in lock.seeds.items()}
    fresh = hashes.items() - known
    rules = rules_of(project, kept, records, learned=bool(fresh))
    given = hashes, read, existing_of(kept, records), lock, _setting(project, options), rules
    if executor is None or len(fresh) < MANY:
        return load(*given)
    chunk = max(MANY // 8, len(fresh) // _CHUNKS)
    with executor() as pool:
        return load(*given, run=partial(pool.map, chunksize=chunk))


def _setting(project: Project, options: Options) -> Setting:
    period = project.settings.loader.period
    return Setting(
        as_of=options.as_of,
        period=parse_period(period) if period else None,
        language=project.settings.site.language,
        articles=project.settings.paths.articles,
    )


def _write(project: Project, report: LoadReport, lock: Lock) -> None:
    """Records first, the lock last: after a crash between them a record is known by the seed it names."""
    from newsgen.loader.write import write_conflicts, write_records

    write_records(project.root, report.new, project.work / "unfinished")
    write_conflicts(project.work / "conflicts", report.conflicts)
    moves = {
        entry.record: now.record
        for seed, entry in lock.seeds.items()
        if (now := report.lock.seeds.get(seed))
        and now.record != entry.record
        and not (project.root / entry.record).exists()
    }
    write_archive_lock(project, with_moves(report.lock, moves))


def _refuse_new(report: LoadReport) -> None:
    """A locked build must not make records: they would be lost with the machine that made them."""
    remedy = "run newsgen load and commit the record with newsgen.lock"
    problems = [
        Problem(article.seed, 0, 0, "this seed has no record", remedy, "no-record") for article in report.new
    ]
    for conflict in report.conflicts:
        message = f"this seed has changed since {conflict.record} was made of it"
        problems.append(Problem(conflict.seed, 0, 0, message, "run newsgen load", "changed-seed"))
    if problems:
        raise ContentError([*problems, *report.problems])


KEPT = ("title", "dek", "slug", "seed")
"""Fields that are taken from the record unless they stand under `inferred`: they are the seed's own words."""


def refresh(project: Project, options: Options) -> tuple[list[str], list[str]]:
    """Write anew the inferred fields of records that nobody has touched; bodies and file names stay.

    A record counts as touched if its bytes are not those that newsgen wrote.

    Returns:
        Paths of the records that changed; and of those that were left alone because a human had edited them.

    Raises:
        ContentError: a record of the archive is wrong.
    """
    with locked(project.work / "lock", project.settings.paths.articles):
        lock = read_archive_lock(project)
        untouched, edited = _part(project, lock)
        seeds = {seed: project.root / seed for seed in untouched if (project.root / seed).is_file()}
        changed = []
        entries = dict(lock.seeds)
        for article in preview_load(project, options, seeds).new:
            entry = untouched[article.seed]
            data = _renewed(project, entry, article)
            if hashlib.sha256(data).hexdigest() != entry.written:
                changed.append(entry.record)
                if not options.dry_run:
                    replace_file(project.root / entry.record, data)
                    digest = hashlib.sha256(data).hexdigest()
                    entries[article.seed] = msgspec.structs.replace(entry, written=digest)
        if changed and not options.dry_run:
            write_archive_lock(project, msgspec.structs.replace(lock, seeds=entries))
    return sorted(changed), sorted(edited)


def _part(project: Project, lock: Lock) -> tuple[dict[str, SeedEntry], list[str]]:
    """Part the records that are as they were written from those that a human has edited."""
    untouched: dict[str, SeedEntry] = {}
    edited = []
    for seed, entry in lock.seeds.items():
        file = project.root / entry.record
        if file.is_file():
            if hashlib.sha256(file.read_bytes()).hexdigest() == entry.written:
                untouched[seed] = entry
            else:
                edited.append(entry.record)
    return untouched, edited


def _renewed(project: Project, entry: SeedEntry, article: Article) -> bytes:
    """The record with the fields of today and the body it has."""
    data = (project.root / entry.record).read_bytes()
    old = read_record(entry.record, data)
    front = dict(article.front)
    for field in KEPT:
        if field not in old.inferred:
            front.pop(field, None)
            if value := getattr(old, field):
                front[field] = value
    return format_record(front, split_body(data)[0]).encode()
