"""Promises of the log of corrections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from newsgen.model import Correction, PartialDate
from newsgen.renderer.pages.corrections import correction_pages
from tests.renderer.samples import URL, make_texts, make_views, record

LOG, FEED = "corrections/index.html", "corrections/feed.xml"


def fixes(*days: str) -> tuple[Correction, ...]:
    """A correction for each day."""
    return tuple(Correction(PartialDate.parse(day), f"Mended on {day}.") for day in days)


RECORDS = [
    record("a", "2020-01-01", corrections=fixes("2021-05-01", "2023-05-02")),
    record("b", "2023-05-01", title="<b> & more", corrections=fixes("2023-05-02")),
    record("gone", "2022-01-01", status="withdrawn"),
    record("plain", "2022-01-02"),
]


def corrected(view: Any) -> list[tuple[int, list[tuple[str, str]]]]:
    return [(year, [(one.article.title, one.date.iso) for one in found]) for year, found in view.years]


def test_the_log_tells_every_correction_newest_first() -> None:
    """By year, with its article; withdrawn articles stand below; the feed is no longer than the settings say."""
    views = make_views(correction_pages, RECORDS, feed_limit=2)
    assert corrected(views[LOG]) == [
        (2023, [("<b> & more", "2023-05-02"), ("A", "2023-05-02")]),
        (2021, [("A", "2021-05-01")]),
    ]
    assert (views[LOG].count, views[FEED].count) == (3, 2)
    text = make_texts(correction_pages, RECORDS)[LOG]
    assert '<a href="../2020/01/01/a.html">A</a>' in text
    assert text.index("Mended on 2021-05-01.") < text.index('<a href="../2022/01/01/gone.html">Gone</a>')


def test_an_archive_without_corrections_says_so() -> None:
    """The page stands at its address all the same, and so does the feed."""
    texts = make_texts(correction_pages, [record("a", "2020-01-01")])
    assert "No article has been corrected." in texts[LOG]
    assert feedparser.parse(texts[FEED]).entries == []


@pytest.mark.parametrize("url", [URL, ""])
def test_the_feed_follows_the_atom_grammar_and_is_read_back(shared: Path, url: str) -> None:
    """One entry for each correction, each with an id of its own that stays when others are added."""
    grammar = etree.RelaxNG(etree.parse(shared / "corpora" / "standards" / "atom.rng"))
    data = make_texts(correction_pages, RECORDS, url=url)[FEED].encode()
    assert grammar.validate(etree.fromstring(data)), grammar.error_log
    feed = feedparser.parse(data)
    assert not feed.bozo
    dates = [entry.updated for entry in feed.entries]
    assert dates == [f"{day}T00:00:00Z" for day in ("2023-05-02", "2023-05-02", "2021-05-01")]
    assert "Correction: <b> & more" in {entry.title for entry in feed.entries}
    assert len({entry.id for entry in feed.entries}) == 3
    if url:
        assert feed.entries[-1].id == f"{URL}2020/01/01/a.html#correction-2021-05-01-1"


def test_a_long_log_is_split_by_time_and_withdrawn_articles_get_a_page() -> None:
    """Never by number; the log's own address leads to all."""
    records = [record(f"a{n}", "2020-01-01", corrections=fixes(f"202{n}-05-01")) for n in range(1, 4)]
    records += [record(f"b{n}", "2020-01-02", corrections=fixes("2023-05-02")) for n in range(3)]
    records += [record(f"gone-{n}", "2020-02-01", status="withdrawn") for n in range(3)]
    views = make_views(correction_pages, records, limit=2)
    log = views[LOG]
    assert [(part.date.iso, part.href, part.count) for part in log.ways.dates] == [
        ("2023", "corrections/2023/index.html", 4),
        ("2022", "corrections/2022/index.html", 1),
        ("2021", "corrections/2021/index.html", 1),
    ]
    assert log.years == log.withdrawn == ()
    assert [link.text for link in views["corrections/2023/05/02/index.html"].ways.initials] == ["B"]
    parts = [view for path, view in views.items() if path.endswith(".html") and hasattr(view, "years")]
    titles = [title for view in parts for _, found in corrected(view) for title, _ in found]
    assert sorted(titles) == ["A1", "A2", "A3", "B0", "B1", "B2"]
    assert log.gone.href == "corrections/withdrawn/index.html"
    assert views[log.gone.href].ways.initials
