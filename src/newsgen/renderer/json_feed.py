"""JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from newsgen.figures import figure_html
from newsgen.model import Body
from newsgen.renderer.json_text import json_text

if TYPE_CHECKING:
    from markupsafe import Markup

    from newsgen.renderer.pages.feeds import Entry, FeedView
    from newsgen.renderer.views import Site


def json_feed_of(markdown: Callable[[Body, str], str]) -> Callable[[FeedView, Site], Markup]:
    """Make the filter `json_feed`; `markdown` gives the HTML of a body."""

    def json_feed(page: FeedView, site: Site) -> Markup:
        """Write a feed as JSON Feed.

        Source: JSON Feed Version 1.1, "Top-level" and "Items".
        """
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": page.title,
            "home_page_url": site.url and site.url + page.home,
            "feed_url": site.url and site.url + page.address,
            "description": page.description,
            "language": site.language,
            "authors": [{"name": site.author or site.title}],
            "items": [
                dict(_item(entry, page.root, markdown, site, full=place < page.texts))
                for place, entry in enumerate(page.entries)
            ],
        }
        return json_text({key: value for key, value in said.items() if value or key == "items"})

    return json_feed


def _item(
    entry: Entry, root: str, markdown: Callable[[Body, str], str], site: Site, *, full: bool
) -> Iterator[tuple[str, Any]]:
    yield "id", entry.id
    yield "url", root + entry.href
    yield "title", entry.title
    if entry.withdrawn:
        yield "content_text", site.words.gettext("This article has been withdrawn.")
    elif not full:
        yield "content_text", entry.summary
    else:
        way = f' lang="{escape(entry.language)}"' if entry.language != site.language else ""
        way += ' dir="rtl"' if entry.direction == "rtl" else ""
        lead = f"{figure_html(entry.image, root)}\n" if entry.image else ""
        yield "content_html", f"<div{way}>\n{lead}{markdown(entry.body, root)}</div>"
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
