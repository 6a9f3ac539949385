"""A second output that a process beside a build links: it saves time and is never wrong."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from newsgen.builder import ahead as module
from newsgen.builder.ahead import Before, look_ahead
from newsgen.builder.build import build
from newsgen.builder.listing import read_listing
from newsgen.builder.manifest import Entry, read_manifest
from newsgen.errors import RefusedError
from newsgen.renderer.page import Blob
from tests.builder.samples import build_blobs, order, places
from tests.builder.test_crashes import LATER, NEW, OLD, OLDER, whole
from tests.support.archives import write
from tests.support.faults import Killed, fault_at
from tests.support.waiting import eventually, running

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks ahead only on Linux")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find every output worth a process."""
    monkeypatch.setattr(module, "_WORTH", 0)


def _none(root: Path) -> None:
    shutil.rmtree(places(root).spare)


def _half(root: Path) -> None:
    (places(root).spare / "build.json").unlink()


def _foreign(root: Path) -> None:
    write(places(root).spare, {"x/foreign": "?"})


def _less(root: Path) -> None:
    (places(root).spare / "x/b.html").unlink()


def _file(root: Path) -> None:
    shutil.rmtree(places(root).spare)
    places(root).spare.write_text("in the way")


SPARES: dict[str, Callable[[Path], object]] = {
    "usual": lambda root: None,
    "none": _none,
    "half made": _half,
    "with a foreign file": _foreign,
    "with a file less": _less,
}


def archive(tmp_path: Path, harm: Callable[[Path], object]) -> Path:
    """An archive after two builds, so that there is a spare generation, to which something was done."""
    root = tmp_path / "archive"
    shutil.rmtree(root, ignore_errors=True)
    build_blobs(root, OLDER)
    build_blobs(root, OLD)
    harm(root)
    return root


def files_of(root: Path) -> Mapping[str, Entry]:
    return read_manifest(places(root).manifest).entries


def build_beside(root: Path, files: Mapping[str, str]) -> int | None:
    """Build with a process beside; how many folders of the spare it knew, None if it did not link the output."""
    with look_ahead(places(root)) as ahead:
        ahead.follow(files_of(root))
        build(
            order(root),
            places(root),
            [Blob(path, text.encode()) for path, text in files.items()],
            before=Before(ahead),
        )
        found = ahead.followed()
        return None if found is None else len(msgspec.msgpack.decode(found))


@pytest.mark.parametrize("harm", SPARES.values(), ids=SPARES)
def test_the_spare_becomes_a_copy_of_the_output(harm: Callable[[Path], object], tmp_path: Path) -> None:
    """With its listing, so that a build that fails after that loses nothing; and the files are shared."""
    root = archive(tmp_path, harm)
    spare, site = places(root).spare, places(root).output
    for _ in range(2):
        with look_ahead(places(root)) as ahead:
            ahead.follow(files_of(root))
            assert ahead.followed() is not None
        assert whole(spare) == whole(site) == OLD
        assert read_listing(spare) == read_listing(site)
        assert (spare / "x/b.html").samefile(site / "x/b.html")


@pytest.mark.parametrize("harm", SPARES.values(), ids=SPARES)
def test_builds_with_a_process_beside(harm: Callable[[Path], object], tmp_path: Path) -> None:
    root = archive(tmp_path, harm)
    for files in (NEW, LATER, LATER, NEW, OLDER):
        assert build_beside(root, files) is not None
        assert whole(root / "site") == files
    build_blobs(root, OLD)
    assert whole(root / "site") == OLD


def test_nothing_is_linked_before_it_is_told(tmp_path: Path) -> None:
    root = archive(tmp_path, _none)
    with look_ahead(places(root)) as ahead:
        untouched = ahead.untouched()
        assert untouched
        assert ahead.followed() is None
        known = untouched.folders(places(root))
        assert ahead.look_again()(known) is not None  # all that was told before it is done
        assert not places(root).spare.exists()


def test_an_output_that_was_touched_is_not_linked(tmp_path: Path) -> None:
    root = archive(tmp_path, _none)
    write(root / "site", {"x/b.html": "other"})
    assert build_beside(root, NEW) is None
    assert whole(root / "site") == NEW


def test_what_stands_in_the_way_is_told_by_the_build(tmp_path: Path) -> None:
    """The process fails on it, and the build then tells what it always told."""
    root = archive(tmp_path, _file)
    with look_ahead(places(root)) as ahead:
        ahead.follow(files_of(root))
        assert ahead.followed() is None
        assert ahead.look_again()({}) is None
    places(root).spare.unlink()
    assert build_beside(root, NEW) is not None
    assert whole(root / "site") == NEW


@pytest.mark.parametrize("path", ["notes.txt", "x/y/notes.txt", "new/notes.txt"])
def test_a_foreign_file_that_comes_meanwhile_is_not_lost(path: str, tmp_path: Path) -> None:
    """The process lists the folders that changed once more, and the build refuses as without it."""
    root = archive(tmp_path, _none)
    plan = [Blob(name, text.encode()) for name, text in NEW.items()]
    with look_ahead(places(root)) as ahead:
        ahead.follow(files_of(root))
        with pytest.raises(RefusedError, match="newsgen did not write this file"):
            build(
                order(root),
                places(root),
                plan,
                before=Before(ahead),
                progress=lambda *_: write(root / "site", {path: "precious"}),
            )
    assert (root / "site" / path).read_text() == "precious"
    assert (root / "site/a.html").read_text() == OLD["a.html"]
    (root / "site" / path).unlink()
    assert build_beside(root, NEW) is not None
    assert whole(root / "site") == NEW


@pytest.mark.parametrize("harm", [SPARES["usual"], SPARES["none"]], ids=["usual", "none"])
@pytest.mark.parametrize(
    "error", [Killed(), OSError(errno.ENOSPC, "No space left on device")], ids=["killed", "refused"]
)
@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 5], ids=["each", "some"])
def test_a_process_that_fails_costs_its_work_and_nothing_else(
    every: int, error: BaseException, harm: Callable[[Path], object], tmp_path: Path
) -> None:
    """Whatever step of it is the last: the build links by itself."""
    seen = set()
    for step in range(every, 200, every):
        root = archive(tmp_path, harm)
        with ExitStack() as stack:
            with fault_at(step, error):
                ahead = stack.enter_context(look_ahead(places(root)))
            ahead.follow(files_of(root))
            plan = [Blob(path, text.encode()) for path, text in NEW.items()]
            build(order(root), places(root), plan, before=Before(ahead))
            seen.add(ahead.followed() is None)
        for files in (NEW, LATER):
            assert whole(root / "site") == files, step
            build_blobs(root, LATER)
        if ahead.followed() is not None:
            break
    assert seen == {True, False}


@pytest.mark.parametrize("signals", [(signal.SIGKILL,), (signal.SIGSTOP, signal.SIGKILL)])
def test_a_process_that_is_killed(signals: tuple[int, ...], tmp_path: Path) -> None:
    root = archive(tmp_path, _none)
    with look_ahead(places(root)) as ahead:
        assert ahead.untouched()
        children = Path("/proc/self/task").glob("*/children")
        process = max(int(child) for file in children for child in file.read_text().split())
        for number in signals:
            os.kill(process, number)
        eventually(lambda: not running(process))
        ahead.follow(files_of(root))
        build(
            order(root),
            places(root),
            [Blob(path, text.encode()) for path, text in NEW.items()],
            before=Before(ahead),
        )
    assert whole(root / "site") == NEW


KILLED = """
import os, signal, sys
from pathlib import Path
from newsgen.builder import ahead
from newsgen.builder.manifest import read_manifest
from tests.builder.samples import places
ahead._WORTH = 0
where = places(Path(sys.argv[1]))
with ahead.look_ahead(where) as beside:
    beside.follow(read_manifest(where.manifest).entries)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_process_ends_with_a_build_that_is_killed(tmp_path: Path) -> None:
    """And if it should not yet, the next build waits for it before it uses the spare; then all is as ever."""
    root = tmp_path / "archive"
    files = {f"{n}/index.html": str(n) for n in range(2000)}
    build_blobs(root, files)
    run = subprocess.run([sys.executable, "-c", KILLED, str(root)], check=False)
    assert run.returncode == -signal.SIGKILL
    build_blobs(root, files | {"0/index.html": "new"})
    assert whole(root / "site") == files | {"0/index.html": "new"}
    assert build_beside(root, files) is not None
    assert whole(root / "site") == files
