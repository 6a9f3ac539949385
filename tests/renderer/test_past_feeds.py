"""Promises of the chain of archived feeds."""

from __future__ import annotations

import msgspec
import pytest
from lxml import etree

from newsgen.archive.changes import Changes
from newsgen.renderer.pages.feeds import feed_pages
from tests.renderer.pages.test_feeds import ATOM, feeds
from tests.renderer.samples import URL, record, sample_archive, sample_site


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


@pytest.mark.parametrize("edited", range(28))
def test_after_an_edit_the_feeds_that_hold_the_text_are_linked_as_before(edited: int) -> None:
    """Though the chain is not made again where nothing changed; at both ends of a year it leads to another one."""
    dates = [f"20{year}{day}" for year in range(10, 17) for day in ("", "-01-01", "-02-02", "-03-03")]
    records = [record(f"a{number}", date) for number, date in enumerate(dates)]
    site = msgspec.structs.replace(sample_site(limit=2), feed_limit=2)
    archive = sample_archive(records)
    changes = Changes(frozenset(), frozenset({records[edited].path}))
    whole = {page.path: page.view for page in feed_pages(archive, site)}
    some = {
        page.path: page.view for page in feed_pages(msgspec.structs.replace(archive, changes=changes), site)
    }
    assert f"feed-{dates[edited][:7]}.xml" in some
    assert some == {address: whole[address] for address in some}


def test_a_feed_that_holds_all_needs_no_archive() -> None:
    """No links, no other files."""
    assert b"prev-archive" not in feeds()["feed.xml"]
    assert "feed-2023.xml" not in feeds()
