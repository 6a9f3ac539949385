"""No list is too heavy for a reader's connection, however an archive leans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from newsgen.archive.build import build_archive
from newsgen.archive.model import Archive
from newsgen.model import Correction, PartialDate, Record
from newsgen.renderer.page import Blob, Page
from newsgen.renderer.pages import PAGE_KINDS
from newsgen.renderer.pages.article import article_pages
from newsgen.renderer.pages.bundle import bundle_pages
from newsgen.renderer.site import Site
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import FeedView
from tests.renderer.samples import read, record, sample_site

HEAVIEST = 200_000
"""Bytes of a list."""
LISTS = tuple(kind for kind in PAGE_KINDS if kind not in (article_pages, bundle_pages))
DEK = "港湾当局は水曜日、渡し船が一年ぶりに戻ったと発表し、運航は当面続くとした。" * 8
"""A long standfirst whose letters take three bytes each."""


def skewed(count: int) -> Iterator[Record]:
    """Articles most of which share a day, a year, a name, a title, a source, or have no date at all."""
    mended = (Correction(PartialDate(2024, 5, 6), "訂正。" * 40),)
    for n in range(count):
        fields: dict[str, Any] = {
            "title": f"渡し船が戻る、港の人々が語る第{n}回" if n % 3 else "Letter to the editor",
            "dek": DEK,
            "authors": ("The One Author",),
            "source": None,
            "topics": ("Everything", f"Topic {n % 700}"),
            "people": (f"Person {'abcdefghij'[n % 10]}{n % 4000}", f"Santos {n % 3000}"),
            "places": (f"Place {n % 900}", "Oslo", "Tokyo"),
            "corrections": mended if n % 5 == 0 else (),
            "status": "withdrawn" if n % 7 == 0 else "published",
        }
        date = ("", "2023", "2023-11", "2023-11-22", f"{2000 + n % 25}-{n % 12 + 1:02d}-{n % 28 + 1:02d}")[
            n % 5
        ]
        yield record(f"piece-{n}", date, **fields)


def lists(archive: Archive, site: Site) -> Iterator[Page]:
    """All pages that list articles or names; feeds that hold whole texts are none."""
    for kind in LISTS:
        for page in kind(archive, site):
            if not isinstance(page, Blob) and not (isinstance(page.view, FeedView) and page.view.texts):
                yield page


def heavy(archive: Archive, site: Site) -> dict[str, int]:
    """The lists that weigh too much, with their bytes."""
    environment = open_theme().environment(read)
    sizes = [(page.path, len(render_page(page, environment, site))) for page in lists(archive, site)]
    assert len(sizes) > 1_000
    assert len(dict(sizes)) == len(sizes), "two lists have one address"
    return {path: size for path, size in sizes if size > HEAVIEST}


@pytest.mark.long
def test_no_list_of_a_skewed_archive_weighs_over_200_kb() -> None:
    """Thousands of articles of one day, one year, one author, without a date, withdrawn, corrected on one day."""
    archive, _ = build_archive(skewed(20_000))
    assert heavy(archive, sample_site()) == {}


def test_a_list_that_is_not_split_would_be_found() -> None:
    """The check can fail: with a limit that splits nothing, lists are too heavy."""
    archive, _ = build_archive(skewed(3_000))
    found = heavy(archive, msgspec.structs.replace(sample_site(), limit=1_000_000))
    assert (
        set(
            """
        undated/index.html 2023/index.html 2023/11/22/index.html authors/the-one-author/index.html
        corrections/index.html feed-2023.xml
    """.split()
        )
        <= found.keys()
    )


def test_every_article_of_a_skewed_archive_is_listed_once_under_its_date() -> None:
    """Nothing is lost between the parts of a list, and nothing stands twice."""
    archive, _ = build_archive(skewed(1_500))
    prefixes = ("2", "undated/")
    found = [
        article.href
        for page in lists(archive, sample_site())
        if page.path.startswith(prefixes) and page.template in ("day.html", "list.html", "undated.html")
        for article in _articles(page.view)
    ]
    vague = [
        article.href
        for page in lists(archive, sample_site())
        if page.template in ("year.html", "month.html")
        for section in page.view.sections
        if not section.date
        for article in section.articles
    ]
    assert sorted(found + vague) == sorted(archive.addresses.values())


def _articles(view: Any) -> Iterator[Any]:
    if hasattr(view, "articles"):
        yield from view.articles
    for section in getattr(view, "sections", ()):
        yield from section.articles
