"""Promises of an article's page."""

from __future__ import annotations

import re

import pytest

from newsgen.markdown.render import to_html
from newsgen.model import Image, Inference, PartialDate, Picture, Record, SeedRef, Source
from newsgen.renderer.page import Page
from newsgen.renderer.pages.article import article_pages
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import ArticleView
from tests.renderer.samples import SHA, TEXT, URL, read, record, sample_archive, sample_site


def pages(url: str = "https://example.org/repo/") -> dict[str, tuple[ArticleView, str]]:
    """View and text of each article of the sample archive, by the name of its file."""
    site = sample_site(url)
    environment = open_theme().environment(read)
    return {
        page.path.rpartition("/")[2].removesuffix(".html"): (
            page.view,
            render_page(page, environment, site).decode(),
        )
        for page in article_pages(sample_archive(), site)
    }


def test_a_record_stands_where_its_date_says() -> None:
    """A vague date gives a shorter address."""
    assert sorted(page.path for page in article_pages(sample_archive(), sample_site()))[:4] == [
        "1972/year-only.html",
        "2022/05/month-only.html",
        "2022/11/23/guessed.html",
        "2023/01/05/rtl.html",
    ]


def test_related_articles_are_told_with_their_reason() -> None:
    """Not as a link to itself."""
    text = pages()["talks-open"][1]
    assert '<a href="../../../2023/11/24/talks-close.html">Talks Close</a>' in text
    assert "also on Summits, Trade and Mei Lin" in text


def test_the_text_stands_in_the_page_once() -> None:
    """With its quotation as such."""
    text = pages()["talks-open"][1]
    assert text.count("The ministers met.</p>") == 1
    assert "<blockquote>" in text


def test_each_paragraph_has_an_address() -> None:
    """Also one in a quotation; the link to it adds no word."""
    text = pages()["talks-open"][1]
    assert (
        '<p id="p1"><a class="pin" href="#p1" tabindex="-1" aria-label="Paragraph 1"></a>The ministers met.</p>'
        in text
    )
    assert (
        '<p id="p3"><a class="pin" href="#p3" tabindex="-1" aria-label="Paragraph 3"></a>They will meet again.</p>'
        in text
    )
    assert 'id="p4"' not in text


def test_the_citation_stands_in_the_page_and_on_paper() -> None:
    """A line, BibTeX and RIS."""
    text = pages()["talks-open"][1]
    line = f"Ida Dahl. “Talks Open.” The Record, November 22, 2023. {URL}2023/11/22/talks-open.html"
    assert f"<p>{line}</p>" in text
    assert f'<p class="printed">{line}</p>' in text
    assert "<pre>@article{2023-11-22-talks-open,\n  author = {Ida Dahl}," in text
    assert "<pre>TY  - NEWS\nAU  - Ida Dahl\n" in text


def test_a_withdrawn_article_shows_the_notice_instead_of_its_text() -> None:
    """Neither body nor a way into search engines."""
    view, text = pages()["gone"]
    assert "This article has been withdrawn." in text
    assert "The ministers met." not in text
    assert '<meta name="robots" content="noindex">' in text
    assert not view.indexed


def test_a_guessed_date_is_marked_and_its_evidence_is_told() -> None:
    """In an archivist's brackets, with reason, alternatives and confidence."""
    text = pages()["guessed"][1]
    assert '[<time datetime="2022-11-23">November 23, 2022</time>?]' in text
    assert (
        "From line 4: &#34;On Wednesday, Nov. 22&#34;: 22 November fell on a Wednesday in 2023 and 2017."
        in text
    )
    assert "It may also be 2017-11-22." in text
    assert "Confidence: 40%." in text
    assert "[<time" not in pages()["talks-open"][1]


def test_corrections_stand_above_the_text() -> None:
    """With their date."""
    text = pages()["mended"][1]
    assert text.index("A name was wrong.") < text.index("The ministers met.</p>")
    assert '<time datetime="2023-06-04">June 4, 2023</time>' in text


def test_a_time_keeps_its_offset() -> None:
    """As HTML wants it."""
    assert 'datetime="2023-06-02T09:30:00+09:00"' in pages()["mended"][1]


def test_hostile_front_matter_does_no_harm() -> None:
    """Markup is text, and links of other schemes are none."""
    view, text = pages()["hostile"]
    assert re.findall("<script (src|type)", text) == ["type", "src"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;  more" in text
    assert "javascript:" not in text
    assert "data:text" not in text
    assert view.canonical == "https://example.org/repo/2023/01/06/hostile.html"


def test_a_text_has_its_own_language_and_direction() -> None:
    """The interface keeps the site's."""
    text = pages()["rtl"][1]
    assert '<html lang="en" dir="ltr">' in text
    assert '<article dir="rtl">' in text
    assert '<h1 lang="ar">' in text
    assert '<div class="text" lang="ar">' in text


def test_canonical_links_need_the_sites_address() -> None:
    """Without it there is none, unless the record names the original."""
    assert 'rel="canonical"' not in pages("")["talks-open"][1]
    original = record("a", "2023-01-01", canonical="https://example.org/first")
    (page,) = article_pages(sample_archive([original]), sample_site(""))
    assert page.view.canonical == "https://example.org/first"


def test_findings_are_told_with_their_evidence() -> None:
    """One piece of evidence for the field, or one for each value."""
    inferred = {
        "topics": Inference(rule="vocabulary", evidence={"Trade": 9}),
        "date": Inference(rule="dateline", evidence="line 1", confidence=0.9),
    }
    (page,) = article_pages(
        sample_archive(
            [record("a", "2023-01-01", topics=("Trade",), inferred=inferred, seed=SeedRef("s.txt", SHA))]
        ),
        sample_site(),
    )
    assert [(finding.field, finding.evidence) for finding in page.view.findings] == [
        ("topics", (("Trade", "9"),)),
        ("date", (("", "line 1"),)),
    ]
    assert not page.view.provisional


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
    (page,) = article_pages(sample_archive([record("a", image=Image(src, "A harbour"))]), sample_site())
    assert page.view.image is None
    assert (page.view.shared.url if page.view.shared else "") == shared


def test_a_withdrawn_article_has_no_picture() -> None:
    image = Image("a.jpg", "A harbour", shown=Picture("images/a.jpg", 400, 300))
    (page,) = article_pages(sample_archive([record("a", image=image, status="withdrawn")]), sample_site())
    assert page.view.shared is None


def test_reading_time_is_told_in_whole_minutes() -> None:
    """At least one; nothing where the words were not counted."""
    for words, minutes in ((0, 0), (10, 1), (460, 2), (2300, 10)):
        (page,) = article_pages(sample_archive([record("a", words=words)]), sample_site())
        assert page.view.minutes == minutes


def test_counts_of_groups_are_not_in_the_view() -> None:
    """Another article on the topic must not change this page."""
    view = pages()["talks-open"][0]
    assert {link.count for link in (*view.topics, *view.people, *view.places)} == {0}


def weight(full: Record, count: int) -> int:
    """Bytes of a page beside its text, where each name has a page of its own."""
    shared = {"people": full.people, "places": full.places, "organizations": full.organizations}
    other = [record(f"other-{n}", f"2023-01-0{n}", topics=full.topics[:1], **shared) for n in range(1, count)]
    site = sample_site()
    page = next(
        p for p in article_pages(sample_archive([full, *other]), site) if p.path.endswith("full.html")
    )
    assert isinstance(page, Page)
    return len(render_page(page, open_theme().environment(read), site)) - len(to_html(TEXT))


def test_an_articles_page_weighs_8_kb_at_most_beside_its_text() -> None:
    """One with a dozen names, and with as many related articles as a page shows."""
    usual = record(
        "full",
        "2023-01-01",
        dek="A sentence of quite some length that says what the article is about, and for whom",
        topics=("Trade", "Summits"),
        people=("Mei Lin", "Per Holm", "Ida Dahl", "Ola Berg"),
        places=("Oslo", "Beijing", "Tokyo", "Seoul"),
        organizations=("The Port", "The Union"),
        authors=("Ida Dahl",),
        source=Source("Harbour Wire", "https://example.org/original/article.html"),
        seed=SeedRef("seeds/full.txt", SHA),
    )
    assert weight(usual, 9) <= 8 * 1024


def test_a_page_full_of_names_weighs_12_kb_at_most_beside_its_text() -> None:
    """Each with the evidence for it."""
    full = record(
        "full",
        "2023-01-01",
        dek="A sentence of quite some length that says what the article is about, and for whom",
        topics=("Trade", "Summits", "Treaties"),
        people=tuple(f"Person Number {n}" for n in range(12)),
        places=tuple(f"Place {n}" for n in range(8)),
        organizations=tuple(f"Organization of {n}" for n in range(6)),
        authors=("Ida Dahl", "Per Holm"),
        source=Source("Harbour Wire", "https://example.org/original/article.html"),
        updated=PartialDate(2023, 2, 1),
        seed=SeedRef("seeds/full.txt", SHA),
        inferred={
            "people": Inference(
                "title", {f"Person Number {n}": "line 4: President Number" for n in range(12)}
            )
        },
    )
    assert weight(full, 9) <= 12 * 1024
