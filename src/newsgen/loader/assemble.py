"""An analysis and its date to the text of a record."""

from __future__ import annotations

from newsgen.loader.analyse import Analysis
from newsgen.loader.dating import Date
from newsgen.loader.report import Article
from newsgen.model import Inference
from newsgen.record.write import format_record

FIELDS = ("date", "topics", "people", "organizations", "places", "authors", "source", "language")
"""Fields that a rule may fill, in the order of the front matter; `load --refresh` writes them anew."""


def front_matter(analysis: Analysis, date: Date) -> dict[str, object]:
    """Gather the front matter of a record, with `inferred` and `seed`."""
    front, inferred = dict(analysis.front), dict(analysis.inferred)
    if date is not None:
        front["date"], inferred["date"] = date.value, date.inference
    front["inferred"] = dict(sorted(inferred.items(), key=_rank))
    front["seed"] = analysis.draft.seed
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
    front = front_matter(analysis, date)
    text = format_record(front, analysis.body)
    return Article(path, text, front, analysis.body, analysis.draft.seed.file)
