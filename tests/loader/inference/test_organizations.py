"""Organizations are found by acronym, head word and from the list of well-known ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.names.aliases import Spellings
from newsgen.loader.names.organizations import find_organizations, shown
from newsgen.loader.names.runs import find_runs, lists
from tests.support.endless import not_endless


def organizations(*lines: str, spellings: Spellings | None = None) -> list[str]:
    """The names in lines, each once, in order."""
    found, _ = find_organizations(
        [(s, list(find_runs(n, s))) for n, s in enumerate(lines, 1)], spellings or {}
    )
    return list(dict.fromkeys(m.name for m in sorted(found, key=lambda m: (m.line, m.start))))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("The International Atomic Energy Agency found so.", ["International Atomic Energy Agency"]),
        (
            "He leads the International Department of the Communist Party of China (CPC).",
            ["Communist Party of China"],
        ),
        (
            "It is the Department of Health and Human Services, they say.",
            ["Department of Health and Human Services"],
        ),
        (
            "They join the Standing Committee of the Communist Party of China Central Committee.",
            ["Communist Party of China"],
        ),
        ("He is head of Japan's Komeito party.", ["Komeito"]),
        ("She studies at the University of Texas Arlington.", ["University of Texas Arlington"]),
        (
            "The Senate Energy and Natural Resources Committee met.",
            ["Senate Energy and Natural Resources Committee"],
        ),
        ("It told The Guardian and BBC News.", ["Guardian", "BBC News"]),
        ("A report by the Saudi Interior Ministry came.", ["Saudi Interior Ministry"]),
        (
            "She wrote to the Ministry for Europe and Foreign Affairs.",
            ["Ministry for Europe and Foreign Affairs"],
        ),
        ("The United Auto Workers (UAW) strike.", ["United Auto Workers"]),
        ("NASA Administrator Charles Bolden spoke.", ["NASA"]),
    ],
)
def test_found(line: str, names: list[str]) -> None:
    """The name is the whole phrase, without what stands before it."""
    assert organizations(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "The Foreign Intelligence Surveillance Act (FISA) passed.",
        "The Reading Center and the Visitor Center open.",
        "In the Gulf of Mexico and the Soviet Union it rains.",
        "An apple a day; Apple pie. The amazon.",
        "Use the API, the ISP and the HTML. The API and HTML said.",
        "The independent guardian read the times.",
        "Will Congress act? Your Party awaits.",
    ],
)
def test_not_found(line: str) -> None:
    """Laws, rooms, places, formats and plain words are no organizations."""
    assert organizations(line) == []


def test_an_acronym_counts_for_its_definition() -> None:
    """An acronym stands for what it was defined as; a well-known one for its usual name."""
    lines = ("The Italian Episcopal Conference (CEI) met the UN.", "CEI said so. The United Nations agreed.")
    assert organizations(*lines) == ["Italian Episcopal Conference", "United Nations"]


def test_an_undefined_acronym() -> None:
    """It is an organization where it acts as one, twice or more."""
    assert organizations("Then the ADPL said no.", "So the ADPL lost.") == ["ADPL"]
    assert organizations("Then the ADPL said no.") == []
    assert organizations("Then the ADPL was used.", "So the ADPL was lost.") == []


def test_short_forms_join_the_long_form() -> None:
    """The end of a longer name in the text counts for it."""
    assert organizations("The Senate Judiciary Committee met.", "Then the Judiciary Committee left.") == [
        "Senate Judiciary Committee"
    ]


def test_spellings() -> None:
    """Spellings that a human joined are found and joined."""
    spellings = {"Old Lady": "Bank of England", "Bank of England": "Bank of England"}
    assert organizations("So the Old Lady acted.", spellings=spellings) == ["Bank of England"]


def test_taken() -> None:
    """The runs of an organization are named, so that no person or place is read from them."""
    line = "The Bank of Japan met in Japan."
    runs = list(find_runs(1, line))
    assert find_organizations([(line, runs)], {})[1] == {(1, 4), (1, 12)}


@pytest.mark.parametrize(
    ("before", "part", "after"),
    [
        ("", "Acme Inc. ", ""),
        ("Department of ", "Acme Inc. ", ""),
        ("Department of ", "Paris ", " Committee"),
    ],
)
def test_linear(before: str, part: str, after: str) -> None:
    """A line of half a megabyte of names takes a second and little memory, not hours and all that there is."""
    with not_endless():
        organizations(f"{before}{part * 60_000}{after}")


def test_a_short_form_is_shown_as_the_longer_one_of_the_text() -> None:
    """Whether it is its beginning or its end."""
    line = "The Ohio Senate Energy Committee met the Senate Energy Committee, the Energy Committee too."
    assert organizations(line) == ["Ohio Senate Energy Committee"]


@given(st.lists(st.lists(st.sampled_from("ABC"), min_size=1, max_size=6).map(" ".join)))
def test_the_first_longer_name_that_begins_or_ends_so_is_shown(names: list[str]) -> None:
    """A beginning has three words or more, an end two; a name of three is its own beginning."""
    longer: dict[str, str] = {}
    for name in dict.fromkeys(names):
        words = name.split()
        for i in range(1, len(words) - 1):
            longer.setdefault(" ".join(words[i:]), name)
            longer.setdefault(" ".join(words[: i + 2]), name)
    assert shown(names, lists()) == {name: longer.get(name, name) for name in names}
