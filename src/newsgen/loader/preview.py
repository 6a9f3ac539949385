"""Records as they would be made, for `newsgen load --dry-run`: from any file, inside the archive or not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from newsgen.loader.analyse import Rules
from newsgen.loader.load import Run, load
from newsgen.loader.report import Article, LoadReport, Setting
from newsgen.lockfile import Lock
from newsgen.record.write import builtin


def preview(files: Mapping[str, bytes], setting: Setting, rules: Rules, run: Run = map) -> LoadReport:
    """Make records of files as if the archive were empty; nothing is written, the report's lock is of no use.

    Args:
        files: bytes by path.
        setting: what holds for the run.
        rules: what the rules of inference are given.
        run: as in `load`.
    """
    seeds = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    return load(seeds, files.__getitem__, (), Lock({}, {}, {}), setting, rules, run)


def as_mapping(article: Article) -> dict[str, Any]:
    """Return a record as plain values for JSON: its front matter by key, `inferred`, `seed` and `body`.

    Dates are text (YYYY-MM-DD); a key without a value is left out, but `title`, `dek`, `date`, `inferred` and `seed` are
    always there (`date` may be null).
    """
    front = {key: _plain(value) for key, value in article.front.items()}
    kept = {key: value for key, value in front.items() if value not in (None, "", [], (), {})}
    return {"title": "", "dek": "", "date": None, "inferred": {}} | kept | {"body": article.body}


def _plain(value: object) -> Any:
    """Turn a value of front matter into text, numbers, lists and dicts, all the way down."""
    found = builtin(value)
    if isinstance(found, dict):
        return {key: _plain(part) for key, part in found.items()}
    return [_plain(part) for part in found] if isinstance(found, list) else found
