"""Promises of the dates by which lists of names are made."""

from __future__ import annotations

from newsgen.model import PartialDate
from newsgen.renderer.lists.sections import timeline_of
from tests.renderer.samples import record, sample_archive


def test_the_span_leaves_undated_articles_out() -> None:
    """From the earliest to the latest, as precise as they are known; none of undated ones alone."""
    dates = ["2023-11-22T10:00:00Z", "2021-05", "2019", "", ""]
    time = timeline_of(sample_archive([record(f"r{n}", date) for n, date in enumerate(dates)]))
    assert time.span((0, 1, 2, 3, 4)) == (PartialDate(2019), PartialDate(2023, 11, 22, "10:00:00Z"))
    assert time.span((1, 3)) == (PartialDate(2021, 5), PartialDate(2021, 5))
    assert time.span((3, 4)) == time.span(()) == (None, None)
