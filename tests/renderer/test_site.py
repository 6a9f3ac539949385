"""Promises of what every template sees as `site`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsgen.renderer.site import find_licence_url, make_site
from newsgen.settings.values import Settings, SiteSettings

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))


def test_no_settings_are_needed() -> None:
    """An archive without a title takes the folder's name; an Arabic one runs from right to left."""
    assert make_site(Settings(), name="harbour").title == "harbour"
    assert make_site(Settings(site=SiteSettings(title="Wire")), name="harbour").title == "Wire"
    assert make_site(Settings(site=SiteSettings(language="ar"))).direction == "rtl"


@pytest.mark.parametrize(("licence", "url"), TABLES["licences"].items())
def test_a_licence_has_an_address_if_it_is_sure(licence: str, url: str) -> None:
    """Creative Commons by name, others only by address."""
    assert find_licence_url(licence) == url
