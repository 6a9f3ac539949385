"""What a person's name looks like."""

from __future__ import annotations

import pytest

from newsgen.loader.names.people import candidate, is_full_name, is_name, is_plain_given
from newsgen.loader.names.runs import find_runs, lists


@pytest.mark.parametrize(
    ("line", "words", "lead", "titled"),
    [
        ("x Chinese President Xi Jinping", ("Xi", "Jinping"), 2, True),
        ("x New York Mayor Eric Adams", ("Eric", "Adams"), 3, True),
        ("x United States Hamdullah Mohib", ("Hamdullah", "Mohib"), 2, False),
        ("x spokesman Rathmor Tovd", ("Rathmor", "Tovd"), 0, True),
        ("x Dean Kamen", ("Dean", "Kamen"), 0, False),
        ("x Olympia J. Snowe", ("Olympia", "J.", "Snowe"), 0, False),
        ("x Martin Luther King Jr.", ("Martin", "Luther", "King"), 0, False),
    ],
)
def test_candidate(line: str, words: tuple[str, ...], lead: int, titled: bool) -> None:
    """The candidate is what is left after titles, peoples and places."""
    (run,) = find_runs(1, line)
    found = candidate(run, lists())
    assert found is not None
    assert (found.words, found.lead, found.titled) == (words, lead, titled)


@pytest.mark.parametrize("text", ["Hudson River", "Nobel Prize", "New Year", "Young Americans", "Fan Expo"])
def test_no_candidate(text: str) -> None:
    """Words of things and peoples tell that no person is meant."""
    (run,) = find_runs(1, f"x {text}")
    assert candidate(run, lists()) is None


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Xi Jinping", True),
        ("Kishida Fumio", True),
        ("Chuck Close", True),
        ("L. Ron Hubbard", True),
        ("Will Smith", True),
        ("Junius Ho", True),
        ("Pell Grant", False),
        ("U.S. Patent", False),
        ("San Francisco", False),
        ("Ryan White HIV", False),
        ("Xi", False),
    ],
)
def test_full_name(text: str, full: bool) -> None:
    """Known given or family names make a name; common words, places and acronyms do not."""
    assert is_full_name(text.split(), False, lists()) is full


def test_sentence_beginning() -> None:
    """A given name that is a common word does not count where any word has a capital."""
    assert is_full_name(("Will", "Smith"), False, lists())
    assert not is_full_name(("Will", "Smith"), True, lists())


@pytest.mark.parametrize(
    ("word", "name"), [("O'Brien", True), ("J.", True), ("Rathmor", True), ("Officer", False), ("HIV", False)]
)
def test_word(word: str, name: bool) -> None:
    """A word of a name is an initial, a known name, or at least no common word."""
    assert is_name(word, lists()) is name


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Fumio", True),
        ("Anna-Lena", True),
        ("Anna", True),
        ("Will", False),
        ("Paris", False),
        ("Rathmor", False),
    ],
)
def test_plain_given(word: str, plain: bool) -> None:
    """A given name that is also a word or a place of note counts for less."""
    assert is_plain_given(word, lists()) is plain
