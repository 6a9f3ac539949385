"""Builds by the command line that are killed, starved or run at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newsgen.builder.paths import hold_lock
from tests.support.archives import four, many, newsgen, record, stamps, tree, write
from tests.support.waiting import eventually, started

BUILD = [sys.executable, "-m", "newsgen", "build", "--as-of", "2026-11-24", "--jobs", "2"]


def edition(number: int) -> dict[str, str]:
    """Three hundred records; each edition has other texts, and some articles that no other has."""
    files = {path: text.replace("The ", f"Edition {number}: the ") for path, text in many(300).items()}
    for n in range(1, 20):
        text = record(f"Only {n}", date=f"2021-03-{n:02d}", topics=[f"Edition {number}"])
        files[f"articles/only-{number}-{n}.md"] = text
    return files


def lay_out(root: Path, number: int) -> None:
    for path in (root / "articles").glob("only-*.md"):
        path.unlink()
    write(root, edition(number))


def test_a_second_build_is_told_to_wait(tmp_path: Path) -> None:
    """Whichever part of the first is running; nothing is touched."""
    root = tmp_path / "archive"
    write(root, four())
    assert newsgen(root, "build").returncode == 0
    before = tree(root / "site")
    write(root, {"articles/new.md": record("New")})
    for lock, what in ((".newsgen/lock", "articles"), (".newsgen/state/site/lock", "site")):
        with hold_lock(root / lock, what):
            run = newsgen(root, "build")
        assert run.returncode == 75
        told = f"another build is writing {what}; wait until it has ended, then build again"
        assert run.stderr == f"error: {told}\n"
        assert tree(root / "site") == before
    assert newsgen(root, "build").returncode == 0


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = ["newsgen", "build"]
from newsgen.cli.main import main
main()
"""


@pytest.mark.parametrize("limit", [0, 1000, 50_000])
def test_a_write_that_the_system_refuses_leaves_the_site_alone(limit: int, tmp_path: Path) -> None:
    """No file may grow over a limit: not even the first, those of the cache, one of the site."""
    root = tmp_path / "archive"
    write(root, four())
    assert newsgen(root, "build").returncode == 0
    before = stamps(root / "site")
    write(root, {"static/large": "x" * 60_000, "articles/new.md": record("New")})
    # -B: the limit would cut byte code short too, for all who import newsgen later.
    command = [sys.executable, "-B", "-c", LIMITED, str(limit)]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 74, run.stderr
    assert "File too large" in run.stderr
    assert "Traceback" not in run.stderr
    assert stamps(root / "site") == before
    assert newsgen(root, "build").returncode == 0
    assert (root / "site/large").stat().st_size == 60_000


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    """Something else has the name of newsgen's own folder; root may write everywhere, so modes would prove nothing."""
    root = tmp_path / "archive"
    write(root, four() | {".newsgen": "a file"})
    run = newsgen(root, "build")
    assert run.returncode == 74
    assert "Traceback" not in run.stderr
    assert str(root / ".newsgen") in run.stderr
    assert not (root / "site").exists()


def heed_interrupts() -> None:
    """What a program at a terminal does; one that a shell has started in the background ignores them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_interrupted_by_ctrl_c(tmp_path: Path) -> None:
    """The whole group of processes gets it from a terminal: one line, exit code 130, a whole site."""
    root = tmp_path / "archive"
    lay_out(root, 0)
    with started(
        BUILD,
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    ) as process:
        eventually(lambda: list(root.glob(".newsgen/state/site/stage/20*")))
        os.killpg(process.pid, 2)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told.strip()) == (130, "interrupted; the site is as it was")
    assert not (root / "site").exists()
    assert newsgen(root, "build", "--as-of", "2026-11-24").returncode == 0
