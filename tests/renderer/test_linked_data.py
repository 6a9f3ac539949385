"""Promises of what machines are told of an article."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from typing import Any

import pytest

from newsgen.model import Correction, Image, PartialDate, Picture, Source
from newsgen.renderer.outputs.json_text import json_text
from newsgen.renderer.pages.article import article_pages
from newsgen.renderer.theme.filters import FILTERS
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import Link, Section
from tests.renderer.samples import GUESS, URL, read, record, sample_archive, sample_site


def page(url: str = URL, date: str = "2023-11-22", **fields: Any) -> str:
    """The page of one article."""
    site = sample_site(url)
    (made,) = article_pages(sample_archive([record("talks", date, **fields)]), site)
    return render_page(made, open_theme().environment(read), site).decode()


def data(text: str) -> dict[str, Any]:
    """What a consumer of JSON-LD reads in a page: the script ends at the first '</script'."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script', text, re.DOTALL)
    read_back: dict[str, Any] = json.loads(found)
    return read_back


def metas(text: str) -> dict[str, list[str]]:
    """The content of each meta element by its name and by its property."""
    found: dict[str, list[str]] = {}
    for keys, content in re.findall(r'<meta ((?:(?:name|property)="[^"]*" )+)content="([^"]*)">', text):
        for key in re.findall(r'"([^"]*)"', keys):
            found.setdefault(key, []).append(content)
    return found


FULL: dict[str, Any] = {
    "dek": "A first round",
    "topics": ("Trade",),
    "people": ("Mei Lin",),
    "places": ("Oslo",),
    "organizations": ("The Port",),
    "authors": ("Ida Dahl",),
    "source": Source("Harbour Wire", "https://example.org/a"),
}


def test_an_article_is_described_in_full() -> None:
    """As schema.org's NewsArticle."""
    assert data(page(**FULL)) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Talks",
        "description": "A first round",
        "url": f"{URL}2023/11/22/talks.html",
        "inLanguage": "en",
        "datePublished": "2023-11-22",
        "author": [{"@type": "Person", "name": "Ida Dahl"}],
        "publisher": {"@type": "Organization", "name": "The Record", "url": URL},
        "about": [{"@type": "Thing", "name": "Trade"}],
        "mentions": [
            {"@type": "Person", "name": "Mei Lin"},
            {"@type": "Place", "name": "Oslo"},
            {"@type": "Organization", "name": "The Port"},
        ],
        "isBasedOn": {
            "@type": "CreativeWork",
            "url": "https://example.org/a",
            "publisher": {"@type": "Organization", "name": "Harbour Wire"},
        },
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_what_an_article_does_not_say_is_left_out() -> None:
    """No key stands without a value."""
    assert data(page("", date="", authors=(), topics=(), source=None, excerpt="")) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Talks",
        "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": "The Record"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_a_correction_is_told_and_makes_the_article_newer() -> None:
    """With its date; a time keeps its offset."""
    told = data(
        page(
            date="2023-06-02T09:30:00+09:00",
            updated=PartialDate(2023, 6, 3),
            corrections=(Correction(PartialDate(2023, 6, 4), "A name was wrong."),),
        )
    )
    assert (told["datePublished"], told["dateModified"]) == ("2023-06-02T09:30:00+09:00", "2023-06-04")
    assert told["correction"] == [
        {"@type": "CorrectionComment", "text": "A name was wrong.", "datePublished": "2023-06-04"}
    ]


def test_a_guess_is_no_date_of_publication() -> None:
    """It is told as uncertain; an undated article tells none."""
    text = page(inferred={"date": GUESS})
    assert "datePublished" not in data(text)
    assert data(text)["temporal"] == "2023-11-22?"
    assert metas(text)["DC.date"] == ["2023-11-22?"]
    assert "article:published_time" not in metas(text)
    undated = page(date="")
    assert not data(undated).keys() & {"datePublished", "temporal"}
    assert "DC.date" not in metas(undated)


def test_a_withdrawn_article_says_so_and_tells_nothing_of_its_text() -> None:
    """Neither standfirst nor first words."""
    told = data(page(status="withdrawn", dek="A secret"))
    assert told["creativeWorkStatus"] == "Withdrawn"
    assert "secret" not in json.dumps(told)


@pytest.mark.parametrize(
    "title", ["</script><script>alert(1)</script>", "<!-- <script>", "]]> & \u2028 x", '"\\', "a\x00b"]
)
def test_a_hostile_title_stays_inside_the_script(title: str) -> None:
    """The page has no script element but its own, and the data parse."""
    text, plain = page(title=title, topics=(title,), authors=(title,)), page()
    assert text.count("<script") == text.count("</script") == plain.count("<script") == 2
    assert "<!--" not in text
    assert data(text)["headline"] == title


def test_json_for_scripts_is_the_same_value() -> None:
    """Only the spelling differs."""
    value = {"a": ["</script>", "<!--", "&amp;", "\u2028\u2029"]}
    text = json_text(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


def test_what_a_template_writes_as_json_keeps_its_names() -> None:
    """Parts of views are objects, as deep as they stand, also in lists and tables; dates hide what is not known."""
    section = Section(PartialDate(2023, 11), "2023/11/index.html", ())
    told = {"date": {"year": 2023, "month": 11}, "href": "2023/11/index.html", "articles": []}
    link = {"text": "Trade", "href": "a.html", "count": 2}
    value = {"sections": (section,), "links": [Link("Trade", "a.html", 2)], "n": 1}
    assert json.loads(FILTERS["json"](value)) == {"sections": [told], "links": [link], "n": 1}


def test_the_policy_names_the_data_by_their_hash() -> None:
    """As Chromium and checkers count it, over the element's text."""
    text = page(title="Ärger & <more>")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script', text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}'; object-src" in unescape(text)


def test_reference_managers_and_cards_have_their_fields() -> None:
    """A newspaper article for Zotero, never a journal's; a card for Open Graph and Twitter."""
    text = page(**FULL)
    found = metas(text)
    assert found["z:itemType"] == ["newspaperArticle"]
    assert (found["DC.title"], found["DC.creator"], found["DC.date"]) == (
        ["Talks"],
        ["Ida Dahl"],
        ["2023-11-22"],
    )
    assert found["DC.identifier"] == [f"{URL}2023/11/22/talks.html"]
    assert found["prism.publicationName"] == ["Harbour Wire"]
    assert (found["og:type"], found["og:title"], found["og:site_name"]) == (
        ["article"],
        ["Talks"],
        ["The Record"],
    )
    assert (found["og:url"], found["twitter:card"]) == ([f"{URL}2023/11/22/talks.html"], ["summary"])
    assert found["og:description"] == ["A first round"]
    assert found["article:published_time"] == ["2023-11-22"]
    assert "citation_journal_title" not in text
    assert f'<link rel="cite-as" href="{URL}2023/11/22/talks.html">' in text
    assert '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">' in text
    assert '<link rel="author" href="../../../authors/ida-dahl/index.html">' in text


def test_without_the_sites_address_nothing_claims_one() -> None:
    """No og:url, no identifier, no url in the data."""
    text = page("", image=Image("pictures/a.jpg", "A harbour"))
    assert not metas(text).keys() & {"og:url", "DC.identifier", "og:image"}
    assert not data(text).keys() & {"url", "image"}
    assert data(text)["publisher"] == {"@type": "Organization", "name": "The Record"}


def test_a_picture_has_its_whole_address_and_its_size() -> None:
    """For social media and in the data."""
    shown = Picture("pictures/a b.jpg", 1200, 800)
    text = page(image=Image("a b.jpg", "A harbour", "The harbour", "Photo: A", shown))
    found = metas(text)
    assert found["og:image"] == [f"{URL}pictures/a%20b.jpg"]
    assert (found["og:image:width"], found["og:image:height"], found["og:image:alt"]) == (
        ["1200"],
        ["800"],
        ["A harbour"],
    )
    assert found["twitter:card"] == ["summary_large_image"]
    assert data(text)["image"] == {
        "@type": "ImageObject", "url": f"{URL}pictures/a%20b.jpg", "width": 1200, "height": 800,
        "caption": "The harbour", "creditText": "Photo: A",
    }  # fmt: skip


@pytest.mark.parametrize("address", ["images/a.svg", "images/a.webp"])
def test_where_not_every_medium_shows_a_pictures_kind_its_card_stands_for_it(address: str) -> None:
    image = Image("a", "A harbour", shown=Picture(address, 1200, 800))
    text = page(image=image, card="cards/talks.png")
    assert metas(text)["og:image"] == [f"{URL}cards/talks.png"]
    assert metas(text)["og:image:alt"] == ["Talks"]
    assert data(text)["image"] == {
        "@type": "ImageObject",
        "url": f"{URL}cards/talks.png",
        "width": 1200,
        "height": 630,
    }
