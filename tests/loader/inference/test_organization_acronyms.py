"""Acronyms are tied to what they stand for."""

from __future__ import annotations

import pytest

from newsgen.loader.names.organizations import defined, phrases, says, used_acronyms
from newsgen.loader.names.runs import find_runs, lists


@pytest.mark.parametrize(
    ("line", "name", "acronym"),
    [
        ("x International Atomic Energy Agency (IAEA).", "International Atomic Energy Agency", "IAEA"),
        (
            "x International Department of the Communist Party of China (CPC)",
            "Communist Party of China",
            "CPC",
        ),
        ("x Italian Episcopal Conference (CEI)", "Italian Episcopal Conference", "CEI"),
        ('x World Health Organization ("WHO")', "World Health Organization", "WHO"),
        ("x Foreign Intelligence Surveillance Act (FISA)", "", ""),
        ("x Democratic Party (ABC)", "", ""),
        ("x Democratic Party met", "", ""),
    ],
)
def test_defined(line: str, name: str, acronym: str) -> None:
    """The initials spell the acronym, and the name is an organization's."""
    (phrase,) = (
        p for p in phrases(line, list(find_runs(1, line)), lists()) if p.text != acronym and len(p.text) > 4
    )
    assert defined(phrase, lists()) == (name, acronym)


def test_used() -> None:
    """A defined acronym counts everywhere; another only if it acts as an organization, twice or more."""
    lines = [
        (s, list(find_runs(n, s)))
        for n, s in enumerate(["the CP won", "the ADPL said no", "the ADPL, the XYZ"], 1)
    ]
    found = [name for name, _ in used_acronyms(lines, {"CP": "Civic Party"}, set(), lists())]
    assert found == ["Civic Party", "ADPL", "ADPL"]


@pytest.mark.parametrize(
    ("line", "expected"), [("x Labour said", True), ("x Labour's plan", True), ("x Labour rose", False)]
)
def test_says(line: str, expected: bool) -> None:
    """A verb of speech or a possessive makes a word an actor."""
    (run,) = find_runs(1, line)
    assert says(run, lists()) is expected
