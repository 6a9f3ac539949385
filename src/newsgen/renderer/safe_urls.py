"""Which links from front matter may be followed."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0]")


def safe_url(url: str) -> str:
    """Give back a link that is relative, http(s) or mailto; '' for any other scheme.

    Browsers drop tabs, line ends and leading controls before they look for the scheme, so this does too.

    Source: WHATWG URL §4.4 (basic URL parser).
    """
    bare = _IGNORED.sub("", url)
    scheme = _SCHEME.match(bare)
    if scheme and scheme[0].lower() not in ("http", "https", "mailto"):
        return ""
    return bare
