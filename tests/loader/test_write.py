"""The loader's only writing."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.errors import OutputError, RefusedError
from newsgen.loader.report import Article, Conflict
from newsgen.loader.write import write_conflicts, write_records


def article(path: str, text: str = "text\n") -> Article:
    return Article(path, text, {}, text, "seeds/x.txt")


def test_records_are_written_whole(tmp_path: Path) -> None:
    write_records(tmp_path, [article("articles/2023/a.md"), article("articles/undated/b.md", "ä\n")])
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert files == ["articles/2023/a.md", "articles/undated/b.md"]
    assert (tmp_path / files[1]).read_bytes() == "ä\n".encode()
    assert (tmp_path / files[0]).stat().st_mode & 0o777 == 0o644


def test_what_a_crash_left_is_swept_up(tmp_path: Path) -> None:
    """It lies in the working folder, and nothing of it or of this run among the records."""
    work = tmp_path / "work/unfinished"
    work.mkdir(parents=True)
    (work / ".new-x.tmp").write_text("half")
    write_records(tmp_path, [article("articles/a.md")], work)
    files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert files == ["articles/a.md"]


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("mine")
    with pytest.raises(RefusedError, match=r"^a\.md: a file of that name is there already"):
        write_records(tmp_path, [article("a.md")])
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.md", "mine")]


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
        write_records(tmp_path, [article("articles/2023/a.md")])
