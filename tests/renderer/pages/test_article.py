"""An article's page: what may be linked and shown, and its weight. Golden archives hold how it looks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsgen.markdown.render import render_html
from newsgen.model import ArticleImage, Correction, Inference, PartialDate, SeedRef, SitePicture, Source
from newsgen.renderer.pages.article import article_pages
from tests.renderer.samples import SHA, TEXT, URL, make_texts, make_views, record

TABLES = json.loads(Path(__file__).parent.with_name("tables.json").read_text(encoding="utf-8"))


def view(**fields: Any) -> Any:
    """The view of one article."""
    return make_views(article_pages, [record("a", **({"date": "2023-01-01"} | fields))])["2023/01/01/a.html"]


@pytest.mark.parametrize(
    ("src", "shared"),
    [
        ("pictures/a.jpg", ""),
        ("https://example.org/a.jpg", "https://example.org/a.jpg"),
        ("javascript:x", ""),
        ("mailto:x", ""),
    ],
)
def test_a_picture_that_is_not_in_the_site_is_not_shown(src: str, shared: str) -> None:
    """One of another site is named to social media alone, which no reader's browser asks."""
    found = view(image=ArticleImage(src, "A harbour"))
    assert found.image is None
    assert (found.shared.url if found.shared else "") == shared


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("Withdrawn. it was false.", "It was false."),
        ("Withdrawn letters.", "Withdrawn letters."),
        ("Withdrawn.",) * 2,
    ],
)
def test_the_page_of_a_withdrawn_article_says_so_once(reason: str, shown: str) -> None:
    """The newest correction is the reason; in an article that is not withdrawn it stays as it was written."""
    texts = [Correction(PartialDate(2023), "Old."), Correction(PartialDate(2024), reason)]
    assert view(corrections=tuple(texts), status="withdrawn").corrections[0].text == shown
    assert view(corrections=tuple(texts)).corrections[0].text == reason


def test_a_withdrawn_article_has_no_picture_and_no_way_into_search_engines() -> None:
    image = ArticleImage("a.jpg", "A harbour", shown=SitePicture("images/a.jpg", 400, 300))
    found = view(image=image, status="withdrawn")
    assert (found.shared, found.indexed) == (None, False)


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (10, 1), (460, 2), (2300, 10)])
def test_reading_time_is_told_in_whole_minutes(words: int, minutes: int) -> None:
    """At least one; nothing where the words were not counted."""
    assert view(words=words).minutes == minutes


def test_counts_of_groups_are_not_in_the_view() -> None:
    """Another article on the topic must not change this page."""
    found = make_views(article_pages)["2023/11/22/talks-open.html"]
    assert {link.count for link in (*found.topics, *found.people, *found.places)} == {0}


@pytest.mark.parametrize("url", TABLES["links kept"])
def test_links_that_may_be_followed_stay(url: str) -> None:
    """http, https, mailto and relative links come out as they went in."""
    assert view(source=Source("Wire", url)).source_url == url


@pytest.mark.parametrize("url", TABLES["links refused"])
def test_other_schemes_are_no_links(url: str) -> None:
    """Autoescape does not stop href="javascript:…", however a browser is brought to read it."""
    found = view(source=Source("Wire", url), canonical=url)
    assert (found.source_url, found.canonical) == ("", f"{URL}2023/01/01/a.html")


USUAL: dict[str, Any] = {
    "dek": "A sentence of quite some length that says what the article is about, and for whom",
    "topics": ("Trade", "Summits"),
    "people": ("Mei Lin", "Per Holm", "Ida Dahl", "Ola Berg"),
    "places": ("Oslo", "Beijing", "Tokyo", "Seoul"),
    "organizations": ("The Port", "The Union"),
    "authors": ("Ida Dahl",),
    "source": Source("Harbour Wire", "https://example.org/original/article.html"),
    "seed": SeedRef("seeds/full.txt", SHA),
}
FULL: dict[str, Any] = USUAL | {
    "topics": ("Trade", "Summits", "Treaties"),
    "people": tuple(f"Person Number {n}" for n in range(12)),
    "places": tuple(f"Place {n}" for n in range(8)),
    "organizations": tuple(f"Organization of {n}" for n in range(6)),
    "authors": ("Ida Dahl", "Per Holm"),
    "updated": PartialDate(2023, 2, 1),
    "inferred": {
        "people": Inference("title", {f"Person Number {n}": "line 4: President Number" for n in range(12)})
    },
}


@pytest.mark.parametrize(("fields", "most"), [(USUAL, 8 * 1024), (FULL, 12 * 1024)])
def test_a_page_is_light_beside_its_text(fields: dict[str, Any], most: int) -> None:
    """8 KB with a dozen names, 12 KB when full of names with evidence; each name has a page of its own."""
    shared = {kind: fields[kind] for kind in ("people", "places", "organizations")}
    others = [
        record(f"other-{n}", f"2023-01-0{n}", topics=fields["topics"][:1], **shared) for n in range(1, 9)
    ]
    texts = make_texts(article_pages, [record("full", "2023-01-01", **fields), *others])
    assert len(texts["2023/01/01/full.html"].encode()) - len(render_html(TEXT)) <= most
