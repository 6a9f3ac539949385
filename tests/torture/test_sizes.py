"""Sizes that nobody should bring: built within 30 seconds and a gigabyte, or refused with the place.

Names of an article, cells and bytes of a text: tests/pipeline/test_limits.py.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import ROOT
from tests.support.archives import UNSEARCHED, record, write
from tests.torture.conftest import SCALE, Size, Tally

SECONDS, MEGABYTES = 30, 1_000


def make_archives(scale: int) -> dict[str, Mapping[str, str]]:
    """By what is large the files of an archive; `scale` is 100 for what the table of docs/reliability.md says."""
    words, article = "A word or two of a text. ", "articles/a.md"
    return {
        "an article of 10 MB": {article: record("A", (words * 40 + "\n\n") * (100 * scale))},
        "an article of 4 MB with HTML": {
            article: record("A", (f"<b>{words}</b>" * 40 + "\n\n") * (30 * scale))
        },
        "a seed of 10 MB": {"seeds/a.txt": "A title\n\n" + (words * 40 + "\n\n") * (100 * scale)},
        "a line of 1 MB": {article: record("A", words * (400 * scale))},
        "a line of 1 MB in a seed": {"seeds/a.txt": "A title\n\n" + words * (400 * scale)},
        "a word of 1 MB in a seed": {"seeds/a.txt": "A title\n\n" + "w" * (10_000 * scale)},
        "10,000 topics": {article: record("A", topics=[f"Topic {n}" for n in range(100 * scale)])},
        "100,000 levels": {article: record("A", "> " * (1_000 * scale) + "deep")},
        "100,000 levels of front matter": {
            article: f"---\ntitle: A\nx: {'[' * (1_000 * scale)}\n---\nText.\n"
        },
        "100,000 levels of HTML": {"seeds/a.html": "<h1>A</h1>" + "<div>" * (1_000 * scale) + "deep"},
        "a table of a million cells": {article: record("A", "|a|b|\n|-|-|\n" + "|1|2|\n" * (5_000 * scale))},
        "100,000 files in a folder": {f"static/{n}.txt": "x" for n in range(1_000 * scale)}
        | {article: record("A")},
    }


def build(root: Path) -> tuple[int, str, float]:
    """Build in a process that has no more than a gigabyte; return its code, what it said, and the time of the processor."""
    command = [sys.executable, "-m", "newsgen", "build", "--jobs", "1", "--as-of", "2026-11-24"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    limit = MEGABYTES * 1_000_000
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, timeout=20 * SECONDS,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        done.returncode,
        done.stderr,
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    )


def test_sizes(tmp_path: Path, size: Size, tally: Tally) -> None:
    longest, refused = 0.0, 0
    archives = dict(list(make_archives(size(2, 100)).items())[: None if SCALE else 3])
    for number, (what, files) in enumerate(archives.items()):
        root = tmp_path / str(number)
        write(root, {**files, **UNSEARCHED})
        code, said, seconds = build(root)
        assert (code, seconds < SECONDS) in ((0, True), (1, True)), (what, seconds, said[-500:])
        assert "Traceback" not in said, (what, said)
        assert code == 0 or re.search(r"^error: (?:articles|seeds)/", said, re.MULTILINE), (what, said[:500])
        longest, refused = max(longest, seconds), refused + code
    tally(
        len(archives),
        "sizes",
        f"at most {longest:.0f} s and {MEGABYTES:,} MB; {refused} refused with the place",
    )
