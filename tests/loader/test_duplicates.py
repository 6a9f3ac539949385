"""Near-duplicates among articles."""

from __future__ import annotations

import random

from newsgen.loader import duplicates

RANDOM = random.Random(3)
WORDS = [f"{chr(97 + n % 26)}{n}" for n in range(3000)]


def find_duplicates(texts: list[str]) -> list[tuple[int, int, float]]:
    return duplicates.find_duplicates(len(texts), texts.__getitem__)


def story(words: int = 400) -> str:
    return " ".join(RANDOM.choices(WORDS, k=words))


def test_a_story_with_some_words_changed_is_found() -> None:
    base = story().split()
    other = [f"new{n}" if n % 80 == 0 else word for n, word in enumerate(base)]
    texts = [story(), " ".join(base), story(), "Another head. " + " ".join(other), story()]
    ((one, two, share),) = find_duplicates(texts)
    assert (one, two) == (1, 3)
    assert 0.7 <= share < 1


def test_other_stories_are_not() -> None:
    shared = story(100)
    assert find_duplicates([f"{shared} {story()}" for _ in range(50)]) == []


def test_case_and_punctuation_do_not_count() -> None:
    text = story()
    assert find_duplicates([text, text.upper().replace(" ", ", ")]) == [(0, 1, 1.0)]


def test_short_and_empty_texts() -> None:
    """Two empty bodies share no wording."""
    assert find_duplicates(["", "", " - "]) == []
    assert find_duplicates(["a b", "a b", "", "c"]) == [(0, 1, 1.0)]


def test_many_copies_are_each_paired_with_the_first_only() -> None:
    """A scrape with one text a thousand times must not make half a million pairs."""
    text = story()
    found = find_duplicates([text] * 1000)
    assert [(one, two) for one, two, _ in found] == [(0, n) for n in range(1, 1000)]


def test_nearly_all_pairs_are_found_whatever_their_length() -> None:
    """The sample of runs costs next to nothing: of a hundred pairs that share nine tenths, at most two are missed."""
    for words in (40, 100, 400, 1500):
        texts: list[str] = []
        for _ in range(100):
            base = story(words).split()
            changed = [word if n % 100 else "changed" for n, word in enumerate(base)]
            texts += [" ".join(base), " ".join(changed)]
        found = {(one, two) for one, two, _ in find_duplicates(texts)}
        assert len(found & {(2 * n, 2 * n + 1) for n in range(100)}) >= 98, words
        assert all(two == one + 1 for one, two in found)
