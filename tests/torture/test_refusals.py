"""A full disk, a limit for the size of files, folders that may not be written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import Require
from tests.support.archives import tree
from tests.torture.conftest import Editions, Size, Tally
from tests.torture.faulty import Builder


def build_is_refused(editions: Editions, builder: Builder, **how: int) -> bool:
    """Build an edition that was laid out: it is refused and nothing changes, or it is built."""
    new, old = editions.sites[editions.number], editions.sites[1 - editions.number]
    run = builder.run(editions.root, **how)
    assert run.code in (0, 74), run.said
    assert tree(editions.root / "site") == (new if run.code == 0 else old), run.said
    assert "Traceback" not in run.said
    editions.assert_inputs_are_untouched()
    return run.code == 74


def assert_is_mended(editions: Editions, builder: Builder) -> None:
    run = builder.run(editions.root)
    assert (run.code, tree(editions.root / "site") == editions.sites[editions.number]) == (0, True), run.said


@pytest.fixture
def small_disk(tmp_path: Path, require: Require) -> Iterator[Path]:
    """A file system in memory of four megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(disk)]
    may_mount = sys.platform == "linux" and os.geteuid() == 0
    mounted = may_mount and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    require(mounted, "only root on Linux can mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk(small_disk: Path, builder: Builder, size: Size, tally: Tally) -> None:
    """With less and less room: what is not built leaves all as it was; with more room again it is built."""
    editions, ballast = Editions(small_disk / "archive", builder.run), small_disk / "ballast"
    disks = size(4, 20)
    refused = 0
    for number in range(disks):
        editions.turn()
        found = os.statvfs(small_disk)
        room = number * 240_000 // disks
        ballast.write_bytes(bytes(found.f_bavail * found.f_frsize - room // 4096 * 4096))
        refused += build_is_refused(editions, builder)
        ballast.unlink()
        assert_is_mended(editions, builder)
    assert refused
    tally(disks, "full disks", f"{refused:,} builds refused, nothing lost")


def test_a_limit_for_the_size_of_files(
    editions: Editions, builder: Builder, size: Size, tally: Tally
) -> None:
    limits = size(4, 20)
    refused = 0
    for number in range(limits):
        editions.turn()
        refused += build_is_refused(editions, builder, limit=1000 + number * 12_000 // limits)
        assert_is_mended(editions, builder)
    assert refused
    tally(limits, "limits for files", f"{refused:,} builds refused, nothing lost")


def test_folders_that_may_not_be_written(
    unprivileged_folder: Path, builder: Builder, size: Size, tally: Tally
) -> None:
    """Each in turn, by a user who is not root."""
    user, refused = os.geteuid(), 0
    editions = Editions(unprivileged_folder / "archive", partial(builder.run, user=user))
    root = editions.root
    folders = [root, *(path for path in sorted(root.rglob("*")) if path.is_dir())]
    chosen = folders[:: max(1, len(folders) // size(2, 20))]
    for folder in chosen:
        old, new = editions.turn()
        if not folder.is_dir():
            continue  # of the other edition
        folder.chmod(0o555)
        run = builder.run(root, user=user)
        for path in [root, *root.rglob("*")]:
            if path.is_dir():
                path.chmod(0o755)
        assert run.code in (0, 74), run.said
        assert tree(root / "site") == (new if run.code == 0 else old), (folder, run.said)
        assert "Traceback" not in run.said
        editions.assert_inputs_are_untouched()
        refused += run.code == 74
        run = builder.run(root, user=user)
        assert (run.code, tree(root / "site") == new) == (0, True), run.said
    assert refused
    tally(len(chosen), "folders", f"{refused:,} builds refused, nothing lost")
