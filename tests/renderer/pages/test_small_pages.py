"""Promises of the small pages: about, undated, 404, redirects, robots.txt."""

from __future__ import annotations

import re

from newsgen.archive.model import Archive
from newsgen.renderer.page import Blob, Page
from newsgen.renderer.pages import PageKind
from newsgen.renderer.pages.about import about_page
from newsgen.renderer.pages.dates import undated_page
from newsgen.renderer.pages.notfound import notfound_page
from newsgen.renderer.pages.redirects import redirect_pages, redirects_file
from newsgen.renderer.pages.robots import robots_page
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import URL, read, record, sample_archive, sample_site


def made(kind: PageKind, archive: Archive | None = None, url: str = URL) -> list[tuple[Page, str]]:
    """The pages of one kind with their text."""
    site = sample_site(url)
    environment = open_theme().environment(read)
    pages: list[tuple[Page, str]] = []
    for page in kind(archive or sample_archive(), site):
        assert not isinstance(page, Blob)
        pages.append((page, render_page(page, environment, site).decode()))
    return pages


def test_about_tells_the_numbers() -> None:
    """Among them how many dates are guesses, and which."""
    ((page, text),) = made(about_page)
    view = page.view
    assert (view.count, view.words, view.span, view.days) == (10, 4600, (1972, 2023), 7)
    assert (view.seeds, view.corrected, view.withdrawn, view.undated, view.provisional) == (1, 1, 1, 1, 1)
    assert [article.title for article in view.uncertain] == ["Guessed"]
    assert "CC BY 4.0" in text


def test_undated_articles_stand_in_order_of_title() -> None:
    """Without any there is no page."""
    archive = sample_archive([record("b"), record("a"), record("c", "2023-01-01")])
    ((page, _),) = made(undated_page, archive)
    assert [article.title for article in page.view.articles] == ["A", "B"]
    assert made(undated_page, sample_archive([])) == []


def test_the_404_page_works_at_any_depth_and_asks_for_nothing() -> None:
    """Absolute links, its own style, no stylesheet, no script."""
    for url, start in ((URL, URL), ("", "/")):
        ((_, text),) = made(notfound_page, url=url)
        assert f'href="{start}index.html"' in text
        assert not re.search(r'href="(?!#|data:,|https:|/)', text)
        assert "stylesheet" not in text
        assert "<script" not in text
        assert 'content="noindex"' in text


def test_an_old_address_leads_on() -> None:
    """At once, without script, and search engines learn the new address."""
    ((page, text),) = made(redirect_pages)
    assert page.path == "old/place/index.html"
    assert '<meta http-equiv="refresh" content="0; url=../../2023/01/06/hostile.html">' in text
    assert f'<link rel="canonical" href="{URL}2023/01/06/hostile.html">' in text
    assert 'content="noindex"' in text


def test_hosts_that_answer_with_301_are_told_the_same() -> None:
    """One line an old address, from the host's root, escaped as in a URL."""
    archive = sample_archive([record("a", "2023-01-06", redirect_from=("/old näme/", "/b.html"))])
    (file,) = redirects_file(archive, sample_site(URL))
    new = "/repo/2023/01/06/a.html"
    assert file.path == "_redirects"
    assert file.data.decode() == f"/repo/b.html {new} 301\n/repo/old%20n%C3%A4me/index.html {new} 301\n"
    (file,) = redirects_file(archive, sample_site(""))
    assert file.data.decode().startswith("/b.html /2023/01/06/a.html 301\n")
    assert list(redirects_file(sample_archive([]), sample_site(URL))) == []


def test_robots_txt_names_the_sitemap_if_there_is_one() -> None:
    """RFC 9309."""
    assert made(robots_page)[0][1] == f"User-agent: *\nAllow: /\n\nSitemap: {URL}sitemap.xml\n"
    assert made(robots_page, url="")[0][1] == "User-agent: *\nAllow: /\n"
