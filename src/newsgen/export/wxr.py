"""WXR 1.2, which WordPress reads under Tools → Import."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator, Sequence
from email.utils import format_datetime
from html import escape
from typing import Any

import msgspec

from newsgen.addresses import address_stem, slugify_name
from newsgen.dates import find_first_instant
from newsgen.export.markdown import list_pictures, make_image_front_matter, write_portable_text
from newsgen.export.run import ExportInput
from newsgen.markdown.render import render_html
from newsgen.model import Record, SitePicture
from newsgen.renderer.outputs.data import make_article_row
from newsgen.renderer.pages.feeds import make_page_iri

START = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- by newsgen -->\n'
"""First bytes of a file."""
_HEAD = """<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold. Source: XML 1.0 §2.2."""
_STATUSES = {"published": "publish", "draft": "draft", "withdrawn": "private"}
_UNKNOWN = "0000-00-00 00:00:00"
"""How WordPress writes a missing date."""
_STATED = ("title", "dek", "topics", "authors", "words", "seed", "text")
"""Fields of which WordPress has its own, and those that cannot be loaded."""


def wxr_chunks(batch: ExportInput) -> Iterator[bytes]:
    """Write a post for each article, and an attachment for each picture if the site's URL is known.

    What WordPress has no field for, and the Markdown, is JSON in the custom field `_newsgen`, which it keeps.

    Source: WordPress, wp-admin/includes/export.php (WXR 1.2).
    """
    site = batch.site
    names = dict.fromkeys(name for record in batch.records for name in record.authors)
    yield START + _HEAD.encode()
    channel = {"title": site.title, "link": site.url, "description": site.description}
    channel |= {"language": site.language, "wp:wxr_version": "1.2"}
    channel |= {"wp:base_site_url": site.url, "wp:base_blog_url": site.url}
    yield "".join(_element(name, value) for name, value in channel.items()).encode()
    for number, name in enumerate(names, 1):
        author = {"wp:author_id": str(number), "wp:author_login": slugify_name(name), "wp:author_email": ""}
        author |= {"wp:author_display_name": name, "wp:author_first_name": "", "wp:author_last_name": ""}
        yield _group("wp:author", author).encode()
    attached: dict[str, int] = {}
    for number, record in enumerate(batch.records, 1):
        for _, address in list_pictures(record) if site.url else ():
            if address not in attached:
                attached[address] = len(batch.records) + len(attached) + 1
                yield _write_attachment(site.url + address, attached[address]).encode()
        yield _write_post(record, number, batch, attached).encode()
    yield b"</channel>\n</rss>\n"


def _write_attachment(url: str, number: int) -> str:
    name = url.rpartition("/")[2]
    fields = {"title": name, "link": url, "guid": url, "wp:post_id": str(number), "wp:status": "inherit"}
    fields |= {"wp:post_name": slugify_name(name), "wp:post_type": "attachment", "wp:attachment_url": url}
    return _group("item", fields)


def _write_post(record: Record, number: int, batch: ExportInput, attached: dict[str, int]) -> str:
    address, site = batch.archive.addresses[record.path], batch.site
    instant = find_first_instant(record.date, site.timezone) if record.date else None
    local, utc = _format_local(instant), _format_local(instant and instant.astimezone(datetime.UTC))
    is_gone, iri = record.status == "withdrawn", make_page_iri(address, site)
    written = "" if is_gone else batch.read(record.body)
    text, html = write_portable_text(record, written), _render(record, written, site.url or "/")
    logins = [slugify_name(name) for name in record.authors]
    fields = {
        "title": record.title,
        "link": site.url + address if site.url else f"/{address}",
        "pubDate": format_datetime(instant) if instant else "",
        "dc:creator": logins[0] if logins else "",
        "guid": iri,
        "content:encoded": html,
        "excerpt:encoded": "" if is_gone else record.dek,
        "wp:post_id": str(number),
        "wp:post_date": local,
        "wp:post_date_gmt": utc,
        "wp:comment_status": "closed",
        "wp:ping_status": "closed",
        "wp:post_name": address_stem(address).rpartition("/")[2],
        "wp:status": "future" if record.path in batch.future else _STATUSES[record.status],
        "wp:post_parent": "0",
        "wp:menu_order": "0",
        "wp:post_type": "post",
        "wp:post_password": "",
        "wp:is_sticky": "0",
    }
    terms = [("post_tag", slugify_name(topic), topic) for topic in record.topics]
    terms += [("author", login, login) for login in logins if len(logins) > 1]
    meta = {"_newsgen": msgspec.json.encode(_list_other_facts(record, batch, local, html, text)).decode()}
    if record.image and record.image.shown and record.image.shown.address in attached:
        meta["_thumbnail_id"] = str(attached[record.image.shown.address])
    return _group("item", fields, terms, meta)


def _list_other_facts(record: Record, batch: ExportInput, local: str, html: str, text: str) -> dict[str, Any]:
    """List what WordPress has no field for; digests show whether date and text were changed there."""
    row = make_article_row(record, batch.archive.addresses[record.path], lambda _: "")
    facts = {key: value for key, value in row.items() if key not in _STATED}
    facts |= {"post_date": local, "html": hashlib.sha256(html.encode()).hexdigest(), "text": text}
    if record.status != "withdrawn" and record.image:
        facts["image"] = make_image_front_matter(record)
    return facts | ({"redirect_from": record.redirect_from} if record.redirect_from else {})


def _render(record: Record, text: str, top: str) -> str:
    """Render the text; the addresses of pictures and articles begin with the site's URL, or '/' if it is not known."""
    body = record.body
    pictures: list[tuple[str, SitePicture | None]] = [
        (src, msgspec.structs.replace(picture, smaller=()) if picture else None)
        for src, picture in body.pictures
    ]
    links = [(link, top + re.sub(r"\A(?:\.\./)*", "", target)) for link, target in body.links]
    return _clean(render_html(text, links=links, pictures=pictures, root=top))


def _format_local(instant: datetime.datetime | None) -> str:
    return instant.isoformat(" ")[:19] if instant else _UNKNOWN


def _group(
    name: str,
    fields: dict[str, str],
    terms: Sequence[tuple[str, str, str]] = (),
    meta: dict[str, str] | None = None,
) -> str:
    """Write an element with its fields, terms (domain, nicename, name) and custom fields."""
    parts = [_element(field, value) for field, value in fields.items()]
    parts += [
        f'<category domain="{domain}" nicename="{escape(nicename)}">{_cdata(term)}</category>\n'
        for domain, nicename, term in terms
    ]
    parts += [
        _group("wp:postmeta", {"wp:meta_key": key, "wp:meta_value": value})
        for key, value in (meta or {}).items()
    ]
    return f"<{name}>\n{''.join(parts)}</{name}>\n"


def _element(name: str, value: str) -> str:
    attribute = ' isPermaLink="false"' if name == "guid" else ""
    return f"<{name}{attribute}>{_cdata(value)}</{name}>\n"


def _cdata(text: str) -> str:
    text = _clean(text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{text}]]>" if re.search("[&<>\n]", text) else text


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)
