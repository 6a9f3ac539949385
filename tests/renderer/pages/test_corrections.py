"""Promises of the log of corrections."""

from __future__ import annotations

from pathlib import Path

import feedparser
import msgspec
import pytest
from lxml import etree

from newsgen.archive.model import Archive
from newsgen.model import Correction, PartialDate
from newsgen.renderer.page import Page
from newsgen.renderer.pages.corrections import correction_pages
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import URL, read, record, sample_archive, sample_site


def fixes(*days: str) -> tuple[Correction, ...]:
    """A correction for each day."""
    return tuple(Correction(PartialDate.parse(day), f"Mended on {day}.") for day in days)


ARCHIVE = sample_archive(
    [
        record("a", "2020-01-01", corrections=fixes("2021-05-01", "2023-05-02")),
        record("b", "2023-05-01", title="<b> & more", corrections=fixes("2023-05-02")),
        record("gone", "2022-01-01", status="withdrawn"),
        record("plain", "2022-01-02"),
    ]
)


def made(archive: Archive = ARCHIVE, url: str = URL, limit: int = 20) -> list[tuple[Page, bytes]]:
    """The page and the feed with their bytes."""
    site = msgspec.structs.replace(sample_site(url), feed_limit=limit)
    environment = open_theme().environment(read)
    return [(page, render_page(page, environment, site)) for page in correction_pages(archive, site)]


def test_the_log_tells_every_correction_newest_first() -> None:
    """By year, with its article; withdrawn articles stand below."""
    (page, data), _ = made()
    told = [(year, [(one.article.title, one.date.iso) for one in ones]) for year, ones in page.view.years]
    assert told == [
        (2023, [("<b> & more", "2023-05-02"), ("A", "2023-05-02")]),
        (2021, [("A", "2021-05-01")]),
    ]
    text = data.decode()
    assert '<a href="../2020/01/01/a.html">A</a>' in text
    assert "Mended on 2021-05-01." in text
    assert text.index("Mended on 2021-05-01.") < text.index('<a href="../2022/01/01/gone.html">Gone</a>')


def test_an_archive_without_corrections_says_so() -> None:
    """The page stands at its address all the same, and so does the feed."""
    (_, data), (_, feed) = made(sample_archive([record("a", "2020-01-01")]))
    assert "No article has been corrected." in data.decode()
    assert feedparser.parse(feed).entries == []


@pytest.mark.parametrize("url", [URL, ""])
def test_the_feed_follows_the_atom_grammar_and_is_read_back(shared: Path, url: str) -> None:
    """One entry for each correction, each with an id of its own that stays when others are added."""
    grammar = etree.RelaxNG(etree.parse(shared / "corpora" / "standards" / "atom.rng"))
    _, (_, data) = made(url=url)
    assert grammar.validate(etree.fromstring(data)), grammar.error_log
    feed = feedparser.parse(data)
    assert not feed.bozo
    assert [entry.updated for entry in feed.entries] == ["2023-05-02T00:00:00Z"] * 2 + [
        "2021-05-01T00:00:00Z"
    ]
    assert "Correction: <b> & more" in {entry.title for entry in feed.entries}
    assert len({entry.id for entry in feed.entries}) == 3
    if url:
        assert feed.entries[-1].id == f"{URL}2020/01/01/a.html#correction-2021-05-01-1"


def test_the_feed_is_no_longer_than_the_settings_say() -> None:
    """The newest stay; the page keeps all."""
    (page, _), (feed, _) = made(limit=2)
    assert (page.view.count, feed.view.count) == (3, 2)


def test_a_long_log_is_split_by_time_and_withdrawn_articles_get_a_page() -> None:
    """Never by number; the log's own address leads to all."""
    records = [record(f"a{n}", "2020-01-01", corrections=fixes(f"202{n}-05-01")) for n in range(1, 4)]
    records += [record(f"b{n}", "2020-01-02", corrections=fixes("2023-05-02")) for n in range(3)]
    records += [record(f"gone-{n}", "2020-02-01", status="withdrawn") for n in range(3)]
    archive, site = sample_archive(records), sample_site(limit=2)
    pages = {page.path: page.view for page in correction_pages(archive, site)}
    log = pages["corrections/index.html"]
    assert [(part.date.iso, part.href, part.count) for part in log.ways.dates] == [
        ("2023", "corrections/2023/index.html", 4),
        ("2022", "corrections/2022/index.html", 1),
        ("2021", "corrections/2021/index.html", 1),
    ]
    assert log.years == log.withdrawn == ()
    day = pages["corrections/2023/05/02/index.html"]
    assert [link.text for link in day.ways.initials] == ["B"]
    told = [
        one.article.title
        for view in pages.values()
        if view.address.endswith(".html") and hasattr(view, "years")
        for _, ones in view.years
        for one in ones
    ]
    assert sorted(told) == ["A1", "A2", "A3", "B0", "B1", "B2"]
    assert log.gone.href == "corrections/withdrawn/index.html"
    assert pages[log.gone.href].ways.initials
