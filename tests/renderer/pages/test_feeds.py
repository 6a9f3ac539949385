"""Promises of the feeds."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
from lxml import etree

from newsgen.model import PartialDate
from newsgen.renderer.pages.feeds import feed_pages, timestamp
from newsgen.renderer.render import render
from newsgen.renderer.theme import open_theme
from tests.renderer.samples import URL, read, record, sample_archive, sample_site

ATOM = "{http://www.w3.org/2005/Atom}"


def feeds(url: str = URL) -> dict[str, bytes]:
    """The feeds of the sample archive by address."""
    site = sample_site(url)
    environment = open_theme().environment(read)
    return {page.path: render(page, environment, site) for page in feed_pages(sample_archive(), site)}


def test_the_site_and_each_topic_have_a_feed() -> None:
    """Atom."""
    assert list(feeds()) == ["feed.xml", "topics/summits/feed.xml", "topics/trade/feed.xml"]


@pytest.mark.parametrize("url", [URL, ""])
def test_the_atom_grammar_accepts_every_feed(shared: Path, url: str) -> None:
    """With and without the site's address. Source: RFC 4287, appendix B."""
    grammar = etree.RelaxNG(etree.parse(shared / "corpora" / "standards" / "atom.rng"))
    for path, data in feeds(url).items():
        assert grammar.validate(etree.fromstring(data)), (path, grammar.error_log)


def test_an_empty_archive_has_an_empty_feed(shared: Path) -> None:
    """Valid all the same."""
    grammar = etree.RelaxNG(etree.parse(shared / "corpora" / "standards" / "atom.rng"))
    site = sample_site()
    (page,) = feed_pages(sample_archive([]), site)
    assert grammar.validate(etree.fromstring(render(page, open_theme().environment(read), site)))


def test_readers_get_titles_dates_and_the_full_text() -> None:
    """As feedparser, a consumer, reads them back."""
    feed = feedparser.parse(feeds()["feed.xml"])
    assert not feed.bozo
    newest = feed.entries[0]
    assert (newest.title, newest.link) == ("Talks Close", f"{URL}2023/11/24/talks-close.html")
    assert newest.id == newest.link
    assert newest.published == "2023-11-24T00:00:00Z"
    assert "<blockquote>" in newest.content[0].value
    assert [tag.term for tag in newest.tags] == ["Trade", "Summits"]


def test_links_are_relative_and_ids_are_urns_without_the_sites_address() -> None:
    """And there is no link to itself, which would have to be absolute."""
    root = etree.fromstring(feeds("")["topics/trade/feed.xml"])
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["alternate"]
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "../../2023/11/24/talks-close.html"
    assert (entry.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")


def test_an_articles_id_is_the_same_in_every_feed() -> None:
    """So that readers show it once."""

    def ids(path: str) -> set[str]:
        return {element.text or "" for element in etree.fromstring(feeds("")[path]).iter(f"{ATOM}id")}

    assert len(ids("topics/summits/feed.xml") & ids("feed.xml")) == 2


def test_undated_articles_are_left_out_and_withdrawn_ones_show_the_notice() -> None:
    """An entry must have a date; a withdrawn text is nowhere."""
    feed = feedparser.parse(feeds()["topics/trade/feed.xml"])
    texts = {entry.title: entry.content[0].value for entry in feed.entries}
    assert "No Date" not in texts
    assert texts["Gone"] == "This article has been withdrawn."


def test_a_correction_makes_an_entry_newer() -> None:
    """'updated' is the latest of date, update and corrections."""
    feed = feedparser.parse(feeds()["feed.xml"])
    mended = next(entry for entry in feed.entries if entry.title == "Mended")
    assert (mended.published, mended.updated) == ("2023-06-02T09:30:00+09:00", "2023-06-05T00:00:00Z")


def test_a_feed_is_no_longer_than_the_settings_say() -> None:
    """The newest stay."""
    many = [record(f"a{n:02}", f"2023-01-{n:02}") for n in range(1, 29)]
    site = sample_site()
    (page,) = feed_pages(sample_archive(many), site)
    assert [entry.title for entry in page.view.entries][:2] == ["A28", "A27"]
    assert len(page.view.entries) == site.feed_limit


@pytest.mark.parametrize(
    ("date", "stamp"),
    [
        ("2023", "2023-01-01T00:00:00Z"),
        ("2023-11", "2023-11-01T00:00:00Z"),
        ("2023-11-22", "2023-11-22T00:00:00Z"),
        ("2023-11-22T09:30", "2023-11-22T09:30:00Z"),
        ("2023-11-22T09:30:00Z", "2023-11-22T09:30:00Z"),
        ("2023-11-22T09:30:00-05:00", "2023-11-22T09:30:00-05:00"),
    ],
)
def test_timestamps_are_those_of_rfc_3339(date: str, stamp: str) -> None:
    """The first instant that a vague date may mean."""
    assert timestamp(PartialDate.parse(date)) == stamp
