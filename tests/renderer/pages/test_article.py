"""Promises of an article's page."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from newsgen.markdown.render import to_html
from newsgen.model import Image, Inference, PartialDate, Picture, SeedRef, Source
from newsgen.renderer.pages.article import article_pages
from tests.renderer.samples import SHA, TEXT, URL, make_texts, make_views, record


@cache
def pages(url: str = URL) -> dict[str, str]:
    """The pages of the sample archive, by the name of the article."""
    texts = make_texts(article_pages, url=url)
    return {path.rpartition("/")[2].removesuffix(".html"): text for path, text in texts.items()}


def view(**fields: Any) -> Any:
    """The view of one article."""
    return make_views(article_pages, [record("a", **({"date": "2023-01-01"} | fields))])["2023/01/01/a.html"]


def test_a_record_stands_where_its_date_says() -> None:
    """A vague date gives a shorter address."""
    assert sorted(make_views(article_pages))[:4] == [
        "1972/year-only.html",
        "2022/05/month-only.html",
        "2022/11/23/guessed.html",
        "2023/01/05/rtl.html",
    ]


PIN = '<p id="p{0}"><a class="pin" href="#p{0}" tabindex="-1" aria-label="Paragraph {0}"></a>{1}</p>'
LINE = f"Ida Dahl. “Talks Open.” The Record, November 22, 2023. {URL}2023/11/22/talks-open.html"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("talks-open", '<a href="../../../2023/11/24/talks-close.html">Talks Close</a>'),
        ("talks-open", "also on Summits, Trade and Mei Lin"),
        ("talks-open", "<blockquote>"),
        ("talks-open", PIN.format(1, "The ministers met.")),
        ("talks-open", PIN.format(3, "They will meet again.")),
        ("talks-open", f"<p>{LINE}</p>"),
        ("talks-open", f'<p class="printed">{LINE}</p>'),
        ("talks-open", "<pre>@article{2023-11-22-talks-open,\n  author = {Ida Dahl},"),
        ("talks-open", "<pre>TY  - NEWS\nAU  - Ida Dahl\n"),
        ("gone", "This article has been withdrawn."),
        ("gone", '<meta name="robots" content="noindex">'),
        ("guessed", '[<time datetime="2022-11-23">November 23, 2022</time>?]'),
        (
            "guessed",
            "From line 4: &#34;On Wednesday, Nov. 22&#34;: 22 November fell on a Wednesday in 2023 and",
        ),
        ("guessed", "It may also be 2017-11-22."),
        ("guessed", "Confidence: 40%."),
        ("mended", '<time datetime="2023-06-04">June 4, 2023</time>'),
        ("mended", 'datetime="2023-06-02T09:30:00+09:00"'),
        ("hostile", "&lt;script&gt;alert(1)&lt;/script&gt; &amp;  more"),
        ("rtl", '<html lang="en" dir="ltr">'),
        ("rtl", '<article dir="rtl">'),
        ("rtl", '<h1 lang="ar">'),
        ("rtl", '<div class="text" lang="ar">'),
    ],
)
def test_a_page_shows(name: str, shown: str) -> None:
    """Related articles with the reason, numbered paragraphs, citations, notices, evidence, languages."""
    assert shown in pages()[name]


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("talks-open", 'id="p4"'),
        ("talks-open", "[<time"),
        ("gone", "The ministers met."),
        ("hostile", "javascript:"),
        ("hostile", "data:text"),
    ],
)
def test_a_page_does_not_show(name: str, hidden: str) -> None:
    """A withdrawn text, a link of another scheme, doubt where there is none."""
    assert hidden not in pages()[name]


def test_the_text_stands_in_the_page_once_below_its_corrections() -> None:
    """And a hostile title adds no script."""
    mended = pages()["mended"]
    assert mended.count("The ministers met.</p>") == 1
    assert mended.index("A name was wrong.") < mended.index("The ministers met.</p>")
    assert re.findall("<script (src|type)", pages()["hostile"]) == ["type", "src"]


def test_canonical_links_need_the_sites_address() -> None:
    """Without it there is none, unless the record names the original by a link of a safe scheme."""
    assert 'rel="canonical"' not in pages("")["talks-open"]
    assert view(canonical="https://example.org/first").canonical == "https://example.org/first"
    assert view(canonical="data:text/html,x").canonical == f"{URL}2023/01/01/a.html"


def test_findings_are_told_with_their_evidence() -> None:
    """One piece of evidence for the field, or one for each value."""
    inferred = {
        "topics": Inference(rule="vocabulary", evidence={"Trade": 9}),
        "date": Inference(rule="dateline", evidence="line 1", confidence=0.9),
    }
    found = view(topics=("Trade",), inferred=inferred)
    assert [(finding.field, finding.evidence) for finding in found.findings] == [
        ("topics", (("Trade", "9"),)),
        ("date", (("", "line 1"),)),
    ]
    assert not found.provisional


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
    found = view(image=Image(src, "A harbour"))
    assert found.image is None
    assert (found.shared.url if found.shared else "") == shared


def test_a_withdrawn_article_has_no_picture_and_no_way_into_search_engines() -> None:
    image = Image("a.jpg", "A harbour", shown=Picture("images/a.jpg", 400, 300))
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


@pytest.mark.parametrize(
    "url",
    ["https://a.example/a?b=c#d", "http://x", "mailto:a@b.c", "../a.html", "/a", "a/b:c", "#p3", "//x/y"],
)
def test_links_that_may_be_followed_stay(url: str) -> None:
    """http, https, mailto and relative links come out as they went in."""
    assert view(source=Source("Wire", url)).source_url == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "\u00a0javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org",
    ],
)
def test_other_schemes_are_no_links(url: str) -> None:
    """Autoescape does not stop href="javascript:…", however a browser is brought to read it."""
    assert view(source=Source("Wire", url)).source_url == ""


def turns(*records: Any) -> dict[str, Any]:
    """Where each article of an archive leads on to, by title."""
    return {one.title: one.turn for one in make_views(article_pages, list(records) or None).values()}


def test_neighbours_are_those_in_time() -> None:
    """Older is previous, newer is next; undated articles have none."""
    found = turns()
    assert (found["Talks Open"].previous.title, found["Talks Open"].next.title) == ("Mended", "Talks Close")
    assert found["Talks Close"].next is None
    assert found["Year Only"].previous is None
    assert (found["No Date"].previous, found["No Date"].next) == (None, None)


def test_neighbours_on_the_first_topic_skip_the_others() -> None:
    """They are told where they are not the neighbours in time."""
    found = turns(
        record("a", "2023-01-01", topics=("Trade",)),
        record("b", "2023-01-02", topics=("Water", "Trade")),
        record("c", "2023-01-03", topics=("Water",)),
        record("d", "2023-01-04", topics=("Trade",)),
        record("e", topics=("Trade",)),
    )
    assert (found["D"].topic_previous.title, found["D"].topic_next) == ("B", None)
    for title in "AE":
        assert (found[title].topic_previous, found[title].topic_next) == (None, None)


def test_related_articles_lead_to_their_pages() -> None:
    """With what both are about."""
    names: dict[str, Any] = {"people": ("Mei Lin",), "topics": ("Trade",)}
    others = [record(f"x{n}", "2023-01-02") for n in range(4)]
    (one,) = turns(record("a", "2023-01-01", **names), record("b", "2023-02-02", **names), *others)[
        "A"
    ].related
    assert (one.title, one.href, one.shared) == ("B", "2023/02/02/b.html", ("Trade", "Mei Lin"))


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
    assert len(texts["2023/01/01/full.html"].encode()) - len(to_html(TEXT)) <= most
