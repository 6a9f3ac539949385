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
from newsgen.errors import ContentError, Problem, collect_problems
from newsgen.files import read_cached_value, read_filesystem_clock, replace_unchanged, write_cached_value
from newsgen.loader.report import (
    ExistingRecord,
    Extractor,
    LoadOptions,
    LoadReport,
    UnwrittenRecord,
    count_container_articles,
    join_reports,
    without_conflict_texts,
)
from newsgen.lockfile import NAME, Lock, drop_address_lines
from newsgen.model import ParsedArticle, PartialDate, Record, SeedRef
from newsgen.pipeline.containers import KnownContainers
from newsgen.pipeline.open import StoredRecords, open_archive, read_records
from newsgen.pipeline.project import (
    Project,
    fingerprint_engine,
    list_author_files,
    read_archive_aliases,
    read_archive_coordinates,
    read_archive_lock,
    read_text_or_empty,
    update_moved_paths,
    write_archive_lock,
)
from newsgen.pipeline.report import RunOptions
from newsgen.record.store import SUFFIXES, CachedRecord, OpenExecutor, Stat, decode_records, scan_files
from newsgen.settings.values import parse_period

if TYPE_CHECKING:
    from newsgen.loader.analyse import InferenceData
    from newsgen.loader.formats import ContainerFormat
    from newsgen.loader.names.resolve import NameResolver
    from newsgen.loader.topics.centroids import Centroids
    from newsgen.loader.topics.vocabulary import Vocabulary

_MOST_MEASURED = 300
"""Most records on which the rules for dates are measured."""
_FEWEST_CONFIRMED = 4
"""Fewest records with confirmed topics to learn from."""
Show = Callable[[Iterable[UnwrittenRecord]], None]
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
        project: the archive.
        options: as_of, locked and dry_run are used; with dry_run the report says what would be done.
        paths: seeds to load, relative to root; None means all in seeds/.
        jobs: number of worker processes for many seeds and records.
        progress: called with the number of analysed articles and that of all, 0 while it is not known.
        show: with dry_run, called with the records of each batch.
        columns: columns of tables; newsgen.lock remembers them.

    Returns:
        The report, with the mistakes in seeds that were not loaded, and the records.

    Raises:
        ContentError: mistakes in records; with `options.locked`, seeds without a record.
        OutputError, RefusedError, BusyError: as the rooms below.
    """
    cache, executor = project.work / "cache" / "loaded", make_worker_opener(jobs)
    with hold_lock(project.work / "lock", project.settings.paths.articles):
        now = read_filesystem_clock(cache.parent)
        with _collect_all_problems(project):
            records = read_records(project, executor, now)
        stats = _scan_seeds(project)
        settled = all(stat.is_settled(now) for stat in stats.values())
        version = _hash_inputs(project, options, records.entries, stats)
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
            load = partial(_load_files, write=write, finish=finish, known=known, progress=progress)
            report = _load_seeds(project, options, records.entries, lock, wanted, executor, load)
            known.write(project.root)
            if not wanted:
                finish(report, lock)
        # Loading takes time, and an editor may have saved a record meanwhile.
        fresh = None if wanted or report.new else records
        if options.locked:
            _refuse_new(report)
        elif not options.dry_run and paths is None and settled and not report.problems:
            fresh = fresh or read_records(project, executor)
            version = _hash_inputs(project, options, fresh.entries, stats)
            write_cached_value(cache, _next_report(report), version)
    return LoadResult(report, fresh)


def _scan_seeds(project: Project) -> dict[str, Stat]:
    """Find the files in seeds/, and the texts in articles/ that are no Markdown but begin with front matter."""
    paths = project.settings.paths
    stats = dict(scan_files(project.root, paths.seeds))
    for path, stat in scan_files(project.root, paths.articles, _TEXTS):
        from newsgen.loader.front_matter import has_front_matter

        if has_front_matter(path, project.root / path):
            stats[path] = stat
    return stats


def _hash_inputs(
    project: Project, options: RunOptions, entries: list[CachedRecord], stats: Mapping[str, Stat]
) -> str:
    """Hash all inputs of a run; if they did not change, the next run has nothing to do."""
    names = (NAME, "names.toml", "topics.toml", *list_author_files(project))
    files = [project.root / name for name in names]
    lock, *tables = [file.read_bytes() if file.is_file() else b"" for file in files]
    seeds, records = sorted(stats.items()), [entry.path for entry in entries]
    settings = project.settings.loader, options.locked
    return hash_values(fingerprint_engine(), settings, seeds, drop_address_lines(lock), tables, records).hex()


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


def _drop_records(_records: Iterable[UnwrittenRecord]) -> None:
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
    """Make the records of some files as if they were new seeds; write nothing.

    Args:
        project: the archive whose dates, names and topics are known.
        options: as_of is used.
        files: location of each file by its path as a seed.
        show: called with the records of each batch; the report has them without their texts.
        columns: columns of tables.

    Raises:
        ContentError: a record of the archive is wrong; mistakes in the files are in the report.
    """
    has_records = project.folder(project.settings.paths.articles).is_dir()
    entries = read_records(project).entries if has_records else []
    records = decode_records(entries)
    existing = [
        msgspec.structs.replace(found, seed="", item="") for found in list_existing_records(entries, records)
    ]
    rules = read_inference_rules(
        project, entries, records, learned=True, seeds=_list_seeds(project), extractors=options.extractors
    )
    load_options = _make_load_options(project, options)
    rules = _add_date_scores(rules, project, records, entries, load_options)
    given = (
        files,
        lambda path: files[path].read_bytes(),
        existing,
        _add_columns(Lock({}, {}, {}, columns=read_archive_lock(project).columns), columns),
    )
    others = [record for record in records if not record.seed or record.seed.key not in files]
    names = _collect_names(others, rules)
    return _load_files(*given, load_options, rules, write=show, finish=_keep_lock, names=names)


def read_inference_rules(
    project: Project,
    entries: list[CachedRecord],
    records: list[Record],
    *,
    learned: bool,
    seeds: Iterable[str] = (),
    extractors: tuple[Extractor, ...] = (),
) -> InferenceData:
    """Read the rules of inference: names.toml, topics.toml and learned topics.

    Args:
        project: the archive.
        entries: the cached records.
        records: the same records, decoded.
        learned: also learn from confirmed topics, which takes seconds in a large archive; only new seeds need it.
        seeds: paths of all seeds, among which are data files with names of authors.
        extractors: extractors to ask besides the rules.

    Raises:
        ContentError: names.toml or topics.toml is wrong; an extractor cannot run.
    """
    from newsgen.loader.analyse import InferenceData
    from newsgen.loader.topics.vocabulary import read_vocabulary

    text = read_text_or_empty(project, "topics.toml")
    vocabulary = read_vocabulary(text) if text else None
    centroids = _learn_topics(project, entries, records, text, vocabulary) if learned else None
    if extractors:
        from newsgen.loader.extractors import check_extractors  # it looks for installed packages

        check_extractors(extractors)
    return InferenceData(read_archive_aliases(project, seeds), vocabulary, centroids, extractors=extractors)


def _list_seeds(project: Project) -> list[str]:
    return [path for path, _ in scan_files(project.root, project.settings.paths.seeds)]


def list_existing_records(entries: list[CachedRecord], records: list[Record]) -> list[ExistingRecord]:
    """List path, seed and stated date of each record for the loader."""
    return [
        ExistingRecord(
            entry.path,
            record.seed.sha256 if record.seed else "",
            None if "date" in record.inferred else record.date,
            record.topics,
            record.seed.item if record.seed else "",
            record.boilerplate,
        )
        for entry, record in zip(entries, records, strict=True)
    ]


def _learn_topics(
    project: Project,
    entries: list[CachedRecord],
    records: list[Record],
    text: str,
    vocabulary: Vocabulary | None,
) -> Centroids | None:
    """Learn topics from records with stated or confirmed topics; cached until one of them changes."""
    from newsgen.loader.topics.centroids import Centroids, ConfirmedRecord
    from newsgen.loader.topics.infer import learn_topics
    from newsgen.loader.topics.vocabulary import default_vocabulary

    confirmed = {
        entry.path: (entry, record)
        for entry, record in zip(entries, records, strict=True)
        if record.topics and "topics" not in record.inferred
    }
    if len(confirmed) < _FEWEST_CONFIRMED:
        return None
    version = hash_values(
        fingerprint_engine(), text, [(entry.path, entry.file_digest) for entry, _ in confirmed.values()]
    ).hex()
    cache = project.work / "cache" / "topics"
    if (known := read_cached_value(cache, Centroids, version)) is not None:
        return known
    texts = (
        ConfirmedRecord(record.title, partial(_read_body, project.root / path), record.topics)
        for path, (_, record) in confirmed.items()
    )
    centroids = learn_topics(texts, vocabulary or default_vocabulary())
    write_cached_value(cache, centroids, version)
    return centroids


def _add_date_scores(
    rules: InferenceData,
    project: Project,
    records: list[Record],
    entries: list[CachedRecord],
    options: LoadOptions,
) -> InferenceData:
    """Measure the rules for dates on a sample of records whose day is known; cached until one of them changes."""
    from newsgen.loader.dates.infer import LEAST_RECORDS, Scores, measure_date_rules
    from newsgen.loader.dates.years import collect_known_dates

    dated = [
        (hashlib.blake2b(entry.path.encode(), digest_size=8).digest(), entry.file_digest, record)
        for entry, record in zip(entries, records, strict=True)
        if record.date and record.date.day and "date" not in record.inferred
    ]
    if len(dated) < LEAST_RECORDS:
        return rules
    known = collect_known_dates(
        options.as_of, options.period, [record.date for _, _, record in dated if record.date]
    )
    sample = sorted(dated, key=lambda one: (one[0], one[1]))[:_MOST_MEASURED]
    days = [day.toordinal() for day in known.confirmed]
    given = options.as_of.isoformat(), str(options.period), options.language, days
    version = hash_values(fingerprint_engine(), given, [(path, digest) for path, digest, _ in sample]).hex()
    cache = project.work / "cache" / "dates"
    if (scores := read_cached_value(cache, Scores, version)) is None:
        texts = ((record, _read_body(project.root / record.path)) for _, _, record in sample)
        scores = measure_date_rules(texts, known, options.language.partition("-")[0])
        write_cached_value(cache, scores, version)
    return msgspec.structs.replace(rules, date_scores=scores)


def _read_body(path: Path) -> str:
    from newsgen.record.read import extract_body

    return extract_body(path.read_bytes())[0]


def _read_bytes(root: str, path: str) -> bytes:
    """Read a file below a folder; twice as fast as Path.read_bytes."""
    with open(f"{root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()


def _load_seeds(
    project: Project,
    options: RunOptions,
    entries: list[CachedRecord],
    lock: Lock,
    paths: list[str],
    executor: OpenExecutor | None,
    load: Callable[..., LoadReport],
) -> LoadReport:
    if not paths and not read_text_or_empty(project, "topics.toml"):
        read_archive_aliases(project)  # report mistakes in names.toml even if it is not needed
        return LoadReport(lock=lock)
    records = decode_records(entries)
    fresh = [path for path in paths if path not in lock.seeds]
    seeds = _list_seeds(project) if fresh else []
    rules = read_inference_rules(
        project, entries, records, learned=bool(fresh), seeds=seeds, extractors=options.extractors
    )
    load_options = _make_load_options(project, options)
    if fresh:
        rules = _add_date_scores(rules, project, records, entries, load_options)
    pages = scan_files(project.root, project.settings.paths.pages, SUFFIXES)
    files = {path: project.root / path for path in paths}
    read = partial(_read_bytes, str(project.root))
    load = partial(load, names=_collect_names(records, rules))
    given = (
        files,
        read,
        [*list_existing_records(entries, records), *(ExistingRecord(path) for path, _ in pages)],
        lock,
        load_options,
        rules,
    )
    if executor is None or (len(fresh) < MANY and not any(map(_is_large, files.values()))):
        return load(*given)
    chunk = min(max(MANY // 8, len(fresh) // _CHUNKS), MANY)
    with executor() as pool:
        return load(*given, run=partial(pool.map, chunksize=chunk))


def _is_large(path: Path) -> bool:
    return path.stat().st_size > _LARGE


def _load_files(
    files: Mapping[str, Path],
    read: Callable[[str], bytes],
    existing: list[ExistingRecord],
    lock: Lock,
    options: LoadOptions,
    rules: InferenceData,
    run: Callable[..., Any] = map,
    *,
    write: Show,
    finish: Finish,
    known: KnownContainers | None = None,
    progress: Progress | None = None,
    names: NameResolver | None = None,
) -> LoadReport:
    """Load files with one article each together, then the items of each container in batches.

    Args:
        files: location of each seed by its path.
        read, existing, lock, options, rules, run: see `newsgen.loader.load.make_new_records`.
        write: takes the records of each batch, so that not all texts are in memory.
        finish: writes conflicts and the lock.
        known: the containers that need not be read again; None to read all.
        progress: called with the number of analysed articles and that of all, 0 while it is not known.
        names: the names of the existing records.
    """
    from newsgen.loader.containers import (
        find_container_files,
        find_containers,
        find_oversized,
        list_parts,
        read_batches,
    )
    from newsgen.loader.formats import find_format_by_name
    from newsgen.loader.load import make_new_records, report_known_items

    existing, done = list(existing), 0
    containers = find_containers(files)
    parts = find_container_files(containers, files)
    problems = find_oversized(path for path in files.items() if path[0] not in containers)
    oversized = {problem.file for problem in problems}

    def load_batch(hashes: Mapping[str, str], items: Mapping[str, ParsedArticle]) -> LoadReport:
        nonlocal lock, done

        def count(number: int, total: int) -> None:
            if progress:
                progress(done + number, 0 if containers else total)

        def take(records: Sequence[UnwrittenRecord]) -> None:
            write(records)
            made.extend(map(_to_existing, records))

        made: list[ExistingRecord] = []
        report = make_new_records(
            hashes, read, existing, lock, options, rules, run, items, count, names, take
        )
        lock = finish(report, lock)
        existing.extend(made)
        done += len(made)
        return without_conflict_texts(report)

    def load_container(path: str, container: ContainerFormat) -> LoadReport:
        nonlocal lock
        place, columns = files[path], lock.find_columns(path)
        found = known.look_up(path, [place, *list_parts(container, place)], columns) if known else None
        if found and (report := report_known_items(found.hashes, existing, lock)):
            lock = finish(report, lock) if report.lock != lock else lock
            return msgspec.structs.replace(report, problems=found.problems)
        hashes: dict[str, str] = {}
        batches, problems, warnings = list[LoadReport](), list[Problem](), list[Problem]()
        for batch in read_batches(container, path, place, columns):
            batch_hashes = {key: draft.seed.sha256 for key, draft in batch.items.items()}
            batches.append(load_batch(batch_hashes, batch.items))
            hashes |= batch_hashes
            problems += batch.problems
            warnings += batch.warnings
        report = join_reports(batches, problems, warnings, lock)
        if known:
            known.keep(path, hashes, report)
        return report

    single = {
        path: _sha256(read(path)) if find_format_by_name(path) else ""
        for path in files
        if path not in containers and path not in parts and path not in oversized
    }
    reports = [load_batch(single, {})]
    for path, container in sorted(containers.items()):
        report = load_container(path, container)
        reports.append(msgspec.structs.replace(report, containers=(count_container_articles(path, report),)))
    return join_reports(reports, problems, (), lock)


def _collect_names(records: Iterable[Record], rules: InferenceData) -> NameResolver:
    """Collect the names of records, by which those of new texts are settled."""
    from newsgen.loader.names.resolve import NameResolver

    return NameResolver(rules.aliases, records)


def _make_load_options(project: Project, options: RunOptions) -> LoadOptions:
    period = project.settings.loader.period
    return LoadOptions(
        as_of=options.as_of,
        period=parse_period(period) if period else None,
        language=project.settings.site.language,
        articles=project.settings.paths.articles,
        pages=project.settings.paths.pages,
        repair_encoding=options.repair_encoding,
    )


def _write_records(project: Project, records: Iterable[UnwrittenRecord]) -> None:
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


def _to_existing(record: UnwrittenRecord) -> ExistingRecord:
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
    problems = [
        Problem(article.seed, 0, 0, "this seed has no record", remedy, "no-record") for article in report.new
    ]
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
        changed, entries, articles = [], dict(lock.seeds), list[UnwrittenRecord]()
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


def _refresh_record(path: str, data: bytes, article: UnwrittenRecord) -> bytes:
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


def _is_repaired(article: UnwrittenRecord) -> bool:
    inferred = article.front.get("inferred")
    return isinstance(inferred, dict) and "encoding" in inferred


def find_problems_of_records_and_seeds(project: Project) -> list[Problem]:
    """Find all mistakes in records, pages, the lock, the archive's tables and new seeds."""
    problems: list[Problem] = []
    lock = Lock({}, {}, {})
    for read in (
        partial(open_archive, project, clock=0),
        partial(read_archive_aliases, project),
        partial(read_archive_coordinates, project),
        partial(read_inference_rules, project, [], [], learned=False),
    ):
        with collect_problems(problems):
            read()
    with collect_problems(problems):
        lock = read_archive_lock(project)
    return sorted({*problems, *_check_seeds(project, lock)})


@contextmanager
def _collect_all_problems(project: Project) -> Iterator[None]:
    """On a ContentError, add all other mistakes in the archive to it."""
    try:
        yield
    except ContentError as error:
        raise ContentError({*error.problems, *find_problems_of_records_and_seeds(project)}) from None


def _check_seeds(project: Project, lock: Lock) -> list[Problem]:
    """Find mistakes in seeds that are not in the lock, or have changed."""
    from newsgen.loader.formats import find_format_by_name  # only needed after a mistake

    problems: list[Problem] = []
    for path in sorted(_scan_seeds(project)):
        if form := find_format_by_name(path):
            data = (project.root / path).read_bytes()
            known = lock.seeds.get(path)
            if known is None or known.sha256 != _sha256(data):
                with collect_problems(problems):
                    list(form.parse(path, data))
    return problems
