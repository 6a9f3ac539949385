"""A date means one thing everywhere: page, address, feeds, JSON-LD, sitemap, data; at home as in CI."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import NamedTuple

import feedparser
import pytest

from newsgen.dates import format_first_instant
from newsgen.model import PartialDate
from tests.support.archives import Tree, build, newsgen, record, tree, write

ZONES = ["UTC", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu"]
MACHINES = [{"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "1"}, {"TZ": "Pacific/Auckland", "LC_ALL": "C"}]
DATES = {
    "day": "2023-11-22",
    "first": "2023-11-22T00:00",
    "last": "2023-11-22 23:59:59",
    "tokyo": "2023-11-22T00:30:00+09:00",
    "west": "2023-11-22T23:30:00-08:00",
    "utc": "2023-11-22T12:00:00Z",
    "month": "2023-11",
    "year": "2023",
}


class Said(NamedTuple):
    """What a site says of one article."""

    page: str
    linked: str
    atom: str
    feed: str
    data: str
    modified: str


def lay_out(root: Path, zone: str) -> None:
    write(
        root,
        {
            "newsgen.toml": f'[site]\nurl = "https://example.org/"\ntimezone = "{zone}"\n[search]\nenabled = false\n'
        },
    )
    write(
        root,
        {f"articles/{name}.md": record(name, f"Text of {name}.", date=date) for name, date in DATES.items()},
    )


def said(root: Path, name: str, address: str) -> Said:
    page = (root / "site" / address).read_text(encoding="utf-8")
    atom = feedparser.parse((root / "site/feed.xml").read_text(encoding="utf-8"))
    feed = json.loads((root / "site/feed.json").read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in (root / "site/data/2023.jsonl").read_text().splitlines()]
    places = re.findall(r"<loc>([^<]+)</loc><lastmod>([^<]+)<", (root / "site/sitemap.xml").read_text())
    return Said(
        next(iter(re.findall(r'<time datetime="([^"]+)"', page))),
        next(iter(re.findall(r'"datePublished": ?"([^"]+)"', page))),
        next(one.published for one in atom.entries if one.title == name),
        next(one["date_published"] for one in feed["items"] if one["title"] == name),
        next(row["date"] for row in rows if row["title"] == name),
        dict(places)[f"https://example.org/{address}"],
    )


@pytest.mark.parametrize("zone", ZONES)
def test_every_place_says_the_same(zone: str, folder: Path) -> None:
    """The address and the day are those that are written; the instant is that of the archive's zone."""
    lay_out(folder, zone)
    build(folder, as_of=datetime.date(2024, 6, 1))
    for name, text in DATES.items():
        date = PartialDate.parse(text)
        at = date.iso[:10].replace("-", "/")
        found = said(folder, name, f"{at}/{name}.html")
        instant = format_first_instant(date, zone)
        assert found.atom == found.feed == instant
        assert found.page == found.linked == found.data
        assert found.page == (instant if date.time else date.iso)
        assert found.modified == date.first_day.isoformat()
    day = (folder / "site/2023/11/22/index.html").read_text()
    assert all(f"{name}.html" in day for name in DATES if name not in ("month", "year"))


@pytest.mark.parametrize("zone", ZONES[1:3])
def test_the_machines_zone_changes_no_byte(zone: str, folder: Path) -> None:
    sites: list[Tree] = []
    for number, machine in enumerate(MACHINES):
        root = folder / str(number) / "archive"
        lay_out(root, zone)
        run = newsgen(root, "build", "--as-of", "2023-11-22", **machine)
        assert run.returncode == 0, run.stderr
        sites.append(tree(root / "site"))
    assert sites[0] == sites[1]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("date", ["2023-11-22", "2023-11-22T00:00", "2023-11-22T00:00:00+02:00"])
def test_an_embargo_ends_at_its_instant(date: str, zone: str, folder: Path) -> None:
    """A second before, the article is held back and told; at the instant it is there."""
    write(folder, {
        "newsgen.toml": f'[site]\ntimezone = "{zone}"\n[search]\nenabled = false\n',
        "articles/a.md": record("A", date=date),
    })  # fmt: skip
    begin = datetime.datetime.fromisoformat(format_first_instant(PartialDate.parse(date), zone))
    for moment in (begin - datetime.timedelta(seconds=1), begin):
        utc = moment.astimezone(datetime.UTC)
        report = build(folder, as_of=moment.date(), at=utc)
        assert [path for path, _ in report.future] == (["articles/a.md"] if moment < begin else [])
        assert (folder / "site/2023/11/22/a.html").exists() == (moment == begin)
