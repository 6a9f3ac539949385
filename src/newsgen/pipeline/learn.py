"""What the loader may know of the archive: its records, names.toml, topics.toml, topics that humans confirmed."""

from __future__ import annotations

from newsgen.archive.model import digest_of
from newsgen.files import read_cached, write_cached
from newsgen.loader.analyse import Rules
from newsgen.loader.report import ExistingRecord
from newsgen.loader.topics.centroids import Centroids, Confirmed
from newsgen.loader.topics.infer import learn
from newsgen.loader.topics.vocabulary import Vocabulary, default_vocabulary, read_vocabulary
from newsgen.model import Record
from newsgen.pipeline.project import Project, engine_version, read_archive_aliases, read_table
from newsgen.record.read import split_body
from newsgen.record.store import CachedRecord

FEWEST = 8
"""Confirmed records from which on there is something to learn."""


def read_rules(
    project: Project, entries: list[CachedRecord], records: list[Record], *, learned: bool
) -> Rules:
    """Read what the rules of inference are given.

    Args:
        project: the archive.
        entries: its records as the cache has them.
        records: the same, decoded.
        learned: also learn from confirmed topics, which takes seconds in a large archive: only a new seed needs it.

    Raises:
        ContentError: names.toml or topics.toml is wrong.
    """
    text = read_table(project, "topics.toml")
    vocabulary = read_vocabulary(text) if text else None
    centroids = _learn_topics(project, entries, records, text, vocabulary) if learned else None
    return Rules(read_archive_aliases(project), vocabulary, centroids)


def list_existing(entries: list[CachedRecord], records: list[Record]) -> list[ExistingRecord]:
    """List what the loader must know of each record that is there; a date that was inferred does not count."""
    return [
        ExistingRecord(
            entry.path,
            record.seed.sha256 if record.seed else "",
            None if "date" in record.inferred else record.date,
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
    """Learn from the records whose topics are stated or confirmed; cached until one of them changes."""
    confirmed = {
        entry.path: (entry, record)
        for entry, record in zip(entries, records, strict=True)
        if record.topics and "topics" not in record.inferred
    }
    if len(confirmed) < FEWEST:
        return None
    version = digest_of(
        engine_version(), text, [(entry.path, entry.file_digest) for entry, _ in confirmed.values()]
    ).hex()
    cache = project.work / "cache" / "topics"
    if (known := read_cached(cache, Centroids, version)) is not None:
        return known
    texts = (
        Confirmed(record.title, split_body((project.root / path).read_bytes())[0], record.topics)
        for path, (_, record) in confirmed.items()
    )
    centroids = learn(texts, vocabulary or default_vocabulary())
    write_cached(cache, centroids, version)
    return centroids
