"""Promises of the warning before a site is too large."""

from __future__ import annotations

from newsgen.builder.output import MOST, warn_of_large_site

TEXTS = [("2023/11/22/a.html", 400_000_000), ("data/2023.jsonl", 200_000_000), ("index.html", 1_000)]


def told(*more: tuple[str, int]) -> tuple[str, str]:
    """What is wrong and what to do."""
    found = warn_of_large_site([*TEXTS, *more], "site")
    assert found
    assert (found.file, found.code) == ("site", "site-size")
    return found.message, found.expected


def test_a_site_of_900_mb_is_well_and_one_of_a_byte_more_is_not() -> None:
    """Powers of ten, as GitHub counts."""
    assert MOST == 900_000_000
    rest = MOST - sum(size for _, size in TEXTS)
    assert warn_of_large_site([*TEXTS, ("a.css", rest)], "site") is None
    assert warn_of_large_site([*TEXTS, ("a.css", rest + 1)], "site")


def test_what_weighs_most_is_named_and_what_can_be_left_out() -> None:
    """The remedy is that of the heaviest part that has one."""
    message, remedy = told(("pagefind/index/a.pf_index", 350_000_000), ("pictures/a.webp", 10_000_000))
    assert message == (
        "the site has 960 MB in 5 files (articles 400 MB, the search index 350 MB, data 200 MB), "
        "and GitHub Pages ends at 1 GB"
    )
    assert remedy.startswith("let only the beginnings of texts be searched ([search] full_text = 1)")
    assert told(("2023/11/22/a-640.WEBP", 350_000_000))[1].startswith("show smaller pictures")
    _, remedy = told(("topics/x/feed.json", 300_000_000), ("feed-2023.xml", 50_000_000))
    assert remedy.startswith("leave feeds out")


def test_texts_alone_cannot_weigh_less() -> None:
    """Then another host is the way."""
    found = warn_of_large_site([TEXTS[0], ("2023/index.html", 600_000_000)], "site")
    assert found
    assert "(lists 600 MB, articles 400 MB)" in found.message
    assert found.expected == "publish it elsewhere, or split the archive: docs/hosting.md"
    _, remedy = told(("2023/index.html", 350_000_000))
    assert remedy.startswith('leave the data out ([pages] omit = ["data"])')


def test_articles_are_told_from_lists() -> None:
    """A year's, a day's and a letter's index are lists; an undated article is one."""
    articles = ("undated/a.html", 1_000_000), ("1972/x.html", 9_000_000)
    message, _ = told(*articles, ("undated/a/index.html", 500_000_000))
    assert "(lists 500 MB, articles 410 MB, data 200 MB)" in message
