"""JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import Markup, escape

from newsgen.markdown.figures import figure_html
from newsgen.renderer.outputs.json_text import json_bytes

if TYPE_CHECKING:
    from newsgen.renderer.site import Site
    from newsgen.renderer.views import Entry, FeedView


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


class EntryText(Protocol):
    """Gives the text of an entry."""

    def __call__(self, entry: Entry, root: str, site: Site) -> str:
        """Write it for a feed that is `root` away from the top of the site, with what is said in it in `site.words`."""


def entry_text_of(markdown: Callable[..., str]) -> EntryText:
    """Make the function that writes the text of an entry; `markdown` is what `filters.html_of` made."""

    def entry_text(entry: Entry, root: str, site: Site) -> str:
        way = f' lang="{escape(entry.language)}"' if entry.language != site.language else ""
        way += ' dir="rtl"' if entry.direction == "rtl" else ""
        lead = f"{figure_html(entry.image, root)}\n" if entry.image else ""
        return f"<div{way}>\n{lead}{markdown(entry.body, root, words=site.words)}</div>"

    return entry_text


_MARKS = ((b"&", b"&amp;"), (b">", b"&gt;"), (b"<", b"&lt;"), (b"'", b"&#39;"), (b'"', b"&#34;"))


def as_text(html: str) -> Markup:
    """Escape HTML, as `escape` does, in half its time: it looks at each sign, and these are far between."""
    data = html.encode("utf-8", "surrogatepass")
    for mark, entity in _MARKS:
        data = data.replace(mark, entity)
    return Markup(data.decode("utf-8", "surrogatepass"))  # safe: it is escaped
