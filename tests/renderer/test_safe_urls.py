"""Which links are followed."""

from __future__ import annotations

import pytest

from newsgen.renderer.pages.article import safe_url


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
