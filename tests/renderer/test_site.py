"""Promises of what every template sees as `site`."""

from __future__ import annotations

import pytest

from newsgen.renderer.site import find_licence_url, make_site
from newsgen.settings.values import Settings, SiteSettings


def test_no_settings_are_needed() -> None:
    """An archive without a title takes the folder's name; an Arabic one runs from right to left."""
    assert make_site(Settings(), name="harbour").title == "harbour"
    assert make_site(Settings(site=SiteSettings(title="Wire")), name="harbour").title == "Wire"
    assert make_site(Settings(site=SiteSettings(language="ar"))).direction == "rtl"


@pytest.mark.parametrize(
    ("licence", "url"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-SA 3.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://example.org/terms", "https://example.org/terms"),
        ("MIT", ""),
        ("All rights reserved", ""),
        ("CC by hand", ""),
        ("", ""),
    ],
)
def test_a_licence_has_an_address_if_it_is_sure(licence: str, url: str) -> None:
    """Creative Commons by name, others only by address."""
    assert find_licence_url(licence) == url
