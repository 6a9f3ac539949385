"""One seed to records that lack only what the other seeds tell: runs in worker processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.analyse import Analysis, Rules, analyse
from newsgen.loader.assemble import assemble
from newsgen.loader.dating import Dated, date_alone
from newsgen.loader.duplicates import Signature, resemblances, sign
from newsgen.loader.formats import FORMATS
from newsgen.loader.report import Article
from newsgen.loader.seed_format import format_of
from newsgen.loader.text import Known
from newsgen.loader.warn import warnings_of
from newsgen.model import Draft, SeedRef

Read = Callable[[str], bytes]
"""Reads a seed by its path; other processes must be able to unpickle it."""
Place = tuple[str, int]
"""Path of a seed, and the position of an article in it, from 0."""


class Made(msgspec.Struct, frozen=True):
    """A record as far as its own seed tells it."""

    article: Article
    """With the date that the text alone suggests; its path is ''."""
    name: str
    """What its file is named after: its slug or its title."""
    seed: SeedRef
    dated: Dated
    warnings: tuple[Problem, ...]
    signature: Signature
    """Of its wording."""


class Found(msgspec.Struct, frozen=True):
    """What one seed holds."""

    made: tuple[Made, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_seed(path: str, read: Read, rules: Rules, known: Known) -> Found:
    """Read the articles that a seed holds, and infer what can be known of them without the other seeds.

    Args:
        path: of the seed.
        read: gives its bytes.
        rules: what the rules of inference are given.
        known: what is known of dates beside the seeds.
    """
    try:
        return Found(tuple(_made(analyse(draft, rules), known) for draft in _drafts(path, read)))
    except ContentError as error:
        return Found(problems=error.problems)


def _drafts(path: str, read: Read) -> Iterator[Draft]:
    form = format_of(path, FORMATS)
    return form.parse(path, read(path)) if form else iter(())


def _made(analysis: Analysis, known: Known) -> Made:
    dated = date_alone(analysis, known)
    return Made(
        article=assemble(analysis, dated.alone, ""),
        name=str(analysis.front.get("slug") or analysis.front["title"]),
        seed=analysis.draft.seed,
        dated=dated,
        warnings=tuple(warnings_of(analysis)),
        signature=sign(analysis.draft.text),
    )


def compare(places: tuple[Place, list[Place]], read: Read) -> list[float]:
    """Return the share of wording that each of some articles has in common with a first one.

    Args:
        places: of the first one, and of the others.
        read: gives the bytes of a seed.
    """
    first, others = places
    return list(resemblances(_text(first, read), (_text(other, read) for other in others)))


def _text(place: Place, read: Read) -> str:
    """Read one article's text again: to hold them all takes more memory than this takes time.

    It is '' if the seed is gone or broken by now, or shorter; the next load tells of that.
    """
    path, number = place
    with suppress(OSError, ContentError):
        for draft in islice(_drafts(path, read), number, None):
            return draft.text
    return ""
