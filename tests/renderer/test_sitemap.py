"""Promises of the sitemap."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from newsgen.renderer.page import Page, make_page
from newsgen.renderer.plan import plan, sitemap_pages
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import View
from tests.renderer.samples import URL, read, sample_archive, sample_site

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_it_lists_what_search_engines_shall_see() -> None:
    """No feed, no 404 page, no redirect, no withdrawn article; with the day of an article's last change."""
    site = sample_site()
    page = plan(sample_archive(), site)[-1]
    assert isinstance(page, Page)
    root = etree.fromstring(render_page(page, open_theme().environment(read), site))
    urls = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in root}
    assert urls[f"{URL}2023/06/02/mended.html"] == "2023-06-05"
    assert urls[f"{URL}index.html"] is None
    for path in ("feed.xml", "404.html", "old/place/index.html", "2023/06/01/gone.html"):
        assert URL + path not in urls


def test_without_the_sites_address_there_is_none() -> None:
    """Its URLs must be absolute."""
    assert "sitemap.xml" not in [page.path for page in plan(sample_archive(), sample_site(""))]


@pytest.mark.parametrize(("count", "files"), [(3, 1), (50_000, 1), (50_001, 3), (120_000, 4)])
def test_a_large_site_gets_an_index(shared: Path, count: int, files: int) -> None:
    """At most 50,000 URLs a file, each file valid by the schema, no URL lost."""
    site = sample_site()
    views = (View(address=f"{n:06}.html", root="", title="") for n in range(count))
    pages = list(sitemap_pages([make_page("x", view) for view in views], site))
    assert len(pages) == files
    assert pages[-1].path == "sitemap.xml"
    schema = etree.XMLSchema(etree.parse(shared / "corpora" / "standards" / "sitemap.xsd"))
    environment = open_theme().environment(read)
    urls = 0
    for page in pages:
        root = etree.fromstring(render_page(page, environment, site))
        if page.template == "sitemap.xml":
            assert schema.validate(root), schema.error_log
            urls += len(root)
    assert urls == count
