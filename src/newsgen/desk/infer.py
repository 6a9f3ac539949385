"""Fill the missing fields of records that have front matter of their own, as the loader does for new seeds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from newsgen.archive.model import hash_values
from newsgen.builder.build import make_worker_opener
from newsgen.builder.paths import hold_lock
from newsgen.desk.edit import Edit, edit_fields, read_unchanged_file, write_edit
from newsgen.errors import ContentError, Problem, RefusedError
from newsgen.files import read_cached_value, write_cached_value
from newsgen.pipeline.inference import read_inference_data
from newsgen.pipeline.load import MANY
from newsgen.pipeline.open import read_records
from newsgen.pipeline.project import (
    Project,
    fingerprint_engine,
    read_archive_lock,
    read_text_or_empty,
    write_archive_lock,
)
from newsgen.pipeline.report import RunOptions
from newsgen.record.store import decode_records

if TYPE_CHECKING:
    from newsgen.loader.analyse import FilledRecord
    from newsgen.loader.names.aliases import Aliases


class FillReport(msgspec.Struct, frozen=True):
    """What a run inferred."""

    records: tuple[str, ...] = ()
    """Paths of the records with new fields."""
    examined: int = 0
    """Number of records that were not made from a seed."""
    fields: dict[str, int] = {}
    """Number of records with each new field."""
    problems: tuple[Problem, ...] = ()
    """Records that cannot be read, or to which nothing can be added."""


class _Done(msgspec.Struct, frozen=True):
    """Digests of the files in which nothing is left to infer."""

    files: frozenset[str] = frozenset()


def fill_missing_fields_of_records(
    project: Project,
    options: RunOptions,
    paths: Iterable[str] | None = None,
    *,
    jobs: int = 1,
    again: bool = False,
) -> FillReport:
    """Infer missing topics, names and deks of records that were not made from a seed, and write them.

    A field whose key is in the record, even without a value, is its author's and stays. A field that was inferred once
    is not inferred again: newsgen.lock has its name. `again` examines also records in which nothing was found before.
    """
    from newsgen.loader.analyse import INFERABLE, fill_missing_fields  # imports the rules of inference

    cache, version = project.work / "cache" / "inferred", _hash_rules(project, options)
    done = read_cached_value(cache, _Done, version) or _Done()
    chosen = None if paths is None else set(paths)
    problems: list[Problem] = []
    writing = hold_lock(project.work / "lock", project.settings.paths.articles)
    with nullcontext() if options.dry_run else writing:
        entries = read_records(project, make_worker_opener(jobs), wrong=problems).entries
        problems = [problem for problem in problems if chosen is None or problem.file in chosen]
        new = {
            entry.path
            for entry in entries
            if (chosen is None or entry.path in chosen) and (again or entry.file_digest not in done.files)
        }
        if not new:
            return FillReport(problems=tuple(problems))
        lock, records = read_archive_lock(project), decode_records(entries)
        examined = [record.path for record in records if record.path in new and not record.seed]
        rules = read_inference_data(project, entries, records, extractors=options.extractors)
        rules = msgspec.structs.replace(rules, language=project.settings.site.language)
        fill = partial(fill_missing_fields, root=str(project.root), rules=rules, known=lock.inferred)
        digests = {entry.path: entry.file_digest for entry in entries}
        changed: dict[str, tuple[str, ...]] = {}
        for filled in _map_in_workers(fill, examined, jobs):
            problems += filled.problems
            if filled.problems or not (options.dry_run or _write(project, filled)):
                del digests[filled.path]
            elif filled.fields:
                changed[filled.path] = filled.fields
                digests[filled.path] = hashlib.sha256(filled.after).hexdigest()
        if not options.dry_run:
            digests |= _join_names(project, changed, rules.aliases, jobs)
            known = {
                path: " ".join([*lock.inferred.get(path, "").split(), *changed[path]]) for path in changed
            }
            write_archive_lock(project, msgspec.structs.replace(lock, inferred=lock.inferred | known))
            if chosen is None:
                write_cached_value(cache, _Done(frozenset(digests.values())), version)
    counts = Counter(field for fields in changed.values() for field in fields)
    numbers = {field: counts[field] for field in INFERABLE if field in counts}
    return FillReport(tuple(sorted(changed)), len(examined), numbers, tuple(problems))


def _hash_rules(project: Project, options: RunOptions) -> str:
    """Hash what decides the result, besides the records."""
    tables = [read_text_or_empty(project, name) for name in ("names.toml", "topics.toml")]
    extractors = [(extractor.name, extractor.options) for extractor in options.extractors]
    return hash_values(fingerprint_engine(), project.settings.site.language, tables, extractors).hex()


def _join_names(
    project: Project, changed: Mapping[str, Collection[str]], aliases: Aliases, jobs: int
) -> dict[str, str]:
    """Join the new names of records with those of all records; return the digests of the files that change.

    Args:
        project, jobs: as in `fill_missing_fields_of_records`.
        changed: new fields by path.
        aliases: the content of names.toml.
    """
    from newsgen.loader.language import primary_subtag  # these import the rules of inference
    from newsgen.loader.names.resolve import JOINED, NameResolver

    if not changed:
        return {}
    records = decode_records(read_records(project, make_worker_opener(jobs), wrong=[]).entries)
    pile, digests = NameResolver(aliases, records), {}
    for record in records:
        kinds = [kind for kind in JOINED if kind in changed.get(record.path, ())]
        language = record.language or project.settings.site.language
        if not kinds or primary_subtag(language) != "en":
            continue
        front = {field: getattr(record, field) for field in ("title", "date", "places", *JOINED)}
        values, how = pile.settle_names(front, record.inferred, 0, "")
        joined = {kind: values[kind] for kind in kinds if values[kind] != front[kind]}
        changes = joined | {f"inferred.{kind}": how[kind] for kind in joined}
        with suppress(ContentError, RefusedError):  # the next `newsgen review` names what is not joined
            if changes:
                edit = edit_fields(record.path, read_unchanged_file(project.root, record), changes, joined)
                write_edit(project.root, edit)
                digests[record.path] = hashlib.sha256(edit.after).hexdigest()
    return digests


def _map_in_workers(
    fill: Callable[[str], FilledRecord], paths: list[str], jobs: int
) -> Iterator[FilledRecord]:
    """Fill many records in worker processes, and a few in this one."""
    opener = make_worker_opener(jobs)
    if opener is None or len(paths) < MANY:
        yield from map(fill, paths)
        return
    with opener() as pool:
        yield from pool.map(fill, paths, chunksize=MANY // 8)


def _write(project: Project, filled: FilledRecord) -> bool:
    """Write a record with new fields; False if somebody has saved it meanwhile, so that the next run reads it again."""
    if not filled.fields:
        return True
    with suppress(RefusedError):
        write_edit(project.root, Edit(filled.path, filled.before, filled.after))
        return True
    return False
