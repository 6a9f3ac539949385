"""Promises of the values that templates see."""

from __future__ import annotations

from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import root_of
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
    assert open_theme().site(Settings(), "harbour").title == "harbour"
    assert open_theme().site(Settings(site=SiteSettings(title="Wire")), "harbour").title == "Wire"


def test_the_site_runs_as_its_language_does() -> None:
    """An Arabic archive is set from right to left."""
    settings = Settings(site=SiteSettings(language="ar"))
    assert open_theme().site(settings).direction == "rtl"
