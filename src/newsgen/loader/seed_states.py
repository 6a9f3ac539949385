"""Decide which seeds are new: compare each seed with the lock and the existing records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from newsgen.loader.report import UNKNOWN_HASH, ExistingRecord
from newsgen.lockfile import Lock, SeedEntry

State = Literal["new", "unchanged", "deleted", "changed", "same"]
"""new: it has no record. unchanged: its record exists, perhaps under another name. deleted: a human deleted its record.
changed: its bytes changed after its record was made. same: another seed has the same bytes."""


class RecordIndex:
    """The existing records, by path and by seed."""

    def __init__(self, existing: Iterable[ExistingRecord], lock: Lock) -> None:
        """Index the records; if several have the same seed, the first by path counts."""
        self.lock = lock
        self.by_path = {record.path: record for record in sorted(existing, key=lambda record: record.path)}
        self.by_seed: dict[str, ExistingRecord] = {}
        self._by_item: dict[str, ExistingRecord] = {}
        for record in self.by_path.values():
            if record.seed:
                self.by_seed.setdefault(record.seed, record)
            if record.item:
                self._by_item.setdefault(record.item, record)

    def find_record(self, entry: SeedEntry) -> str:
        """Find the present path of a seed's record; '' if there is none."""
        if entry.record in self.by_path:
            return entry.record
        record = self.by_seed.get(entry.sha256)
        return record.path if record else ""

    def find_entry(self, key: str) -> SeedEntry | None:
        """Find the entry of a seed in the lock, else of an item that a record names."""
        record = self._by_item.get(key)
        known = SeedEntry(record.seed, record.path, UNKNOWN_HASH) if record else None
        return self.lock.seeds.get(key, known)


class SeedState(msgspec.Struct, frozen=True):
    """The state of a seed, and the change to its entry in the lock."""

    state: State
    record: str = ""
    """Path of the seed's record; for 'same' the path of the other seed."""
    entry: SeedEntry | None = None
    """The new entry in the lock; None means no change."""


def decide_seed_states(seeds: Mapping[str, str], records: RecordIndex) -> dict[str, SeedState]:
    """Decide the state of each seed, sorted by path; `seeds` maps paths to sha256."""
    written = {(entry.sha256, entry.record): entry.written for entry in records.lock.seeds.values()}
    first: dict[str, str] = {}
    decisions = {}
    for path, sha256 in sorted(seeds.items()):
        decision = _settle_seed(path, sha256, records, written)
        if decision.state == "new" and first.setdefault(sha256, path) != path:
            decision = SeedState("same", first[sha256])
        decisions[path] = decision
    return decisions


def _settle_seed(
    path: str, sha256: str, records: RecordIndex, written: Mapping[tuple[str, str], str]
) -> SeedState:
    lock = records.lock
    entry = records.find_entry(path)
    record = records.find_record(entry) if entry else ""
    if entry and entry.sha256 == sha256:
        if not record:
            return SeedState("deleted", entry.record)
        known = path in lock.seeds and record == entry.record
        moved = None if known else msgspec.structs.replace(entry, record=record)
        return SeedState("unchanged", record, moved)
    if found := records.by_seed.get(sha256):
        if entry and record == found.path:
            # An older export has the text that the record was made of; the lock knows that of a later one.
            return SeedState("unchanged", record)
        digest = written.get((sha256, found.path), UNKNOWN_HASH)
        return SeedState("unchanged", found.path, SeedEntry(sha256, found.path, digest))
    if sha256 in lock.deleted:
        return SeedState("deleted", lock.deleted[sha256])
    if entry and record:
        return SeedState("changed", record, SeedEntry(sha256, record, entry.written))
    return SeedState("new")


def pair_copies_with_originals(decisions: Mapping[str, SeedState], lock: Lock) -> list[tuple[str, str]]:
    """Pair each seed that is not in the lock with an existing seed in the lock that has the same bytes."""
    known = {entry.sha256: path for path, entry in lock.seeds.items() if path in decisions}
    again = (
        (path, d.entry) for path, d in decisions.items() if d.state == "unchanged" and path not in lock.seeds
    )
    return [(path, known[entry.sha256]) for path, entry in again if entry and entry.sha256 in known]


def update_lock(
    lock: Lock, seeds: Mapping[str, str], decisions: Mapping[str, SeedState], new: dict[str, SeedEntry]
) -> Lock:
    """Return the lock after a run; `decisions` has the seeds that were not refused, `new` the entries of new records."""
    entries, deleted = lock.seeds | new, dict(lock.deleted)
    for path, decision in decisions.items():
        if decision.entry is not None:
            entries[path] = decision.entry
            deleted.pop(seeds[path], None)
        elif decision.state == "deleted":
            entries.pop(path, None)
            deleted[seeds[path]] = decision.record
        elif decision.state == "same" and decision.record in entries:
            entries[path] = entries[decision.record]
    return msgspec.structs.replace(lock, seeds=entries, deleted=deleted)
