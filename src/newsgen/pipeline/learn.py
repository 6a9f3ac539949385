"""What the loader is told of the archive: its records, names.toml, topics.toml, topics that humans confirmed."""

from __future__ import annotations

from pathlib import Path

import msgspec

from newsgen.loader.analyse import Rules
from newsgen.loader.report import Existing
from newsgen.loader.topics import learn
from newsgen.loader.topics.centroids import Centroids, Confirmed
from newsgen.loader.topics.vocabulary import Vocabulary, default_vocabulary, read_vocabulary
from newsgen.model import PartialDate, Record
from newsgen.pipeline.inputs import digest_of, engine
from newsgen.pipeline.open import aliases_of, read_table
from newsgen.pipeline.project import Project
from newsgen.record.read import split_body
from newsgen.record.store import CachedRecord

FEWEST = 8
"""Confirmed records from which on there is something to learn."""


class _Learned(msgspec.Struct, frozen=True):
    key: bytes
    centroids: Centroids


def rules_of(project: Project, kept: list[CachedRecord], records: list[Record], *, learned: bool) -> Rules:
    """Gather what the rules of inference are given.

    Args:
        project: the archive.
        kept: its records as the store has them.
        records: the same, decoded.
        learned: also learn from confirmed topics, which takes seconds in a large archive: only a new seed needs it.

    Raises:
        ContentError: names.toml or topics.toml is wrong.
    """
    text = read_table(project, "topics.toml")
    vocabulary = read_vocabulary(text) if text else None
    centroids = _centroids(project, kept, records, text, vocabulary) if learned else None
    return Rules(aliases_of(project), vocabulary, centroids)


def existing_of(kept: list[CachedRecord], records: list[Record]) -> list[Existing]:
    """What the loader must know of each record that is there."""
    return [
        Existing(entry.path, record.seed.sha256 if record.seed else "", _settled_date(record))
        for entry, record in zip(kept, records, strict=True)
    ]


def _settled_date(record: Record) -> PartialDate | None:
    return None if "date" in record.inferred else record.date


def _centroids(
    project: Project,
    kept: list[CachedRecord],
    records: list[Record],
    text: str,
    vocabulary: Vocabulary | None,
) -> Centroids | None:
    """Learn from the records whose topics are stated or confirmed; kept until one of them changes."""
    confirmed = [
        (entry, record)
        for entry, record in zip(kept, records, strict=True)
        if record.topics and "topics" not in record.inferred
    ]
    if len(confirmed) < FEWEST:
        return None
    key = digest_of(engine(), text, records=[entry for entry, _ in confirmed])
    cache = project.work / "cache" / "topics"
    learned = _cached(cache)
    if learned is None or learned.key != key:
        known = (
            Confirmed(
                topics=record.topics,
                title=record.title,
                body=split_body((project.root / record.path).read_bytes())[0],
            )
            for _, record in confirmed
        )
        learned = _Learned(key, learn(known, vocabulary or default_vocabulary()))
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_bytes(msgspec.msgpack.encode(learned))
    return learned.centroids


def _cached(cache: Path) -> _Learned | None:
    try:
        return msgspec.msgpack.decode(cache.read_bytes(), type=_Learned)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
