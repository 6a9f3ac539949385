"""Review: what was inferred and nobody has confirmed yet, with its evidence, and what an editor answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from newsgen.addresses import article_address, article_addresses
from newsgen.desk.edit import Answer, confirm_fields, read_unchanged, write_edits
from newsgen.desk.variants import Variants, find_people_variants
from newsgen.errors import ContentError
from newsgen.loader.duplicates import find_duplicates
from newsgen.loader.text import decode
from newsgen.model import PartialDate, Record, Source
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project
from newsgen.record.keys import FIELDS
from newsgen.record.read import read_record, split_body

WIDTH = 160
"""Longest text of a quote, in characters; its words are not counted."""
_NEXT_WIDTH = 100
"""Longest text of the line before or after a quote."""
_LINES_KEY = re.compile(r"lines? (\d+)(?:-\d+)?")
_LINE_PROOF = re.compile(r'line (\d+)(?:: "(.*)")?', re.DOTALL)
_LONGEST = 200
"""Lines of a wrapped paragraph."""
_SPACE = re.compile(r"\s+")

Value = str | tuple[str, ...]


class Quote(msgspec.Struct, frozen=True, omit_defaults=True):
    """The place that a piece of evidence names, with its line."""

    value: str
    """The value that it speaks for; '' for a field with one value."""
    file: str
    """The seed, or the record where the seed is gone or holds several articles."""
    line: int
    """Line of that file, from 1; of words that run over several, the first."""
    text: str
    """The line's text around `words`, at most `WIDTH` characters, '…' where it was cut."""
    words: str = ""
    """The words of `text` that say it; '' if the whole line is meant."""
    before: str = ""
    """Beginning of the line before that is not blank."""
    after: str = ""
    """Beginning of the line after."""


class Finding(msgspec.Struct, frozen=True):
    """One field of one record that stands under `inferred`."""

    article: str
    """Path of the record, relative to the archive's root."""
    title: str
    field: str
    """Its key under `inferred`, most often a front matter key."""
    value: Value
    """What the record says now; '' if it has no such field."""
    confidence: float | None
    """0 to 1; None: the rule gives none."""
    provisional: bool
    """True for a date under 0.5, which the site marks as a guess."""
    rule: str
    evidence: str | dict[str, str | int | float]
    """As the record has it: 'line 4: "On Wednesday, Nov. 22"', or one piece for each value."""
    because: str
    alternatives: tuple[str, ...]
    """Other values that fit, likeliest first."""
    quotes: tuple[Quote, ...] = ()
    """The evidence at its place, once `add_quotes` has looked it up."""


class Remaining(msgspec.Struct, frozen=True):
    """What is left to review."""

    fields: int
    """Fields that stand under `inferred`."""
    provisional: int
    """Articles whose date is a guess of less than 0.5."""
    undated: int
    """Articles without a date."""
    datable: int
    """Provisional and undated articles that have a seed, from which a date may be inferred anew."""


class Duplicates(msgspec.Struct, frozen=True):
    """Two articles that share most of their wording."""

    article: str
    """Path of one."""
    other: str
    share: float
    """Share of their runs of five words that both have, 0.7 to 1."""


class Amendment(msgspec.Struct, frozen=True):
    """What was done to one record."""

    article: str
    accepted: tuple[str, ...]
    """Fields confirmed as they are."""
    set: dict[str, Value]
    """Fields with their new values; '' or an empty list: taken out."""
    was: str
    """Address before."""
    now: str
    """Address now."""
    redirected: bool
    """True if the old address was published, so that the next build leads it to the new one."""

    @property
    def dated(self) -> bool:
        """True if a date was confirmed, by which others may be found."""
        return "date" in self.accepted or bool(self.set.get("date"))


class EvidenceText(msgspec.Struct, frozen=True):
    """The text whose lines evidence counts."""

    file: str
    lines: tuple[str, ...]
    skipped: int = 0
    """Lines of the file before the first of them: the front matter of a Markdown text."""
    numbered: bool = True
    """False if the numbers in the evidence are those of another text: then only the words are looked for."""


class Reviewer:
    """An archive under review: its records as they were read; each answer is written at once."""

    def __init__(self, project: Project) -> None:
        """Read the archive.

        Raises:
            ContentError: a record, newsgen.lock or names.toml is wrong.
        """
        opened = open_archive(project, pages=False)
        self.project = project
        self.records = {record.path: record for record in opened.records}
        self.published = opened.lock.addresses
        self.aliases = opened.aliases["people"]

    def quote(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Look up the evidence of findings; a seed is read once for those of one article in a row."""
        path, text = "", EvidenceText("", ())
        for finding in findings:
            if finding.article != path:
                path = finding.article
                text = read_evidence_text(self.project, self.records[path])
            yield add_quotes(finding, text)

    def answer(self, path: str, accept: Iterable[str], answers: Mapping[str, Answer]) -> Amendment:
        """Confirm and set fields of a record, and write it.

        Raises:
            ContentError: as `confirm_fields`; or two articles would stand at one address.
            RefusedError, OutputError, BusyError: as `write_edits`.
        """
        record = self.records[path]
        accepted = tuple(field for field in accept if field not in answers)
        edit = confirm_fields(record, read_unchanged(self.project.root, record), accepted, answers)
        new = read_record(path, edit.after)
        was, now = article_address(record), article_address(new)
        if was != now:
            others = (other for other in self.records.values() if other.path != path)
            same = next((other for other in others if article_address(other) == now), None)
            article_addresses([same, new] if same else [new])  # raises ContentError for two of one address
        write_edits(self.project, [edit] if edit.after != edit.before else [])
        self.records[path] = new
        values = {field: field_text(new, field) for field in answers}
        return Amendment(path, accepted, values, was, now, was != now and was in self.published)

    def variants(self) -> list[Variants]:
        """Find people in two spellings."""
        return find_people_variants(self.records.values(), self.aliases)

    def duplicates(self) -> list[Duplicates]:
        """Find articles that share most of their wording; every text is read."""
        return find_near_duplicates(self.project.root, list(self.records.values()))


def find_near_duplicates(root: Path, records: Sequence[Record]) -> list[Duplicates]:
    """Find records that share most of their wording; one text is read at a time."""

    def read_body(number: int) -> str:
        return split_body((root / records[number].path).read_bytes())[0]

    return [
        Duplicates(records[first].path, records[second].path, share)
        for first, second, share in find_duplicates(len(records), read_body)
    ]


def list_findings(records: Iterable[Record], field: str = "") -> list[Finding]:
    """List all that is inferred, least sure first.

    Args:
        records: in any order.
        field: leave out all other fields.

    Returns:
        By confidence, then by path, then as the keys are documented; fields whose rule gives no confidence stand last.
    """
    findings = [
        Finding(
            article=record.path,
            title=record.title,
            field=name,
            value=field_text(record, name),
            confidence=how.confidence,
            provisional=name == "date" and record.provisional,
            rule=how.rule,
            evidence=how.evidence,
            because=how.because,
            alternatives=how.alternatives,
        )
        for record in records
        for name, how in record.inferred.items()
        if field in ("", name)
    ]
    return sorted(findings, key=_rank_finding)


def _rank_finding(finding: Finding) -> tuple[bool, float, str, int, str]:
    rank = FIELDS.index(finding.field) if finding.field in FIELDS else len(FIELDS)
    sure = finding.confidence
    return sure is None, sure or 0.0, finding.article, rank, finding.field


def count_remaining(records: Iterable[Record]) -> Remaining:
    """Count what is left to review."""
    fields = provisional = undated = datable = 0
    for record in records:
        fields += len(record.inferred)
        provisional += record.provisional
        undated += record.date is None
        datable += record.seed is not None and (record.provisional or record.date is None)
    return Remaining(fields, provisional, undated, datable)


def field_text(record: Record, field: str) -> Value:
    """Return what a record says in a field: a date in ISO form, a source by its name; '' if it says nothing."""
    found = getattr(record, field, "") if field in FIELDS else ""
    if isinstance(found, PartialDate):
        return found.iso
    if isinstance(found, Source):
        return found.name
    return found if isinstance(found, str | tuple) else ""


def read_evidence_text(project: Project, record: Record) -> EvidenceText:
    """Read what a record's evidence counts its lines in: its seed, or itself where that cannot be read.

    Raises:
        ContentError: the record has lost its front matter since it was read.
    """
    seed = record.seed.file if record.seed else ""
    if seed and ".." not in seed.split("/"):
        with suppress(
            OSError, ContentError
        ):  # gone, in a container, or no text: the record has its words too
            text, _ = decode((project.root / seed).read_bytes(), seed)
            if seed.lower().endswith((".md", ".markdown")) and text.startswith("---\n"):
                body, line = split_body(text.encode())  # the loader counts from after the front matter
                return EvidenceText(seed, tuple(body.split("\n")), line - 1)
            return EvidenceText(seed, tuple(text.split("\n")))
    body, line = split_body((project.root / record.path).read_bytes())
    return EvidenceText(record.path, tuple(body.split("\n")), line - 1, numbered=False)


def add_quotes(finding: Finding, text: EvidenceText) -> Finding:
    """Look up the evidence of a finding; evidence that names no line, such as a count, gets no quote."""
    proofs = {"": finding.evidence} if isinstance(finding.evidence, str) else finding.evidence
    quotes = []
    for value, proof in proofs.items():
        number, words = 0, ""
        if key := _LINES_KEY.fullmatch(value):
            number = int(key[1])
        elif found := _LINE_PROOF.fullmatch(str(proof)):
            number, words = int(found[1]), _SPACE.sub(" ", found[2] or "")
        if number and (place := _find_words(text, number - 1, words)):
            quotes.append(_make_quote(text, value, *place, words))
    return msgspec.structs.replace(finding, quotes=tuple(quotes))


def _find_words(text: EvidenceText, index: int, words: str) -> tuple[int, int] | None:
    """Find the lines that hold the words, as first index and the one after the last; None if nothing does.

    A rule that read a wrapped paragraph numbers its first line: then the lines after it are looked through.
    """
    if not text.numbered:
        found = next((i for i, line in enumerate(text.lines) if words and words in line), None)
        return None if found is None else (found, found + 1)
    if not 0 <= index < len(text.lines):
        return None
    if not words or words in text.lines[index]:
        return index, index + 1
    end = next((i for i in range(index, len(text.lines)) if not text.lines[i].strip()), len(text.lines))
    end = min(end, index + _LONGEST)
    first = next((i for i in range(end - 1, index - 1, -1) if words in _join(text.lines[i:end])), index)
    last = next((i for i in range(first + 1, end + 1) if words in _join(text.lines[first:i])), first + 1)
    return first, last


def _join(lines: Sequence[str]) -> str:
    return _SPACE.sub(" ", " ".join(lines)).strip()


def _make_quote(text: EvidenceText, value: str, first: int, last: int, words: str) -> Quote:
    whole = _join(text.lines[first:last])
    at = whole.find(words) if words else -1
    shown = _cut_around(whole, at, len(words)) if at >= 0 else _cut_end(whole, WIDTH)
    return Quote(
        value=value,
        file=text.file,
        line=first + 1 + text.skipped,
        text=shown,
        words=words if at >= 0 else "",
        before=_cut_end(next((line for line in reversed(text.lines[:first]) if line.strip()), "")),
        after=_cut_end(next((line for line in text.lines[last:] if line.strip()), "")),
    )


def _cut_around(text: str, at: int, length: int) -> str:
    """Cut a text, between words, to the words at a place with what stands around them."""
    start, end = max(at - WIDTH // 2, 0), min(at + length + WIDTH // 2, len(text))
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", at + length, end), at + length)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _cut_end(line: str, width: int = _NEXT_WIDTH) -> str:
    text = _SPACE.sub(" ", line[: 2 * width]).strip()
    return text if len(text) <= width else (text[:width].rpartition(" ")[0] or text[:width]) + " …"
