"""load --refresh: infer anew what is still as it was generated."""

from __future__ import annotations

import hashlib

import msgspec

from newsgen.builder.lock import locked
from newsgen.loader.report import Article
from newsgen.loader.write import replace_file
from newsgen.lockfile import Lock, SeedEntry
from newsgen.pipeline.load import preview_load
from newsgen.pipeline.locks import read_archive_lock, write_archive_lock
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options
from newsgen.record.read import read_record, split_body
from newsgen.record.write import format_record

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
