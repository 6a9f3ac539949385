"""Promises of the values that templates see."""

from __future__ import annotations

import pytest

from newsgen.config import Settings, SiteSettings
from newsgen.renderer.theme import open_theme
from newsgen.renderer.views import root_of, safe_url, site_from


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=c#d",
        "http://x",
        "mailto:a@example.org",
        "../a.html",
        "/a",
        "a/b:c",
        "#p3",
        "//x/y",
    ],
)
def test_links_that_may_be_followed_stay(url: str) -> None:
    """http, https, mailto and relative links come out as they went in."""
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "\u00a0javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org",
    ],
)
def test_other_schemes_are_no_links(url: str) -> None:
    """Autoescape does not stop href="javascript:…", however a browser is brought to read it."""
    assert safe_url(url) == ""


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
