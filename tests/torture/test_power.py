"""Power losses during two builds, by a model of the calls that they made."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.support.archives import Tree, tree, write
from tests.torture.conftest import Editions, Size, Tally, edition
from tests.torture.disk import Disk
from tests.torture.faulty import BUILD, Builder


def files_of(found: Tree) -> dict[str, bytes]:
    return {path: data for path, (_, data) in found.items() if data != b"/"}


def site_of(state: dict[str, bytes]) -> dict[str, bytes]:
    return {path.removeprefix("site/"): data for path, data in state.items() if path.startswith("site/")}


@pytest.fixture(scope="module")
def disk(editions: Editions, builder: Builder, tmp_path_factory: pytest.TempPathFactory) -> Disk:
    """The calls of two builds, which write no newsgen.lock, before which all is synced too."""
    disk = Disk(editions.root)
    for log in (tmp_path_factory.mktemp("logs") / name for name in ("first", "second")):
        editions.turn()
        assert builder.run(editions.root, *BUILD, "--locked", log=log).code == 0
        disk.add(log)
    assert site_of(disk.read()) == files_of(tree(editions.root / "site"))  # calls.c saw all calls
    return disk


SYNCS = {"all syncs": (), "none before the exchange": ("spare",), "none after it": ("site",)}
"""The folders whose syncs are left out."""


@pytest.mark.parametrize("syncs", SYNCS)
def test_the_site_is_whole_after_a_power_loss(
    syncs: str, disk: Disk, editions: Editions, size: Size, tally: Tally
) -> None:
    """With all syncs; without one there are states in which it is not."""
    whole = [files_of(site) for site in editions.sites]
    states = [disk.lose_power(Random(n), SYNCS[syncs]) for n in range(size(300, 500))]
    torn = sum(site_of(state) not in whole for state in states)
    assert bool(torn) == bool(SYNCS[syncs])
    tally(len(states), f"power losses, {syncs}", f"{torn:,} torn sites")


def test_the_next_build_needs_no_help(
    disk: Disk, editions: Editions, builder: Builder, size: Size, tally: Tally, tmp_path: Path
) -> None:
    """What the power loss left is ignored or used, and the site is that of a clean build."""
    states = [disk.lose_power(Random(n)) for n in range(size(2, 100))]
    for state in states:
        root = tmp_path / "again" / "archive"
        write(
            root,
            {path: data for path, data in state.items() if not path.startswith(("articles/", "static/"))},
        )
        write(root, edition(0))
        run = builder.run(root)
        assert (run.code, tree(root / "site") == editions.sites[0]) == (0, True), run.said
        shutil.rmtree(root)
    tally(len(states), "builds after a power loss", "as clean ones")
