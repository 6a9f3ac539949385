"""Feeds hold every article, alike in both formats. tests/site holds that they are valid, golden archives what they say."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import feedparser
from lxml import etree

from newsgen.renderer.pages.feeds import feed_pages
from tests.renderer.samples import URL, make_texts, record

ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def feeds(url: str = URL, limit: int = 20) -> dict[str, bytes]:
    """The feeds of the sample archive by address."""
    texts = make_texts(feed_pages, url=url, feed_limit=limit)
    return {path: text.encode() for path, text in texts.items()}


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
