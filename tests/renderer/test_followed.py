"""Below the old address of a name: its years lead on, its feeds go on."""

from __future__ import annotations

from pathlib import Path

import feedparser

from newsgen.desk.names import Names, perform_renaming
from newsgen.pipeline.project import open_project
from tests.support.archives import build, record, write


def test_years_lead_on_and_feeds_go_on(tmp_path: Path) -> None:
    files = {
        f"articles/{year}-01-{day:02d}-x.md": record(
            f"X {year} {day}", date=f"{year}-01-{day:02d}", topics=["Trade"]
        )
        for year in (2020, 2021)
        for day in range(1, 8)
    }
    settings = '[site]\nurl = "https://example.org/"\n[lists]\nlimit = 10\n'
    write(tmp_path, files | {"newsgen.toml": settings})
    build(tmp_path)
    before = {path.relative_to(tmp_path / "site") for path in (tmp_path / "site/topics/trade").rglob("*.*")}
    assert {"index.html", "feed.xml", "feed.json"} <= {path.name for path in before}
    assert Path("topics/trade/2020/index.html") in before
    names = Names(open_project(tmp_path), "topics")
    perform_renaming(names.project, names.plan(["Trade"], "Commerce", into=False))
    build(tmp_path)
    assert before <= {
        path.relative_to(tmp_path / "site") for path in (tmp_path / "site/topics/trade").rglob("*.*")
    }
    stub = (tmp_path / "site/topics/trade/2020/index.html").read_text()
    assert 'href="../../../topics/commerce/2020/index.html"' in stub
    for name in ("feed.xml", "feed.json"):
        old, new = (tmp_path / "site/topics" / slug / name for slug in ("trade", "commerce"))
        assert old.read_bytes() == new.read_bytes()
    feed = feedparser.parse((tmp_path / "site/topics/trade/feed.xml").read_text())
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [
        "https://example.org/topics/commerce/feed.xml"
    ]
    write(tmp_path, {"articles/new.md": record("New", date="2022-01-01", topics=["Commerce"])})
    build(tmp_path)
    assert "New" in (tmp_path / "site/topics/trade/feed.xml").read_text()
