"""Links that two processes make together: both know what is done, and nothing half done is used."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsgen.builder import ahead as module
from newsgen.builder import folders
from newsgen.builder.ahead import Ahead, look_ahead
from newsgen.builder.folders import survey
from newsgen.builder.listing import read_listing
from newsgen.builder.manifest import read_manifest
from newsgen.builder.pipes import PARTS
from newsgen.builder.places import LISTING
from tests.builder.samples import build_blobs, places
from tests.builder.test_crashes import whole
from tests.builder.test_folders import settled
from tests.builder.test_followed import build_beside
from tests.support.archives import write
from tests.support.faults import Killed, before_first, fault_at
from tests.support.waiting import eventually

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks ahead only on Linux")

SIZE = 2
"""Files in a part."""
LAST = 6
"""Step of the last link of the first part that a process takes: it opens two folders, then makes folders and links."""
FILES = {f"{n}/index.html": str(n) for n in range(SIZE * PARTS)}
BEFORE = {"cold": [FILES], "all of the spare is old": [dict.fromkeys(FILES, "old"), FILES]}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find every output worth a process."""
    monkeypatch.setattr(module, "_WORTH", 0)


@contextmanager
def paused(root: Path, until: Callable[[int], bool]) -> Iterator[Ahead]:
    """A process that pauses before its first link, until so many files stand in the spare."""
    spare = places(root).spare
    wait = lambda: eventually(lambda: until(sum(1 for _ in spare.glob("*/index.html"))))  # noqa: E731
    with before_first("os.link", wait):
        beside = look_ahead(places(root))
        ahead = beside.__enter__()
    try:
        ahead.follow(read_manifest(places(root).manifest).entries)
        yield ahead
    finally:
        beside.__exit__(None, None, None)


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_this_process_links_what_the_other_has_not_come_to(
    before: list[dict[str, str]], tmp_path: Path
) -> None:
    """All but the first part; the listing comes when both are ready."""
    for files in before:
        build_blobs(tmp_path, files)
    spare = places(tmp_path).spare
    with paused(tmp_path, lambda found: found == len(FILES) - SIZE) as ahead:
        assert ahead.followed() is not None
        assert whole(spare) == FILES
        assert read_listing(spare) == read_listing(tmp_path / "site")
        assert (spare / "0/index.html").samefile(tmp_path / "site/0/index.html")


def test_the_other_process_does_all_if_this_one_has_no_time(tmp_path: Path) -> None:
    """A build that fails meanwhile loses nothing."""
    build_blobs(tmp_path, FILES)
    spare = places(tmp_path).spare
    with look_ahead(places(tmp_path)) as ahead:
        ahead.follow(read_manifest(places(tmp_path).manifest).entries)
        eventually((spare / LISTING).exists)
    assert whole(spare) == FILES


def test_if_this_process_fails_the_spare_is_not_used(tmp_path: Path) -> None:
    """The other one ends without a listing, and the build links by itself."""
    build_blobs(tmp_path / "archive", FILES)
    with paused(tmp_path / "archive", bool) as ahead:
        with fault_at(LAST, OSError(errno.ENOSPC, "No space left on device")) as fault:
            assert ahead.followed() is None
        assert fault.happened
        assert ahead.look_again()({}) is None
        assert not (places(tmp_path / "archive").spare / LISTING).exists()
    assert build_beside(tmp_path / "archive", FILES | {"0/index.html": "new"}) is not None
    assert whole(tmp_path / "archive/site") == FILES | {"0/index.html": "new"}


@pytest.mark.parametrize("change", ["none", "foreign files", "a link in the place of a folder"])
def test_both_look_for_new_names(change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They find what one of them would find."""
    monkeypatch.setattr(folders, "GRAIN_NS", 0)  # trust the clock to its last digit
    build_blobs(tmp_path, FILES)
    where = places(tmp_path)
    settled(where.output, {})
    with look_ahead(where) as ahead:
        untouched = ahead.untouched()
        assert untouched
        known = untouched.folders(where)
        assert len(known) == len(FILES) + 1
        match change:
            case "foreign files":
                write(where.output, {f"{n}/foreign": "?" for n in range(0, len(FILES), 7)})
            case "a link in the place of a folder":
                (where.output / "9").rename(tmp_path / "away")
                (where.output / "9").symlink_to("../away")
        found = ahead.look_again()(known)
    assert found == (None if "link" in change else survey(where.output, known, 0).names)
    assert bool(found) == (change == "foreign files")


def test_if_this_process_is_killed_the_spare_is_not_used(tmp_path: Path) -> None:
    build_blobs(tmp_path / "archive", FILES)
    with paused(tmp_path / "archive", bool) as ahead, pytest.raises(Killed), fault_at(LAST, Killed()):
        ahead.followed()
    assert not (places(tmp_path / "archive").spare / LISTING).exists()
    build_blobs(tmp_path / "archive", FILES | {"0/index.html": "new"})
    assert whole(tmp_path / "archive/site") == FILES | {"0/index.html": "new"}
