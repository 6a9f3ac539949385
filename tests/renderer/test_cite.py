"""Promises of citations: what reference managers read back is what the article says."""

from __future__ import annotations

import re
from typing import Any

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from newsgen.model import Source
from newsgen.renderer.outputs.citations import bibtex, citation, ris
from newsgen.renderer.pages.article import article_pages
from newsgen.renderer.views import ArticleView
from tests.renderer.samples import GUESS, record, sample_archive, sample_site

URL = "https://example.org/repo/"


def view(url: str = URL, date: str = "2023-11-22", name: str = "talks", **fields: Any) -> ArticleView:
    """The view of one article."""
    (page,) = article_pages(sample_archive([record(name, date, **fields)]), sample_site(url))
    found: ArticleView = page.view
    return found


SIGNS = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciicircum": "^", "asciitilde": "~"}


def plain(tex: str) -> str:
    """What TeX would set: the few commands that stand for a sign, escaped signs, no braces."""
    one = re.compile(r"\\text(\w+)\{\}|\\([$&#%_])|[{}]|([^\\{}$&#%_^~])")
    assert one.sub("", tex) == "", f"TeX would read a command in {tex!r}"
    return one.sub(lambda match: SIGNS.get(match[1], "") + (match[2] or match[3] or ""), tex)


def from_bibtex(page: ArticleView) -> dict[str, str]:
    """What pybtex reads, with TeX's signs as text."""
    ((_, entry),) = parse_string(bibtex(page, sample_site()), "bibtex").entries.items()
    told = {key: plain(value) for key, value in entry.fields.items()}
    people = [str(person) for person in entry.persons.get("author", ())]
    return told | {"author": " & ".join(map(plain, people))} if people else told


def from_ris(page: ArticleView) -> dict[str, Any]:
    """What rispy reads."""
    (entry,) = rispy.loads(ris(page, sample_site()) + "\n")
    found: dict[str, Any] = entry
    return found


FULL: dict[str, Any] = {
    "title": "Talks open: 5 % & more_or less {sic",
    "authors": ("Ida Dahl", "Foo and Sons", "岸田文雄"),
    "source": Source("Harbour & Sea Wire", "https://example.org/a"),
    "topics": ("Trade", "Summits"),
}


def test_the_line_for_people_has_all_in_order() -> None:
    """Authors, title, source, date, archive, address."""
    assert citation(view(**FULL), sample_site()) == (
        "Ida Dahl, Foo and Sons and 岸田文雄. “Talks open: 5 % & more_or less {sic.” Harbour & Sea Wire, "
        f"November 22, 2023. The Record. {URL}2023/11/22/talks.html"
    )


def test_a_plain_article_is_cited_by_the_archive() -> None:
    """Without an address if there is none; a title's own mark ends it."""
    assert citation(view("", title="Who?"), sample_site("")) == "“Who?” The Record, November 22, 2023."
    assert citation(view("", ""), sample_site("")) == "“Talks.” The Record, undated."


def test_pybtex_reads_back_what_the_article_says() -> None:
    """Also signs that TeX takes for commands, and names that are no person's."""
    read = from_bibtex(view(**FULL))
    assert read == {
        "author": "Dahl, Ida & Foo and Sons & 岸田文雄",
        "title": FULL["title"],
        "journal": "Harbour & Sea Wire",
        "year": "2023",
        "month": "November",
        "day": "22",
        "url": f"{URL}2023/11/22/talks.html",
    }


def test_rispy_reads_back_what_the_article_says() -> None:
    """As a newspaper article."""
    read = from_ris(view(**FULL))
    assert read == {
        "type_of_reference": "NEWS",
        "authors": list(FULL["authors"]),
        "title": FULL["title"],
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
    read = from_bibtex(view(date=date))
    assert {key: read[key] for key in ("year", "month", "day") if key in read} == bib
    assert from_ris(view(date=date)).get("date") == slashed


def test_a_guess_and_a_withdrawal_are_told() -> None:
    """In every form."""
    page = view(inferred={"date": GUESS}, status="withdrawn")
    assert "[November 22, 2023?]. Date inferred, not confirmed. Withdrawn." in citation(page, sample_site())
    assert from_bibtex(page)["note"] == "Date inferred, not confirmed; Withdrawn"
    assert from_ris(page)["notes"] == ["Date inferred, not confirmed", "Withdrawn"]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1).filter(str.strip))
def test_any_title_survives(title: str) -> None:
    """Whatever signs it has, both formats give its words back."""
    page = view(title=title)
    words = " ".join(title.split())
    assert parse_string(bibtex(page, sample_site()), "bibtex").entries
    assert from_ris(page)["title"] == words


@given(st.text(st.sampled_from("ab {}\\$&#%_^~@\"',="), min_size=1).filter(str.strip))
def test_signs_of_tex_are_text(title: str) -> None:
    """pybtex gives every one of them back."""
    told = from_bibtex(view(title=f"x{title}x"))["title"]
    assert told == " ".join(f"x{title}x".split())
