"""Loads seeds from memory as if the archive were empty."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from newsgen.errors import Problem
from newsgen.loader.analyse import InferenceData
from newsgen.loader.containers import find_containers, read_batches
from newsgen.loader.load import make_new_records
from newsgen.loader.report import LoadOptions, LoadReport
from newsgen.lockfile import Lock
from newsgen.model import ParsedArticle
from newsgen.settings.values import parse_period

SETTING = LoadOptions(datetime.date(2026, 11, 24))


def load_fresh(
    seeds: Mapping[str, bytes],
    *,
    as_of: str = "2026-11-24",
    period: str = "",
    language: str = "en",
    repair_encoding: bool = False,
) -> LoadReport:
    """Make records of seeds, given by path."""
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in seeds.items()}
    setting = msgspec.structs.replace(
        SETTING,
        as_of=datetime.date.fromisoformat(as_of),
        period=parse_period(period) if period else None,
        language=language,
        repair_encoding=repair_encoding,
    )
    return make_new_records(hashes, seeds.__getitem__, (), Lock({}, {}, {}), setting, InferenceData())


def read_items(folder: Path, name: str, data: str | bytes) -> tuple[str, list[ParsedArticle], list[Problem]]:
    """Write a file, and read it as one of several articles: its format, its items, and what is said about others."""
    path, key = folder / name, f"seeds/{name}"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    container = find_containers({key: path})[key]
    batches = list(read_batches(container, key, path))
    items = [item for batch in batches for item in batch.items.values()]
    problems = [problem for batch in batches for problem in (*batch.problems, *batch.warnings)]
    return container.name, items, problems
