"""Promises of the plan: every file of the site, at one address, rendered from frozen values alone."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

import pytest
from lxml import etree

from newsgen.model import Record
from newsgen.renderer.page import Page, make_page
from newsgen.renderer.pages import plan_archive_files
from newsgen.renderer.pages.hosting import sitemap_pages
from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import View
from tests.renderer.samples import (
    URL,
    fingerprint,
    make_texts,
    make_views,
    record,
    sample_archive,
    sample_site,
)


def prints(records: list[Record]) -> dict[str, bytes]:
    """The view of every page as the builder fingerprints it, by address."""
    return {path: fingerprint(view) for path, view in make_views(plan_archive_files, records).items()}


def test_each_page_has_an_address_of_its_own() -> None:
    """It knows it, and says before its view is made whether it is to be indexed, and when it changed."""
    planned = plan_archive_files(sample_archive(), sample_site(limit=2))
    assert len(planned) == len({page.path for page in planned})
    for page in planned:
        if isinstance(page, Page):
            listed = page.view.indexed and page.path.endswith(".html")
            assert page.modified == (page.view.modified if listed else None), page.path
            assert page.view.address == page.path


def test_the_same_archive_gives_the_same_views_whatever_the_order_of_its_records() -> None:
    records = list(sample_archive().records)
    assert prints(records) == prints(records[::-1])


@pytest.mark.parametrize("url", ["", URL])
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_every_internal_link_leads_to_a_file(url: str, limit: int) -> None:
    """All links are relative, end in a file of the plan, and their anchors exist."""
    files = make_texts(plan_archive_files, url=url, limit=limit)
    known = {*files, *(blob.path for blob in open_theme().assets)}
    for path, text in files.items():
        if path.endswith(".html") and path != "404.html":
            for link in re.findall(r'(?:href|src)="([^"]*)"', text):
                target, _, anchor = unescape(link).partition("#")
                if target.startswith("https:"):
                    continue
                file = normpath(join(dirname(path), target.partition("?")[0])) if target else path
                assert file in known, f"{path}: {link}"
                assert not anchor or f'id="{anchor}"' in files[file], f"{path}: {link}"


@pytest.mark.parametrize("path", ["2023/index.html", "topics/trade/index.html", "2023/11/index.html"])
def test_a_page_over_the_limit_shows_its_newest_articles(path: str) -> None:
    """Before the links to its parts; an article that it lists anyway is not shown twice."""
    text = make_texts(plan_archive_files, limit=1)[path]
    links = re.findall(r'<p class="what"><a href="([^"]+)"', text)
    assert len(links) > 1
    assert len(links) == len(set(links))
    assert text.index('class="what"') < text.index('class="parts"')


def test_every_article_can_be_reached_from_the_front_page() -> None:
    """Whatever the limit of lists, a chain of links leads to each page but redirects and the 404 page."""
    files = make_texts(plan_archive_files, limit=1)
    seen, queue = {"index.html"}, ["index.html"]
    while queue:
        path = queue.pop()
        for link in re.findall(r'<(?:a [^>]*href|form [^>]*action)="([^"#:]+)[^"]*"', files[path]):
            file = normpath(join(dirname(path), link))
            if file not in seen and file.endswith(".html"):
                seen.add(file)
                queue.append(file)
    assert {path for path in files if path.endswith(".html")} - seen == {"404.html", "old/place/index.html"}


def test_a_new_article_leaves_distant_pages_alone() -> None:
    """Only pages that show the new article change, for `site` holds no counts."""
    records = list(sample_archive().records)
    before, after = prints(records), prints([*records, record("extra", "2023-12-01")])
    assert {path for path in after if before.get(path) != after[path]} == set(
        """
        2023/12/01/extra.html 2023/12/01/index.html 2023/12/index.html 2023/11/index.html
        2023/11/24/index.html 2023/11/24/talks-close.html 2023/index.html about.html data/2023.jsonl
        dates/index.html feed.json feed.xml index.html on-this-day/11-24.html on-this-day/12-01.html
        on-this-day/index.html sitemap.xml
    """.split()
    )


MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize(
    ("count", "files"), [(3, 1), (50_000, 1), (50_001, 3), pytest.param(120_000, 4, marks=pytest.mark.long)]
)
def test_a_large_site_gets_an_index_of_sitemaps(shared: Path, count: int, files: int) -> None:
    """At most 50,000 URLs a file, each file valid by the schema, no URL lost."""
    planned = [make_page("x", View(address=f"{n:06}.html", root="", title="")) for n in range(count)]

    def kind(_archive: Any, site: Any) -> Any:
        return sitemap_pages(planned, site)

    texts = make_texts(kind)
    assert len(texts) == files
    assert list(texts)[-1] == "sitemap.xml"
    schema = etree.XMLSchema(etree.parse(shared / "corpora" / "standards" / "sitemap.xsd"))
    urls = 0
    for text in texts.values():
        root = etree.fromstring(text.encode())
        if root.tag == f"{MAP}urlset":
            assert schema.validate(root), schema.error_log
            urls += len(root)
    assert urls == count
