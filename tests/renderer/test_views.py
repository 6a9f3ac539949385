"""Promises of the values that templates see."""

from __future__ import annotations

from newsgen.renderer.theme import open_theme
from newsgen.renderer.views import root_of, site_from
from newsgen.settings.values import Settings, SiteSettings


def test_the_way_to_the_top() -> None:
    """One '../' for each folder."""
    assert [root_of(path) for path in ("index.html", "2023/index.html", "a/b/c.html")] == [
        "",
        "../",
        "../../",
    ]


def test_an_archive_without_a_title_takes_the_folders_name() -> None:
    """No settings are needed."""
    assert site_from(Settings(), open_theme(), "harbour").title == "harbour"
    assert site_from(Settings(site=SiteSettings(title="Wire")), open_theme(), "harbour").title == "Wire"


def test_the_site_runs_as_its_language_does() -> None:
    """An Arabic archive is set from right to left."""
    settings = Settings(site=SiteSettings(language="ar"))
    assert site_from(settings, open_theme()).direction == "rtl"
