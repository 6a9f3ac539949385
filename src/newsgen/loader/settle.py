"""Which seeds are new: each one is compared with the lock and with the records that are there."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

import msgspec

from newsgen.loader.report import UNKNOWN_HASH, Article, Existing
from newsgen.lockfile import Lock, SeedEntry

State = Literal["new", "unchanged", "deleted", "changed", "same"]


class Records:
    """The records that are there, to be found by path and by the seed they came from."""

    def __init__(self, existing: Iterable[Existing], lock: Lock) -> None:
        """Index them, and what the lock says of them; of several that name one seed the first by path counts."""
        self.lock = lock
        self.written = {(e.sha256, e.record): e.written for e in lock.seeds.values()}
        self.by_path = {record.path: record for record in sorted(existing, key=lambda record: record.path)}
        self.by_seed: dict[str, Existing] = {}
        for record in self.by_path.values():
            if record.seed:
                self.by_seed.setdefault(record.seed, record)


class Verdict(msgspec.Struct, frozen=True):
    """What is to be done about one seed."""

    state: State
    entry: SeedEntry | None = None
    """What the lock shall say of the seed; None: nothing new."""
    record: str = ""
    """Path of the record concerned."""


def settle_all(seeds: Mapping[str, str], records: Records) -> dict[str, Verdict]:
    """Decide about all seeds of a run, in the order of their paths; `seeds` maps path to sha256."""
    batch: dict[str, str] = {}
    verdicts = {}
    for path, sha256 in sorted(seeds.items()):
        verdicts[path] = settle(path, sha256, records, batch)
        if verdicts[path].state == "new":
            batch[sha256] = path
    return verdicts


def settle(path: str, sha256: str, records: Records, batch: Mapping[str, str]) -> Verdict:
    """Decide about one seed.

    Args:
        path: of the seed.
        sha256: of its bytes.
        records: those that are there, with the lock as it was before the run.
        batch: by sha256, the first seed of this run with these bytes.

    Returns:
        new: make a record. unchanged: its record is there (perhaps under another name, by `seed` in its front
        matter). deleted: a human deleted it. changed: the seed has another text than its record was made from.
        same: another seed of this run has the same bytes.
    """
    lock = records.lock
    entry = lock.seeds.get(path)
    if entry is None or entry.sha256 != sha256:
        found = records.by_seed.get(sha256)
        if found is not None:
            return Verdict(
                "unchanged",
                SeedEntry(sha256, found.path, records.written.get((sha256, found.path), UNKNOWN_HASH)),
                found.path,
            )
        if sha256 in lock.deleted:
            return Verdict("deleted", None, lock.deleted[sha256])
        if entry is not None and (there := _record_of(entry, records)):
            return Verdict("changed", SeedEntry(sha256, there, entry.written), there)
        return Verdict("same", None, batch[sha256]) if batch.get(sha256, path) != path else Verdict("new")
    there = _record_of(entry, records)
    if there:
        moved = msgspec.structs.replace(entry, record=there) if there != entry.record else None
        return Verdict("unchanged", moved, there)
    return Verdict("deleted", None, entry.record)


def _record_of(entry: SeedEntry, records: Records) -> str:
    """Return where a seed's record stands now; '' if it is gone."""
    found = records.by_seed.get(entry.sha256)
    if entry.record in records.by_path:
        return entry.record
    return found.path if found else ""


def file_of(seed: str, files: Collection[str]) -> str:
    """Return the path of the file that holds an article: what stands before a '#', unless that is in its own name.

    Args:
        seed: path of a seed, or of a member of a container (`seeds/mails.mbox#3`).
        files: paths of all files of the run, this one's among them.
    """
    parts = seed.split("#")
    beginnings = ("#".join(parts[:count]) for count in range(1, len(parts)))
    return seed if seed in files else next(path for path in beginnings if path in files)


def remember(
    lock: Lock, seeds: Mapping[str, str], verdicts: Mapping[str, Verdict], new: Iterable[Article]
) -> Lock:
    """Write down what is known after a run.

    Args:
        lock: as it was.
        seeds: sha256 by path.
        verdicts: about each seed that was not refused.
        new: the records that were made.
    """
    entries, deleted = dict(lock.seeds), dict(lock.deleted)
    for article in new:
        written = hashlib.sha256(article.text.encode()).hexdigest()
        entries[article.seed] = SeedEntry(seeds[file_of(article.seed, seeds)], article.path, written)
    for path, verdict in verdicts.items():
        if verdict.entry is not None:
            entries[path] = verdict.entry
            deleted.pop(seeds[path], None)
        elif verdict.state == "deleted":
            entries.pop(path, None)
            deleted[seeds[path]] = verdict.record
        elif verdict.state == "same" and verdict.record in entries:
            entries[path] = entries[verdict.record]
    return msgspec.structs.replace(lock, seeds=entries, deleted=deleted)
