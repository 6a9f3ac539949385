"""Files of pages/ as they are read."""

from __future__ import annotations

import pytest

from newsgen.errors import ContentError
from newsgen.model import PartialDate, StandalonePage
from newsgen.record.read import read_page


def read(front: str = "", body: str = "Text.\n", path: str = "pages/contact.md") -> StandalonePage:
    return read_page(path, f"---\ntitle: Contact\n{front}\n---\n\n{body}".encode())


def test_every_key_of_a_page() -> None:
    page = read(
        "slug: write-to-us\ndek: Where\nlanguage: ja\nstatus: draft\nupdated: 2023-11-22\nredirect_from: [old.html]"
    )
    assert (page.title, page.slug, page.dek, page.language, page.status) == (
        *("Contact", "write-to-us", "Where", "ja", "draft"),
    )
    assert (page.updated, page.redirect_from) == (PartialDate(2023, 11, 22), ("old.html",))
    assert (page.navigation, page.unknown, page.body.line) == (None, (), 11)


@pytest.mark.parametrize(
    ("value", "place"), [("true", 0), ("yes", 0), ("false", None), ("3", 3), ("1", 1), ("99", 99), ("", None)]
)
def test_a_page_says_whether_and_where_it_stands_in_the_navigation(value: str, place: int | None) -> None:
    """0 stands for the end."""
    assert read(f"navigation: {value}").navigation == place


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("navigation: 0", 'pages/contact.md:3:13: navigation is "0"; write true, false or its place from 1 to 99'),
        ("navigation: top", 'pages/contact.md:3:13: navigation is "top"; write true, false or its place from 1 to 99'),
        ("navigation: [1]", "pages/contact.md:3:13: "),
        ("status: withdrawn", "pages/contact.md:3:9: a page cannot be withdrawn; delete the file, or write status: draft"),
        ("title: Twice", "pages/contact.md:3:1: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(front: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(front)
    assert str(caught.value).startswith(message)


def test_a_page_needs_a_title() -> None:
    """Or a heading that begins it."""
    with pytest.raises(ContentError, match=r"^pages/x\.md:1"):
        read_page("pages/x.md", b"Text.\n")


def test_keys_of_articles_alone_are_unknown() -> None:
    """And what nobody knows; they are kept in the file and reported."""
    assert read("topics: [A]\nauthors: [B]\nzebra: 1").unknown == ("topics", "authors", "zebra")


def test_links_to_other_texts_are_found_with_their_line() -> None:
    page = read(body="One.\n\n[A](../articles/a.md#p2) and [B](b.html).\n\n[C](c.md)\n")
    assert page.references == (("../articles/a.md#p2", 8), ("c.md", 10))
