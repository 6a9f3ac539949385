"""Mentions of names in a text, and their ranking by prominence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from newsgen.model import Guess, Inference

MOST = 40
"""At most so many names of a kind go into a record, the most prominent ones."""


class Mention(msgspec.Struct, frozen=True):
    """One place of a text that names someone or something."""

    name: str
    line: int
    """Line of the seed, from 1."""
    start: int
    """Position in the line or paragraph, from 0."""
    quote: str
    """The words of the text that say so."""
    passing: bool = False
    """Named by the way: if this is all, and it is not in headline, dek or first paragraph, the name is left out."""


def ranked(
    mentions: Iterable[Mention], weights: Mapping[int, int], rule: str
) -> Guess[tuple[str, ...]] | None:
    """Join mentions by name; the most prominent first.

    A mention counts 1, and what its line weighs more, once a line; of equals the one that stands first comes first.
    The evidence is the first mention of each.

    Args:
        mentions: in any order.
        weights: lines that count more, such as the headline.
        rule: its name.
    """
    first: dict[str, Mention] = {}
    score: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    for m in sorted(mentions, key=lambda m: (m.line, m.start)):
        first.setdefault(m.name, m)
        score[m.name] = score.get(m.name, 0) + 1
        if (m.name, m.line) not in seen:
            seen.add((m.name, m.line))
            score[m.name] += weights.get(m.line, 0)
    named = [n for n in first if score[n] > 1 or not first[n].passing]
    if not named:
        return None
    order = sorted(named, key=lambda name: (-score[name], first[name].line, first[name].start))[:MOST]
    evidence: dict[str, str | int | float] = {n: f'line {first[n].line}: "{first[n].quote}"' for n in order}
    return Guess(tuple(order), Inference(rule=rule, evidence=evidence))
