"""What language tags (BCP 47) say of each other."""

from __future__ import annotations

_REGIONS = {"cn": "hans", "sg": "hans", "tw": "hant", "hk": "hant", "mo": "hant"}
"""How Chinese is written where a tag names the region alone."""


def primary(tag: str) -> str:
    """Return the primary subtag of a language tag in lower case: 'en' of 'en-GB'.

    Source: RFC 5646 §2.2.1.
    """
    return tag.replace("_", "-").partition("-")[0].lower()


def is_same(tag: str, other: str) -> bool:
    """Return whether two tags name one language; Chinese in two ways of writing counts as two."""
    scripts = {script for script in map(_written, (tag, other)) if script}
    return primary(tag) == primary(other) and len(scripts) < 2


def _written(tag: str) -> str:
    """Return how a tag says that Chinese is written, 'hans' or 'hant', or ''."""
    parts = tag.lower().replace("_", "-").split("-")
    named = next((part for part in parts[1:] if part in ("hans", "hant")), "")
    return named or next((_REGIONS[part] for part in parts[1:] if part in _REGIONS), "")
