"""An analysis and its date to the text of a record."""

from __future__ import annotations

from newsgen.loader.analyse import Rules, analyse
from newsgen.loader.write import assemble, redate
from newsgen.model import Draft, Guess, Inference, PartialDate, SeedRef
from newsgen.record.read import read_record, split_body

SEED = SeedRef("seeds/x.txt", "0" * 64, "windows-1252")
TEXT = "Ministers meet: a first\n# not a heading\nPrime Minister Kishida Fumio met guests from Beijing.\n"


def test_a_record_reads_back_as_it_was_made() -> None:
    date = Guess(PartialDate(2023, 11), Inference("month", "line 2", 0.7, "it says so", ("2022-11",)))
    article = assemble(analyse(Draft(SEED, TEXT, "plain"), Rules()), date, "articles/2023/2023-11-x.md")
    record = read_record(article.path, article.text.encode())
    assert (record.title, record.date, record.seed) == (
        "Ministers meet: a first",
        PartialDate(2023, 11),
        SEED,
    )
    assert record.inferred["date"] == date.inference
    assert record.people == ("Kishida Fumio",)
    assert split_body(article.text.encode())[0].strip() == article.body
    assert article.body.startswith("\\# not a heading\n")


def test_fields_under_inferred_stand_in_the_order_of_the_front_matter() -> None:
    date = Guess(PartialDate(2023), Inference("year", "line 2", 0.7))
    article = assemble(analyse(Draft(SEED, TEXT, "plain"), Rules()), date, "x.md")
    inferred = article.front["inferred"]
    assert isinstance(inferred, dict)
    assert list(inferred) == [field for field in ("date", "people", "places") if field in inferred]


def test_an_undated_record_has_no_date() -> None:
    article = assemble(analyse(Draft(SEED, TEXT, "plain"), Rules()), None, "x.md")
    assert "\ndate:" not in article.text


def test_another_date_makes_the_record_that_it_would_have_made_at_once() -> None:
    found = analyse(Draft(SEED, TEXT, "plain", {"title": "T", "key": "x"}), Rules())
    dates = (
        None,
        Guess(PartialDate(2023, 11), Inference("month", "line 2", 0.7)),
        Guess(PartialDate(2006), Inference("year", "line 3", 0.4)),
    )
    for before in dates:
        for date in dates:
            article = redate(assemble(found, before, "x.md"), SEED, date)
            assert article == assemble(found, date, "x.md")
            assert list(article.front) == list(assemble(found, date, "x.md").front)
