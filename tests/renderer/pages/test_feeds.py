"""Promises of the feeds."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import jsonschema
import msgspec
import pytest
from lxml import etree

from newsgen.dates import timestamp
from newsgen.model import PartialDate
from newsgen.renderer.pages.feeds import feed_pages
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import URL, read, record, sample_archive, sample_site

ATOM = "{http://www.w3.org/2005/Atom}"


def feeds(url: str = URL, limit: int = 20) -> dict[str, bytes]:
    """The feeds of the sample archive by address."""
    site = msgspec.structs.replace(sample_site(url), feed_limit=limit)
    environment = open_theme().environment(read)
    return {page.path: render_page(page, environment, site) for page in feed_pages(sample_archive(), site)}


def test_the_site_each_topic_and_each_name_have_a_feed() -> None:
    """Atom, and in JSON that of the site and those of topics; a name without a page has none."""
    assert sorted(feeds()) == [
        "authors/ida-dahl/feed.xml",
        "feed.json",
        "feed.xml",
        "people/mei-lin/feed.xml",
        "people/per-holm/feed.xml",
        "places/oslo/feed.xml",
        "sources/bad/feed.xml",
        "sources/harbour-wire/feed.xml",
        "topics/summits/feed.json",
        "topics/summits/feed.xml",
        "topics/trade/feed.json",
        "topics/trade/feed.xml",
    ]


@pytest.mark.parametrize("url", [URL, ""])
def test_the_atom_grammar_accepts_every_feed(shared: Path, url: str) -> None:
    """With and without the site's address. Source: RFC 4287, appendix B."""
    grammar = etree.RelaxNG(etree.parse(shared / "corpora" / "standards" / "atom.rng"))
    for path, data in feeds(url, limit=2).items():
        assert path.endswith(".json") or grammar.validate(etree.fromstring(data)), (path, grammar.error_log)


def test_an_empty_archive_has_an_empty_feed(shared: Path) -> None:
    """Valid all the same."""
    grammar = etree.RelaxNG(etree.parse(shared / "corpora" / "standards" / "atom.rng"))
    site = sample_site()
    page, other = feed_pages(sample_archive([]), site)
    assert json.loads(render_page(other, open_theme().environment(read), site))["items"] == []
    assert grammar.validate(etree.fromstring(render_page(page, open_theme().environment(read), site)))


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
    assert all(
        entry.title != "No Date" for entry in feedparser.parse(feeds()["topics/trade/feed.xml"]).entries
    )
    feed = feedparser.parse(feeds()["feed.xml"])
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
    page, *_ = feed_pages(sample_archive(many), site)
    assert [entry.title for entry in page.view.entries][:2] == ["A28", "A27"]
    assert len(page.view.entries) == site.feed_limit


@pytest.mark.parametrize("url", [URL, ""])
def test_the_json_feed_schema_accepts_every_feed(shared: Path, url: str) -> None:
    """With and without the site's address. Source: the schema of JSON Feed 1.1."""
    schema = json.loads((shared / "corpora" / "standards" / "schema-v1.1.json").read_text(encoding="utf-8"))
    for path, data in feeds(url).items():
        if path.endswith(".json"):
            jsonschema.Draft7Validator(schema).validate(json.loads(data))


def test_both_formats_tell_the_same() -> None:
    """Ids, links, titles, dates, texts and topics."""
    for path in ("feed", "topics/trade/feed"):
        atom = feedparser.parse(feeds()[f"{path}.xml"]).entries
        items = json.loads(feeds()[f"{path}.json"])["items"]
        for one in items:  # XML has no control characters, JSON has
            one["title"] = one["title"].replace("\x00", "").replace("\x0b", " ")
        assert [(one.id, one.link, one.title, one.published, one.updated) for one in atom] == [
            (one["id"], one["url"], one["title"], one["date_published"], one["date_modified"])
            for one in items
        ]
        assert [one.content[0].value.strip() for one in atom if one.title == "Talks Open"] == [
            one["content_html"] for one in items if one["title"] == "Talks Open"
        ]
        assert [[tag.term for tag in one.get("tags", ())] for one in atom] == [
            one.get("tags", []) for one in items
        ]
        for place, one in enumerate(items):
            short = path != "feed" and place >= 5
            assert one["title"] == "Gone" or ("content_text" if short else "content_html") in one
            assert not short or one["content_text"] == one["summary"] == atom[place].summary
            assert one["title"] == "Gone" or short == ("content" not in atom[place])


def test_the_feed_of_a_topic_holds_the_texts_of_its_newest_articles() -> None:
    """Of the others summaries, so that hundreds of topics do not repeat every text several times."""
    many = [record(f"a{n:02}", f"2023-01-{n:02}", topics=("T",)) for n in range(1, 29)]
    site = sample_site()
    pages = {
        page.path: render_page(page, open_theme().environment(read), site)
        for page in feed_pages(sample_archive(many), site)
    }
    atom = feedparser.parse(pages["topics/t/feed.xml"]).entries
    items = json.loads(pages["topics/t/feed.json"])["items"]
    assert (len(atom), len(items)) == (20, 20)
    assert [("content" in entry, bool(entry.summary)) for entry in atom] == [(True, True)] * 5 + [
        (False, True)
    ] * 15
    assert ["content_html" in item for item in items] == [True] * 5 + [False] * 15


def test_feeds_of_names_hold_summaries() -> None:
    """So that thousands of names do not repeat every text."""
    data = feeds()["people/mei-lin/feed.xml"]
    entry = feedparser.parse(data).entries[0]
    assert "content" not in entry
    assert entry.summary
    assert b"blockquote" not in data


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
    assert timestamp(PartialDate.parse(date), "UTC") == stamp


def test_older_years_are_reached_from_feed_to_feed() -> None:
    """RFC 5005: following prev-archive finds every dated article; each archive leads back to the current feed."""
    made = feeds(limit=2)
    seen: list[str] = []
    titles: set[str] = set()
    path = "feed.xml"
    while path:
        seen.append(path)
        root = etree.fromstring(made[path])
        titles |= {entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry")}
        links = {
            link.get("rel"): link.get("href", "").removeprefix(URL) for link in root.findall(f"{ATOM}link")
        }
        archived = root.find("{http://purl.org/syndication/history/1.0}archive") is not None
        assert archived == (path != "feed.xml") == ("current" in links)
        assert links.get("next-archive", "") == (seen[-2] if len(seen) > 2 else "")
        path = links.get("prev-archive", "")
    assert seen == ["feed.xml", "feed-2023.xml", "feed-2022.xml", "feed-1972.xml"]
    assert len(titles) == 9
    assert "No Date" not in titles


def test_a_long_year_is_a_chain_of_months_and_days() -> None:
    """Every article stands in one feed of the chain; the year's own address stays, for what has no month."""
    records = [record(f"d{n}", f"2023-01-0{n}") for n in range(1, 4)]
    records += [record(f"m{n}", "2023-02-01") for n in (1, 2)]
    records += [record("vague", "2023"), record("older", "2022-05-01")]
    site = msgspec.structs.replace(sample_site(limit=2), feed_limit=2)
    pages = {page.path: page.view for page in feed_pages(sample_archive(records), site)}
    chain, path = [], dict(pages["feed.xml"].links)["prev-archive"]
    while path:
        chain.append((path, [entry.title for entry in pages[path].entries]))
        path = dict(pages[path].links).get("prev-archive", "")
    assert chain == [
        ("feed-2023-02.xml", ["M1", "M2"]),
        ("feed-2023-01-03.xml", ["D3"]),
        ("feed-2023-01-02.xml", ["D2"]),
        ("feed-2023-01-01.xml", ["D1"]),
        ("feed-2023-01.xml", []),
        ("feed-2023.xml", ["Vague"]),
        ("feed-2022.xml", ["Older"]),
    ]
    assert pages["feed-2023-01-03.xml"].home == "2023/01/03/index.html"


def test_a_feed_that_holds_all_needs_no_archive() -> None:
    """No links, no other files."""
    assert b"prev-archive" not in feeds()["feed.xml"]
    assert "feed-2023.xml" not in feeds()
