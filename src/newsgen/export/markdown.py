"""Markdown with the front matter of Hugo or Jekyll, in the folders of such a site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsgen.addresses import address_stem
from newsgen.errors import OutputError, Problem
from newsgen.export.run import ExportInput, choose_file_name
from newsgen.markdown.html import escape_line_html
from newsgen.markdown.render import replace_link_targets
from newsgen.media.formats import inspect_and_strip_picture
from newsgen.media.parsed import PictureError
from newsgen.model import Record
from newsgen.record.foreign import read_foreign_front_matter
from newsgen.record.write import format_entry

_UP = re.compile(r"\A(?:\.\./)*")
_INDEX = re.compile(r"(?<=/)index\.html(?=#|\Z)")
_SAME = "topics people places organizations authors source language corrections canonical".split()
"""Fields that keep newsgen's names, which other generators ignore; templates can show them."""


def markdown_files(batch: ExportInput) -> Iterator[tuple[str, bytes]]:
    """Yield a Markdown file for each article, and the pictures that articles show.

    Hugo: content/posts/ and static/; Jekyll: _posts/, _drafts/, undated/ and pictures. Addresses stay, old ones redirect,
    keys that newsgen does not know are kept. Links to articles and pictures begin at the top of the site.
    """
    is_hugo = batch.generator == "hugo"
    taken: set[str] = set()
    pictures: dict[str, None] = {}
    for record in batch.records:
        front = _make_front(record, batch, is_hugo=is_hugo)
        name = choose_file_name(_choose_path(record, batch, is_hugo=is_hugo), record.path, taken)
        lines = (line for key, value in front.items() for line in format_entry(key, value))
        text = "" if record.status == "withdrawn" else write_portable_text(record, batch.read(record.body))
        yield f"{name}.md", "\n".join(["---", *lines, "---", "", text]).encode()
        pictures |= dict.fromkeys(address for _, address in list_pictures(record))
    for address in pictures:
        yield f"static/{address}" if is_hugo else address, read_picture_without_metadata(batch, address)[1]


def _choose_path(record: Record, batch: ExportInput, *, is_hugo: bool) -> str:
    slug = address_stem(batch.archive.addresses[record.path]).rpartition("/")[2]
    if is_hugo:
        return f"content/posts/{record.date.iso[:10]}-{slug}" if record.date else f"content/posts/{slug}"
    if record.status == "draft":
        return f"_drafts/{slug}"
    return f"_posts/{record.date.first_day}-{slug}" if record.date else f"undated/{slug}"


def _make_front(record: Record, batch: ExportInput, *, is_hugo: bool) -> dict[str, Any]:
    """Make front matter without empty values; a date of which the day is not known has a key that generators ignore."""
    is_gone, address = record.status == "withdrawn", batch.archive.addresses[record.path]
    front: dict[str, Any] = {} if is_hugo else {"layout": "post"}
    front |= {"title": record.title, "description": "" if is_gone else escape_line_html(record.dek)}
    if record.date:
        front["date" if record.date.day else "published_on"] = record.date
    if record.updated:
        modified = "lastmod" if is_hugo else "last_modified_at"
        front[modified if record.updated.day else "updated_on"] = record.updated
    front |= {"slug": address_stem(address).rpartition("/")[2]}
    front["url" if is_hugo else "permalink"] = f"/{address.removesuffix('index.html')}"
    front["aliases" if is_hugo else "redirect_from"] = [f"/{old.lstrip('/')}" for old in record.redirect_from]
    front |= {"tags" if field == "topics" else field: getattr(record, field) for field in _SAME}
    if record.status != "published":
        front |= {"draft": True} if is_hugo else {"published": False}
    if is_gone:
        front["status"] = record.status
    if record.image and not is_gone:
        front["image"] = make_image_front_matter(record)
    if record.unknown:
        front |= {key: value for key, value in _read_unknown(record, batch).items() if key not in front}
    return {key: value for key, value in front.items() if value or value is False} | {
        "inferred": record.inferred
    }


def make_image_front_matter(record: Record) -> dict[str, str]:
    """Make front matter of the picture above an article; it begins at the top of the site."""
    image = record.image
    if image is None:
        return {}
    path = f"/{image.shown.address}" if image.shown else image.src
    parts = {"path": path, "alt": image.alt, "caption": image.caption, "credit": image.credit}
    return {key: value for key, value in parts.items() if value}


def _read_unknown(record: Record, batch: ExportInput) -> dict[str, Any]:
    """Read the values of keys that newsgen does not know."""
    text = (batch.root / record.path).read_text("utf-8-sig")
    found, _ = read_foreign_front_matter(record.path, text)
    names = {name.partition(".")[0] for name in record.unknown}
    return {key: value for key, value in found.stated.items() if key in names} if found else {}


def write_portable_text(record: Record, text: str) -> str:
    """Return an article's Markdown; links to articles and pictures of the site begin at its top, with '/'."""
    targets = {link: _INDEX.sub("", _UP.sub("/", target)) for link, target in record.body.links}
    targets |= {src: f"/{address}" for src, address in list_pictures(record) if src}
    return replace_link_targets(text, targets)


def list_pictures(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the pictures that an article shows: the name in the text, '' for the one above it, and the address."""
    if record.status == "withdrawn":
        return
    if record.image and record.image.shown:
        yield "", record.image.shown.address
    for src, picture in record.body.pictures:
        if picture:
            yield src, picture.address


def read_picture_without_metadata(batch: ExportInput, address: str) -> tuple[str, bytes]:
    """Return the path of a picture in the archive, and its bytes without metadata.

    Raises:
        OutputError: it changed and is no picture any more.
    """
    source = batch.pictures[address]
    try:
        return source, inspect_and_strip_picture((batch.root / source).read_bytes())[1]
    except (OSError, PictureError) as error:
        raise OutputError(Problem(source, 0, 0, f"cannot be read: {error}", "export again")) from error
