"""Names of one person in one text are joined, and short forms led back to them."""

from __future__ import annotations

from itertools import islice, product

from newsgen.loader.names.people import joined, short_forms
from newsgen.loader.names.runs import lists
from tests.support.endless import not_endless


def test_joined() -> None:
    """Another order, a middle initial and a spelling that a human joined lead to the name written first."""
    names = [
        "John F. Kennedy",
        "Kishida Fumio",
        "John Kennedy",
        "Fumio Kishida",
        "Robert Kennedy",
        "J. Kennedy",
        "Bobby K.",
    ]
    assert joined(names, {"Bobby K.": "Robert Kennedy"}) == {
        "John F. Kennedy": "John F. Kennedy",
        "Kishida Fumio": "Kishida Fumio",
        "John Kennedy": "John F. Kennedy",
        "Fumio Kishida": "Kishida Fumio",
        "Robert Kennedy": "Robert Kennedy",
        "J. Kennedy": "John F. Kennedy",
        "Bobby K.": "Robert Kennedy",
    }


def test_short_forms() -> None:
    """The family name leads to the person wherever it stands; a first name only if it is no word and no place."""
    names = [
        "Xi Jinping",
        "Kishida Fumio",
        "Tom Cruise",
        "Paris Hilton",
        "Will Smith",
        "Anna Smith",
        "Sammy Davis Jr.",
    ]
    owners = short_forms(names, lists())
    assert owners["Xi"] == "Xi Jinping"
    assert owners["Kishida"] == "Kishida Fumio"
    assert owners["Cruise"] == "Tom Cruise"
    assert owners["Tom"] == "Tom Cruise"
    assert owners["Smith"] == "Will Smith"
    assert owners["Anna"] == "Anna Smith"
    assert owners["Davis"] == "Sammy Davis Jr."
    assert not {"Paris", "Will"} & set(owners)


def test_many_namesakes() -> None:
    """A hundred thousand people of one family name are told apart, and not each compared with each."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = ["A" + "".join(word) + " Smith" for word in islice(product(letters, repeat=4), 100_000)]
    with not_endless():
        assert len(set(joined(names, {}).values())) == len(names)
