"""JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from newsgen.renderer.json_text import json_bytes

if TYPE_CHECKING:
    from newsgen.renderer.entry_text import EntryText
    from newsgen.renderer.pages.feeds import Entry, FeedView
    from newsgen.renderer.site import Site


def json_feed_of(text_of: EntryText) -> Callable[[FeedView, Site], bytes]:
    """Make the function that writes a feed as UTF-8.

    Source: JSON Feed Version 1.1, "Top-level" and "Items".
    """

    def json_feed(page: FeedView, site: Site) -> bytes:
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": page.title,
            "home_page_url": site.url and site.url + page.home,
            "feed_url": site.url and site.url + page.address,
            "description": page.description,
            "language": site.language,
            "authors": [{"name": site.author or site.title}],
            "items": [dict(_item(entry, page.root, text_of, site, full=full)) for entry, full in page.rows],
        }
        return json_bytes({key: value for key, value in said.items() if value or key == "items"})

    return json_feed


def _item(
    entry: Entry, root: str, text_of: EntryText, site: Site, *, full: bool
) -> Iterator[tuple[str, Any]]:
    yield "id", entry.id
    yield "url", root + entry.href
    yield "title", entry.title
    if entry.withdrawn:
        yield "content_text", site.words.gettext("This article has been withdrawn.")
    elif not full:
        yield "content_text", entry.summary
    else:
        yield "content_html", text_of(entry, root, site)
        if entry.image and entry.image.shown and site.url:
            yield "image", site.url + entry.image.shown.href
    if entry.summary:
        yield "summary", entry.summary
    yield "date_published", entry.published
    yield "date_modified", entry.updated
    if entry.authors:
        yield "authors", [{"name": name} for name in entry.authors]
    if entry.topics:
        yield "tags", entry.topics
    yield "language", entry.language
