"""What the views of all pages have in common.

Views and what they hold are hashed as rows of values, `array_like`: with the name of each field it takes twice as long.
A template that writes one as JSON gets the names all the same; see `json_text`.
"""

from __future__ import annotations

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What every page has."""

    address: str
    """The page's own path inside site/."""
    root: str
    """Way from the page to the top of site/: '' or '../' as often as needed; an absolute URL on the 404 page."""
    title: str
    description: str = ""
    section: str = ""
    """Address of the entry of the navigation under which the page falls; '' for none."""
    indexed: bool = True
    """False keeps the page out of sitemaps and search engines."""
    modified: str = ""
    """Day of the last change of an article, YYYY-MM-DD; '' if unknown."""
    feed: str = ""
    """Address of the page's own feed; '' means the site's."""
    json_feed: str = ""
    """Address of the page's feed in JSON; '' if it has none."""
