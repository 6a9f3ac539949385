"""What the loader infers from: names.toml, topics.toml, what confirmed records teach, and the records themselves."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.archive.model import hash_values
from newsgen.files import read_cached_value, write_cached_value
from newsgen.loader.report import ExistingRecord, Extractor, LoadOptions
from newsgen.model import Record
from newsgen.pipeline.project import Project, fingerprint_engine, read_archive_aliases, read_text_or_empty
from newsgen.pipeline.report import RunOptions
from newsgen.record.store import CachedRecord, scan_files
from newsgen.settings.values import parse_period

if TYPE_CHECKING:
    from newsgen.loader.analyse import InferenceData
    from newsgen.loader.topics.centroids import Centroids
    from newsgen.loader.topics.vocabulary import Vocabulary

_MOST_MEASURED = 300
"""Most records on which the rules for dates are measured."""
_FEWEST_CONFIRMED = 4
"""Fewest records with confirmed topics to learn from."""


def read_inference_data(
    project: Project,
    entries: list[CachedRecord],
    records: list[Record],
    *,
    learned: bool = True,
    extractors: tuple[Extractor, ...] = (),
) -> InferenceData:
    """Read names.toml, the names in authors' data files, topics.toml and learned topics; `records` are the decoded entries.

    Without `learned`, nothing is learned from confirmed topics, which takes seconds, and data files in seeds/ are not read.

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
    seeds = [path for path, _ in scan_files(project.root, project.settings.paths.seeds)] if learned else []
    return InferenceData(read_archive_aliases(project, seeds), vocabulary, centroids, extractors=extractors)


def make_load_options(project: Project, options: RunOptions) -> LoadOptions:
    """Return the loader's options, from those of the run and the settings."""
    period = project.settings.loader.period
    return LoadOptions(
        as_of=options.as_of,
        period=parse_period(period) if period else None,
        language=project.settings.site.language,
        articles=project.settings.paths.articles,
        pages=project.settings.paths.pages,
        repair_encoding=options.repair_encoding,
    )


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
    digests = [(entry.path, entry.file_digest) for entry, _ in confirmed.values()]
    version = hash_values(fingerprint_engine(), text, digests).hex()
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


def add_date_scores(
    data: InferenceData,
    project: Project,
    entries: list[CachedRecord],
    records: list[Record],
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
        return data
    dates = [record.date for _, _, record in dated if record.date]
    known = collect_known_dates(options.as_of, options.period, dates)
    sample = sorted(dated, key=lambda one: (one[0], one[1]))[:_MOST_MEASURED]
    days = [day.toordinal() for day in known.confirmed]
    given = options.as_of.isoformat(), str(options.period), options.language, days
    version = hash_values(fingerprint_engine(), given, [(path, digest) for path, digest, _ in sample]).hex()
    cache = project.work / "cache" / "dates"
    if (scores := read_cached_value(cache, Scores, version)) is None:
        texts = ((record, _read_body(project.root / record.path)) for _, _, record in sample)
        scores = measure_date_rules(texts, known, options.language.partition("-")[0])
        write_cached_value(cache, scores, version)
    return msgspec.structs.replace(data, date_scores=scores)


def _read_body(path: Path) -> str:
    from newsgen.record.read import extract_body

    return extract_body(path.read_bytes())[0]
