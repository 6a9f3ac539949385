"""kill -9 at random moments of builds with two workers, every second of which renders all pages."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random

from tests.support.archives import tree
from tests.support.waiting import eventually
from tests.torture.conftest import Editions, Size, Tally
from tests.torture.faulty import BUILD, KILLED, Builder

TWO_JOBS = [*BUILD, "--jobs", "2"]
ARTICLES = 60
"""So many that workers render their pages."""


def has_ended(group: int) -> bool:
    """True if no process of a group lives."""
    with suppress(ProcessLookupError):
        os.killpg(group, 0)
        return False
    return True


def test_kill_leaves_a_whole_site_and_no_worker(
    tmp_path: Path, builder: Builder, size: Size, tally: Tally
) -> None:
    """And the next build needs no help."""
    editions = Editions(tmp_path / "archive", builder.run, more=ARTICLES)
    root, random, landed, new_sites = editions.root, Random(1), 0, 0
    for number in range(1000):
        if number % 2:
            shutil.rmtree(root / ".newsgen/cache")
            (root / ".newsgen/state/site/manifest").unlink()
        old, new = editions.turn()
        if number < 2:
            began = time.monotonic()
            builder.run(root, *TWO_JOBS)
            seconds = time.monotonic() - began
            continue
        run = builder.run(root, *TWO_JOBS, kill_after=random.uniform(0.02, 1) * seconds)
        site, is_killed = tree(root / "site"), run.code == KILLED
        assert site in (old, new), run
        landed, new_sites = landed + is_killed, new_sites + (site == new and is_killed)
        eventually(partial(has_ended, run.group), 10)
        run = builder.run(root, *TWO_JOBS)
        assert (run.code, tree(root / "site") == new) == (0, True), run.said
        editions.assert_inputs_are_untouched()
        if landed >= size(2, 200):
            break
    tally(landed, "kills during builds", f"whole; {new_sites:,} with the new site")
