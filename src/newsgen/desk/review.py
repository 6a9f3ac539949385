"""What was inferred and nobody has confirmed yet: records → findings, least sure first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from newsgen.addresses import article_address, article_addresses
from newsgen.builder.lock import locked
from newsgen.desk.edit import Answer, amended, changed_meanwhile, save
from newsgen.desk.variants import Spellings, two_ways
from newsgen.errors import ContentError
from newsgen.loader.decode import decode
from newsgen.loader.duplicates import find_duplicates
from newsgen.model import PartialDate, Record, Source
from newsgen.pipeline.inputs import clock_of
from newsgen.pipeline.load import store_of
from newsgen.pipeline.open import aliases_of
from newsgen.pipeline.project import Project, read_archive_lock
from newsgen.record.keys import FIELDS
from newsgen.record.plain import digest_of
from newsgen.record.read import read_record, split_body
from newsgen.record.store import records_of

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
    """The line's text around `words`, at most `evidence.WIDTH` characters, '…' where it was cut."""
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
    """The evidence at its place, once `evidence.quoted` has looked it up."""


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


def findings_of(records: Iterable[Record], field: str = "") -> list[Finding]:
    """List all that is inferred, least sure first.

    Args:
        records: in any order.
        field: leave out all other fields.

    Returns:
        By confidence, then by path, then as the keys are documented; fields whose rule gives no confidence stand last.
    """
    found = [finding for record in records for finding in _of(record) if field in ("", finding.field)]
    return sorted(found, key=_order)


def remaining(records: Iterable[Record]) -> Remaining:
    """Count what is left."""
    fields = provisional = undated = datable = 0
    for record in records:
        fields += len(record.inferred)
        provisional += record.provisional
        undated += record.date is None
        datable += record.seed is not None and (record.provisional or record.date is None)
    return Remaining(fields, provisional, undated, datable)


def value_of(record: Record, field: str) -> Value:
    """What a record says in a field, as text: a date in ISO form, a source by its name; '' if it says nothing."""
    found = getattr(record, field, "") if field in FIELDS else ""
    if isinstance(found, PartialDate):
        return found.iso
    if isinstance(found, Source):
        return found.name
    return found if isinstance(found, str | tuple) else ""


def _of(record: Record) -> Iterator[Finding]:
    for field, how in record.inferred.items():
        yield Finding(
            article=record.path,
            title=record.title,
            field=field,
            value=value_of(record, field),
            confidence=how.confidence,
            provisional=field == "date" and record.provisional,
            rule=how.rule,
            evidence=how.evidence,
            because=how.because,
            alternatives=how.alternatives,
        )


def _order(finding: Finding) -> tuple[bool, float, str, int, str]:
    known = finding.field in FIELDS
    rank = FIELDS.index(finding.field) if known else len(FIELDS)
    return (
        finding.confidence is None,
        finding.confidence or 0.0,
        finding.article,
        rank,
        finding.field,
    )


WIDTH = 160
"""Longest text of a quote, in characters, its words not counted."""
BESIDE = 100
"""Longest text of a line beside it."""

_KEY = re.compile(r"lines? (\d+)(?:-\d+)?")
_PROOF = re.compile(r'line (\d+)(?:: "(.*)")?', re.DOTALL)
_LONGEST = 200
"""Lines of a wrapped paragraph."""
_SPACE = re.compile(r"\s+")


class Text(msgspec.Struct, frozen=True):
    """The lines that evidence counts."""

    file: str
    lines: tuple[str, ...]
    skipped: int = 0
    """Lines of the file before the first of them: the front matter of a Markdown text."""
    numbered: bool = True
    """False if the numbers in the evidence are those of another text: then the words alone are looked for."""


def text_of(project: Project, record: Record) -> Text:
    """Read what a record's evidence counts its lines in: its seed, or itself where that cannot be read.

    Raises:
        ContentError: the record has lost its front matter since it was read.
    """
    seed = record.seed.file if record.seed else ""
    if seed and ".." not in seed.split("/"):
        try:
            text, _ = decode((project.root / seed).read_bytes(), seed)
            return _seed(seed, text)
        except (
            OSError,
            ContentError,
        ):  # gone, a member of a container, or no text: the record has its words too
            pass
    body, line = split_body((project.root / record.path).read_bytes())
    return Text(record.path, tuple(body.split("\n")), line - 1, numbered=False)


def quoted(finding: Finding, text: Text) -> Finding:
    """Look up the evidence of a finding; what names no line, such as a count, gets no quote."""
    return msgspec.structs.replace(finding, quotes=tuple(_quotes(finding, text)))


def _seed(file: str, text: str) -> Text:
    """Count as the loader does: a Markdown text from after its front matter."""
    if file.lower().endswith((".md", ".markdown")) and text.startswith("---\n"):
        body, line = split_body(text.encode())
        return Text(file, tuple(body.split("\n")), line - 1)
    return Text(file, tuple(text.split("\n")))


def _quotes(finding: Finding, text: Text) -> Iterator[Quote]:
    proofs = {"": finding.evidence} if isinstance(finding.evidence, str) else finding.evidence
    for value, proof in proofs.items():
        number, words = 0, ""
        if key := _KEY.fullmatch(value):
            number = int(key[1])
        elif found := _PROOF.fullmatch(str(proof)):
            number, words = int(found[1]), found[2] or ""
        words = _SPACE.sub(" ", words)
        if number and (place := _find(text, number - 1, words)):
            yield _quote(text, value, *place, words)


def _find(text: Text, index: int, words: str) -> tuple[int, int] | None:
    """The lines that hold the words, as first index and the one after the last; None if nothing does.

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
    first = next((i for i in range(end - 1, index - 1, -1) if words in _joined(text.lines[i:end])), index)
    last = next((i for i in range(first + 1, end + 1) if words in _joined(text.lines[first:i])), first + 1)
    return first, last


def _joined(lines: Sequence[str]) -> str:
    return _SPACE.sub(" ", " ".join(lines)).strip()


def _quote(text: Text, value: str, first: int, last: int, words: str) -> Quote:
    whole = _joined(text.lines[first:last])
    at = whole.find(words) if words else -1
    before = next((one for one in reversed(text.lines[:first]) if one.strip()), "")
    after = next((one for one in text.lines[last:] if one.strip()), "")
    return Quote(
        value=value,
        file=text.file,
        line=first + 1 + text.skipped,
        text=_around(whole, at, len(words)),
        words=words if at >= 0 else "",
        before=_beginning(before),
        after=_beginning(after),
    )


def _around(text: str, at: int, length: int) -> str:
    """The words of a text at a place with what stands around them, cut between words."""
    if at < 0:
        return _beginning(text, WIDTH)
    start, end = max(at - WIDTH // 2, 0), min(at + length + WIDTH // 2, len(text))
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", at + length, end), at + length)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _beginning(line: str, width: int = BESIDE) -> str:
    text = _SPACE.sub(" ", line[: 2 * width]).strip()
    return text if len(text) <= width else (text[:width].rpartition(" ")[0] or text[:width]) + " …"


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


class Reviewer:
    """Findings in, answers out."""

    def __init__(self, project: Project) -> None:
        """Read the archive.

        Raises:
            ContentError: a record, newsgen.lock or names.toml is wrong.
        """
        self.project = project
        store = store_of(project)
        kept, _ = store.read(clock_of(store.cache.parent))
        self.records = {record.path: record for record in records_of(kept)}
        self.digests = {entry.path: entry.sha256 for entry in kept}
        self.published = read_archive_lock(project).addresses
        self.aliases = aliases_of(project).people

    def quoted(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Look up the evidence of findings; a seed is read once for those of one article in a row."""
        path, text = "", Text("", ())
        for finding in findings:
            if finding.article != path:
                path, text = finding.article, text_of(self.project, self.records[finding.article])
            yield quoted(finding, text)

    def answer(self, path: str, accept: Iterable[str], answers: Mapping[str, Answer]) -> Amendment:
        """Confirm and set fields of a record, and write it.

        Raises:
            ContentError: as `amended`; or two articles would stand at one address.
            RefusedError: the file has changed since it was read.
            OutputError, BusyError: as `save` and `locked`.
        """
        record = self.records[path]
        accepted = tuple(field for field in accept if field not in answers)
        with locked(self.project.work / "lock", self.project.settings.paths.articles):
            data = self._unchanged(path)
            after = amended(record, data, accepted, answers)
            new = read_record(path, after)
            was, now = article_address(record), article_address(new)
            if was != now:
                self._refuse_twins(new, now)
            if after != data:
                save(self.project.root, path, data, after)
        self.records[path], self.digests[path] = new, digest_of(after)
        values = {field: value_of(new, field) for field in answers}
        return Amendment(path, accepted, values, was, now, was != now and was in self.published)

    def _unchanged(self, path: str) -> bytes:
        """The bytes of a record, if they are those that were read."""
        try:
            data = (self.project.root / path).read_bytes()
        except FileNotFoundError:
            raise changed_meanwhile(path) from None
        if digest_of(data) != self.digests[path]:
            raise changed_meanwhile(path)
        return data

    def _refuse_twins(self, record: Record, address: str) -> None:
        others = (other for other in self.records.values() if other.path != record.path)
        twins = [other for other in others if article_address(other) == address]
        article_addresses([*twins[:1], record])

    def spellings(self) -> list[Spellings]:
        """People spelt in two ways."""
        return two_ways(self.records.values(), self.aliases)

    def duplicates(self) -> list[Duplicates]:
        """Articles that share most of their wording; every text is read."""
        paths = list(self.records)
        texts = [split_body((self.project.root / path).read_bytes())[0] for path in paths]
        return [Duplicates(paths[one], paths[other], share) for one, other, share in find_duplicates(texts)]
