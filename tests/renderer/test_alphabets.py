"""Names stand under letters of their own alphabet."""

from __future__ import annotations

import pytest

from newsgen.renderer.pages.indexes import group_by_initial, own_initial
from newsgen.renderer.views import Link


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("أحمد", "ا"),
        ("إيران", "ا"),
        ("المرفأ", "م"),
        ("ال", "ا"),
        ("خالد", "خ"),
        ("Άννα", "Α"),
        ("юрий", "Ю"),
        ("שלום", "ש"),
        ("김철수", "\u1100"),
        ("Ida Dahl", ""),
        ("Ørsted", ""),
        ("陈海", ""),
        ("あおい", ""),
        ("1972", ""),
        ("", ""),
    ],
)
def test_the_initial_is_a_letter_without_marks(name: str, initial: str) -> None:
    """The Arabic article does not count; Latin, Chinese and figures go by their address."""
    assert own_initial(name) == initial


def test_names_are_parted_in_the_order_of_the_letters() -> None:
    names = ["خالد", "Ida", "أحمد", "المرفأ", "ابن سينا", "陈海"]
    found = group_by_initial([Link(name, "") for name in names])
    assert [(letter, [link.text for link in links]) for letter, links in found] == [
        ("ا", ["أحمد", "ابن سينا"]),
        ("خ", ["خالد"]),
        ("م", ["المرفأ"]),
    ]
