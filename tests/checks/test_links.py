"""Internal links and anchors that lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.checks.links import check_links
from newsgen.checks.model import Generation, Subject
from newsgen.errors import Problem
from tests.renderer.samples import record, sample_archive
from tests.support.archives import build, four, write

OTHER = '<h1 id="top">x</h1> <a name="old">y</a> <p id=\'s&amp;t\'>z</p>'
PAGES = {
    "a/other.html": OTHER,
    "a/index.html": "",
    "pic.svg": "<svg/>",
    "2023/11/22/talks.html": '<p id="p1">',
}
GOOD = [
    "other.html", "other.html#top", "other.html#old", "other.html#s%26t", "other.html?v=1#top", "#here", "../pic.svg?v=2",
    "../2023/11/22/talks.html#p1", "./other.html", "../a/other.html", "../build.json", "page.html", "../pic.svg#whatever",
    "https://example.org/x", "http://example.org", "//example.org/x", "mailto:a@example.org", "tel:1", "data:,x",
]  # fmt: skip
MEND = "mend the link in the template or the text that makes this page"
BAD = {
    "gone.html": "leads to a/gone.html, which is not in the site",
    "../gone.html": "leads to gone.html, which is not in the site",
    "../../up.html": "leads to ../up.html, which is not in the site",
    "other.html#nowhere": "names an anchor that a/other.html does not have",
    "#nowhere": "names an anchor that a/page.html does not have",
    "../a/": "ends in a folder: it breaks on disk",
    "..": "ends in a folder: it breaks on disk",
    "./": "ends in a folder: it breaks on disk",
    "/a/other.html": 'begins with "/": it breaks under a sub-path and on disk',
    "http://[x": "is no address",
    "Other.html": "leads to a/Other.html, which is not in the site",
    "other%2ehtml%20": "leads to a/other.html , which is not in the site",
}


def findings(folder: Path, page: str, pages: dict[str, str] = PAGES) -> list[Problem]:
    write(folder, pages | {"a/page.html": page})
    generation = Generation(folder, dict.fromkeys([*pages, "a/page.html"], ""))
    return list(check_links(Subject(sample_archive([]), generation, folder)))


def page(link: str) -> str:
    return f'<p id="here"><a class="x" href="{link}">text</a>'


@pytest.mark.parametrize("link", GOOD)
def test_links_that_lead_somewhere_or_out_of_the_site(link: str, tmp_path: Path) -> None:
    assert [f for f in findings(tmp_path, page(link)) if f.code == "broken-link"] == []


@pytest.mark.parametrize(("link", "problem"), BAD.items())
def test_links_that_lead_nowhere(link: str, problem: str, tmp_path: Path) -> None:
    found = [f for f in findings(tmp_path, page(link)) if f.code == "broken-link"]
    assert [str(f) for f in found] == [f'a/page.html: link "{link}" {problem}; {MEND}']


def test_every_kind_of_link_is_seen_once_a_page(tmp_path: Path) -> None:
    """Pictures, scripts and style sheets too, over several lines and in either kind of quotes; text is no link."""
    html = """<link rel="x" href="1"><script src='2'></script><img alt="a"
      src="3"><a href="4">x</a><a href="4">y</a> href="5" &lt;a href="6"&gt; <a data-href="7">z</a><area href=''>"""
    links = [f.message.split('"')[1] for f in findings(tmp_path, html) if f.code == "broken-link"]
    assert links == ["1", "2", "3", "4"]


def test_a_link_in_a_text_is_reported_at_its_place_in_the_record(tmp_path: Path) -> None:
    """Where the editor mends it."""
    write(tmp_path, {
        "articles/talks.md": "---\ntitle: T\n---\nSome text.\n\nSee [this](gone.html).\n",
        "2023/11/22/talks.html": '<a href="gone.html">this</a> <a href="also-gone.html">that</a>',
    })  # fmt: skip
    generation = Generation(tmp_path, {"2023/11/22/talks.html": ""})
    archive = sample_archive([record("talks", "2023-11-22")])
    assert [str(f) for f in check_links(Subject(archive, generation, tmp_path))] == [
        'articles/talks.md:6:12: link "gone.html" leads to 2023/11/22/gone.html, which is not in the site; mend the link',
        '2023/11/22/talks.html: link "also-gone.html" leads to 2023/11/22/also-gone.html, which is not in the site; '
        + MEND,
    ]


def test_a_page_that_is_gone_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": page("b.html")})
    found = list(
        check_links(Subject(sample_archive([]), Generation(tmp_path, {"a.html": "", "b.html": ""}), tmp_path))
    )
    assert [str(f) for f in found] == ["b.html: the site's list names this file, but it is gone; build again"]


def test_a_built_archive_has_nothing_to_report(tmp_path: Path) -> None:
    """And its 404 page, whose links begin with "/", is no exception worth telling."""
    root = tmp_path / "archive"
    write(root, four() | {"newsgen.toml": '[site]\nurl = "https://example.org/repo/"\n'})
    build(root)
    from newsgen.builder.listing import read_listing

    listing = read_listing(root / "site")
    assert listing
    assert (
        list(check_links(Subject(sample_archive([]), Generation(root / "site", listing.files), root))) == []
    )
