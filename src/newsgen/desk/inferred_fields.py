"""List inferred fields, quote the lines of the seed that their evidence names, and compare texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from newsgen.errors import ContentError
from newsgen.loader.duplicates import find_duplicates
from newsgen.loader.formats import find_format_by_name
from newsgen.model import PartialDate, Record, Source
from newsgen.pipeline.project import Project
from newsgen.record.keys import FIELDS
from newsgen.record.read import extract_body

WIDTH = 160
"""Most characters of a quote, without its `words`."""
_NEXT_WIDTH = 100
"""Most characters of the line before or after a quote."""
_LINES_KEY = re.compile(r"lines? (\d+)(?:-\d+)?")
_LINE_PROOF = re.compile(
    r'line (\d+)(?:: "(.*?)")?(?:, \d+ mentions?| \([^()"]+\))?(?:; [^"]*(?:"[^"]*" )?joined with .*)?',
    re.DOTALL,
)
_NOT_ASKED = "boilerplate"
"""A field that says nothing of the article, so that a review of everything leaves it out."""
_LONGEST = 200
"""Most lines of a wrapped paragraph."""
_SPACE = re.compile(r"\s+")

Value = str | tuple[str, ...]


class Quote(msgspec.Struct, frozen=True, omit_defaults=True):
    """A quote of the line that a piece of evidence names."""

    value: str
    """The value that it proves; '' for a field with one value."""
    file: str
    """The seed, or the record if the seed is gone or holds several articles."""
    line: int
    """Line of the file, from 1; the first line if the words are on several."""
    text: str
    """Text of the line around `words`, at most `WIDTH` characters, with '…' where it is cut."""
    words: str = ""
    """The words in `text` that are the evidence; '' for the whole line."""
    before: str = ""
    """Beginning of the line before, without blank lines."""
    after: str = ""
    """Beginning of the line after."""


class InferredField(msgspec.Struct, frozen=True):
    """An inferred field of a record."""

    article: str
    """Path of the record, relative to the archive's root."""
    title: str
    field: str
    """Key under `inferred`, usually a front matter key."""
    value: Value
    """Current value; '' if the record has no such field."""
    confidence: float | None
    """0 to 1; None if the rule gives none."""
    provisional: bool
    """True for a date with a confidence under 0.5, which the site marks as a guess."""
    rule: str
    evidence: str | dict[str, str | int | float]
    """As in the record: 'line 4: "On Wednesday, Nov. 22"', or one text for each value."""
    because: str
    alternatives: tuple[str, ...]
    """Other possible values, most probable first."""
    quotes: tuple[Quote, ...] = ()
    """Quotes of the evidence; `add_quotes` adds them."""

    @property
    def how(self) -> str:
        """Confidence and rule, e.g. '0.40, provisional, weekday'."""
        sure = "" if self.confidence is None else f"{self.confidence:.2f}"
        return ", ".join(filter(None, (sure, "provisional" if self.provisional else "", self.rule)))

    @property
    def proofs(self) -> dict[str, str]:
        """The evidence by the value that it proves; '' for a field with one value."""
        found = {"": self.evidence} if isinstance(self.evidence, str) else self.evidence
        return {value: str(proof) for value, proof in found.items()}


class Remaining(msgspec.Struct, frozen=True):
    """Numbers of what is left to review."""

    fields: int
    """Inferred fields."""
    provisional: int
    """Articles with a date of a confidence under 0.5."""
    undated: int
    """Articles without a date."""
    datable: int
    """Provisional and undated articles with a seed, from which a date can be inferred again."""


class DuplicatePair(msgspec.Struct, frozen=True):
    """Two articles with mostly the same wording."""

    article: str
    """Path of the first record."""
    other: str
    share: float
    """Share of sequences of five words that both have, 0.7 to 1."""


class EvidenceText(msgspec.Struct, frozen=True):
    """The text with the lines that evidence refers to."""

    file: str
    lines: tuple[str, ...]
    skipped: int = 0
    """Number of lines before the first: the front matter of a Markdown file."""
    numbered: bool = True
    """False if line numbers refer to another text: then only words are searched."""


def list_inferred_fields(records: Iterable[Record], field: str = "") -> list[InferredField]:
    """List inferred fields, or only one field: by confidence (least first, none last), by path, and in the documented order."""
    findings = [
        InferredField(
            article=record.path,
            title=record.title,
            field=name,
            value=format_field(record, name),
            provisional=name == "date" and record.provisional,
            **msgspec.structs.asdict(how),
        )
        for record in records
        for name, how in record.inferred.items()
        if name == field or (not field and name != _NOT_ASKED)
    ]
    return sorted(findings, key=_rank_finding)


def _rank_finding(finding: InferredField) -> tuple[bool, float, str, int, str]:
    rank = FIELDS.index(finding.field) if finding.field in FIELDS else len(FIELDS)
    sure = finding.confidence
    return sure is None, sure or 0.0, finding.article, rank, finding.field


def count_remaining(records: Iterable[Record]) -> Remaining:
    """Count what is left to review."""
    fields = provisional = undated = datable = 0
    for record in records:
        fields += len(record.inferred) - (_NOT_ASKED in record.inferred)
        provisional += record.provisional
        undated += record.date is None
        datable += record.seed is not None and (record.provisional or record.date is None)
    return Remaining(fields, provisional, undated, datable)


def format_field(record: Record, field: str) -> Value:
    """Return a field's value as text: a date in ISO form, a source's name; '' if empty."""
    found = getattr(record, field, "") if field in FIELDS else ""
    if isinstance(found, PartialDate):
        return found.iso
    if isinstance(found, Source):
        return found.name
    return found if isinstance(found, str | tuple) else ""


def join_value(value: Value) -> str:
    """Join the values of a list with commas."""
    return value if isinstance(value, str) else ", ".join(value)


def find_near_duplicates(root: Path, records: Sequence[Record]) -> list[DuplicatePair]:
    """Find records with mostly the same wording; reads one text at a time."""

    def read_body(number: int) -> str:
        return extract_body((root / records[number].path).read_bytes())[0]

    return [
        DuplicatePair(records[first].path, records[second].path, share)
        for first, second, share in find_duplicates(len(records), read_body)
    ]


def read_text_behind_evidence(project: Project, record: Record) -> EvidenceText:
    """Read the text that a record's evidence refers to: its seed, or the record if the seed does not have its lines.

    Raises:
        ContentError: the record lost its front matter since it was read.
    """
    seed = record.seed.file if record.seed and not record.seed.item else ""  # a file of several is slow
    if (form := find_format_by_name(seed)) and ".." not in seed.split("/"):
        with suppress(OSError, ContentError):  # the seed is gone or has mistakes
            drafts = list(form.parse(seed, (project.root / seed).read_bytes()))
            if len(drafts) == 1 and drafts[0].line:
                return EvidenceText(seed, tuple(drafts[0].text.split("\n")), drafts[0].line - 1)
    body, line = extract_body((project.root / record.path).read_bytes())
    return EvidenceText(record.path, tuple(body.split("\n")), line - 1, numbered=False)


def add_quotes(finding: InferredField, text: EvidenceText) -> InferredField:
    """Add quotes of its evidence to a finding; evidence without a line, such as a count, gets no quote."""
    quotes = []
    for value, proof in finding.proofs.items():
        number, words = 0, ""
        if key := _LINES_KEY.fullmatch(value):
            number = int(key[1])
        elif found := _LINE_PROOF.fullmatch(proof):
            number, words = int(found[1]), _SPACE.sub(" ", found[2] or "")
        if number and (place := _find_words(text, number - 1, words)):
            quotes.append(_make_quote(text, value, *place, words))
    return msgspec.structs.replace(finding, quotes=tuple(quotes))


def _find_words(text: EvidenceText, index: int, words: str) -> tuple[int, int] | None:
    """Find the lines with the words: first index, and index after the last; None if there are none.

    Evidence from a wrapped paragraph names its first line; then the following lines are searched too.
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
    """Cut a text, between words, to the part around an offset."""
    start, end = max(at - WIDTH // 2, 0), min(at + length + WIDTH // 2, len(text))
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", at + length, end), at + length)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _cut_end(line: str, width: int = _NEXT_WIDTH) -> str:
    text = _SPACE.sub(" ", line[: 2 * width]).strip()
    return text if len(text) <= width else (text[:width].rpartition(" ")[0] or text[:width]) + " …"
