"""newsgen serve."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

from tests.support.archives import UNSEARCHED, four, many, newsgen, record, write
from tests.support.previewing import previewing
from tests.support.waiting import eventually


def test_it_shows_the_archive_and_leaves_site_and_lock_alone(tmp_path: Path) -> None:
    """Drafts are shown on demand; what is only looked at is not published, so no address is remembered."""
    write(
        tmp_path,
        UNSEARCHED | four() | {"articles/d.md": record("A draft", date="2023-01-02", status="draft")},
    )
    with previewing(tmp_path, "--drafts") as preview:
        assert "Talks open" in preview.page("")
        assert "A draft" in preview.page("2023/01/02/d.html")
        preview.process.send_signal(signal.SIGINT)
        preview.process.wait(30)
        assert "Traceback" not in "".join(preview.complained)
    assert not (tmp_path / "site").exists()
    lock = tmp_path / "newsgen.lock"
    assert not lock.exists() or "address" not in lock.read_text()


def test_a_taken_port_makes_place_for_the_next(tmp_path: Path) -> None:
    write(tmp_path, UNSEARCHED | four())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with previewing(tmp_path, "-p", str(port)) as preview:
            assert "Talks open" in preview.page("")
            assert preview.address[1] != port
            assert preview.said[0] == f"port {port} is taken, so this is {preview.address[1]}\n"


def test_two_previews_at_once_and_a_build_beside_them(tmp_path: Path) -> None:
    """A preview that is shown holds no lock."""
    write(tmp_path, UNSEARCHED | four())
    with previewing(tmp_path) as one, previewing(tmp_path) as other:
        assert one.page("feed.xml") == other.page("feed.xml")
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
    with previewing(tmp_path) as preview:
        preview.process.send_signal(signal.SIGTERM)
        eventually(lambda: not preview.alive)


def test_records_that_it_makes_are_named(tmp_path: Path) -> None:
    """At the start and while it runs: they stay in the archive when the preview has ended."""
    write(tmp_path, UNSEARCHED | four() | {"seeds/2023-01-02-first.txt": "A first headline\n\nSome words.\n"})
    with previewing(tmp_path) as preview:
        eventually(lambda: "made articles/2023/2023-01-02-a-first-headline.md\n" in preview.said)
        write(tmp_path, {"seeds/2023-01-03-second.txt": "A second headline\n\nSome words.\n"})
        eventually(lambda: "made articles/2023/2023-01-03-a-second-headline.md\n" in preview.said)
