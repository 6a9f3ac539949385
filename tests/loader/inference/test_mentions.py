"""Names are ranked by prominence, each with its evidence."""

from __future__ import annotations

from newsgen.loader.names.runs import MOST, Mention, ranked

WEIGHTS = {1: 2, 2: 2, 4: 1}
"""Headline, dek and first paragraph."""


def test_order() -> None:
    """Mentions, headline and first paragraph count; of equals the first in the text comes first."""
    mentions = [
        Mention("late", 6, 0, "late"),
        Mention("late", 6, 9, "late"),
        Mention("late", 6, 19, "late"),
        Mention("b", 5, 5, "b"),
        Mention("a", 5, 9, "a"),
        Mention("title", 1, 0, "the title"),
        Mention("opening", 4, 0, "opening"),
    ]
    guess = ranked(mentions, WEIGHTS, "rule")
    assert guess is not None
    assert guess.value == ("title", "late", "opening", "b", "a")
    assert guess.inference.rule == "rule"
    assert isinstance(guess.inference.evidence, dict)
    assert guess.inference.evidence["title"] == 'line 1: "the title"'
    assert list(guess.inference.evidence) == list(guess.value)


def test_passing() -> None:
    """Who is named by the way stays only in headline, dek or first paragraph, or if named again."""
    mentions = [
        Mention("out", 5, 0, "out", passing=True),
        Mention("lead", 4, 0, "lead", passing=True),
        Mention("dek", 2, 0, "dek", passing=True),
        Mention("twice", 5, 9, "twice", passing=True),
        Mention("twice", 6, 0, "twice"),
    ]
    guess = ranked(mentions, WEIGHTS, "rule")
    assert guess is not None
    assert set(guess.value) == {"lead", "dek", "twice"}
    assert ranked(mentions[:1], WEIGHTS, "rule") is None


def test_limit() -> None:
    """A record holds the most prominent names, and not more than the limit."""
    guess = ranked([Mention(f"n{i:03}", 5, i, "x") for i in range(MOST + 5)], WEIGHTS, "rule")
    assert guess is not None
    assert len(guess.value) == MOST
    assert guess.value[0] == "n000"


def test_nothing() -> None:
    """Without mentions there is no guess."""
    assert ranked([], WEIGHTS, "rule") is None
