"""One seed to records that lack only what the other seeds tell."""

from __future__ import annotations

import datetime
from pathlib import Path

from newsgen.loader.analyse import Rules
from newsgen.loader.load import compare, read_seed
from newsgen.loader.text import Known
from newsgen.model import PartialDate

KNOWN = Known(datetime.date(2026, 11, 24))
WORDS = [f"word{n}" for n in range(400)]
STORY = f"Ministers meet\nNovember 22, 2023\n{' '.join(WORDS)} and then they\n"
SEEDS = {
    "seeds/x.txt": STORY.encode(),
    "seeds/y.txt": STORY.replace("word200", "another").encode(),
    "seeds/z.md": b"---\nslug: z\ndate: 2020-01-02\ntitle: T\n---\n\nText.\n",
    "seeds/bad.txt": b"\0",
    "seeds/x.pdf": b"",
}


def test_a_record_but_for_its_name() -> None:
    found = read_seed("seeds/x.txt", SEEDS.__getitem__, Rules(), KNOWN)
    (made,) = found.made
    assert made.article.path == ""
    assert made.article.text.startswith("---\ntitle: Ministers meet\ndate: 2023-11-22\n")
    assert (made.name, made.seed.file) == ("Ministers meet", "seeds/x.txt")
    assert made.dated.alone is not None
    assert [problem.code for problem in made.warnings] == ["truncated"]


def test_what_front_matter_states() -> None:
    (made,) = read_seed("seeds/z.md", SEEDS.__getitem__, Rules(), KNOWN).made
    assert (made.name, made.dated.stated, made.dated.signs) == ("z", PartialDate(2020, 1, 2), None)


def test_seeds_that_hold_nothing() -> None:
    assert [p.code for p in read_seed("seeds/bad.txt", SEEDS.__getitem__, Rules(), KNOWN).problems] == [
        "binary-seed"
    ]
    assert read_seed("seeds/x.pdf", SEEDS.__getitem__, Rules(), KNOWN).made == ()


def test_comparing() -> None:
    """The wording counts as the seed has it, without front matter."""
    places = [("seeds/y.txt", 0), ("seeds/x.txt", 0), ("seeds/z.md", 0)]
    assert compare((("seeds/x.txt", 0), places), SEEDS.__getitem__) == [0.98, 1.0, 0.0]


def test_comparing_seeds_that_were_changed_meanwhile(tmp_path: Path) -> None:
    """One that is gone, broken or shorter than it was has nothing in common with any other."""
    (tmp_path / "broken.txt").write_bytes(b"\0")
    (tmp_path / "text.txt").write_text(STORY, encoding="utf-8")

    def read(path: str) -> bytes:
        return (tmp_path / path).read_bytes()

    places = [("gone.txt", 0), ("broken.txt", 0), ("text.txt", 1), ("text.txt", 0)]
    assert compare((("text.txt", 0), places), read) == [0.0, 0.0, 0.0, 1.0]
    assert compare((("gone.txt", 0), places), read) == [0.0, 0.0, 0.0, 0.0]
