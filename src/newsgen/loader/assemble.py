"""An analysis and its date to the text of a record."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from newsgen.loader.analyse import Analysis
from newsgen.loader.dating import Date
from newsgen.loader.report import Article
from newsgen.model import Inference, SeedRef
from newsgen.record.write import format_record

FIELDS = ("date", "topics", "people", "organizations", "places", "authors", "source", "language")
"""Fields that a rule may fill, in the order of the front matter; `load --refresh` writes them anew."""


def _front_matter(
    stated: Mapping[str, object], found: Mapping[str, Inference], date: Date, seed: SeedRef
) -> dict[str, object]:
    """Gather the front matter of a record, with `inferred` and `seed`."""
    front, inferred = dict(stated), dict(found)
    if date is not None:
        front["date"], inferred["date"] = date.value, date.inference
    front["inferred"] = dict(sorted(inferred.items(), key=_rank))
    front["seed"] = seed
    return front


def _rank(entry: tuple[str, Inference]) -> tuple[int, str]:
    """Order the fields under `inferred` as they stand above it, the structure's after them."""
    return (FIELDS.index(entry[0]) if entry[0] in FIELDS else len(FIELDS), entry[0])


def assemble(analysis: Analysis, date: Date, path: str) -> Article:
    """Make a new record.

    Args:
        analysis: what is known of the article.
        date: its inferred date.
        path: where it will stand.
    """
    front = _front_matter(analysis.front, analysis.inferred, date, analysis.draft.seed)
    text = format_record(front, analysis.body)
    return Article(path, text, front, analysis.body, analysis.draft.seed.file)


def redate(made: Article, seed: SeedRef, date: Date) -> Article:
    """Give a new record whose date was inferred another one, or none."""
    rest = {key: value for key, value in made.front.items() if key not in ("date", "inferred", "seed")}
    inferred = made.front["inferred"]
    found = (
        {field: how for field, how in inferred.items() if field != "date"}
        if isinstance(inferred, dict)
        else {}
    )
    front = _front_matter(rest, found, date, seed)
    return msgspec.structs.replace(made, front=front, text=format_record(front, made.body))
