"""What stands around a name says whether it is a person's."""

from __future__ import annotations

import pytest

from newsgen.loader.names.people import candidate, has_cue, is_passing, speaks
from newsgen.loader.names.runs import find_runs, lists


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("x Rathmor Tovd, who left", True),
        ("x Rathmor Tovd, 43, left", True),
        ("x Rathmor Tovd, a retired teacher", True),
        ("x Rathmor Tovd said", True),
        ("x Rathmor Tovd, its main rival", False),
        ("x Rathmor Tovd, with singer", False),
        ("x Rathmor Tovd rose", False),
    ],
)
def test_cue(line: str, cue: bool) -> None:
    """An age, 'who', a role or a verb of speech beside an unknown name makes it a person."""
    (run,) = find_runs(1, line)
    found = candidate(run, lists())
    assert found is not None
    assert has_cue(run, found, lists()) is cue


def test_passing_and_speaking() -> None:
    """Who says something is never named by the way."""
    (silent,) = find_runs(1, "by actor Tom Hanks in a film")
    (speaking,) = find_runs(1, "the actor Tom Hanks said no")
    assert speaks(speaking, lists())
    assert not speaks(silent, lists())
    for run, passing in ((silent, True), (speaking, False)):
        found = candidate(run, lists())
        assert found is not None
        assert is_passing(run, found, lists()) is passing
