"""Spellings of one person are told from names of two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.names.aliases import name_words, same_person


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Fumio Kishida", "Kishida Fumio"),
        ("José Pérez", "Jose Perez"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("John F. Kennedy", "John Kennedy"),
        ("J. F. Kennedy", "John Fitzgerald Kennedy"),
        ("Martin Luther King Jr.", "Martin Luther King"),
        ("Lech Wałęsa", "Lech Walesa"),
        ("Sinéad O’Connor", "Sinead O'Connor"),
    ],
)
def test_two_spellings_of_one_person(a: str, b: str) -> None:
    """Order, marks, hyphens, initials and suffixes do not part a person, whichever comes first."""
    assert same_person(a, b)
    assert same_person(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("George Bush", "Jeb Bush"),
        ("Xi", "Xi Jinping"),
        ("Li Keqiang", "Li Qiang"),
        ("J. Smith", "Anna Smith"),
        ("", ""),
        ("John Paul Jones", "Paul Jones"),
    ],
)
def test_two_people(a: str, b: str) -> None:
    """A shared family name, a lone family name or a different initial is not enough."""
    assert not same_person(a, b)
    assert not same_person(b, a)


def test_words_of_a_name() -> None:
    """Words lose case, marks and hyphens, and 'Sr.' is none of them."""
    assert name_words("Hau Lung-bin, Sr.") == ("hau", "lung", "bin")
    assert name_words("José Øster") == ("jose", "oster")


@given(st.text(max_size=30), st.text(max_size=30))
def test_symmetry(a: str, b: str) -> None:
    """The comparison never depends on the order of its arguments, and never fails."""
    assert same_person(a, b) == same_person(b, a)
