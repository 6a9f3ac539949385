"""Many records are read by workers, and the result is that of one process."""

from __future__ import annotations

import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from newsgen.errors import ContentError, OutputError
from newsgen.record.store import MANY, OpenExecutor, Store
from tests.support.archives import record, write

LATER = 1 << 62
BAD = "---\ntitle: [x\n---\n"


def store(root: Path, name: str, executor: OpenExecutor | None = None) -> Store:
    return Store(root, "articles", root / name, "1", executor=executor)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write(tmp_path, {f"articles/{number:03}.md": record(f"Title {number}") for number in range(MANY + 9)})
    return tmp_path


def threads() -> AbstractContextManager[Executor]:
    return ThreadPoolExecutor(2)


def test_workers_read_what_one_process_reads(archive: Path) -> None:
    assert store(archive, "a", threads).read(LATER) == store(archive, "b").read(LATER)
    assert (archive / "a").read_bytes() == (archive / "b").read_bytes()


def test_all_that_is_wrong_is_told_in_order(archive: Path) -> None:
    write(archive, {"articles/007.md": BAD, "articles/500.md": BAD, "articles/501.md": "x"})
    problems = []
    for name, executor in (("a", threads), ("b", None)):
        with pytest.raises(ContentError) as caught:
            store(archive, name, executor).read(LATER)
        problems.append(caught.value.problems)
    assert problems[0] == problems[1]
    assert [problem.file[-6:] for problem in problems[0]] == ["007.md", "500.md", "501.md"]
    assert (archive / "a").read_bytes() == (archive / "b").read_bytes()


def test_few_records_need_no_workers(archive: Path) -> None:
    """Nor do records that are in the cache."""

    def none() -> AbstractContextManager[Executor]:
        raise AssertionError

    store(archive, "a", threads).read(LATER)
    write(archive, {"articles/007.md": record("New")})
    assert len(store(archive, "a", none).read(LATER)[0]) == MANY + 9


def _end(*_: object) -> None:
    os._exit(1)


def test_a_worker_that_is_killed_is_an_error_that_says_so(archive: Path) -> None:
    with pytest.raises(OutputError, match="a process that reads records was killed"):
        store(archive, "a", lambda: ProcessPoolExecutor(1, initializer=_end)).read(LATER)
