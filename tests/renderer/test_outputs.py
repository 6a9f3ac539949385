"""Promises of what machines are told of an article: linked data, metadata, citations."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from typing import Any

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from newsgen.model import ArticleImage, PartialDate, SitePicture, Source
from newsgen.renderer.outputs.article import format_citation_line, write_bibtex, write_ris
from newsgen.renderer.outputs.data import encode_json_for_html
from newsgen.renderer.pages.article import article_pages
from newsgen.renderer.theme.filters import FILTERS
from newsgen.renderer.views import ArticleView, Link, Section
from tests.renderer.samples import GUESS, URL, make_texts, make_views, record, sample_site


def page(url: str = URL, date: str = "2023-11-22", **fields: Any) -> str:
    """The page of one article."""
    (text,) = make_texts(article_pages, [record("talks", date, **fields)], url=url).values()
    return text


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
    text = encode_json_for_html(value)
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
    assert f"script-src 'self' 'sha256-{digest}'; style-src" in unescape(text)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("pictures/a b.jpg", ("pictures/a%20b.jpg", "1200", "800", "A harbour", "The harbour")),
        ("images/a.svg", ("cards/talks.png", "1200", "630", "Talks", None)),
        ("images/a.webp", ("cards/talks.png", "1200", "630", "Talks", None)),
    ],
)
def test_a_picture_has_its_whole_address_and_its_size(address: str, wanted: tuple[str | None, ...]) -> None:
    """For social media and in the data; where not every medium shows a picture's kind, its card stands for it."""
    image = ArticleImage("a", "A harbour", "The harbour", "Photo: A", SitePicture(address, 1200, 800))
    text = page(image=image, card="cards/talks.png")
    found, told = metas(text), data(text)["image"]
    assert found["twitter:card"] == ["summary_large_image"]
    keys = ("og:image", "og:image:width", "og:image:height", "og:image:alt")
    assert [found[key] for key in keys] == [[f"{URL}{wanted[0]}"], *([value] for value in wanted[1:4])]
    assert (told["@type"], told["url"]) == ("ImageObject", f"{URL}{wanted[0]}")
    assert (f"{told['width']}", f"{told['height']}", told.get("caption")) == (wanted[1], wanted[2], wanted[4])
    assert told.get("creditText") == ("Photo: A" if wanted[4] else None)


def article(url: str = URL, date: str = "2023-11-22", **fields: Any) -> ArticleView:
    """The view of one article."""
    found: ArticleView
    (found,) = make_views(article_pages, [record("talks", date, **fields)], url=url).values()
    return found


SIGNS = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciicircum": "^", "asciitilde": "~"}


def plain(tex: str) -> str:
    """What TeX would set: the few commands that stand for a sign, escaped signs, no braces."""
    one = re.compile(r"\\text(\w+)\{\}|\\([$&#%_])|[{}]|([^\\{}$&#%_^~])")
    assert one.sub("", tex) == "", f"TeX would read a command in {tex!r}"
    return one.sub(lambda match: SIGNS.get(match[1], "") + (match[2] or match[3] or ""), tex)


def from_bibtex(page: ArticleView) -> dict[str, str]:
    """What pybtex reads, with TeX's signs as text."""
    ((_, entry),) = parse_string(write_bibtex(page, sample_site()), "bibtex").entries.items()
    told = {key: plain(value) for key, value in entry.fields.items()}
    people = [str(person) for person in entry.persons.get("author", ())]
    return told | {"author": " & ".join(map(plain, people))} if people else told


def from_ris(page: ArticleView) -> dict[str, Any]:
    """What rispy reads."""
    (entry,) = rispy.loads(write_ris(page, sample_site()) + "\n")
    found: dict[str, Any] = entry
    return found


CITED: dict[str, Any] = {
    "title": "Talks open: 5 % & more_or less {sic",
    "authors": ("Ida Dahl", "Foo and Sons", "岸田文雄"),
    "source": Source("Harbour & Sea Wire", "https://example.org/a"),
    "topics": ("Trade", "Summits"),
}


def test_pybtex_reads_back_what_the_article_says() -> None:
    """Also signs that TeX takes for commands, and names that are no person's."""
    read = from_bibtex(article(**CITED))
    assert read == {
        "author": "Dahl, Ida & Foo and Sons & 岸田文雄",
        "title": CITED["title"],
        "journal": "Harbour & Sea Wire",
        "year": "2023",
        "month": "November",
        "day": "22",
        "url": f"{URL}2023/11/22/talks.html",
    }


def test_rispy_reads_back_what_the_article_says() -> None:
    """As a newspaper article."""
    read = from_ris(article(**CITED))
    assert read == {
        "type_of_reference": "NEWS",
        "authors": list(CITED["authors"]),
        "title": CITED["title"],
        "secondary_title": "Harbour & Sea Wire",
        "year": "2023",
        "date": "2023/11/22/",
        "keywords": ["Trade", "Summits"],
        "language": "en",
        "name_of_database": "The Record",
        "urls": [f"{URL}2023/11/22/talks.html"],
    }


@pytest.mark.parametrize(
    ("date", "bib", "slashed"),
    [
        ("2023", {"year": "2023"}, "2023///"),
        ("2023-11", {"year": "2023", "month": "November"}, "2023/11//"),
        ("0987-01-02", {"year": "0987", "month": "January", "day": "2"}, "0987/01/02/"),
        ("", {}, None),
    ],
)
def test_a_vague_date_is_as_vague_in_a_citation(date: str, bib: dict[str, str], slashed: str | None) -> None:
    """Nothing is made up."""
    read = from_bibtex(article(date=date))
    assert {key: read[key] for key in ("year", "month", "day") if key in read} == bib
    assert from_ris(article(date=date)).get("date") == slashed


def test_a_guess_and_a_withdrawal_are_told() -> None:
    """In every form."""
    page = article(inferred={"date": GUESS}, status="withdrawn")
    assert "[November 22, 2023?]. Date inferred, not confirmed. Withdrawn." in format_citation_line(
        page, sample_site()
    )
    assert from_bibtex(page)["note"] == "Date inferred, not confirmed; Withdrawn"
    assert from_ris(page)["notes"] == ["Date inferred, not confirmed", "Withdrawn"]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1).filter(str.strip))
def test_any_title_survives(title: str) -> None:
    """Whatever signs it has, both formats give its words back."""
    page = article(title=title)
    words = " ".join(title.split())
    assert parse_string(write_bibtex(page, sample_site()), "bibtex").entries
    assert from_ris(page)["title"] == words


@given(st.text(st.sampled_from("ab {}\\$&#%_^~@\"',="), min_size=1).filter(str.strip))
def test_signs_of_tex_are_text(title: str) -> None:
    """pybtex gives every one of them back."""
    told = from_bibtex(article(title=f"x{title}x"))["title"]
    assert told == " ".join(f"x{title}x".split())
