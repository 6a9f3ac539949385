"""Seeds to records: bytes in, texts of records out; nothing is read from disk or written here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.analyse import Analysis, Rules, analyse
from newsgen.loader.assemble import assemble
from newsgen.loader.dating import Date, infer_dates, known_of
from newsgen.loader.formats import format_of
from newsgen.loader.naming import record_paths
from newsgen.loader.report import Article, Conflict, Existing, LoadReport, Setting
from newsgen.loader.settle import Records, Verdict, settle
from newsgen.loader.warn import warnings_of
from newsgen.lockfile import Lock, SeedEntry
from newsgen.model import PartialDate

Read = Callable[[str], bytes]
"""Reads a seed by its path."""
Task = Callable[[tuple[str, bytes]], "Found"]
Run = Callable[[Task, Iterable[tuple[str, bytes]]], Iterable["Found"]]
"""Applies a task to seeds in their order, as `map` does; `executor.map` spreads the work over processes."""


class Found(msgspec.Struct, frozen=True):
    """What one seed holds."""

    analyses: tuple[Analysis, ...] = ()
    problems: tuple[Problem, ...] = ()


def load(
    seeds: Mapping[str, str],
    read: Read,
    existing: Iterable[Existing],
    lock: Lock,
    setting: Setting,
    rules: Rules,
    run: Run = map,
) -> LoadReport:
    """Make records of all seeds that are new.

    A record that is there is never changed, one that a human deleted is not made again, a seed with a new text is
    a conflict. Doing it twice changes nothing; the order of the seeds changes nothing.

    Args:
        seeds: by path, the sha256 of each seed's bytes.
        read: gives the bytes; called only for seeds that are new or changed.
        existing: every file under articles/, also one that cannot be read as a record.
        lock: newsgen.lock as it is.
        setting: what holds for the run.
        rules: what the rules of inference are given.
        run: how to apply a function to many seeds.

    Returns:
        What to write, what was refused and why, and the new lock.
    """
    known = [path for path in sorted(seeds) if format_of(path)]
    records = Records(existing, lock)
    batch: dict[str, str] = {}
    verdicts = {}
    for path in known:
        verdicts[path] = settle(path, seeds[path], records, batch)
        if verdicts[path].state == "new":
            batch[seeds[path]] = path
    wanted = [path for path in known if verdicts[path].state in ("new", "changed")]
    found = list(run(partial(read_seed, rules=rules), ((path, read(path)) for path in wanted)))
    analyses = [analysis for one in found for analysis in one.analyses]
    dates = infer_dates(analyses, known_of(setting.as_of, setting.period, _dates(records)))
    made = list(zip(analyses, dates, strict=True))
    new = _new([pair for pair in made if verdicts[_seed(pair[0])].state == "new"], records, setting)
    report = LoadReport(
        new=tuple(article for article, _ in new),
        conflicts=tuple(
            _conflict(a, d, verdicts[_seed(a)]) for a, d in made if verdicts[_seed(a)].state == "changed"
        ),
        unchanged=sum(verdict.state == "unchanged" for verdict in verdicts.values()),
        deleted=tuple((path, v.record) for path, v in verdicts.items() if v.state == "deleted"),
        same=tuple((path, v.record) for path, v in verdicts.items() if v.state == "same"),
        skipped=tuple(sorted(set(seeds) - set(known))),
        problems=tuple(sorted(problem for one in found for problem in one.problems)),
        warnings=tuple(warnings_of([analysis for _, analysis in new])),
    )
    refused = {path for path, one in zip(wanted, found, strict=True) if one.problems}
    return msgspec.structs.replace(report, lock=_lock(lock, seeds, verdicts, report.new, refused))


def read_seed(seed: tuple[str, bytes], rules: Rules) -> Found:
    """Read the articles that a seed holds, and infer all but their dates.

    Args:
        seed: its path and its bytes.
        rules: what the rules of inference are given.
    """
    path, data = seed
    form = format_of(path)
    if form is None:
        return Found()
    try:
        return Found(tuple(analyse(draft, rules) for draft in form.parse(path, data)))
    except ContentError as error:
        return Found(problems=error.problems)


def _seed(analysis: Analysis) -> str:
    """Return the path of the file that holds an article."""
    return analysis.draft.seed.file.partition("#")[0]


def _dates(records: Records) -> list[PartialDate]:
    return [record.date for record in records.by_path.values() if record.date]


def _new(
    made: Sequence[tuple[Analysis, Date]], records: Records, setting: Setting
) -> list[tuple[Article, Analysis]]:
    """Name and write the new records."""
    wanted = [(_slug(a), _date(a, d), a.draft.seed.sha256) for a, d in made]
    paths = record_paths(wanted, records.by_path, setting.articles)
    return [(assemble(a, d, path), a) for (a, d), path in zip(made, paths, strict=True)]


def _slug(analysis: Analysis) -> str:
    return str(analysis.front.get("slug") or analysis.front["title"])


def _date(analysis: Analysis, date: Date) -> PartialDate | None:
    stated = analysis.draft.stated.get("date")
    return stated if isinstance(stated, PartialDate) else date.value if date else None


def _conflict(analysis: Analysis, date: Date, verdict: Verdict) -> Conflict:
    """Put the new text of a changed seed aside, named after the record and the text."""
    stem = verdict.record.rpartition("/")[2].removesuffix(".md")
    path = f"{stem}.{analysis.draft.seed.sha256[:6]}.md"
    article = assemble(analysis, date, path)
    return Conflict(analysis.draft.seed.file, verdict.record, path, article.text)


def _lock(
    lock: Lock,
    seeds: Mapping[str, str],
    verdicts: Mapping[str, Verdict],
    new: Iterable[Article],
    refused: set[str],
) -> Lock:
    """Write down what is known now; a seed that was refused is left as it was."""
    entries, deleted = dict(lock.seeds), dict(lock.deleted)
    for article in new:
        written = hashlib.sha256(article.text.encode()).hexdigest()
        entries[article.seed] = SeedEntry(seeds[article.seed.partition("#")[0]], article.path, written)
    for path, verdict in _settled(verdicts, refused):
        if verdict.entry is not None:
            entries[path] = verdict.entry
            deleted.pop(seeds[path], None)
        elif verdict.state == "deleted":
            entries.pop(path, None)
            deleted[seeds[path]] = verdict.record
        elif verdict.state == "same" and verdict.record in entries:
            entries[path] = entries[verdict.record]
    return Lock(entries, deleted, lock.addresses)


def _settled(verdicts: Mapping[str, Verdict], refused: set[str]) -> Iterator[tuple[str, Verdict]]:
    return ((path, verdict) for path, verdict in verdicts.items() if path not in refused)
