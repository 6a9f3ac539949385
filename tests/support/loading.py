"""Loads seeds from memory as if the archive were empty."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping

from newsgen.loader.analyse import Rules
from newsgen.loader.load import load
from newsgen.loader.report import LoadReport, Setting
from newsgen.lockfile import Lock

SETTING = Setting(datetime.date(2026, 11, 24))


def load_fresh(seeds: Mapping[str, bytes]) -> LoadReport:
    """Make records of seeds, given by path."""
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in seeds.items()}
    return load(hashes, seeds.__getitem__, (), Lock({}, {}, {}), SETTING, Rules())
