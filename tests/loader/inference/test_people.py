"""People are found by title, role, given and family name, and by what is said of them."""

from __future__ import annotations

import pytest

from newsgen.loader.names.aliases import Spellings
from newsgen.loader.names.people import find_people
from newsgen.loader.names.runs import find_runs


def people(*lines: str, spellings: Spellings | None = None) -> list[str]:
    """The names in lines, each once, in order."""
    runs = [run for number, line in enumerate(lines, 1) for run in find_runs(number, line)]
    found = find_people(runs, spellings or {})
    return list(dict.fromkeys(m.name for m in sorted(found.mentions, key=lambda m: (m.line, m.start))))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "He met Chinese President Xi Jinping and Japanese Prime Minister Kishida Fumio.",
            ["Xi Jinping", "Kishida Fumio"],
        ),
        ("According to Ambassador to the United States Hamdullah Mohib, it is so.", ["Hamdullah Mohib"]),
        (
            "NASA Administrator Charles Bolden and U.S. Senator John Cornyn came.",
            ["Charles Bolden", "John Cornyn"],
        ),
        ("The coach, Anna-Lena Forsström, agreed with Mr. Tedeschi.", ["Anna-Lena Forsström", "Tedeschi"]),
        ("It was founded by Dean Kamen.", ["Dean Kamen"]),
        ("They spoke with Kim Jong-un and Nguyen Phu Trong.", ["Kim Jong-un", "Nguyen Phu Trong"]),
        ("Minister of Education Stefania Giannini said so.", ["Stefania Giannini"]),
        ("We saw Ngozibert Okwuosa, 43, at home.", ["Ngozibert Okwuosa"]),
        (
            "Paris Hilton spoke to Jordan Peele about George Washington Carver.",
            ["Paris Hilton", "Jordan Peele", "George Washington Carver"],
        ),
        (
            "Rep. Tim Ryan, D-Niles, met K.C. Maurer and Martin Luther King Jr. there.",
            ["Tim Ryan", "K.C. Maurer", "Martin Luther King"],
        ),
        ("Psychiatrist Carl Jung wrote it.", ["Carl Jung"]),
    ],
)
def test_found(line: str, names: list[str]) -> None:
    """Titles, roles, peoples and places before a name are left away; the name's order stays."""
    assert people(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "Last Week we wished you a Happy New Year in New York.",
        "Will Congress act? May Day is near. Mark Twain Middle School won.",
        "Block Grant money and Pell Grant money go to Santa Fe.",
        "The Victoria Cross, the Jordan River and Virginia Beach are no people.",
        "The Elizabeth Smith Foundation met Harvard University.",
        "U.S. Capitol and U.S. Patent Office staff use Chrome Dev Tools.",
        "Reading Program Kickoff in Orange County.",
        "The South Korea game was on Saturday, March 3.",
        "Hurricane Katrina and the Nobel Prize.",
    ],
)
def test_not_found(line: str) -> None:
    """Headings, programs, places, laws and organizations are no people."""
    assert people(line) == []


def test_short_forms_join_the_long_form() -> None:
    """A family name alone, where it stands first or last, counts for the person named in full."""
    assert people(
        "President Xi Jinping met Dries Mertens.", "Xi agreed. Mertens left. Prime Minister Xi spoke."
    ) == [
        "Xi Jinping",
        "Dries Mertens",
    ]


def test_an_unknown_name_by_its_second_mention() -> None:
    """Two unknown words are a person where the second recurs alone; else nothing says so."""
    assert people("Then Tovdocht Rathmor left.", "So Rathmor went home.") == ["Tovdocht Rathmor"]
    assert people("Then Tovdocht Rathmor left.") == []


def test_two_orders_in_one_text() -> None:
    """Both orders of one name are one person under the name written first."""
    assert people("Kishida Fumio came. Then Fumio Kishida spoke.") == ["Kishida Fumio"]


def test_middle_initial() -> None:
    """A middle initial does not make another person."""
    assert people("John F. Kennedy won. In 1961 John Kennedy spoke.") == ["John F. Kennedy"]


def test_spellings() -> None:
    """Spellings that a human joined are found and joined, also where no rule would find them."""
    spellings = {"Xi": "Xi Jinping", "Grand Duke Wladek": "Wladek I", "Xi Jinping": "Xi Jinping"}
    assert people("Today Xi spoke to Grand Duke Wladek.", spellings=spellings) == ["Xi Jinping", "Wladek I"]


def test_a_place_is_not_its_namesake() -> None:
    """A town that shares a person's name stays a town after 'in'."""
    line = "Abraham Lincoln left. Lincoln slept in Lincoln."
    found = find_people(list(find_runs(1, line)), {})
    assert [m.start for m in found.mentions] == [0, line.index("Lincoln slept")]


def test_passing() -> None:
    """A name beside a role in small letters that says nothing is marked as named by the way."""
    found = find_people(
        list(find_runs(1, "Songs by singer Carly Simon. The singer Nick Rhodes said no.")), {}
    )
    assert {m.name: m.passing for m in found.mentions} == {"Carly Simon": True, "Nick Rhodes": False}
