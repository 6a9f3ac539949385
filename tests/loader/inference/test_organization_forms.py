"""What an organization's name looks like."""

from __future__ import annotations

import pytest

from newsgen.loader.names.organizations import headed, lower_headed, opened, own, phrases
from newsgen.loader.names.runs import find_runs, lists


def texts(line: str) -> list[str]:
    """The phrases of a line."""
    return [phrase.text for phrase in phrases(line, list(find_runs(1, line)), lists())]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "x Department of Health and Human Services of Ohio",
            ["Department of Health and Human Services of Ohio"],
        ),
        (
            "x Committee on Banking, Housing, and Urban Affairs",
            ["Committee on Banking, Housing, and Urban Affairs"],
        ),
        ("x President of China", ["President", "China"]),
        ("x University of Texas Professor Jane Roe", ["University of Texas"]),
        ("x Johnson & Johnson", ["Johnson & Johnson"]),
        ("x Space Center on Monday", ["Space Center"]),
        ("x Justice Department and Defense Department", ["Justice Department", "Defense Department"]),
    ],
)
def test_phrases(line: str, found: list[str]) -> None:
    """'of', 'for', 'on', '&' and 'and' join what belongs together; titles and people are left off."""
    assert texts(line) == found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x Saudi Interior Ministry", True),
        ("x Democratic Party", True),
        ("Reading Center", False),
        ("x Visitor Center", False),
        ("x Senate", False),
        ("x Xi Jinping", False),
    ],
)
def test_headed(line: str, expected: bool) -> None:
    """A head word needs a word before it; a weak one needs a word of its own."""
    run = next(iter(find_runs(1, line)))
    assert headed(run, lists()) is expected


def test_opened() -> None:
    """An opening needs what it opens."""
    line = "x University of Texas met the President of Texas"
    first, *rest = phrases(line, list(find_runs(1, line)), lists())
    assert opened(first, lists())
    assert not any(opened(phrase, lists()) for phrase in rest)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x Komeito party", True),
        ("x Republican party", False),
        ("x Texas newspaper", False),
        ("x Komeito parties", False),
    ],
)
def test_lower_head(line: str, expected: bool) -> None:
    """A head in small letters serves a name of its own only."""
    (run,) = find_runs(1, line)
    assert lower_headed(run, lists()) is expected


def test_own() -> None:
    """A demonym is a word of one's own, a common word is not."""
    assert own(["Saudi"], lists())
    assert own(["Komeito"], lists())
    assert not own(["Visitor", "Public"], lists())
