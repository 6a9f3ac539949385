"""Promises of the feeds."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pytest
from lxml import etree

from newsgen.renderer.pages.feeds import feed_pages
from tests.renderer.samples import URL, make_texts, make_views, record

ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def feeds(url: str = URL, limit: int = 20) -> dict[str, bytes]:
    """The feeds of the sample archive by address."""
    texts = make_texts(feed_pages, url=url, feed_limit=limit)
    return {path: text.encode() for path, text in texts.items()}


def entries(path: str = "feed.xml") -> dict[str, Any]:
    """What feedparser, a consumer, reads back, by title."""
    feed = feedparser.parse(feeds()[path])
    assert not feed.bozo
    return {entry.title: entry for entry in feed.entries}


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
    assert b"prev-archive" not in feeds()["feed.xml"]  # it holds all


@pytest.mark.parametrize("url", [URL, ""])
def test_grammar_and_schema_accept_every_feed(shared: Path, url: str) -> None:
    """With and without the site's address. Source: RFC 4287, appendix B; the schema of JSON Feed 1.1."""
    standards = shared / "corpora" / "standards"
    grammar = etree.RelaxNG(etree.parse(standards / "atom.rng"))
    schema = jsonschema.Draft7Validator(json.loads((standards / "schema-v1.1.json").read_text("utf-8")))
    empty = make_texts(feed_pages, [], url=url)
    assert json.loads(empty["feed.json"])["items"] == []
    files = feeds(url, limit=2) | {f"empty/{path}": text.encode() for path, text in empty.items()}
    for path, data in files.items():
        if path.endswith(".json"):
            schema.validate(json.loads(data))
        else:
            assert grammar.validate(etree.fromstring(data)), (path, grammar.error_log)


def test_readers_get_titles_dates_and_the_full_text() -> None:
    newest = entries()["Talks Close"]
    assert newest.id == newest.link == f"{URL}2023/11/24/talks-close.html"
    assert newest.published == "2023-11-24T00:00:00Z"
    assert "<blockquote>" in newest.content[0].value
    assert [tag.term for tag in newest.tags] == ["Trade", "Summits"]


def test_links_are_relative_and_ids_are_urns_without_the_sites_address() -> None:
    """There is no link to itself, which would have to be absolute; an article has one id in every feed."""
    root = etree.fromstring(feeds("")["topics/trade/feed.xml"])
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["alternate"]
    hrefs = [link.get("href") for link in root.iterfind(f"{ATOM}entry/{ATOM}link")]
    assert hrefs[0] == "../../2023/11/24/talks-close.html"
    ids = [
        {
            element.text or ""
            for element in etree.fromstring(feeds("")[path]).iterfind(f"{ATOM}entry/{ATOM}id")
        }
        for path in ("topics/trade/feed.xml", "feed.xml")
    ]
    assert all(one.startswith("urn:uuid:") for one in ids[0])
    assert ids[0] < ids[1]


def test_undated_articles_are_left_out_and_withdrawn_ones_show_the_notice() -> None:
    """An entry must have a date; a withdrawn text is nowhere."""
    assert "No Date" not in entries("topics/trade/feed.xml") | entries()
    assert entries()["Gone"].content[0].value == "This article has been withdrawn."


def test_a_correction_makes_an_entry_newer() -> None:
    """'updated' is the latest of date, update and corrections."""
    mended = entries()["Mended"]
    assert (mended.published, mended.updated) == ("2023-06-02T09:30:00+09:00", "2023-06-05T00:00:00Z")


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


def test_feeds_of_topics_hold_the_texts_of_the_newest_those_of_names_only_summaries() -> None:
    """So that hundreds of topics and thousands of names do not repeat every text; none is longer than the limit."""
    names: dict[str, Any] = {"topics": ("T",), "people": ("Ida",)}
    many = [record(f"a{n:02}", f"2023-01-{n:02}", **names) for n in range(1, 29)]
    files = make_texts(feed_pages, many)
    for path, texts in (("feed", 20), ("topics/t/feed", 5), ("people/ida/feed", 0)):
        atom = feedparser.parse(files[f"{path}.xml"]).entries
        assert [entry.title for entry in atom] == [f"A{n:02}" for n in range(28, 8, -1)]
        assert ["content" in entry for entry in atom] == [place < texts for place in range(20)]
        assert all(entry.summary for entry in atom)
    items = json.loads(files["topics/t/feed.json"])["items"]
    assert ["content_html" in item for item in items] == [place < 5 for place in range(20)]
    assert all(item["content_text"] == item["summary"] for item in items[5:])


def test_older_years_are_reached_from_feed_to_feed() -> None:
    """RFC 5005: following prev-archive finds every dated article; each archive leads back to the current feed."""
    made = feeds(limit=2)
    seen: list[str] = []
    titles: set[str] = set()
    path = "feed.xml"
    while path:
        seen.append(path)
        root = etree.fromstring(made[path])
        titles |= {title.text or "" for title in root.iterfind(f"{ATOM}entry/{ATOM}title")}
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
    views = make_views(feed_pages, records, limit=2, feed_limit=2)
    chain, path = [], dict(views["feed.xml"].links)["prev-archive"]
    while path:
        chain.append((path, [entry.title for entry in views[path].entries]))
        path = dict(views[path].links).get("prev-archive", "")
    assert chain == [
        ("feed-2023-02.xml", ["M1", "M2"]),
        ("feed-2023-01-03.xml", ["D3"]),
        ("feed-2023-01-02.xml", ["D2"]),
        ("feed-2023-01-01.xml", ["D1"]),
        ("feed-2023-01.xml", []),
        ("feed-2023.xml", ["Vague"]),
        ("feed-2022.xml", ["Older"]),
    ]
    assert views["feed-2023-01-03.xml"].home == "2023/01/03/index.html"
