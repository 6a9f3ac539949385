"""Two commands at once in one archive: two builds, a build and a load, a build beside the preview."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsgen.builder.paths import hold_lock
from tests.support.archives import AS_OF, UNSEARCHED, clean_copy, four, newsgen, record, tree, write
from tests.support.previewing import Preview, previewing
from tests.torture.conftest import Size, Tally

DAY = ["--as-of", AS_OF.isoformat()]
SEED = "{title}\n\nOSLO, Nov. 20, 2023 - {title}, the minister said here on Monday.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    write(root, four() | UNSEARCHED)
    assert newsgen(root, "build", *DAY).returncode == 0
    return root


def assert_is_clean(root: Path) -> None:
    """The site and the records are those of a build of a copy."""
    assert newsgen(root, "build", *DAY).returncode == 0
    copy = clean_copy(root, root.parent / "clean")
    assert newsgen(copy, "build", *DAY).returncode == 0
    for name in ("site", "articles"):
        assert tree(root / name) == tree(copy / name)


OTHERS = {"build": ["build"], "load": ["load"], "build into another folder": ["build", "-o", "../elsewhere"]}


@pytest.mark.parametrize("other", OTHERS)
def test_one_wins_and_the_other_is_refused(other: str, root: Path, size: Size, tally: Tally) -> None:
    """Each ends with 0, or with 75 and a remedy; no text is loaded twice or lost."""
    rounds, refused = size(2, 20), 0
    with ThreadPoolExecutor(2) as pool:
        for number in range(rounds):
            write(root, {f"seeds/{number}.txt": SEED.format(title=f"Fish talks number {number}")})
            write(root, {"articles/2023/2023-11-22-talks-open.md": record("Talks open", f"Round {number}.")})
            runs = list(pool.map(lambda command: newsgen(root, *command, *DAY), [["build"], OTHERS[other]]))
            codes = [run.returncode for run in runs]
            assert set(codes) <= {0, 75}, runs
            assert 0 in codes
            for run in runs:
                assert run.returncode == 0 or "wait until it has ended" in run.stderr
            refused += 75 in codes
    assert_is_clean(root)
    assert len(list((root / "articles").rglob("*fish-talks*.md"))) == rounds
    tally(rounds, f"times build and {other}", f"whole; {refused:,} refused because of the lock")


def test_it_is_refused_within_a_second(root: Path, size: Size, tally: Tally) -> None:
    """While a build holds the archive's lock or that of the site."""
    rounds, longest = size(2, 10), 0.0
    for number in range(rounds):
        with hold_lock(root / [".newsgen/lock", ".newsgen/state/site/lock"][number % 2], "site"):
            began = time.monotonic()
            assert newsgen(root, "build", *DAY).returncode == 75
            longest = max(longest, time.monotonic() - began)
    tally(rounds, "refusals", f"the longest took {longest:.1f} s")


@pytest.fixture
def preview(root: Path) -> Iterator[Preview]:
    with previewing(root) as preview:
        yield preview


def test_builds_next_to_the_preview(root: Path, preview: Preview, size: Size, tally: Tally) -> None:
    """The preview has folders of its own; it follows each edit, and the builds are whole."""
    rounds, refused = size(1, 20), 0
    for number in range(rounds):
        write(
            root,
            {"articles/2021/2021-05-01-a-canal.md": record("A canal", f"Round {number}.", date="2021-05-01")},
        )
        codes = [newsgen(root, "build", *DAY).returncode for _ in range(2)]
        assert set(codes) <= {0, 75}
        refused += 75 in codes
        preview.shows("2021/05/01/a-canal.html", f"Round {number}.")
    assert_is_clean(root)
    tally(rounds, "builds and a preview", f"whole; {refused:,} refused because of the lock")
