"""Random sequences of edits, renames, deletions, changes of templates and settings, and interrupted builds.

`Edits` compares each incremental site with a clean one, and looks after files that are not newsgen's.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.pipeline.test_incremental import EditsUnsearched
from tests.torture.conftest import Size, Tally


def test_incremental_is_clean(size: Size, tally: Tally) -> None:
    """Short sequences each day (in tests/pipeline), long ones here."""
    sequences, steps = size(2, 1000), 20
    wanted = settings(max_examples=sequences, stateful_step_count=steps)
    run_state_machine_as_test(EditsUnsearched, settings=wanted)  # type: ignore[no-untyped-call]
    tally(sequences, f"sequences of {steps} steps", "incremental is clean")
