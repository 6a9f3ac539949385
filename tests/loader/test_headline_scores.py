"""The share of headlines that are right in texts which nobody here wrote (../shared/corpora/plain), by hand-made truth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from newsgen.loader.structure.read import read_plain_structure

TRUTH = Path(__file__).parent / "data" / "headlines-read.txt"


def judged() -> Iterator[tuple[str, int, int]]:
    """Corpus, row and line of each headline; line 0 for a text without one."""
    for line in TRUTH.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            corpus, *pairs = line.split()
            for pair in pairs:
                row, _, number = pair.partition(":")
                yield corpus, int(row), int(number)


def test_headlines_are_those_that_a_reader_finds(shared: Path) -> None:
    """At most 2 % are wrong; a text without a headline has a part of its first paragraph, without its dateline."""
    texts: dict[str, list[str]] = {}
    wrong, count = [], 0
    for corpus, row, number in judged():
        file = shared / "corpora/plain" / corpus / "articles.jsonl"
        if corpus not in texts:
            texts[corpus] = [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
        lines = [" ".join(line.split()) for line in texts[corpus][row].split("\n") if line.strip()]
        found = read_plain_structure("seeds/x.txt", texts[corpus][row])
        has_part = "title" in found.inferred and 0 <= lines[0].find(found.title) < 60
        right = found.title == lines[number - 1] if number else has_part
        count += 1
        if not right:
            wrong.append(f"{corpus} {row}: {found.title}")
    assert count > 250
    assert len(wrong) <= 0.02 * count, "\n".join(wrong)
