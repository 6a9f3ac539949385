"""`load --refresh`: fields that are still as newsgen inferred them, inferred again by today's rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from newsgen.loader.analyse import Rules
from newsgen.loader.assemble import FIELDS
from newsgen.loader.load import Read, Run, load
from newsgen.loader.report import Article, Existing, Setting
from newsgen.lockfile import Lock, SeedEntry
from newsgen.model import Inference
from newsgen.record.edit import set_fields
from newsgen.record.read import read_record


class Refreshed(msgspec.Struct, frozen=True):
    """What a refresh would write; nothing has been written."""

    changed: tuple[tuple[str, str], ...]
    """(path, new text) of each record that differs."""
    edited: tuple[str, ...]
    """Records that a human has changed since; they are left alone."""
    lock: Lock
    """The lock as it must be once the records are written."""


def refresh(
    seeds: Mapping[str, str],
    read: Read,
    records: Mapping[str, bytes],
    existing: Iterable[Existing],
    lock: Lock,
    setting: Setting,
    rules: Rules,
    run: Run = map,
) -> Refreshed:
    """Infer again what stands under `inferred` in records that are byte for byte as newsgen wrote them.

    Bodies, titles and deks are never changed, nor is a record that a human has touched, nor one whose seed has changed.

    Args:
        seeds: by path, the sha256 of each seed's bytes.
        read: gives the bytes of a seed.
        records: bytes of each record by path.
        existing: the records, for the dates that they state.
        lock, setting, rules, run: as in `load`.
    """
    mine, edited = {}, []
    for seed, entry in sorted(lock.seeds.items()):
        if seeds.get(seed) == entry.sha256 and entry.record in records:
            if hashlib.sha256(records[entry.record]).hexdigest() == entry.written:
                mine[seed] = entry
            else:
                edited.append(entry.record)
    others = [record for record in existing if record.path not in {entry.record for entry in mine.values()}]
    again = load(
        {seed: seeds[seed] for seed in mine}, read, _unseeded(others), Lock({}, {}, {}), setting, rules, run
    )
    entries, changed = dict(lock.seeds), []
    for article in again.new:
        entry = mine[article.seed]
        old = records[entry.record].decode()
        text = set_fields(old, _changes(entry.record, old, article), entry.record)
        if text != old:
            changed.append((entry.record, text))
            written = hashlib.sha256(text.encode()).hexdigest()
            entries[article.seed] = SeedEntry(entry.sha256, entry.record, written)
    return Refreshed(tuple(sorted(changed)), tuple(edited), msgspec.structs.replace(lock, seeds=entries))


def _unseeded(existing: Iterable[Existing]) -> list[Existing]:
    """Keep the dates of other records, but let none of them stand for a seed."""
    return [msgspec.structs.replace(record, seed="") for record in existing]


def _changes(path: str, old: str, article: Article) -> dict[str, object | None]:
    """Return the fields that come out otherwise than they stand: new value and evidence, or None where none is left."""
    record = read_record(path, old.encode())
    inferred = article.front["inferred"]
    assert isinstance(inferred, dict)
    changes: dict[str, object | None] = {}
    for field in FIELDS:
        how: Inference | None = inferred.get(field)
        stands = field in record.inferred
        if not stands and getattr(record, field):
            continue  # stated
        value = article.front.get(field) if how else None
        if _plain(value) != _plain(getattr(record, field)) or how != record.inferred.get(field):
            changes[field], changes[f"inferred.{field}"] = value, how
    return changes


def _plain(value: object) -> object:
    """Return a value in one form, so that a list equals a tuple and a source its name."""
    found = msgspec.to_builtins(value) if value else None
    if isinstance(found, dict) and found.keys() == {"name"}:
        return found["name"]
    return found
