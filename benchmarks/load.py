"""How long plain seeds take to load on all cores: `python -m benchmarks.load [ARTICLES] [--corpus FILE]`.

Plain texts, a headline and a date above each, are put into the seeds of an empty archive, and `newsgen load` is run as a
whole process, a new archive each time. The texts are made up, or those of FILE, JSON Lines with a `text` each, taken
again and again with a number at the end until there are enough.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import articles
from benchmarks.measure import Run, run

ROUNDS = 3
GOAL = 5
"""Milliseconds an article and core."""
_FOLDER = 1_000
"""Seeds in one folder."""


def texts(count: int, corpus: Path | None) -> Iterator[str]:
    """Plain texts of articles, no two alike."""
    if corpus is None:
        for article in articles(count):
            yield f"{article.title}\n{article.date:%B %d, %Y}\n\n{article.body}"
        return
    found = [json.loads(line)["text"] for line in corpus.read_text(encoding="utf-8").splitlines()]
    for number, text in enumerate(itertools.islice(itertools.cycle(found), count)):
        yield f"{text}\n\nRelease {number}.\n"


def load(root: Path, count: int, corpus: Path | None, *, memory: bool) -> Run:
    """Lay down an archive of seeds and load it."""
    (root / "newsgen.toml").write_text('[site]\ntitle = "Bench"\n', encoding="utf-8")
    for number, text in enumerate(texts(count, corpus)):
        file = root / "seeds" / f"{number // _FOLDER}" / f"{number}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    os.sync()
    took = run((sys.executable, "-m", "newsgen", "load", "--quiet"), root, memory=memory)
    made = sum(1 for _ in (root / "articles").rglob("*.md"))
    if made != count:
        raise SystemExit(f"{made} articles of {count} seeds")
    return took


def main() -> None:
    """Print the median."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", nargs="?", type=int, default=10_000)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    runs: list[Run] = []
    with tempfile.TemporaryDirectory(prefix="newsgen-load-") as scratch:
        for turn in range(given.rounds + 1):
            root = Path(scratch) / f"{turn}"
            root.mkdir()
            runs.append(load(root, given.articles, given.corpus, memory=turn == given.rounds))
    timed, cores = runs[:-1], os.cpu_count() or 1
    walls = [1000 * one.wall * cores / given.articles for one in timed]
    print(
        f"{given.articles:,} seeds, {cores} cores: {statistics.median(one.wall for one in timed):.1f} s; an article and "
        f"core {statistics.median(walls):.2f} ms ({min(walls):.2f}–{max(walls):.2f}), goal at most {GOAL}; processor "
        f"{1000 * statistics.median(one.cpu for one in timed) / given.articles:.2f} ms an article; "
        f"all processes at most {runs[-1].memory / 1e6:.0f} MB"
    )


if __name__ == "__main__":
    main()
