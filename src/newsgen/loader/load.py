"""Make records of seeds: decide which are new, parse, analyse, date, choose paths. Batches of records go to a callback."""

from __future__ import annotations

import hashlib
import pickle
import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any

import msgspec

from newsgen.addresses import slugify, slugify_name
from newsgen.errors import ContentError, Problem
from newsgen.loader.analyse import Analysis, InferenceData, infer_fields_except_date
from newsgen.loader.dates.infer import Date, DateEvidence, collect_date_evidence, infer_dates
from newsgen.loader.dates.years import KnownDates, collect_known_dates
from newsgen.loader.duplicates import (
    LEAST_SHARE,
    Signature,
    find_likely_pairs,
    make_signature,
    measure_similarities,
)
from newsgen.loader.formats import find_format_by_name
from newsgen.loader.language import primary_subtag
from newsgen.loader.names.resolve import NameResolver
from newsgen.loader.report import (
    Conflict,
    ExistingRecord,
    LoadOptions,
    LoadReport,
    PendingRecord,
    without_text,
)
from newsgen.loader.seed_states import (
    RecordIndex,
    decide_seed_states,
    pair_copies_with_originals,
    update_lock,
)
from newsgen.loader.structure.mojibake import repair_draft, warn_of_damage
from newsgen.loader.structure.shared_lines import (
    HASH_SIZE,
    find_boilerplate,
    find_shared_lines,
    has_shared_line,
    hash_edges,
    hash_known_boilerplate,
)
from newsgen.loader.text import cut_line_start, find_seed_place
from newsgen.loader.write import (
    choose_record_paths,
    make_pending_record,
)
from newsgen.lockfile import Lock, SeedEntry
from newsgen.model import DraftKind, Inference, ParsedArticle, SeedRef
from newsgen.record.write import format_record

Read = Callable[[str], bytes]
"""Reads a seed by its path; workers must be able to unpickle it."""
Source = str | ParsedArticle
"""What an article is read from: the path of a seed, or an item of a container, which is already parsed."""


_BATCH = 512
"""Number of records that are unpacked, settled and written together."""
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS_SHOWN = 8
"""Number of letters in the warning of a guessed encoding."""
MapFunction = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Applies a task to values in order: `map`, or `executor.map` to use processes."""


class AnalysedArticle(msgspec.Struct, frozen=True):
    """An article, analysed without the other seeds. Its text and front matter are packed, as a pile has 100,000 of them."""

    key: str
    """Key of its seed, as `SeedRef.key`."""
    seed: SeedRef
    name: str
    """Slug or title, from which the file's name is made."""
    front: bytes
    """Pickled front matter, and how its fields were inferred; without an inferred date."""
    body: bytes
    """Compressed Markdown."""
    date: DateEvidence
    warnings: tuple[Problem, ...]
    signature: Signature
    """Minhashes of its text, to find near-duplicates."""
    edges: bytes
    """Hashes of its title and its first and last lines; empty if the seed says what was inferred before."""
    kind: DraftKind
    """As in ParsedArticle."""
    title_line: int
    """Line of the headline, from 1; 0 if the seed states it."""
    doubtful: tuple[str, ...]
    """As in Structure: words that other texts may have."""

    def read_front(self) -> tuple[dict[str, Any], dict[str, Inference]]:
        """Return its front matter and how the fields were inferred: new values, which may be changed."""
        front, inferred = pickle.loads(self.front)
        return front, inferred

    def read_body(self) -> str:
        """Return its Markdown."""
        return zlib.decompress(self.body).decode()


class SeedContent(msgspec.Struct, frozen=True):
    """The articles of a seed, or its problems if it was refused."""

    key: str
    articles: tuple[AnalysedArticle, ...] = ()
    problems: tuple[Problem, ...] = ()


def make_new_records(
    seeds: Mapping[str, str],
    read: Read,
    existing: Iterable[ExistingRecord],
    lock: Lock,
    options: LoadOptions,
    rules: InferenceData,
    run: MapFunction = map,
    items: Mapping[str, ParsedArticle] | None = None,
    progress: Callable[[int, int], None] | None = None,
    pile: NameResolver | None = None,
    write: Callable[[Sequence[PendingRecord]], None] | None = None,
) -> LoadReport:
    """Make records of all new seeds.

    An existing record is never changed, a deleted one not made again; a changed seed is a conflict. A second run changes
    nothing, and neither does the order of the seeds.

    Args:
        seeds: the sha256 of each seed by key: of the bytes of a file, or of the content of an item.
        read: reads a seed; called only for new and changed seeds, in the processes of `run`.
        existing: all files in the folder of records, even if they are not readable as records.
        lock: the content of newsgen.lock.
        options: options of the run.
        rules: data for the rules of inference.
        run: applies a function to many seeds.
        items: items of containers by key, as their format reads them; the other seeds are files, and are read.
        progress: called after each analysed seed with their number and that of all.
        pile: the names of all existing records; those of the new ones are added.
        write: takes the new records in batches, so that not all texts are in memory; the report then has them without texts.

    Returns:
        The new records, the refused seeds with their problems, and the new lock.
    """
    records = RecordIndex(existing, lock)
    items = items or {}
    readable = {key: sha256 for key, sha256 in seeds.items() if key in items or find_format_by_name(key)}
    decisions = decide_seed_states(readable, records)
    states = {key: decision.state for key, decision in decisions.items()}
    dates = (record.date for record in records.by_path.values() if record.date)
    known = collect_known_dates(options.as_of, options.period, dates, rules.date_scores)
    boilerplate = frozenset(line for record in records.by_path.values() for line in record.boilerplate)
    shared = hash_known_boilerplate(boilerplate)
    rules = msgspec.structs.replace(
        rules, language=options.language, shared=shared, repair_encoding=options.repair_encoding
    )
    waiting = [items.get(key, key) for key, state in states.items() if state in ("new", "changed")]
    contents, counts = _analyse_seeds(
        waiting, partial(analyse_seed, read=read, known=known), rules, read, run, progress
    )
    parsed = [article for content in contents for article in content.articles]
    sections = [article for article in parsed if _is_section(article, seeds)]
    articles = [article for article in parsed if not _is_section(article, seeds)]
    dated = list(zip(articles, infer_dates([article.date for article in articles], known), strict=True))
    fresh = [(article, date) for article, date in dated if states[article.key] == "new"]
    changed = [(article, date) for article, date in dated if states[article.key] == "changed"]
    pile = pile or NameResolver(rules.aliases)
    for article, _ in fresh:
        pile.add_names(*article.read_front())
    settle = partial(_settle_record, counts=counts, known=boilerplate, pile=pile, language=options.language)
    new, written = list[PendingRecord](), dict[str, SeedEntry]()
    introductions = _introduce_topics(sections, states, fresh, records, options)
    for batch in chain(_make_records(fresh, settle, records, options, run), [introductions]):
        written |= {
            one.seed: SeedEntry(seeds[one.seed], one.path, hashlib.sha256(one.text.encode()).hexdigest())
            for one in batch
        }
        if write:
            write(batch)
        new += map(without_text, batch) if write else batch
    warnings = [problem for article, _ in fresh for problem in article.warnings]
    warnings += _find_near_duplicates([article for article, _ in fresh], items, read, run)
    copies = pair_copies_with_originals(decisions, lock)
    empty = {content.key for content in contents if not content.articles and not content.problems}
    refused = {content.key for content in contents if content.problems}
    kept = {path: decision for path, decision in decisions.items() if path not in refused}
    return LoadReport(
        new=tuple(new),
        conflicts=tuple(
            _make_conflict(settle(a, date), a.seed, decisions[a.key].record) for a, date in changed
        ),
        unchanged=list(states.values()).count("unchanged") - len(copies),
        deleted=tuple((path, d.record) for path, d in decisions.items() if d.state == "deleted"),
        same=(*((path, d.record) for path, d in decisions.items() if d.state == "same"), *copies),
        skipped=tuple(sorted((seeds.keys() - decisions.keys()) | empty)),
        sections=tuple(sorted({article.key for article in sections} - written.keys())),
        problems=tuple(sorted(problem for content in contents for problem in content.problems)),
        warnings=tuple(warnings),
        lock=update_lock(lock, seeds, kept, written),
    )


def _analyse_seeds(
    waiting: Sequence[Source],
    analyse: Callable[..., SeedContent],
    rules: InferenceData,
    read: Read,
    run: MapFunction,
    progress: Callable[[int, int], None] | None,
) -> tuple[list[SeedContent], dict[bytes, int]]:
    """Analyse seeds, and some again: those whose headline many texts share, and those whose broken words other texts have.

    Returns:
        What the seeds hold, and the lines that they share, as `find_shared_lines` returns them.
    """
    contents = []
    for content in run(partial(analyse, rules=rules), waiting):
        contents.append(content)
        if progress:
            progress(len(contents), len(waiting))

    def analyse_again(rules: InferenceData, is_affected: Callable[[AnalysedArticle], bool]) -> None:
        places = [n for n, content in enumerate(contents) if any(map(is_affected, content.articles))]
        again = run(partial(analyse, rules=rules), [waiting[n] for n in places])
        for n, content in zip(places, again, strict=True):
            contents[n] = content

    counts = find_shared_lines([(a.edges, a.signature) for content in contents for a in content.articles])
    if headers := counts.keys() - rules.shared:
        rules = msgspec.structs.replace(rules, shared=rules.shared | headers)
        analyse_again(rules, lambda article: article.edges[:HASH_SIZE] in headers)
    doubtful = frozenset(word for content in contents for one in content.articles for word in one.doubtful)
    if known := _find_words(doubtful, waiting, read, run):
        analyse_again(
            msgspec.structs.replace(rules, known=known),
            lambda article: not known.isdisjoint(article.doubtful),
        )
    return contents, counts


def report_known_items(
    hashes: Mapping[str, str], existing: Iterable[ExistingRecord], lock: Lock
) -> LoadReport | None:
    """Report the items of a container that did not change; None if it must be read, because an item has no record.

    Args:
        hashes: the sha256 of each item's content by key.
        existing, lock: as in `make_new_records`.
    """
    decisions = decide_seed_states(hashes, RecordIndex(existing, lock))
    if any(decision.state == "new" for decision in decisions.values()):
        return None
    # What changed was reported when the container was read.
    known = {key: decision for key, decision in decisions.items() if decision.state != "changed"}
    copies = pair_copies_with_originals(known, lock)
    return LoadReport(
        unchanged=sum(decision.state != "deleted" for decision in decisions.values()) - len(copies),
        deleted=tuple((key, d.record) for key, d in known.items() if d.state == "deleted"),
        same=tuple(copies),
        lock=update_lock(lock, hashes, known, {}),
    )


def _find_words(
    wanted: frozenset[str], sources: Sequence[Source], read: Read, run: MapFunction
) -> frozenset[str]:
    """Find the words among `wanted` that a text has; the texts are read again only if there are such words."""
    found = run(partial(find_wanted_words, wanted=wanted, read=read), sources) if wanted else ()
    return frozenset(word for words in found for word in words)


def find_wanted_words(source: Source, wanted: frozenset[str], read: Read) -> frozenset[str]:
    """Find the words among `wanted` that a text has; runs in worker processes."""
    return wanted & {word.lower() for word in _WORD.findall(_read_text(source, read))}


def analyse_seed(source: Source, read: Read, rules: InferenceData, known: KnownDates) -> SeedContent:
    """Parse a seed and analyse its articles without the other seeds; runs in worker processes."""
    key = source if isinstance(source, str) else source.seed.key
    try:
        drafts = parse_seed_or_item(source, read)
        return SeedContent(key, tuple(_make_article(key, _analyse(draft, rules), known) for draft in drafts))
    except ContentError as error:
        return SeedContent(key, problems=error.problems)


def parse_seed_or_item(source: Source, read: Read) -> Iterator[ParsedArticle]:
    """Yield the articles of a seed, or an item, with HTML as Markdown.

    Raises:
        ContentError: the seed or item is refused.
    """
    if isinstance(source, ParsedArticle):
        drafts = iter((source,))
    else:
        seed_format = find_format_by_name(source)
        drafts = seed_format.parse(source, read(source)) if seed_format else iter(())
    for draft in drafts:
        if draft.markup == "html":
            from newsgen.loader.html import convert_html  # it imports an HTML parser

            try:
                text = convert_html(draft.text)
            except RecursionError as error:
                message, remedy = "its HTML is nested too deeply", "simplify it"
                raise ContentError(Problem(draft.seed.label, 0, 0, message, remedy, "bad-html")) from error
            draft = msgspec.structs.replace(draft, text=text, markup="markdown", line=0)
        if draft.seed.item and not draft.text.strip() and "title" not in draft.stated:
            remedy = "put a text into it, or delete it"
            raise ContentError(Problem(draft.seed.label, 0, 0, "the text is empty", remedy, "empty-seed"))
        yield draft


def _analyse(draft: ParsedArticle, rules: InferenceData) -> Analysis:
    repaired, how = repair_draft(draft) if rules.repair_encoding else (draft, None)
    analysis = infer_fields_except_date(repaired, rules)
    return (
        msgspec.structs.replace(analysis, inferred=analysis.inferred | {"encoding": how}) if how else analysis
    )


def _make_article(key: str, analysis: Analysis, known: KnownDates) -> AnalysedArticle:
    draft, is_known = analysis.draft, analysis.draft.inferred is not None
    return AnalysedArticle(
        key=key,
        seed=draft.seed,
        name=str(analysis.front.get("slug") or draft.name or analysis.front["title"]),
        front=pickle.dumps((analysis.front, analysis.inferred), pickle.HIGHEST_PROTOCOL),
        body=zlib.compress(analysis.body.encode(), 1),
        date=collect_date_evidence(analysis.text, draft.stated.get("date", "" if is_known else None), known),
        warnings=(*draft.warnings, *find_text_warnings(analysis)),
        signature=make_signature(draft.text),
        edges=b"" if is_known else hash_edges(str(analysis.front["title"]), analysis.body),
        kind=draft.kind,
        title_line=analysis.text.title_line,
        doubtful=analysis.doubtful,
    )


def _is_section(article: AnalysedArticle, seeds: Mapping[str, str]) -> bool:
    """True for the page of a section; an index without a date is one if other texts are next to or below it."""
    if article.kind != "index":
        return article.kind == "section"
    path = article.key
    folder = path.rpartition("/")[0] + "/"
    return any(other.startswith(folder) and other != path and find_format_by_name(other) for other in seeds)


def _introduce_topics(
    sections: Iterable[AnalysedArticle],
    states: Mapping[str, str],
    fresh: Iterable[tuple[AnalysedArticle, Date]],
    records: RecordIndex,
    options: LoadOptions,
) -> list[PendingRecord]:
    """Make a page in pages/topics/ of each new section with a text that is named after a topic of several articles."""
    if not (waiting := [section for section in sections if states[section.key] == "new"]):
        return []
    found = (article.read_front()[0].get("topics") for article, _ in fresh)
    listed = [
        *(record.topics for record in records.by_path.values()),
        *(topics for topics in found if isinstance(topics, list | tuple)),
    ]
    counts = Counter(slugify_name(topic) for topics in listed for topic in topics)
    taken, pages = set(records.by_path), []
    for section in waiting:
        values, body = section.read_front()[0], section.read_body()
        front = {key: values[key] for key in ("title", "dek") if values.get(key)}
        slugs = slugify_name(str(front.get("title", ""))), slugify_name(section.name)
        slug = next((slug for slug in slugs if counts[slug] > 1), "")
        path = f"{options.pages}/topics/{slug}.md"
        if slug and body.strip() and path not in taken:
            taken.add(path)
            pages.append(PendingRecord(path, format_record(front, ""), front, body, section.key))
    return pages


def _settle_record(
    article: AnalysedArticle,
    date: Date,
    *,
    counts: dict[bytes, int],
    known: Collection[str],
    pile: NameResolver,
    language: str,
) -> PendingRecord:
    """Make the record of an article, with what only all texts together show: shared lines, its date, whole names.

    Args:
        article: the article.
        date: its inferred date.
        counts: the lines that many texts share, as `find_shared_lines` returns them.
        known: the boilerplate of existing records.
        pile: the names of all texts.
        language: the site's language.
    """
    (front, inferred), body = article.read_front(), article.read_body()
    if date:
        front["date"], inferred["date"] = date.value, date.inference
    may_share = article.edges and (known or has_shared_line(article.edges, counts))
    if may_share and "boilerplate" not in front and (found := find_boilerplate(body, counts, known)):
        front["boilerplate"], inferred["boilerplate"] = found
    if article.edges and primary_subtag(str(front.get("language") or language)) == "en":
        front, inferred = pile.settle_names(front, inferred, article.title_line, body)
    return make_pending_record(front, inferred, article.seed, body)


def _make_records(
    articles: Sequence[tuple[AnalysedArticle, Date]],
    settle: Callable[[AnalysedArticle, Date], PendingRecord],
    records: RecordIndex,
    options: LoadOptions,
    run: MapFunction,
) -> Iterator[list[PendingRecord]]:
    """Yield the records of dated articles with their paths and front matter, in batches."""
    named = [(a.name, date.value if date else a.date.stated, a.seed.sha256) for a, date in articles]
    paths = choose_record_paths(named, records.by_path, options.articles)
    waiting = [(article, date, path) for (article, date), path in zip(articles, paths, strict=True)]
    for start in range(0, len(waiting), _BATCH):
        part = waiting[start : start + _BATCH]
        batch = [_name_record(settle(article, date), path, article.name) for article, date, path in part]
        heads = run(partial(format_record, body=""), [record.front for record in batch])
        yield [msgspec.structs.replace(one, head=head) for one, head in zip(batch, heads, strict=True)]


def _name_record(record: PendingRecord, path: str, name: str) -> PendingRecord:
    """Give a record its path; a slug that another record has too is left out, so that its address comes from the path."""
    is_own = path.endswith(slugify(name) + ".md")
    front = {key: v for key, v in record.front.items() if key != "slug" or is_own}
    return msgspec.structs.replace(record, path=path, front=front)


def _make_conflict(new: PendingRecord, seed: SeedRef, record: str) -> Conflict:
    """Name the new text of a changed seed after its record and its bytes."""
    stem = record.rpartition("/")[2].removesuffix(".md")
    path = f"{stem}.{seed.sha256[:6]}.md"
    return Conflict(seed.label, record, path, format_record(new.front, new.body))


def find_text_warnings(analysis: Analysis) -> Iterator[Problem]:
    """Yield warnings about a seed: a guessed encoding, an incomplete text."""
    seed, written = analysis.draft.seed, analysis.draft.text
    if seed.encoding and not seed.encoding.startswith("utf-"):
        letters = Counter(letter for letter in written if letter > "\x7f")
        often = " ".join(letter for letter, _ in letters.most_common(_LETTERS_SHOWN))
        place = next((at for at, letter in enumerate(written) if letter in letters), 0)
        line, column = find_seed_place(analysis.draft, place)
        found = f"the text was decoded as {seed.encoding}, with the letters {often}"
        yield Problem(seed.file, line, column, found, "check that they are right", "guessed-encoding")
    if damage := warn_of_damage(analysis.draft):
        yield damage
    if (how := analysis.inferred.get("encoding")) and isinstance(how.evidence, dict):
        places, *changes = how.evidence.items()
        listed = "; ".join(change + (f", {count} times" if count != 1 else "") for change, count in changes)
        found = f"{places[1]} damaged places were repaired: {listed}"
        yield Problem(seed.label, 0, 0, found, "compare the record with its text", "repaired-encoding")
    yield from _find_print_warnings(analysis)
    line, text = max(analysis.text.body, default=(0, ""))
    is_long = len(text.split(None, 12)) > 12
    if analysis.draft.markup == "plain" and is_long and text[-1].isalpha():
        found = f'the text breaks off: "{cut_line_start(text)}"'
        yield Problem(seed.file, line, 0, found, "check whether its end is missing", "truncated")


def _find_print_warnings(analysis: Analysis) -> Iterator[Problem]:
    """Yield warnings about words that were broken at line ends, and about page numbers."""
    file, above = analysis.draft.seed.file, max(analysis.draft.line, 1) - 1
    for field in ("hyphens", "pages"):
        how = analysis.inferred.get(field)
        if how is None or not isinstance(how.evidence, dict):
            continue
        counts = how.evidence
        line = above + next(int(place[5:]) for place in counts if place.startswith("line "))
        if field == "hyphens":
            found = f"{counts['joined']} words broken at line ends were joined, {counts['with hyphen']} kept the hyphen"
            yield Problem(file, line, 0, found, "check those that kept it", "broken-words")
        else:
            found = f"{counts.get('in all', len(counts))} page numbers and running heads are paragraphs"
            yield Problem(file, line, 0, found, "delete them from the record if they disturb", "page-numbers")


def _find_near_duplicates(
    articles: Sequence[AnalysedArticle], items: Mapping[str, ParsedArticle], read: Read, run: MapFunction
) -> Iterator[Problem]:
    """Yield a warning about each new article that shares most of its words with an earlier one."""
    pairs = find_likely_pairs([article.signature for article in articles])
    sources = [items.get(article.key, article.key) for article in articles]
    tasks = [(sources[first], [sources[other] for other in others]) for first, others in pairs]
    for (first, others), shares in zip(
        pairs, run(partial(measure_words_shared_with_first, read=read), tasks), strict=True
    ):
        for other, share in zip(others, shares, strict=True):
            if share >= LEAST_SHARE:
                one, two = articles[other].seed.label, articles[first].seed.label
                found = f"it shares {round(share * 100)} % of its words with {two}"
                yield Problem(one, 0, 0, found, "keep one of the two, or both", "near-duplicate")


def measure_words_shared_with_first(sources: tuple[Source, Sequence[Source]], read: Read) -> list[float]:
    """Measure the share of words that each of several articles has in common with a first article."""
    first, others = sources
    return list(measure_similarities(_read_text(first, read), (_read_text(other, read) for other in others)))


def _read_text(source: Source, read: Read) -> str:
    """Read an article's text again, because all texts together would fill the memory; '' if its seed was deleted."""
    with suppress(OSError, ContentError):
        for draft in parse_seed_or_item(source, read):
            return draft.text
    return ""
