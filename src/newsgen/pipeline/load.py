"""One run of the loader: make records from new seeds, and add them to newsgen.lock.

The rules of inference are imported only if there is something to load.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from newsgen.archive.model import hash_values
from newsgen.builder.build import Progress, make_worker_opener
from newsgen.builder.paths import hold_lock
from newsgen.errors import ContentError, Problem
from newsgen.files import read_cached_value, read_filesystem_clock, replace_unchanged, write_cached_value
from newsgen.loader.report import (
    ExistingRecord,
    LoadOptions,
    LoadReport,
    PendingRecord,
    count_container_articles,
    join_reports,
    without_conflict_texts,
)
from newsgen.lockfile import NAME, Lock, drop_address_lines
from newsgen.model import ParsedArticle, PartialDate, Record, SeedRef
from newsgen.pipeline.containers import KnownContainers
from newsgen.pipeline.inference import (
    add_date_scores,
    list_existing_records,
    make_load_options,
    read_inference_data,
)
from newsgen.pipeline.open import StoredRecords, read_records
from newsgen.pipeline.project import (
    Project,
    fingerprint_engine,
    list_author_files,
    read_archive_aliases,
    read_archive_lock,
    read_text_or_empty,
    update_moved_paths,
    write_archive_lock,
)
from newsgen.pipeline.report import RunOptions
from newsgen.record.store import SUFFIXES, CachedRecord, OpenExecutor, Stat, decode_records, scan_files

if TYPE_CHECKING:
    from newsgen.loader.analyse import InferenceData
    from newsgen.loader.formats import ContainerFormat
    from newsgen.loader.names.resolve import NameResolver
Show = Callable[[Iterable[PendingRecord]], None]
"""Takes the records of a run batch by batch, to write or to show them: all texts together do not fit into the memory."""
Finish = Callable[[LoadReport, Lock], Lock]
"""Writes what a batch gave besides records, given the lock before it; returns the new lock."""
Columns = Mapping[str, Mapping[str, str]]
"""Names of columns, by the path of a table and the field that is read from the column."""
_NO_COLUMNS: Columns = {}
_TEXTS = (".txt", ".text", ".html", ".htm", ".rst", ".rest")
"""Suffixes of texts that are records' seeds in the folder of records too, if they have front matter."""
_LARGE = 1_000_000
"""Size in bytes of a file with several articles for which workers are started."""
MANY = 128
"""Fewest new seeds for which workers are started."""
_CHUNKS = 128
"""Number of chunks of many seeds: with fewer chunks some workers wait longer for the last one."""
REFRESH_KEEPS = ("title", "dek", "slug", "seed")
"""Fields that a refresh copies from the old record unless they are under `inferred`: they are stated in the seed."""


class LoadResult(msgspec.Struct, frozen=True):
    """The result of a run of the loader."""

    report: LoadReport
    records: StoredRecords | None
    """The current records, so that a following build need not read them again; None if they may have changed."""


def run_load(
    project: Project,
    options: RunOptions,
    paths: Iterable[str] | None = None,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    show: Show | None = None,
    columns: Columns = _NO_COLUMNS,
) -> LoadResult:
    """Make records from the seeds that have none; existing records do not change.

    Args:
        project, options: the archive and what to do; with dry_run the report says what would be done.
        paths: seeds to load, relative to root; None means all in seeds/.
        jobs: number of worker processes for many seeds and records.
        progress: called with the number of analysed articles and that of all, 0 while it is not known.
        show: with dry_run, called with the records of each batch.
        columns: columns of tables; newsgen.lock remembers them.

    Raises:
        ContentError: mistakes in records; with `options.locked`, seeds without a record.
        OutputError, RefusedError, BusyError: as the rooms below.
    """
    cache, executor = project.work / "cache" / "loaded", make_worker_opener(jobs)
    with hold_lock(project.work / "lock", project.settings.paths.articles):
        now = read_filesystem_clock(cache.parent)
        with _collect_all_problems(project):
            records = read_records(project, executor, now)
        stats = scan_seeds(project)
        settled = all(stat.is_settled(now) for stat in stats.values())
        version = _hash_inputs(project, options, [entry.path for entry in records.entries], stats)
        if paths is None and (last := read_cached_value(cache, LoadReport, version)):
            return LoadResult(last, records)
        with _collect_all_problems(project):
            lock = read_archive_lock(project)
            wanted = sorted(stats if paths is None else paths)
            lock = _add_columns(lock, columns)
            write: Show = partial(_write_records, project)
            finish: Finish = partial(_write_conflicts_and_lock, project)
            if options.locked or options.dry_run:
                write, finish = show or _drop_records, _keep_lock
            known = KnownContainers(project.work / "cache" / "containers", fingerprint_engine(), now)
            loader = partial(_SeedLoader, write=write, finish=finish, known=known, progress=progress)
            report = _load_seeds(project, options, records.entries, wanted, lock, executor, loader)
            known.write(project.root)
            if not wanted:
                finish(report, lock)
        # Loading takes time, and an editor may have saved a record meanwhile.
        fresh = None if wanted or report.new else records
        if options.locked:
            _refuse_new(report)
        elif not options.dry_run and paths is None and settled and not report.problems:
            present = scan_files(project.root, project.settings.paths.articles, SUFFIXES)
            version = _hash_inputs(project, options, sorted(path for path, _ in present), stats)
            write_cached_value(cache, _next_report(report), version)
    return LoadResult(report, fresh)


def scan_seeds(project: Project) -> dict[str, Stat]:
    """Find the files in seeds/, and the texts in articles/ that are no Markdown but begin with front matter."""
    paths = project.settings.paths
    stats = dict(scan_files(project.root, paths.seeds))
    for path, stat in scan_files(project.root, paths.articles, _TEXTS):
        from newsgen.loader.front_matter import has_front_matter

        if has_front_matter(path, project.root / path):
            stats[path] = stat
    return stats


def _hash_inputs(project: Project, options: RunOptions, records: list[str], stats: Mapping[str, Stat]) -> str:
    """Hash all inputs of a run; if they did not change, the next run has nothing to do."""
    names = (NAME, "names.toml", "topics.toml", *list_author_files(project))
    files = [project.root / name for name in names]
    lock, *tables = [file.read_bytes() if file.is_file() else b"" for file in files]
    settings, known = (project.settings.loader, options.locked), _sha256(drop_address_lines(lock))
    return hash_values(fingerprint_engine(), settings, sorted(stats.items()), known, tables, records).hex()


def _next_report(report: LoadReport) -> LoadReport:
    """Return the report of the next run if nothing changes: the new records then exist."""
    made = len({article.seed for article in report.new})
    return LoadReport(
        unchanged=report.unchanged + made,
        deleted=report.deleted,
        same=report.same,
        skipped=report.skipped,
        sections=report.sections,
        containers=tuple(
            msgspec.structs.replace(one, new=0, known=one.new + one.known + one.changed, changed=0)
            for one in report.containers
        ),
    )


def _add_columns(lock: Lock, columns: Columns) -> Lock:
    """Add the columns of tables to a lock; an empty name removes one."""
    given = {f"{path}#{field}": name for path, one in columns.items() for field, name in one.items()}
    kept = {key: name for key, name in (lock.columns | given).items() if name}
    return msgspec.structs.replace(lock, columns=kept) if given else lock


def _drop_records(_records: Iterable[PendingRecord]) -> None:
    """Write and show nothing."""


def _keep_lock(report: LoadReport, _lock: Lock) -> Lock:
    return report.lock


def load_without_writing(
    project: Project,
    options: RunOptions,
    files: Mapping[str, Path],
    show: Show,
    columns: Columns = _NO_COLUMNS,
) -> LoadReport:
    """Make the records of files as if they were new seeds, and show them batch by batch; write nothing.

    Raises:
        ContentError: a record of the archive is wrong; mistakes in the files are in the report.
    """
    has_records = project.folder(project.settings.paths.articles).is_dir()
    entries = read_records(project).entries if has_records else []
    records = decode_records(entries)
    data, load_options = _prepare_inference(project, options, entries, records)
    existing = list_existing_records(entries, records)
    others = [record for record in records if not record.seed or record.seed.key not in files]
    return _SeedLoader(
        files=files,
        read=lambda path: files[path].read_bytes(),
        existing=[msgspec.structs.replace(found, seed="", item="") for found in existing],
        lock=_add_columns(Lock({}, {}, {}, columns=read_archive_lock(project).columns), columns),
        options=load_options,
        data=data,
        names=_collect_names(others, data),
        write=show,
        finish=_keep_lock,
    ).load()


def _prepare_inference(
    project: Project,
    options: RunOptions,
    entries: list[CachedRecord],
    records: list[Record],
    *,
    learned: bool = True,
) -> tuple[InferenceData, LoadOptions]:
    load_options = make_load_options(project, options)
    data = read_inference_data(project, entries, records, learned=learned, extractors=options.extractors)
    return add_date_scores(data, project, entries, records, load_options) if learned else data, load_options


def _collect_names(records: Iterable[Record], data: InferenceData) -> NameResolver:
    """Collect the names of records, by which those of new texts are settled."""
    from newsgen.loader.names.resolve import NameResolver

    return NameResolver(data.aliases, records)


def _read_bytes(root: str, path: str) -> bytes:
    """Read a file below a folder; twice as fast as Path.read_bytes."""
    with open(f"{root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()


def _load_seeds(
    project: Project,
    options: RunOptions,
    entries: list[CachedRecord],
    paths: list[str],
    lock: Lock,
    executor: OpenExecutor | None,
    make_loader: Callable[..., _SeedLoader],
) -> LoadReport:
    """Load files of the archive, in workers if many are new."""
    if not paths and not read_text_or_empty(project, "topics.toml"):
        read_archive_aliases(project)  # report mistakes in names.toml even if it is not needed
        return LoadReport(lock=lock)
    records = decode_records(entries)
    fresh = [path for path in paths if path not in lock.seeds]
    data, load_options = _prepare_inference(project, options, entries, records, learned=bool(fresh))
    pages = scan_files(project.root, project.settings.paths.pages, SUFFIXES)
    loader = make_loader(
        files={path: project.root / path for path in paths},
        read=partial(_read_bytes, str(project.root)),
        existing=[*list_existing_records(entries, records), *(ExistingRecord(path) for path, _ in pages)],
        lock=lock,
        options=load_options,
        data=data,
        names=_collect_names(records, data),
    )
    if executor is None or (len(fresh) < MANY and not any(map(_is_large, loader.files.values()))):
        return loader.load()
    with executor() as pool:
        loader.run = partial(pool.map, chunksize=min(max(MANY // 8, len(fresh) // _CHUNKS), MANY))
        return loader.load()


def _is_large(path: Path) -> bool:
    return path.stat().st_size > _LARGE


class _SeedLoader(msgspec.Struct):
    """Loads files with one article each together, then the items of each container in batches."""

    files: Mapping[str, Path]
    """Location of each seed by its path."""
    read: Callable[[str], bytes]
    """Reads a seed by its path, also in workers."""
    existing: list[ExistingRecord]
    """The records; with those that are made, if more follow."""
    lock: Lock
    options: LoadOptions
    data: InferenceData
    names: NameResolver
    write: Show
    finish: Finish
    run: Callable[..., Any] = map
    """Applies a function to many seeds."""
    known: KnownContainers | None = None
    """The containers that need not be read again; None to read all."""
    progress: Progress | None = None
    """Called with the number of analysed articles and that of all, 0 while it is not known."""
    has_containers: bool = False
    done: int = 0
    """Number of records that are made."""

    def load(self) -> LoadReport:
        """Load all files."""
        from newsgen.loader.containers import find_container_files, find_containers, find_oversized
        from newsgen.loader.formats import find_format_by_name

        containers = find_containers(self.files)
        problems = find_oversized(path for path in self.files.items() if path[0] not in containers)
        left = {problem.file for problem in problems} | containers.keys()
        left |= find_container_files(containers, self.files)
        single = {
            path: _sha256(self.read(path)) if find_format_by_name(path) else ""
            for path in self.files
            if path not in left
        }
        self.has_containers = bool(containers)
        reports = [self._load_batch(single, {})]
        for path, container in sorted(containers.items()):
            report = self._load_container(path, container)
            count = count_container_articles(path, report)
            reports.append(msgspec.structs.replace(report, containers=(count,)))
        return join_reports(reports, problems, (), self.lock)

    def _load_batch(self, hashes: Mapping[str, str], items: Mapping[str, ParsedArticle]) -> LoadReport:
        """Load some seeds, given their sha256, and the items among them; write their records and the lock."""
        from newsgen.loader.load import make_new_records

        made: list[ExistingRecord] = []

        def write(records: Sequence[PendingRecord]) -> None:
            self.write(records)
            if self.has_containers:
                made.extend(map(_to_existing, records))

        def count(number: int, total: int) -> None:
            if self.progress:
                self.progress(self.done + number, 0 if self.has_containers else total)

        report = make_new_records(
            hashes,
            self.read,
            self.existing,
            self.lock,
            self.options,
            self.data,
            self.run,
            items,
            count,
            self.names,
            write,
        )
        self.existing += made
        self.done += len(report.new)
        self.lock = self.finish(report, self.lock)
        return without_conflict_texts(report)

    def _load_container(self, path: str, container: ContainerFormat) -> LoadReport:
        """Load the items of a container, or only report them if it did not change."""
        from newsgen.loader.containers import list_parts, read_batches
        from newsgen.loader.load import report_known_items

        place, columns = self.files[path], self.lock.find_columns(path)
        found = self.known and self.known.look_up(path, [place, *list_parts(container, place)], columns)
        if found and (report := report_known_items(found.hashes, self.existing, self.lock)):
            if report.lock != self.lock:
                self.lock = self.finish(report, self.lock)
            return msgspec.structs.replace(report, problems=found.problems)
        hashes: dict[str, str] = {}
        reports, problems, warnings = list[LoadReport](), list[Problem](), list[Problem]()
        for batch in read_batches(container, path, place, columns):
            batch_hashes = {key: draft.seed.sha256 for key, draft in batch.items.items()}
            reports.append(self._load_batch(batch_hashes, batch.items))
            hashes |= batch_hashes
            problems += batch.problems
            warnings += batch.warnings
        report = join_reports(reports, problems, warnings, self.lock)
        if self.known:
            self.known.keep(path, hashes, report)
        return report


def _write_records(project: Project, records: Iterable[PendingRecord]) -> None:
    from newsgen.loader.write import write_new_records  # imports the rules of inference

    write_new_records(project.root, records, project.work / "unfinished")


def _write_conflicts_and_lock(project: Project, report: LoadReport, lock: Lock) -> Lock:
    """Write conflicts, then the lock, and return it: after a crash before, a record is recognized by the seed that it names."""
    if report.conflicts:
        from newsgen.loader.write import write_conflicts  # imports the rules of inference

        write_conflicts(project.work / "conflicts", report.conflicts)
    moves = {
        entry.record: now.record
        for seed, entry in lock.seeds.items()
        if (now := report.lock.seeds.get(seed))
        and now.record != entry.record
        and not (project.root / entry.record).exists()
    }
    new = update_moved_paths(report.lock, moves)
    write_archive_lock(project, new)
    return new


def _to_existing(record: PendingRecord) -> ExistingRecord:
    """Describe a new record for the next batch; the introduction of a topic has no seed."""
    seed, date, inferred = (record.front.get(key) for key in ("seed", "date", "inferred"))
    if not isinstance(seed, SeedRef):
        return ExistingRecord(record.path)
    if not isinstance(date, PartialDate) or (isinstance(inferred, dict) and "date" in inferred):
        date = None
    lists = (record.front.get(key) for key in ("topics", "boilerplate"))
    topics, lines = (tuple(value) if isinstance(value, list | tuple) else () for value in lists)
    return ExistingRecord(record.path, seed.sha256, date, topics, seed.item, lines)


def _refuse_new(report: LoadReport) -> None:
    """Fail if a locked build would make records: they would be lost on a build machine."""
    remedy = "run newsgen load and commit the record with newsgen.lock"
    message = "this seed has no record"
    problems = [Problem(article.seed, 0, 0, message, remedy, "no-record") for article in report.new]
    for conflict in report.conflicts:
        message = f"this seed has changed since {conflict.record} was made from it"
        problems.append(Problem(conflict.seed, 0, 0, message, "run newsgen load", "changed-seed"))
    if problems:
        raise ContentError([*problems, *report.problems])


def reinfer_unedited_records(project: Project, options: RunOptions) -> tuple[list[str], list[str]]:
    """Infer the fields of records again that nobody has edited; bodies and file names do not change.

    A record counts as edited if its bytes are not those that newsgen wrote.

    Returns:
        Paths of the changed records; and of the edited records, which did not change.

    Raises:
        ContentError: a record of the archive is wrong.
    """
    with hold_lock(project.work / "lock", project.settings.paths.articles):
        lock = read_archive_lock(project)
        before = {
            seed: (project.root / entry.record).read_bytes()
            for seed, entry in lock.seeds.items()
            if (project.root / entry.record).is_file()
        }
        untouched = {seed for seed, data in before.items() if _sha256(data) == lock.seeds[seed].written}
        edited = sorted(lock.seeds[seed].record for seed in before.keys() - untouched)
        files = {seed: project.root / seed for seed in untouched if (project.root / seed).is_file()}
        changed, entries, articles = [], dict(lock.seeds), list[PendingRecord]()
        load_without_writing(project, options, files, articles.extend)
        for article in articles:
            entry = entries[article.seed]
            data = _refresh_record(entry.record, before[article.seed], article)
            if data == before[article.seed]:
                continue
            if options.dry_run or replace_unchanged(project.root / entry.record, before[article.seed], data):
                changed.append(entry.record)
                entries[article.seed] = msgspec.structs.replace(entry, written=_sha256(data))
            else:
                edited = sorted([*edited, entry.record])
        if changed and not options.dry_run:
            write_archive_lock(project, msgspec.structs.replace(lock, seeds=entries))
    return sorted(changed), edited


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _refresh_record(path: str, data: bytes, article: PendingRecord) -> bytes:
    """Combine the newly inferred fields with the body of the old record."""
    from newsgen.record.read import extract_body, read_record
    from newsgen.record.write import format_record

    old = read_record(path, data)
    if "encoding" in old.inferred and not _is_repaired(article):
        return data  # the damaged text would give other names
    front = dict(article.front)
    kept = ("slug", "seed") if _is_repaired(article) else REFRESH_KEEPS
    for field in kept:
        if field not in old.inferred:
            front.pop(field, None)
            if value := getattr(old, field):
                front[field] = value
    body = article.body if _is_repaired(article) else extract_body(data)[0]
    return format_record(front, body).encode()


def _is_repaired(article: PendingRecord) -> bool:
    inferred = article.front.get("inferred")
    return isinstance(inferred, dict) and "encoding" in inferred


@contextmanager
def _collect_all_problems(project: Project) -> Iterator[None]:
    """On a ContentError, add all other mistakes in the archive to it."""
    try:
        yield
    except ContentError as error:
        from newsgen.pipeline.problems import (
            find_problems_of_records_and_seeds,
        )  # only needed after a mistake

        raise ContentError({*error.problems, *find_problems_of_records_and_seeds(project)}) from None
