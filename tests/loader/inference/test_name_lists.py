"""The word lists are read whole and hold together."""

from __future__ import annotations

import re

from newsgen.loader.names.runs import lists


def test_each_list_has_words() -> None:
    """No list is empty, and reading happens once."""
    known = lists()
    for name in known.__struct_fields__:
        assert getattr(known, name), name
    for name, words in known.signs.items():
        assert words, name
    assert lists() is known


def test_case() -> None:
    """Lists are written as the rules compare them: names with a capital, words and roles in small letters."""
    known = lists()
    assert all(word == word.lower() for word in known.words | known.verbs | known.roles)
    assert all(
        word[0].isupper() for word in known.given | known.family_first | known.family_last | known.demonyms
    )
    assert {"Fumio", "Natsuo"} <= known.given
    assert {"Xi", "Liu", "Cai"} <= known.family_first


def test_months_and_days_are_no_names() -> None:
    """Months and days part runs; 'May' may be a name and does not."""
    function = lists().signs["function"]
    assert {"Monday", "January", "Nov.", "Last", "The"} <= function
    assert "May" not in function


def test_well_known_organizations() -> None:
    """Each writing leads to a name that leads to itself."""
    known = lists().known
    assert known["IAEA"] == "International Atomic Energy Agency"
    assert all(known[name] == name for name in known.values())
    assert not any(re.search(r"[|~]", writing) for writing in known)
