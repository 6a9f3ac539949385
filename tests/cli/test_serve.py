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

from tests.support.archives import UNSEARCHED, four, many, newsgen, record, write
from tests.support.previewing import previewing
from tests.support.waiting import eventually, started


@contextmanager
def serving(
    root: Path, *options: str, said: list[str] | None = None
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The command, and the address that it says; lines before that one go to `said`."""
    command = [sys.executable, "-m", "newsgen", "serve", *options]
    with started(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        while not (line := process.stdout.readline()).startswith("serving "):
            assert line, process.stderr.read() if process.stderr else ""
            (said if said is not None else []).append(line)
        yield line.split(" at ")[1].split()[0], process


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def test_it_shows_the_archive_and_leaves_site_and_lock_alone(tmp_path: Path) -> None:
    """Drafts are shown on demand; what is only looked at is not published, so no address is remembered."""
    write(
        tmp_path,
        UNSEARCHED | four() | {"articles/d.md": record("A draft", date="2023-01-02", status="draft")},
    )
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
    write(tmp_path, UNSEARCHED | four())
    said: list[str] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(tmp_path, "-p", str(port), said=said) as (address, _):
            assert address != f"http://127.0.0.1:{port}/"
            assert read(address)
            assert said[0] == f"port {port} is taken, so this is {address.split(':')[2][:-1]}\n"


def test_two_previews_at_once_and_a_build_beside_them(tmp_path: Path) -> None:
    """A preview that is shown holds no lock."""
    write(tmp_path, UNSEARCHED | four())
    with serving(tmp_path, "-p", "0") as (one, _), serving(tmp_path, "-p", "0") as (other, _):
        assert read(f"{one}feed.xml") == read(f"{other}feed.xml")
        assert newsgen(tmp_path, "build").returncode == 0
    assert (tmp_path / "site/index.html").exists()


def test_without_an_archive_or_with_wrong_settings_there_is_nothing_to_watch(tmp_path: Path) -> None:
    run = newsgen(tmp_path, "serve", "-p", "0")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("error: there is no archive here")
    write(tmp_path, {"newsgen.toml": "[sight]\n"})
    run = newsgen(tmp_path, "serve", "-p", "0")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("error: newsgen.toml:1:")


def test_each_build_is_told_in_a_line_and_each_mistake_where_it_is(tmp_path: Path) -> None:
    """What is wrong is said once, not with every build."""
    write(tmp_path, UNSEARCHED | four())
    with previewing(tmp_path) as preview:
        write(tmp_path, {"articles/bad.md": "---\n"})
        preview.complains("articles/bad.md")
        write(tmp_path, {"articles/good.md": record("A good one", date="2020-01-02")})
        (tmp_path / "articles/bad.md").unlink()
        preview.shows("2020/01/02/good.html", "A good one")
        eventually(lambda: any(line.startswith("rebuilt: ") for line in preview.said))
        assert sum("articles/bad.md" in line for line in preview.complained) == 1


def test_it_ends_at_once_while_pages_are_open_and_while_it_builds(tmp_path: Path) -> None:
    """Ctrl-C is no failure, leaves nothing running, and says nothing more."""
    write(tmp_path, UNSEARCHED | many(300))
    with previewing(tmp_path) as preview, socket.create_connection(preview.address) as channel:
        port = preview.address[1]
        channel.sendall(f"GET /.newsgen/channel HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        assert channel.recv(100).startswith(b"HTTP/1.1 200")
        write(tmp_path, {"templates/base.html": "{% extends 'default/base.html' %}\n"})
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(30) in (0, -signal.SIGINT)
        eventually(lambda: not channel.recv(1000))
        assert preview.complained == []


def test_it_ends_with_its_terminal(tmp_path: Path) -> None:
    write(tmp_path, UNSEARCHED | four())
    with serving(tmp_path, "-p", "0") as (_, process):
        process.send_signal(signal.SIGTERM)
        eventually(lambda: process.poll() is not None)


def test_records_that_it_makes_are_named(tmp_path: Path) -> None:
    """At the start and while it runs: they stay in the archive when the preview has ended."""
    write(tmp_path, UNSEARCHED | four() | {"seeds/2023-01-02-first.txt": "A first headline\n\nSome words.\n"})
    with previewing(tmp_path) as preview:
        eventually(lambda: "made articles/2023/2023-01-02-a-first-headline.md\n" in preview.said)
        write(tmp_path, {"seeds/2023-01-03-second.txt": "A second headline\n\nSome words.\n"})
        eventually(lambda: "made articles/2023/2023-01-03-a-second-headline.md\n" in preview.said)
