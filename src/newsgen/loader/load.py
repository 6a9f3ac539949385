"""Seeds to records: bytes in, texts of records out; nothing is read from disk or written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.analyse import Analysis, Rules, analyse
from newsgen.loader.assemble import assemble
from newsgen.loader.dating import Date, infer_dates, known_of
from newsgen.loader.formats import FORMATS
from newsgen.loader.naming import record_paths
from newsgen.loader.report import Article, Conflict, Existing, LoadReport, Setting
from newsgen.loader.seed_format import format_of
from newsgen.loader.settle import Records, Verdict, file_of, remember, settle_all
from newsgen.loader.warn import warnings_of
from newsgen.lockfile import Lock
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
    records = Records(existing, lock)
    known = [path for path in sorted(seeds) if format_of(path, FORMATS)]
    verdicts = settle_all({path: seeds[path] for path in known}, records)
    wanted = [path for path in known if verdicts[path].state in ("new", "changed")]
    rules = msgspec.structs.replace(rules, language=setting.language)
    found = list(run(partial(read_seed, rules=rules), ((path, read(path)) for path in wanted)))
    report = _report(verdicts, found, records, setting)
    refused = {path for path, one in zip(wanted, found, strict=True) if one.problems}
    kept = {path: verdict for path, verdict in verdicts.items() if path not in refused}
    skipped = tuple(sorted(seeds.keys() - verdicts.keys()))
    return msgspec.structs.replace(report, skipped=skipped, lock=remember(lock, seeds, kept, report.new))


def read_seed(seed: tuple[str, bytes], rules: Rules) -> Found:
    """Read the articles that a seed holds, and infer all but their dates.

    Args:
        seed: its path and its bytes.
        rules: what the rules of inference are given.
    """
    path, data = seed
    form = format_of(path, FORMATS)
    if form is None:
        return Found()
    try:
        return Found(tuple(analyse(draft, rules) for draft in form.parse(path, data)))
    except ContentError as error:
        return Found(problems=error.problems)


def _report(
    verdicts: Mapping[str, Verdict], found: Sequence[Found], records: Records, setting: Setting
) -> LoadReport:
    """Date the articles of a run together, make their records, and tell what was done."""
    by_state: dict[str, list[tuple[Analysis, Date]]] = {}
    for analysis, date in _dated(found, records, setting):
        seed = file_of(analysis.draft.seed.file, verdicts)
        by_state.setdefault(verdicts[seed].state, []).append((analysis, date))
    new = _new(by_state.get("new", []), records, setting)
    copies = _copies(verdicts, records)
    return LoadReport(
        new=tuple(article for article, _ in new),
        conflicts=tuple(
            _conflict(a, d, verdicts[file_of(a.draft.seed.file, verdicts)])
            for a, d in by_state.get("changed", [])
        ),
        unchanged=sum(verdict.state == "unchanged" for verdict in verdicts.values()) - len(copies),
        deleted=tuple((path, v.record) for path, v in verdicts.items() if v.state == "deleted"),
        same=(*((path, v.record) for path, v in verdicts.items() if v.state == "same"), *copies),
        problems=tuple(sorted(problem for one in found for problem in one.problems)),
        warnings=tuple(warnings_of([analysis for _, analysis in new])),
    )


def _copies(verdicts: Mapping[str, Verdict], records: Records) -> list[tuple[str, str]]:
    """Pair each seed that has come since the last run with one that was there and still is, of the same bytes."""
    known = records.lock.seeds
    there = {entry.sha256: path for path, entry in known.items() if path in verdicts}
    return [
        (path, there[verdict.entry.sha256])
        for path, verdict in verdicts.items()
        if verdict.state == "unchanged"
        and path not in known
        and verdict.entry
        and verdict.entry.sha256 in there
    ]


def _dated(found: Iterable[Found], records: Records, setting: Setting) -> list[tuple[Analysis, Date]]:
    """Pair each article with its date."""
    analyses = [analysis for one in found for analysis in one.analyses]
    dates = [record.date for record in records.by_path.values() if record.date]
    known = known_of(setting.as_of, setting.period, dates)
    return list(zip(analyses, infer_dates(analyses, known), strict=True))


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
