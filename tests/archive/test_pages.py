"""Where standalone pages stand, and whom they introduce."""

from __future__ import annotations

import pytest

from newsgen.archive.build import build_archive
from newsgen.archive.model import Archive
from newsgen.archive.pages import page_addresses
from newsgen.errors import ContentError
from newsgen.model import Body, StandalonePage
from tests.renderer.samples import record


def page(path: str, title: str = "", **fields: object) -> StandalonePage:
    body = Body(path, "0" * 64, 5)
    return StandalonePage(path=path, body=body, title=title or path, **fields)  # type: ignore[arg-type]


def addresses(*pages: StandalonePage, folder: str = "pages") -> list[str]:
    return list(page_addresses(pages, folder))


def built(*pages: StandalonePage) -> Archive:
    records = [
        record("a", "2023-11-22", topics=("Trade",), authors=("Ida Dahl",), people=("Only Once",)),
        record("b", "2023-11-23", topics=("Trade",)),
    ]
    return build_archive(records, pages=pages)[0]


def test_a_page_stands_where_its_file_does() -> None:
    found = addresses(
        page("pages/contact.md"), page("pages/desk/staff.md"), page("pages/desk/index.md"), page("pages/Über uns.md")
    )  # fmt: skip
    assert sorted(found) == ["contact.html", "desk/index.html", "desk/staff.html", "uber-uns.html"]


def test_a_slug_replaces_the_files_name() -> None:
    assert addresses(page("p/desk/staff.md", slug="people-here"), folder="p") == ["desk/people-here.html"]


@pytest.mark.parametrize(
    "path",
    ["../../escape.md", "a\0b.md", "<script>.md", "CON.md", "a//b.md", "%2e%2e/x.md", "x" * 300 + ".md"],
)
def test_a_hostile_name_becomes_a_plain_one(path: str) -> None:
    for address in addresses(page(f"pages/{path}")):
        assert not address.startswith("/")
        for part in address.removesuffix(".html").split("/"):
            assert part.replace("-", "").isalnum()
            assert len(part) <= 80


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("pages/index.md", "index.html is the front page"),
        ("pages/404.md", "404.html is the page for addresses that do not exist"),
        ("pages/search.md", "search.html is the search page"),
        ("pages/2023/x.md", "2023/ holds the articles of that year"),
        ("pages/topics/a/b.md", "topics/ holds the topics"),
        ("pages/assets/x.md", "assets/ holds files of the theme"),
    ],
)
def test_what_the_archive_keeps_for_itself_is_refused(path: str, what: str) -> None:
    with pytest.raises(ContentError) as caught:
        addresses(page(path))
    assert str(caught.value) == (
        f"{path}:1: {what} of the archive itself, and this page would stand there too; give it another slug: or folder"
    )


def test_two_pages_at_one_address_are_named() -> None:
    with pytest.raises(ContentError, match=r"this page and pages/a\.md both have the address a\.html"):
        addresses(page("pages/a.md"), page("pages/b.md", slug="a"))


def test_a_topic_and_a_name_are_introduced_by_title_or_by_the_files_name() -> None:
    archive = built(
        page("pages/topics/whatever.md", "Trade"), page("pages/authors/ida-dahl.md", "Who she is")
    )
    assert {address: one.path for address, one in archive.introductions.items()} == {
        "topics/trade/index.html": "pages/topics/whatever.md",
        "authors/ida-dahl/index.html": "pages/authors/ida-dahl.md",
    }
    assert archive.pages == {}
    assert archive.warnings == ()


def test_an_introduction_of_nobody_is_told_with_the_nearest_name() -> None:
    archive = built(page("pages/topics/trad.md", "Trad"), page("pages/people/zebra.md", "Zebra"))
    assert list(map(str, archive.warnings)) == [
        'pages/topics/trad.md:1: no topics of this name; did you mean "trade"?',
        "pages/people/zebra.md:1: no people of this name; its text is shown nowhere",
    ]


def test_an_introduction_of_a_name_without_a_page_is_told() -> None:
    """A name with a single article has none."""
    (warning,) = built(page("pages/people/only-once.md", "Only Once")).warnings
    assert str(warning) == (
        "pages/people/only-once.md:1: Only Once stands in one article and has no page yet; its text is shown nowhere"
    )


def test_links_between_texts_lead_to_their_pages() -> None:
    """From a page in a folder to an article and to another page; one that leads nowhere is told with its line."""
    links = (("../../articles/a.md#p2", 7), ("../contact.md", 8), ("../contcat.md", 9))
    archive = built(page("pages/desk/staff.md", references=links), page("pages/contact.md"))
    assert archive.pages["desk/staff.html"].body.links == (
        ("../../articles/a.md#p2", "../2023/11/22/a.html#p2"),
        ("../contact.md", "../contact.html"),
    )
    assert list(map(str, archive.warnings)) == [
        "pages/desk/staff.md:9: the link to ../contcat.md leads to no text of the site; did you mean ../contact.md?"
    ]
