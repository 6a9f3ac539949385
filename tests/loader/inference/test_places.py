"""Places are found where the text means them."""

from __future__ import annotations

import pytest

from newsgen.gazetteer.lookup import find_coordinates
from newsgen.loader.names.aliases import Spellings
from newsgen.loader.names.organizations import find_organizations
from newsgen.loader.names.people import find_people
from newsgen.loader.names.places import Others, find_places
from newsgen.loader.names.runs import find_runs


def places(*lines: str, spellings: Spellings | None = None) -> list[str]:
    """The names in lines, each once, in order."""
    runs = [(line, list(find_runs(number, line))) for number, line in enumerate(lines, 1)]
    _, taken = find_organizations(runs, {})
    people = find_people([r for _, rs in runs for r in rs if (r.line, r.start) not in taken], {})
    found = find_places(runs, Others(taken, people.taken, people.words), spellings or {})
    return list(dict.fromkeys(m.name for m in sorted(found, key=lambda m: (m.line, m.start))))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "They met in San Francisco after China-Japan talks on Taiwan.",
            ["San Francisco", "China", "Japan", "Taiwan"],
        ),
        ("BEIJING, Nov. 22 (Xinhua) -- It rained.", []),
        (
            "He is from Mobile, Alabama, and Reading, Pennsylvania.",
            ["Mobile", "Alabama", "Reading", "Pennsylvania"],
        ),
        (
            "They come from Afghanistan, Eritrea, Libya and Yemen.",
            ["Afghanistan", "Eritrea", "Libya", "Yemen"],
        ),
        (
            "Bosnia and Herzegovina, the Gulf of Mexico and Washington, D.C.",
            ["Bosnia and Herzegovina", "Gulf of Mexico", "Washington, D.C."],
        ),
        ("U.S. President Barack Obama spoke in the UK.", ["United States", "United Kingdom"]),
        ("The London-based firm left Northern Iraq for Anhui Province.", ["London", "Iraq", "Anhui"]),
        ("Rain fell at the Fisht Stadium and on the Potomac River.", ["Fisht Stadium", "Potomac River"]),
        ("A flight to Tbilisi, Georgia, from Amman, Jordan.", ["Tbilisi", "Georgia", "Amman", "Jordan"]),
        ("They live in Hope, Arkansas.", ["Hope", "Arkansas"]),
        ("Bogotá and São Paulo grow.", ["Bogotá", "São Paulo"]),
    ],
)
def test_found(line: str, names: list[str]) -> None:
    """Lists, qualifiers, compounds, abbreviations and titles lead to places; the spelling stays."""
    assert [n for n in places(line) if n != "BEIJING"] == names


@pytest.mark.parametrize(
    "line",
    [
        "Nice weather, Mobile apps, Orange juice and Reading lists, Of course.",
        "It is Nice and Mobile. We saw improvements in Reading and in Orange.",
        "Turkey dinner is served.",
        "Paris Hilton spoke. Paris said no. Then Hilton left.",
        "Abraham Lincoln left. Lincoln said no.",
        "Beijing Olympics fans at the University of Sheffield.",
        "Same day, Best wishes, Man of the year, Enterprise software.",
    ],
)
def test_not_found(line: str) -> None:
    """Common words, people and organizations that share a place's name are no places without a cue."""
    assert places(line) == []


def test_sure_once_is_sure_everywhere() -> None:
    """A town that 'in' makes sure counts also where it begins a sentence."""
    assert places("Herat fell.", "He lived in Herat.") == ["Herat"]


def test_washington() -> None:
    """'Washington' is the capital where the text names that in full."""
    assert places("He left Washington, D.C., today.", "She stayed in Washington.") == ["Washington, D.C."]


def test_spellings() -> None:
    """Spellings that a human joined are found and joined."""
    assert places("Near Burma and Middle Earth.", spellings={"Burma": "Myanmar", "Middle Earth": "Arda"}) == [
        "Myanmar",
        "Arda",
    ]


def test_coordinates() -> None:
    """A place found has coordinates for the map, a landmark of no gazetteer has none."""
    assert find_coordinates("Herat") == pytest.approx((34.4, 62.2), abs=0.5)
    assert find_coordinates("Fisht Stadium") is None
