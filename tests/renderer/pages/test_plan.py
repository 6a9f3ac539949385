"""Promises of the plan: every file of the site, at one address, rendered from frozen values alone."""

from __future__ import annotations

import pkgutil
import re
from html import unescape
from posixpath import dirname, join, normpath

import pytest

from newsgen.archive.model import Archive
from newsgen.model import Record
from newsgen.renderer import pages
from newsgen.renderer.page import Blob, Page
from newsgen.renderer.pages import PAGE_KINDS
from newsgen.renderer.plan import plan
from newsgen.renderer.site import Site
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import fingerprint, read, record, sample_archive, sample_site


def rendered(archive: Archive, site: Site) -> dict[str, str]:
    """Every page of the plan as text."""
    environment = open_theme().environment(read)
    return {
        page.path: render_page(page, environment, site).decode()
        for page in plan(archive, site)
        if isinstance(page, Page)
    }


def views(records: list[Record]) -> dict[str, bytes]:
    """The view of every page as the builder fingerprints it, by address."""
    pages = plan(sample_archive(records), sample_site())
    return {page.path: fingerprint(page.view) for page in pages if isinstance(page, Page)}


def test_every_module_of_pages_is_in_the_table() -> None:
    """A kind of page that nobody entered into PAGE_KINDS is found."""
    modules = {f"{pages.__name__}.{module.name}" for module in pkgutil.iter_modules(pages.__path__)}
    entered = {kind.__module__ for kind in PAGE_KINDS}
    assert modules == entered


def test_no_two_pages_share_an_address() -> None:
    """Two files at one address would overwrite each other."""
    paths = [page.path for page in plan(sample_archive(), sample_site(limit=2))]
    assert len(paths) == len(set(paths))


def test_a_page_knows_its_own_address() -> None:
    """Page.path and view.address agree, so relative links start where the file stands."""
    for page in plan(sample_archive(), sample_site(limit=2)):
        assert isinstance(page, Blob) or page.view.address == page.path


def test_views_are_plain_values() -> None:
    """Each view can be encoded, and the same archive gives the same bytes whatever the order of its records."""
    records = list(sample_archive().records)
    there = views(records)
    back = views(records[::-1])
    assert there == back


@pytest.mark.parametrize("url", ["", "https://example.org/repo/"])
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_every_internal_link_leads_to_a_file(url: str, limit: int) -> None:
    """All links are relative, end in a file of the plan, and their anchors exist."""
    site = sample_site(url, limit)
    files = rendered(sample_archive(), site)
    known = {page.path for page in plan(sample_archive(), site)}
    known |= {blob.path for blob in open_theme().assets}
    for path, text in files.items():
        if path.endswith(".html") and path != "404.html":
            for link in re.findall(r'(?:href|src)="([^"]*)"', text):
                target, _, anchor = unescape(link).partition("#")
                if target.startswith("https:"):
                    continue
                file = normpath(join(dirname(path), target.partition("?")[0])) if target else path
                assert file in known, f"{path}: {link}"
                assert not anchor or f'id="{anchor}"' in files[file], f"{path}: {link}"


def test_every_article_can_be_reached_from_the_front_page() -> None:
    """Whatever the limit of lists, a chain of links leads to each page but redirects and the 404 page."""
    files = rendered(sample_archive(), sample_site(limit=1))
    seen, ahead = {"index.html"}, ["index.html"]
    while ahead:
        path = ahead.pop()
        for link in re.findall(r'<a [^>]*href="([^"#:]+)[^"]*"', files[path]):
            file = normpath(join(dirname(path), link))
            if file not in seen and file.endswith(".html"):
                seen.add(file)
                ahead.append(file)
    assert {path for path in files if path.endswith(".html")} - seen == {"404.html", "old/place/index.html"}


def test_an_empty_archive_has_a_front_page() -> None:
    """A new archive builds before its first article."""
    files = rendered(sample_archive([]), sample_site())
    assert "no articles yet" in files["index.html"]
    assert {"topics/index.html", "people/index.html", "places/index.html", "dates/index.html"} <= set(files)


def test_the_sitemap_lists_what_the_views_say() -> None:
    """A page that is gathered late says beforehand whether it is to be indexed, and when it changed."""
    for page in plan(sample_archive(), sample_site(limit=2)):
        if isinstance(page, Page):
            listed = page.view.indexed and page.path.endswith(".html")
            assert page.modified == (page.view.modified if listed else None), page.path


def test_a_new_article_leaves_distant_pages_alone() -> None:
    """Only pages that show the new article change, for `site` holds no counts."""
    records = list(sample_archive().records)
    before = views(records)
    records.append(record("extra", "2023-12-01"))
    after = views(records)
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {
        "2023/12/01/extra.html",
        "2023/12/01/index.html",
        "2023/12/index.html",
        "2023/11/index.html",
        "2023/11/24/index.html",
        "2023/11/24/talks-close.html",
        "2023/index.html",
        "about.html",
        "data/2023.jsonl",
        "dates/index.html",
        "feed.json",
        "feed.xml",
        "index.html",
        "on-this-day/11-24.html",
        "on-this-day/12-01.html",
        "on-this-day/index.html",
        "sitemap.xml",
    }
