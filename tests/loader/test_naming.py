"""Where a new record goes."""

from __future__ import annotations

import pytest

from newsgen.addresses import slugify
from newsgen.loader.write import record_paths
from newsgen.model import PartialDate

ONE, TWO = "1a2b3c" + "0" * 58, "1a2b3c" + "f" * 58


@pytest.mark.parametrize(
    ("date", "path"),
    [
        (PartialDate(2023, 11, 22), "articles/2023/2023-11-22-a-head.md"),
        (PartialDate(2023, 11, 22, "09:30:00Z"), "articles/2023/2023-11-22-a-head.md"),
        (PartialDate(2023, 11), "articles/2023/2023-11-a-head.md"),
        (PartialDate(2023), "articles/2023/2023-a-head.md"),
        (None, "articles/undated/a-head.md"),
    ],
)
def test_names_say_what_is_known(date: PartialDate | None, path: str) -> None:
    assert record_paths([("A head", date, ONE)], ()) == [path]


def test_a_taken_name_gets_digits_of_the_seed() -> None:
    assert record_paths([("A head", None, ONE)], {"articles/undated/A-Head.md"}) == [
        "articles/undated/a-head-1a2b3c.md"
    ]
    taken = {"articles/undated/a-head.md", "articles/undated/a-head-1a2b3c.md"}
    assert record_paths([("A head", None, ONE)], taken) == ["articles/undated/a-head-1a2b3c0.md"]


def test_two_of_a_name_both_get_digits() -> None:
    """So the order of the seeds does not matter."""
    both = [("A head", None, ONE), ("a HEAD", None, TWO)]
    paths = record_paths(both, ())
    assert len(set(paths)) == 2
    assert all(path.startswith("articles/undated/a-head-1a2b3c") for path in paths)
    assert sorted(record_paths(both[::-1], ())) == sorted(paths)


def test_long_titles_that_share_a_name_keep_apart_in_their_addresses() -> None:
    """The digits that tell two files apart survive the cut of a slug to its longest length."""
    title = "application process for judiciary recommendations is announced by two senators of one state " * 2
    paths = record_paths([(title, None, "a" * 64), (title, None, "b" * 64)], ())
    assert len({slugify(path.rpartition("/")[2].removesuffix(".md")) for path in paths}) == 2
    dated = record_paths([(title, PartialDate(2023, 11, 22), digit * 64) for digit in "ab"], ())
    slugs = {
        slugify(path.rpartition("/")[2].removesuffix(".md").removeprefix("2023-11-22-")) for path in dated
    }
    assert len(slugs) == 2
