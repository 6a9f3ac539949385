"""The loader's only writing."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.addresses import slugify
from newsgen.errors import OutputError, RefusedError
from newsgen.loader.report import Conflict, PendingRecord
from newsgen.loader.write import (
    choose_record_paths,
    make_pending_record,
    write_conflicts,
    write_new_records,
)
from newsgen.model import Inference, PartialDate, SeedRef
from newsgen.record.read import extract_body, read_record
from newsgen.record.write import format_record


def record(path: str, text: str = "text\n") -> PendingRecord:
    return PendingRecord(path, text, {}, "", "seeds/x.txt")


def test_records_are_written_whole(tmp_path: Path) -> None:
    write_new_records(
        tmp_path, [record("articles/2023/a.md"), record("articles/undated/b.md", "ä\n")], tmp_path / "work"
    )
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert files == ["articles/2023/a.md", "articles/undated/b.md"]
    assert (tmp_path / files[1]).read_bytes() == "ä\n".encode()
    assert (tmp_path / files[0]).stat().st_mode & 0o777 == 0o644


def test_what_a_crash_left_is_swept_up(tmp_path: Path) -> None:
    """It lies in the working folder, and nothing of it or of this run among the records."""
    work = tmp_path / "work/unfinished"
    work.mkdir(parents=True)
    (work / ".new-x.tmp").write_text("half")
    write_new_records(tmp_path, [record("articles/a.md")], work)
    files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert files == ["articles/a.md"]


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("mine")
    with pytest.raises(RefusedError, match=r"^a\.md: a file of that name exists already"):
        write_new_records(tmp_path, [record("a.md")], tmp_path / "work")
    assert [(path.name, path.read_text()) for path in tmp_path.glob("*.*")] == [("a.md", "mine")]


def test_conflicts_replace_older_ones(tmp_path: Path) -> None:
    for text in ("old", "new"):
        write_conflicts(
            tmp_path / "conflicts", [Conflict("seeds/x.txt", "articles/x.md", "x.1a2b3c.md", text)]
        )
    assert [(path.name, path.read_text()) for path in (tmp_path / "conflicts").iterdir()] == [
        ("x.1a2b3c.md", "new")
    ]


def test_what_the_system_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "articles").write_text("a file where a folder must be")
    with pytest.raises(OutputError, match=r"^articles/2023/a\.md: cannot be written: "):
        write_new_records(tmp_path, [record("articles/2023/a.md")], tmp_path / "work")


ONE, TWO = "1a2b3c" + "0" * 58, "1a2b3c" + "f" * 58


def test_a_taken_name_gets_digits_of_the_seed() -> None:
    assert choose_record_paths([("A head", None, ONE)], {"articles/undated/A-Head.md"}) == [
        "articles/undated/a-head-1a2b3c.md"
    ]
    taken = {"articles/undated/a-head.md", "articles/undated/a-head-1a2b3c.md"}
    assert choose_record_paths([("A head", None, ONE)], taken) == ["articles/undated/a-head-1a2b3c0.md"]


def test_two_of_a_name_both_get_digits() -> None:
    """So the order of the seeds does not matter."""
    both = [("A head", None, ONE), ("a HEAD", None, TWO)]
    paths = choose_record_paths(both, ())
    assert len(set(paths)) == 2
    assert all(path.startswith("articles/undated/a-head-1a2b3c") for path in paths)
    assert sorted(choose_record_paths(both[::-1], ())) == sorted(paths)


def test_long_titles_that_share_a_name_keep_apart_in_their_addresses() -> None:
    """The digits that tell two files apart survive the cut of a slug to its longest length."""
    title = "application process for judiciary recommendations is announced by two senators of one state " * 2
    paths = choose_record_paths([(title, None, "a" * 64), (title, None, "b" * 64)], ())
    assert len({slugify(path.rpartition("/")[2].removesuffix(".md")) for path in paths}) == 2
    dated = choose_record_paths([(title, PartialDate(2023, 11, 22), digit * 64) for digit in "ab"], ())
    slugs = {
        slugify(path.rpartition("/")[2].removesuffix(".md").removeprefix("2023-11-22-")) for path in dated
    }
    assert len(slugs) == 2


SEED = SeedRef("seeds/x.txt", "0" * 64, "windows-1252")
MONTH = PartialDate(2023, 11)
FRONT: dict[str, object] = {"title": "Ministers meet: a first", "people": ("Kishida Fumio",), "date": MONTH}
INFERRED = {
    "people": Inference("name-patterns", {"Kishida Fumio": "line 3"}),
    "date": Inference("month", "line 2", 0.7, "it says so", ("2022-11",)),
}


def test_a_record_reads_back_as_it_was_made() -> None:
    """Fields under `inferred` stand in the order of the front matter."""
    made = make_pending_record(FRONT, INFERRED, SEED, "\\# not a heading")
    text = format_record(made.front, made.body).encode()
    record = read_record("x.md", text)
    assert (record.title, record.date, record.seed) == ("Ministers meet: a first", MONTH, SEED)
    assert record.inferred == INFERRED
    assert list(record.inferred) == ["date", "people"]
    assert extract_body(text)[0].strip() == made.body
