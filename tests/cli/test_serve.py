"""newsgen serve."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.archives import four, newsgen, record, write
from tests.support.waiting import eventually, started


@contextmanager
def serving(root: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The command, and the address that it says."""
    command = [sys.executable, "-m", "newsgen", "serve", *options]
    with started(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("serving "), line
        yield line.split(" at ")[1].split()[0], process


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def test_it_shows_the_archive_and_leaves_site_and_lock_alone(tmp_path: Path) -> None:
    """Drafts are shown on demand; what is only looked at is not published, so no address is remembered."""
    write(tmp_path, four() | {"articles/d.md": record("A draft", date="2023-01-02", status="draft")})
    with serving(tmp_path, "-p", "0", "--drafts", "--as-of", "2026-11-24") as (address, process):
        assert address.startswith("http://127.0.0.1:")
        assert "Talks open" in read(address)
        assert "A draft" in read(f"{address}2023/01/02/d.html")
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.stderr
        assert "Traceback" not in process.stderr.read()
    assert not (tmp_path / "site").exists()
    lock = tmp_path / "newsgen.lock"
    assert not lock.exists() or "address" not in lock.read_text()


def test_a_taken_port_makes_place_for_the_next(tmp_path: Path) -> None:
    write(tmp_path, four())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(tmp_path, "-p", str(port)) as (address, _):
            assert address != f"http://127.0.0.1:{port}/"
            assert read(address)


def test_two_previews_at_once_and_a_build_beside_them(tmp_path: Path) -> None:
    """A preview that is shown holds no lock."""
    write(tmp_path, four())
    with serving(tmp_path, "-p", "0") as (one, _), serving(tmp_path, "-p", "0") as (other, _):
        assert read(one) == read(other)
        assert newsgen(tmp_path, "build").returncode == 0
    assert (tmp_path / "site/index.html").exists()


def test_a_mistake_is_told_and_nothing_is_served(tmp_path: Path) -> None:
    write(tmp_path, {"articles/bad.md": "---\n"})
    run = newsgen(tmp_path, "serve", "-p", "0")
    assert run.returncode == 1
    assert run.stderr.startswith("error: articles/bad.md:")
    assert run.stdout == ""


def test_it_ends_with_its_terminal(tmp_path: Path) -> None:
    write(tmp_path, four())
    with serving(tmp_path, "-p", "0") as (_, process):
        process.send_signal(signal.SIGTERM)
        eventually(lambda: process.poll() is not None)
