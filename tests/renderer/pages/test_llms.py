"""Promises of llms.txt."""

from __future__ import annotations

from newsgen.archive.model import Archive
from newsgen.renderer.pages.robots import llms_page
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import URL, read, sample_archive, sample_site


def text(archive: Archive, url: str = URL) -> str:
    """The file."""
    site = sample_site(url)
    (page,) = llms_page(archive, site)
    return render_page(page, open_theme().environment(read), site).decode()


def test_it_names_the_archive_and_the_ways_in() -> None:
    """A head, then links that are absolute where the address is known."""
    found = text(sample_archive())
    assert found.startswith("# The Record\n")
    assert "from 1972 to 2023" in found
    assert f"- [Topics]({URL}topics/index.html)\n" in found
    assert f"- [1972]({URL}1972/index.html)\n" in found
    assert "- [1972](1972/index.html)\n" in text(sample_archive(), "")


def test_an_empty_archive_has_one_too() -> None:
    """Without years."""
    assert "## Years" not in text(sample_archive([]))
