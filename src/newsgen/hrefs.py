"""Addresses that settings lead readers to."""

from __future__ import annotations

import re

SCHEMES = ("http", "https", "mailto")
"""Of addresses outside the site."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def is_outside(href: str) -> bool:
    """True if an address leads out of the site: it has a scheme."""
    return bool(_SCHEME.match(href))


def check_href(value: str) -> tuple[str, str] | None:
    """What is wrong with the address of an entry of the navigation, but whether it exists."""
    scheme = _SCHEME.match(value)
    if scheme and scheme[1].lower() not in SCHEMES:
        return f"{value!r} is no address that a reader can follow", f"begin it with {', '.join(SCHEMES)}"
    if not value or value.startswith("//") or re.search(r"[\s<>\"\\\x00-\x1f\x7f]", value):
        return f"{value!r} is no address", "write e.g. topics/index.html or https://example.org/"
    return None


def check_web(value: str) -> tuple[str, str] | None:
    """What is wrong with an address that must stand in the web; None for none at all."""
    if value and (not value.lower().startswith(("http://", "https://")) or check_href(value)):
        return f"{value!r} is no web address", "write e.g. https://example.org/terms"
    return None
