"""What an archive puts around its articles: standalone pages, navigation, logo, footer, licence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.archives import build, clean_build, record, stamps, tree, write
from tests.support.own_site import SETTINGS, html, own_site


@pytest.fixture
def root(folder: Path) -> Path:
    write(folder / "archive", own_site())
    return folder / "archive"


def links(text: str) -> dict[str, str]:
    """Text → address, and what follows the address in the tag, of the navigation's entries."""
    (menu,) = re.findall(r'<nav aria-label="Main menu">(.*?)</nav>', text, re.DOTALL)
    return {words: way for way, words in re.findall(r"<a href=(.*?)>(.*?)</a>", menu)}


def test_the_navigation_is_that_of_the_settings_and_of_the_pages(root: Path) -> None:
    """A page may stand at the place that it names; where a reader is, is marked."""
    build(root)
    assert list(links(html(root, "index.html"))) == ["Contact", "Trade", "Desk", "Elsewhere"]
    assert links(html(root, "desk/staff.html")) == {
        "Contact": '"../contact.html"',
        "Trade": '"../topics/trade/index.html"',
        "Desk": '"../desk/index.html" aria-current="true"',
        "Elsewhere": '"https://example.com/?a&amp;b"',
    }
    assert links(html(root, "contact.html"))["Contact"] == '"contact.html" aria-current="page"'
    assert 'aria-current="page"' in links(html(root, "topics/trade/index.html"))["Trade"]


def test_logo_footer_and_licence_stand_on_every_page(root: Path) -> None:
    build(root)
    for path, way in (
        ("index.html", ""),
        ("2023/11/22/talks-open.html", "../../../"),
        ("desk/staff.html", "../"),
    ):
        text = html(root, path)
        assert f'<img class="logo" src="{way}art/mark.svg" alt="">The Record' in text
        assert f'<p>Write to <a href="{way}contact.html">us</a>, <em>please</em>.</p>' in text
        assert '<link rel="license" href="https://example.org/terms">' in text
        assert '<a rel="license" href="https://example.org/terms">House terms</a>' in text
    data = re.findall(r'ld\+json">(.*?)</script', html(root, "2023/11/22/talks-open.html"), re.DOTALL)
    assert json.loads(data[0])["license"] == "https://example.org/terms"


def test_a_logo_that_says_the_title_stands_in_its_place(root: Path) -> None:
    write(root, {"newsgen.toml": SETTINGS.replace("footer =", 'logo_alt = "Record <1>"\nfooter =')})
    build(root)
    assert '<img class="logo" src="art/mark.svg" alt="Record &lt;1&gt;"></' in html(root, "index.html")


def test_pages_stand_where_their_files_do_and_lead_to_each_other(root: Path) -> None:
    build(root)
    assert '<a href="../desk/staff.html">staff</a>' in html(root, "desk/index.html")
    assert '<a href="../2023/11/22/talks-open.html">talks</a>' in html(root, "desk/staff.html")
    assert "contact.html" in html(root, "kontakt.html")
    assert not (root / "site/draft.html").exists()
    sitemap = html(root, "sitemap.xml")
    assert "https://example.org/r/desk/staff.html" in sitemap
    assert "draft" not in sitemap


def test_a_draft_is_shown_on_demand_and_its_address_not_remembered(root: Path) -> None:
    build(root, drafts=True)
    assert (root / "site/draft.html").exists()
    lock = (root / "newsgen.lock").read_text()
    assert "pages/draft.md" not in lock
    assert "pages/contact.md" in lock


def test_a_note_leads_there_and_back(root: Path) -> None:
    build(root)
    text = html(root, "contact.html")
    assert '<a href="#fn1" id="fnref1" role="doc-noteref">[1]</a>' in text
    assert '<a href="#fnref1" role="doc-backlink" aria-label="Back to reference 1">' in text


def test_a_topic_and_the_archive_are_introduced(root: Path) -> None:
    build(root)
    assert "<p>What trade is.</p>" in html(root, "topics/trade/index.html")
    about = html(root, "about.html")
    assert "<h1>Who we are</h1>" in about
    assert "<p>Our own words.</p>" in about
    assert "In numbers" in about
    assert not (root / "site/topics/trade.html").exists()


def test_an_edited_page_is_made_anew_alone(root: Path) -> None:
    """And the site is the one that a build from nothing makes."""
    build(root)
    for path, words, changed in (
        ("pages/contact.md", "Write to us.", {"contact.html"}),
        ("pages/topics/trade.md", "More of trade.", {"topics/trade/index.html"}),
        ("pages/about.md", "Other words.", {"about.html"}),
    ):
        before = stamps(root / "site")
        old = (root / path).read_text()
        write(root, {path: old.rpartition("---\n")[0] + f"---\n{words}\n"})
        build(root)
        after = stamps(root / "site")
        files = {
            name for name in after if after[name] != before.get(name) and (root / "site" / name).is_file()
        }
        assert files == changed | {"build.json"}
        assert tree(root / "site") == clean_build(root, root.parent / "clean")


def test_a_renamed_page_leaves_a_redirect(root: Path) -> None:
    build(root)
    (root / "pages/desk/staff.md").rename(root / "pages/desk/people.md")
    write(root, {"pages/desk/index.md": record("The desk", "See [people](people.md).")})
    build(root)
    assert "people.html" in html(root, "desk/staff.html")
