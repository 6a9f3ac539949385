"""Builds by the command line that are killed, starved or run at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from newsgen.builder.paths import hold_lock
from tests.support.archives import Tree, clean_copy, four, many, newsgen, record, stamps, tree, write
from tests.support.waiting import eventually, started

BUILD = [sys.executable, "-m", "newsgen", "build", "--as-of", "2026-11-24", "--jobs", "2"]


def edition(number: int) -> dict[str, str]:
    """Three hundred records; each edition has other texts, and some articles that no other has."""
    files = {path: text.replace("The ", f"Edition {number}: the ") for path, text in many(300).items()}
    return files | {
        f"articles/only-{number}-{n}.md": record(
            f"Only {n}", date=f"2021-03-{n:02d}", topics=[f"Edition {number}"]
        )
        for n in range(1, 20)
    }


def lay_out(root: Path, number: int) -> None:
    for path in (root / "articles").glob("only-*.md"):
        path.unlink()
    write(root, edition(number))


def processes_of(mark: str) -> list[int]:
    """Those that have the mark in their environment and still live."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (path / "environ").read_bytes():
                found.append(int(path.name))
        except OSError:
            continue  # it ended, or is another user's
    return found


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Tree], float]:
    """An archive in its second edition, the sites of both, and the seconds that a build takes."""
    root = tmp_path_factory.mktemp("crashes") / "archive"
    sites = []
    for number in range(2):
        lay_out(root, number)
        began = time.monotonic()
        assert subprocess.run(BUILD, cwd=root, capture_output=True, check=False).returncode == 0
        seconds = time.monotonic() - began
        sites.append(tree(root / "site"))
    # From now on the lock holds the addresses of both editions, so that each has its redirects and its lost ones.
    for number in range(2):
        lay_out(root, number)
        assert subprocess.run(BUILD, cwd=root, capture_output=True, check=False).returncode == 0
        sites[number] = tree(root / "site")
    return root, sites, seconds


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds the workers in /proc")
@pytest.mark.parametrize("seed", range(20))
def test_kill_leaves_a_whole_site_and_no_worker(seed: int, editions: tuple[Path, list[Tree], float]) -> None:
    """At a random moment of a build with two workers; and the next build is as good as any."""
    root, sites, seconds = editions
    old = tree(root / "site")
    new = sites[old == sites[0]]
    lay_out(root, sites.index(new))
    mark = f"NEWSGEN_TEST_MARK={uuid.uuid4()}"
    environment = os.environ | dict([mark.split("=")])
    with started(
        BUILD, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        moment = random.Random(seed).uniform(0.05, 1.1) * seconds
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.kill()
    assert tree(root / "site") in (old, new)
    eventually(lambda: not processes_of(mark), 10)
    run = subprocess.run(BUILD, cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert tree(root / "site") == new
    if seed == 0:
        copy = clean_copy(root, root.parent / "clean")
        assert subprocess.run(BUILD, cwd=copy, capture_output=True, check=False).returncode == 0
        assert tree(copy / "site") == new


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
        assert (
            run.stderr
            == f"error: another build is writing {what}; wait until it has ended, then build again\n"
        )
        assert tree(root / "site") == before
    assert newsgen(root, "build").returncode == 0


@pytest.mark.long
def test_builds_at_once_do_no_harm(tmp_path: Path) -> None:
    """Four of them: each builds or is told to wait, and the site is whole."""
    root = tmp_path / "archive"
    lay_out(root, 0)
    running = [
        subprocess.Popen(BUILD, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(4)
    ]
    codes = {process.wait(300) for process in running}
    assert codes in ({0}, {0, 75})
    copy = clean_copy(root, tmp_path / "clean")
    assert subprocess.run(BUILD, cwd=copy, capture_output=True, check=False).returncode == 0
    assert tree(root / "site") == tree(copy / "site")


@pytest.mark.long
def test_builds_into_other_folders_at_once_do_no_harm(tmp_path: Path) -> None:
    """As a preview beside a build: they share the archive's caches and its lock, and each site is whole."""
    root = tmp_path / "archive"
    lay_out(root, 0)
    for _ in range(3):
        running = [
            subprocess.Popen(
                [*BUILD, "-o", f"../out{n}"], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
            for n in range(4)
        ]
        told = [process.communicate(timeout=300)[1] for process in running]
        assert {process.returncode for process in running} <= {0, 75}, told
        assert 0 in {process.returncode for process in running}, told
    trees = [tree(tmp_path / f"out{n}") for n in range(4) if (tmp_path / f"out{n}").exists()]
    assert all(found == trees[0] for found in trees)


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


@pytest.mark.long
def test_a_full_disk_leaves_the_site_alone(tmp_path: Path, require: Callable[[object, str], None]) -> None:
    """A real one, of three megabytes; after something is removed the next build works."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(disk)]
    mounted = (
        sys.platform == "linux"
        and not os.geteuid()
        and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    )
    require(mounted, "only root on Linux can mount a small disk")
    try:
        root = disk / "archive"
        write(root, four())
        assert newsgen(root, "build").returncode == 0
        before = stamps(root / "site")
        write(root, {f"static/{n}": "x" * 120_000 for n in range(10)})
        write(root, {"articles/new.md": record("New")})
        run = newsgen(root, "build")
        assert (run.returncode, stamps(root / "site") == before) == (74, True)
        assert "No space left on device" in run.stderr
        for n in range(9):
            (root / f"static/{n}").unlink()
        assert newsgen(root, "build").returncode == 0
        assert (root / "site/9").exists()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


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
