"""Seeds to records: bytes in, texts of records out; nothing is written here, and only `read` touches the disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.analyse import Analysis, Rules, analyse
from newsgen.loader.dates import Date, Dated, date_alone, infer_dates, known_of
from newsgen.loader.duplicates import ALIKE, Signature, likely_pairs, resemblances, sign
from newsgen.loader.formats import FORMATS, format_of
from newsgen.loader.report import Article, Conflict, Existing, LoadReport, Setting
from newsgen.loader.settle import Records, Verdict, remember, settle_all
from newsgen.loader.text import Known
from newsgen.loader.write import assemble, record_paths, redate
from newsgen.lockfile import Lock
from newsgen.model import Draft, PartialDate, SeedRef

T = TypeVar("T")


class Run(Protocol):
    """Applies a task to values in their order, as `map` does; `executor.map` spreads the work over processes."""

    def __call__(self, task: Callable[[Any], T], values: Iterable[Any], /) -> Iterable[T]:
        """Yield what the task makes of each value."""


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
        read: gives the bytes; called only for seeds that are new or changed, and where `run` does its tasks.
        existing: every file under articles/, also one that cannot be read as a record.
        lock: newsgen.lock as it is.
        setting: what holds for the run.
        rules: what the rules of inference are given.
        run: how to apply a function to many seeds.

    Returns:
        What to write, what was refused and why, and the new lock.
    """
    records = Records(existing, lock)
    paths = [path for path in sorted(seeds) if format_of(path, FORMATS)]
    verdicts = settle_all({path: seeds[path] for path in paths}, records)
    wanted = [path for path in paths if verdicts[path].state in ("new", "changed")]
    rules = msgspec.structs.replace(rules, language=setting.language)
    known = _known(records, setting)
    task = partial(read_seed, read=read, rules=rules, known=known)
    found = dict(zip(wanted, run(task, wanted), strict=True))
    report = _report(verdicts, found, known, records, setting)
    new = {path: one for path, one in found.items() if verdicts[path].state == "new"}
    refused = {path for path, one in found.items() if one.problems}
    kept = {path: verdict for path, verdict in verdicts.items() if path not in refused}
    return msgspec.structs.replace(
        report,
        skipped=tuple(sorted(seeds.keys() - verdicts.keys())),
        warnings=tuple(_warnings(new, read, run)),
        lock=remember(lock, seeds, kept, report.new),
    )


def _known(records: Records, setting: Setting) -> Known:
    dates = [record.date for record in records.by_path.values() if record.date]
    return known_of(setting.as_of, setting.period, dates)


def _dated(found: Mapping[str, Found], known: Known) -> dict[str, list[tuple[Made, Date]]]:
    """Date the articles of a run together, and give each record the date that the others help to find.

    Returns:
        By seed, its records, each with the date that was inferred.
    """
    made = [one for seed in found.values() for one in seed.made]
    dates = iter(infer_dates([one.dated for one in made], known))
    return {path: [_with(one, next(dates)) for one in seed.made] for path, seed in found.items()}


def _with(made: Made, date: Date) -> tuple[Made, Date]:
    if date == made.dated.alone:
        return made, date
    return msgspec.structs.replace(made, article=redate(made.article, made.seed, date)), date


def _report(
    verdicts: Mapping[str, Verdict],
    found: Mapping[str, Found],
    known: Known,
    records: Records,
    setting: Setting,
) -> LoadReport:
    """Date and name the records, and tell what was done."""
    made = _dated(found, known)
    new = [one for path, seed in made.items() if verdicts[path].state == "new" for one in seed]
    copies = _copies(verdicts, records)
    return LoadReport(
        new=tuple(_new(new, records, setting)),
        conflicts=tuple(
            _conflict(one, verdicts[path])
            for path, seed in made.items()
            if verdicts[path].state == "changed"
            for one, _ in seed
        ),
        unchanged=sum(verdict.state == "unchanged" for verdict in verdicts.values()) - len(copies),
        deleted=tuple((path, v.record) for path, v in verdicts.items() if v.state == "deleted"),
        same=(*((path, v.record) for path, v in verdicts.items() if v.state == "same"), *copies),
        problems=tuple(sorted(problem for one in found.values() for problem in one.problems)),
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


def _new(made: Sequence[tuple[Made, Date]], records: Records, setting: Setting) -> Iterator[Article]:
    """Give the new records their places."""
    wanted = [(one.name, _day(one, date), one.seed.sha256) for one, date in made]
    paths = record_paths(wanted, records.by_path, setting.articles)
    return (
        msgspec.structs.replace(one.article, path=path) for (one, _), path in zip(made, paths, strict=True)
    )


def _day(made: Made, date: Date) -> PartialDate | None:
    return date.value if date else made.dated.stated


def _conflict(made: Made, verdict: Verdict) -> Conflict:
    """Put the new text of a changed seed aside, named after the record and the text."""
    stem = verdict.record.rpartition("/")[2].removesuffix(".md")
    path = f"{stem}.{made.seed.sha256[:6]}.md"
    return Conflict(made.seed.file, verdict.record, path, made.article.text)


def _warnings(new: Mapping[str, Found], read: Read, run: Run) -> Iterator[Problem]:
    """Yield warnings about new records: those of one seed together, then near-duplicates."""
    made = [one for found in new.values() for one in found.made]
    for one in made:
        yield from one.warnings
    places = [(path, number) for path, found in new.items() for number in range(len(found.made))]
    pairs = likely_pairs(one.signature for one in made)
    tasks = [(places[first], [places[other] for other in others]) for first, others in pairs]
    for (first, others), shares in zip(pairs, run(partial(compare, read=read), tasks), strict=True):
        for other, share in zip(others, shares, strict=True):
            if share >= ALIKE:
                yield near_duplicate(made[other].seed.file, made[first].seed.file, share)


Read = Callable[[str], bytes]
"""Reads a seed by its path; other processes must be able to unpickle it."""
Place = tuple[str, int]
"""Path of a seed, and the position of an article in it, from 0."""


class Made(msgspec.Struct, frozen=True):
    """A record as far as its own seed tells it."""

    article: Article
    """With the date that the text alone suggests; its path is ''."""
    name: str
    """What its file is named after: its slug or its title."""
    seed: SeedRef
    dated: Dated
    warnings: tuple[Problem, ...]
    signature: Signature
    """Of its wording."""


class Found(msgspec.Struct, frozen=True):
    """What one seed holds."""

    made: tuple[Made, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_seed(path: str, read: Read, rules: Rules, known: Known) -> Found:
    """Read the articles that a seed holds, and infer what can be known of them without the other seeds.

    Args:
        path: of the seed.
        read: gives its bytes.
        rules: what the rules of inference are given.
        known: what is known of dates beside the seeds.
    """
    try:
        return Found(tuple(_made(analyse(draft, rules), known) for draft in _drafts(path, read)))
    except ContentError as error:
        return Found(problems=error.problems)


def _drafts(path: str, read: Read) -> Iterator[Draft]:
    form = format_of(path, FORMATS)
    return form.parse(path, read(path)) if form else iter(())


def _made(analysis: Analysis, known: Known) -> Made:
    dated = date_alone(analysis, known)
    return Made(
        article=assemble(analysis, dated.alone, ""),
        name=str(analysis.front.get("slug") or analysis.front["title"]),
        seed=analysis.draft.seed,
        dated=dated,
        warnings=tuple(warnings_of(analysis)),
        signature=sign(analysis.draft.text),
    )


def compare(places: tuple[Place, list[Place]], read: Read) -> list[float]:
    """Return the share of wording that each of some articles has in common with a first one.

    Args:
        places: of the first one, and of the others.
        read: gives the bytes of a seed.
    """
    first, others = places
    return list(resemblances(_text(first, read), (_text(other, read) for other in others)))


def _text(place: Place, read: Read) -> str:
    """Read one article's text again: to hold them all takes more memory than this takes time.

    It is '' if the seed is gone or broken by now, or shorter; the next load tells of that.
    """
    path, number = place
    with suppress(OSError, ContentError):
        for draft in islice(_drafts(path, read), number, None):
            return draft.text
    return ""


_END = re.compile(r"""[.!?\u2026\u3002\uff01\uff1f:"”’')\]}»*#—–|-]\s*$""")


def warnings_of(analysis: Analysis) -> Iterator[Problem]:
    """Yield warnings about a new record for which its seed alone is to blame."""
    seed = analysis.draft.seed
    if seed.encoding and not seed.encoding.startswith(("utf-", "iso-2022")):
        found = f"the text was decoded as {seed.encoding}"
        yield Problem(seed.file, 0, 0, found, "look whether its letters are right", "guessed-encoding")
    if line := _breaks_off(analysis):
        found = f'the text breaks off: "{_last_words(analysis.text.lines[line - 1])}"'
        yield Problem(seed.file, line, 0, found, "look whether the rest of it is lost", "truncated")


def near_duplicate(seed: str, first: str, share: float) -> Problem:
    """Warn about an article that shares most of its wording with an earlier one.

    Args:
        seed: path of its seed.
        first: path of the other's.
        share: 0 to 1.
    """
    found = f"{round(share * 100)} % of its wording stands in {first} too"
    return Problem(seed, 0, 0, found, "keep one of the two, or both", "near-duplicate")


def _breaks_off(analysis: Analysis) -> int:
    """Return the number of a last line that stops in the middle of a sentence, else 0."""
    if analysis.draft.markup != "plain":
        return 0
    line, text = 0, ""
    for line, text in analysis.text.body:  # noqa: B007 - the last one is meant
        pass
    return line if len(text.split(None, 12)) > 12 and not _END.search(text[-9:]) and text[-1].isalpha() else 0


def _last_words(text: str) -> str:
    return text if len(text) <= 40 else "… " + text[-40:].partition(" ")[2]
