"""Values as a human types them."""

from __future__ import annotations

import pytest

from newsgen.desk.edit import Answer, read_answer, read_answers
from newsgen.errors import ContentError, SettingsError
from newsgen.model import PartialDate


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("date", "2023-11-22", PartialDate(2023, 11, 22)),
        ("date", " 2023-11 ", PartialDate(2023, 11)),
        ("date", "22 Nov 2023", PartialDate(2023, 11, 22)),
        ("date", "", None),
        ("title", "Ferry #1: it's back", "Ferry #1: it's back"),
        ("dek", "two\n  lines", "two lines"),
        ("people", "Ada Okafor, Mei Lin,, Ada Okafor", ("Ada Okafor", "Mei Lin")),
        ("places", r"Berlin\, Ohio, Lima", ("Berlin, Ohio", "Lima")),
        ("topics", "", None),
        ("source", "Harbour: Wire", "Harbour: Wire"),
        ("language", "pt_BR", "pt-BR"),
    ],
)
def test_values_are_read_as_front_matter_is(field: str, text: str, value: Answer) -> None:
    """What a record would say, however YAML must write it; '' takes a field out."""
    assert read_answer(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("date", "yesterday", 'date "yesterday" is not a date; write YYYY-MM-DD, YYYY-MM or YYYY'),
        ("date", "3/4/2023", 'date "3/4/2023" may be read in two ways'),
        ("language", "English", 'language "English" is not a language tag'),
        ("title", " ", "title is empty; write the headline"),
        ("dek", "a\x07b", "dek holds the control character U+0007; delete it"),
        ("dek", "a\udcff", "dek is not UTF-8"),
    ],
)
def test_bad_values_are_refused_with_what_to_write(field: str, text: str, message: str) -> None:
    """As the record room says it, without a place in a file."""
    with pytest.raises(ContentError) as caught:
        read_answer(field, text)
    assert str(caught.value).startswith(message)


def test_all_bad_values_are_told_at_once() -> None:
    """Also a single value that is given twice."""
    with pytest.raises(ContentError) as caught:
        read_answers(["date=x", "language=English", "source=a", "source=b"])
    assert len(caught.value.problems) == 3


def test_repeated_lists_are_joined() -> None:
    """Each may hold commas; an '=' in a value is its own."""
    found = read_answers(["people=A, B", "people=C", "dek=x=y"])
    assert found == {"people": ("A", "B", "C"), "dek": "x=y"}


@pytest.mark.parametrize("text", ["date", "seed=x", "=x", "inferred.date=x"])
def test_only_some_fields_may_be_set(text: str) -> None:
    """The others are refused, with a list of those."""
    with pytest.raises(SettingsError, match="one of title, dek, date"):
        read_answers([text])
