"""Write feeds as JSON Feed 1.1, and the texts of entries in all feeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import escape

from newsgen.markdown.figures import render_figure
from newsgen.renderer.outputs.data import encode_json_bytes
from newsgen.renderer.site import Site
from newsgen.renderer.texts import BodyRenderer
from newsgen.renderer.views import FeedEntry, FeedView


def write_json_feed(page: FeedView, site: Site, texts: BodyRenderer) -> bytes:
    """Write a feed as UTF-8.

    Source: JSON Feed Version 1.1, "Top-level" and "Items".
    """
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": page.title,
        "home_page_url": site.url and site.url + page.home,
        "feed_url": site.url and site.url + page.address,
        "description": page.description,
        "language": site.language,
        "authors": [{"name": site.author or site.title}],
        "items": [dict(_item(entry, page.root, texts, site, full=full)) for entry, full in page.rows],
    }
    return encode_json_bytes({key: value for key, value in feed.items() if value or key == "items"})


def _item(
    entry: FeedEntry, root: str, texts: BodyRenderer, site: Site, *, full: bool
) -> Iterator[tuple[str, Any]]:
    yield "id", entry.id
    yield "url", root + entry.href
    yield "title", entry.title
    if entry.withdrawn:
        yield "content_text", site.words.gettext("This article has been withdrawn.")
    elif not full:
        yield "content_text", entry.summary
    else:
        yield "content_html", render_entry_text(entry, root, site, texts)
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


def render_entry_text(entry: FeedEntry, root: str, site: Site, texts: BodyRenderer) -> str:
    """Render the text of an entry; `root` is the relative path or URL of the top of the site."""
    attributes = f' lang="{escape(entry.language)}"' if entry.language != site.language else ""
    attributes += ' dir="rtl"' if entry.direction == "rtl" else ""
    lead = f"{render_figure(entry.image, root)}\n" if entry.image else ""
    return f"<div{attributes}>\n{lead}{texts.render_html(entry.body, root, words=site.words)}</div>"
