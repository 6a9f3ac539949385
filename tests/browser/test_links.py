"""Every link leads somewhere, wherever the site stands, and nothing is asked of anyone else."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page

from tests.support.kinds import PATTERNS, page_of
from tests.support.walking import LOOK, Seen, Walk, defects, walk

pytestmark = pytest.mark.browser


def is_redirect(path: Path) -> bool:
    return b'http-equiv="refresh"' in path.read_bytes()


@pytest.fixture(params=["repo", *(pytest.param(place, marks=pytest.mark.long) for place in ("file", "root"))])
def base(request: pytest.FixtureRequest, sample_site: Path) -> str:
    """The site opened from disk, served at '/', and served under '/repo/', where one page of each kind is opened."""
    if request.param == "file":
        return f"file://{sample_site.as_posix()}/"
    address: str = request.getfixturevalue("at_root" if request.param == "root" else "under_repo")
    return address


def test_every_link_resolves(base: str, browser: Browser, sample_site: Path) -> None:
    """Each link and anchor leads somewhere; each page is three clicks from the front; no request leaves."""
    opened = {page_of(sample_site, kind) for kind in PATTERNS} if "/repo/" in base else None
    with closing(browser.new_context()) as context:
        found = walk(context, base, opened)
        assert found.broken == []
        assert list(defects(found, context)) == []
    assert found.foreign == []
    reached = {url.removeprefix(base) for url in found.pages}
    built = {path.relative_to(sample_site).as_posix() for path in sample_site.rglob("*.html")}
    unlinked = {path for path in built - reached if not is_redirect(sample_site / path)}
    assert unlinked == {"404.html", "search.html"}, "pages that no link leads to; a form leads to the search"
    assert [url for url, clicks in found.clicks.items() if clicks > 3] == []


@pytest.mark.parametrize("lost", ["nothing.html", "1999/01/nothing/here.html"])
def test_a_lost_address_shows_the_way_back(lost: str, window: Page, at_home: str, sample_url: str) -> None:
    """At any depth the 404 page answers, in a style of its own, with links that lead back into the site."""
    response = window.goto(at_home + lost)
    assert response
    assert response.status == 404
    found = Walk(at_home)
    seen = msgspec.convert(window.evaluate(LOOK), Seen)
    seen.links = [at_home + link.removeprefix(sample_url) for link in seen.links if link != "#main"]
    found.pages[window.url] = seen
    assert at_home + "index.html" in seen.links
    assert list(defects(found, window.context)) == []
