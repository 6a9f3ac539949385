"""Internal links and anchors that lead nowhere."""

from __future__ import annotations

from pathlib import Path

from newsgen.checks.links import check_links
from tests.checks.samples import build_checked, check_site_of
from tests.support.archives import four, record

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
REMEDY = "correct the link in the template or the text that makes this page"
BAD = {
    "gone.html": "points to a/gone.html, which is not in the site",
    "../gone.html": "points to gone.html, which is not in the site",
    "../../up.html": "points to ../up.html, which is not in the site",
    "other.html#nowhere": "names an anchor that a/other.html does not have",
    "#nowhere": "names an anchor that a/page.html does not have",
    "../a/": "ends in a folder: it breaks on disk",
    "..": "ends in a folder: it breaks on disk",
    "./": "ends in a folder: it breaks on disk",
    "/a/other.html": 'begins with "/": it breaks under a sub-path and on disk',
    "http://[x": "is not an address",
    "Other.html": "points to a/Other.html, which is not in the site",
    "other%2ehtml%20": "points to a/other.html , which is not in the site",
}


def find(root: Path, page: str) -> list[str]:
    """Find the bad links of a page of a site that has PAGES too."""
    return [str(one) for one in check_links(check_site_of(root, PAGES | {"a/page.html": page}))]


def link(address: str) -> str:
    return f'<a class="x" href="{address}">text</a>'


def test_links_that_lead_somewhere_or_out_of_the_site(tmp_path: Path) -> None:
    assert find(tmp_path, '<p id="here">' + "".join(map(link, GOOD))) == []


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    assert find(tmp_path, "".join(map(link, BAD))) == [
        f'a/page.html: link "{address}" {fault}; {REMEDY}' for address, fault in BAD.items()
    ]


def test_every_kind_of_link_is_seen_once_a_page(tmp_path: Path) -> None:
    """Pictures, scripts and style sheets too, over several lines and in either kind of quotes; text is no link."""
    html = """<link rel="x" href="1"><script src='2'></script><img alt="a"
      src="3"><a href="4">x</a><a href="4">y</a> href="5" &lt;a href="6"&gt; <a data-href="7">z</a><area href=''>"""
    assert [one.split('"')[1] for one in find(tmp_path, html)] == ["1", "2", "3", "4"]


def test_a_link_in_a_text_is_reported_at_its_place_in_the_record(tmp_path: Path) -> None:
    """Where the editor corrects it; a link of the template is reported at the page."""
    path, page = "articles/talks.md", "2023/11/22/talks.html"
    checked = build_checked(
        tmp_path, {path: record("T", "Some text.\n\nSee [this](gone.html).", date="2023-11-22")}
    )
    built = tmp_path / "site" / page
    html = built.read_text()
    built.unlink()
    built.write_text(html.replace("</main>", '<a href="also-gone.html">that</a></main>'))
    assert [str(one) for one in check_links(checked)] == [
        f'{path}:7:12: link "gone.html" points to 2023/11/22/gone.html, which is not in the site; correct the link',
        f'{page}: link "also-gone.html" points to 2023/11/22/also-gone.html, which is not in the site; {REMEDY}',
    ]


def test_a_page_that_is_gone_is_reported(tmp_path: Path) -> None:
    checked = check_site_of(tmp_path, {"a.html": link("b.html"), "b.html": ""})
    (tmp_path / "site/b.html").unlink()
    assert [str(one) for one in check_links(checked)] == [
        "b.html: the site's list names this file, but it is gone; build again"
    ]


def test_a_built_archive_has_nothing_to_report(tmp_path: Path) -> None:
    """And its 404 page, whose links begin with "/", is no exception worth a report."""
    files = four() | {"newsgen.toml": '[site]\nurl = "https://example.org/repo/"\n'}
    assert list(check_links(build_checked(tmp_path / "archive", files))) == []
