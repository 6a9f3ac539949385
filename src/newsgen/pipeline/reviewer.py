"""An archive under review: its records as they were read, and each answer written at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from newsgen.addresses import article_address, article_addresses
from newsgen.builder.lock import locked
from newsgen.loader.duplicates import find_duplicates
from newsgen.model import Record
from newsgen.pipeline.amend import amended, changed_meanwhile, save
from newsgen.pipeline.answers import Answer
from newsgen.pipeline.evidence import Text, quoted, text_of
from newsgen.pipeline.inputs import clock_of
from newsgen.pipeline.load import store_of
from newsgen.pipeline.locks import read_archive_lock
from newsgen.pipeline.open import aliases_of
from newsgen.pipeline.project import Project
from newsgen.pipeline.review import Finding, Value, value_of
from newsgen.pipeline.spellings import Spellings, two_ways
from newsgen.record.parts import digest_of
from newsgen.record.read import read_record, split_body
from newsgen.record.store import records_of


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
