"""A fault at each call to the file system, from a build's first to its last."""

from __future__ import annotations

import errno

import pytest

from tests.support.archives import tree
from tests.torture.conftest import Editions, Size, Tally
from tests.torture.faulty import CRASH, HALF, KILLED, Builder

FAULTS = {"crash": CRASH, "half a write": HALF} | {
    name: getattr(errno, name) for name in ("ENOSPC", "EIO", "EACCES", "EXDEV")
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_each_call(
    fault: str, editions: Editions, builder: Builder, size: Size, tally: Tally
) -> None:
    """The site is wholly old or new, it is new if the build ends with 0, and the next build needs no help."""
    some = size(4, 1000)
    step = max(1, 280 // some)  # a prime distance from 280 would meet other calls; which ones does not matter
    calls, new_sites, number = 0, 0, 1 + list(FAULTS).index(fault) * step // len(FAULTS)
    while True:
        old, new = editions.turn()
        run = builder.run(editions.root, call=number, fault=FAULTS[fault])
        done = run.code != KILLED and run.calls < number
        place = f"{fault} at call {number}: {run.code}, {run.said}"
        site = tree(editions.root / "site")
        assert site in (old, new), place
        assert run.code in ((0, 74) if FAULTS[fault] > 0 else (0, KILLED)) or done, place
        assert run.code != 0 or site == new, place
        assert "Traceback" not in run.said, place
        assert run.code != 74 or ("nothing was built" in run.said) == (site == old), place
        editions.assert_inputs_are_untouched()
        run = builder.run(editions.root)
        assert (run.code, tree(editions.root / "site") == new) == (0, True), f"after {place}: {run.said}"
        if done:
            break
        calls, new_sites, number = calls + 1, new_sites + (site == new), number + step
    tally(calls, f"calls, {fault}", f"whole; {new_sites:,} with the new site")
