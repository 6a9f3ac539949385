"""Dates of a whole batch."""

from __future__ import annotations

import datetime

from newsgen.loader.analyse import Analysis, Rules, analyse
from newsgen.loader.dates import Date, date_alone, infer_dates, known_of
from newsgen.model import Draft, PartialDate, SeedRef

AS_OF = datetime.date(2026, 11, 24)
LEAD = "Ministers of both countries met in the capital on Wednesday, Nov. 22, to talk about trade."


def article(name: str, text: str, stated: dict[str, object] | None = None) -> Analysis:
    seed = SeedRef(f"seeds/{name}.txt", "0" * 64)
    return analyse(Draft(seed, text, "markdown" if stated else "plain", stated or {}), Rules())


def dates_of(*analyses: Analysis) -> list[Date]:
    known = known_of(AS_OF, None, ())
    return infer_dates([date_alone(analysis, known) for analysis in analyses], known)


def years(*analyses: Analysis) -> list[int | None]:
    return [date.value.year if date else None for date in dates_of(*analyses)]


def test_stated_dates_of_the_batch_fix_the_years_of_others() -> None:
    """By file name or by front matter; in any order."""
    story = article("x", f"Ministers meet\n{LEAD}\n")
    dated = [article(f"2006-{month:02d}-07-x", "Head\nText of a story.\n") for month in range(1, 13)]
    stated = [
        article("y", "Text.", {"title": "T", "date": PartialDate(2006, month, 7)}) for month in range(1, 13)
    ]
    assert years(story) == [2023]
    assert years(story, *dated)[0] == 2006
    assert years(*dated, story)[-1] == 2006
    assert years(*stated, story)[-1] == 2006


def test_a_stated_date_is_not_inferred() -> None:
    assert years(article("2006-01-07-x", "Text.", {"title": "T", "date": PartialDate(2020)})) == [None]


def test_a_day_that_a_whole_collection_shares_is_no_date() -> None:
    """A scrape writes the day of scraping on every text."""
    texts = [
        article(f"x{n}", f"Head {n}\nNovember 20, 2026\nText of story number {n}, long enough to be one.\n")
        for n in range(30)
    ]
    dates = dates_of(*texts)
    assert all(date is None or (date.inference.confidence or 0) < 0.5 for date in dates)
    alone = dates_of(texts[0])[0]
    assert alone is not None
    assert alone.value == PartialDate(2026, 11, 20)


def test_dates_of_records_are_known() -> None:
    known = known_of(AS_OF, None, [PartialDate(2006, 5, 3), PartialDate(2005), PartialDate(2005, 2, 1)])
    assert known.confirmed == (datetime.date(2005, 2, 1), datetime.date(2006, 5, 3))
