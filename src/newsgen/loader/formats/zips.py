"""Exports of several files, in a folder or a zip file: Substack, Buttondown, Medium, and zip files of texts.

Nothing is unpacked to the disk, so that no name in a zip file can reach a file outside.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.foreign_files import DAMAGE, is_bomb, make_refusal_error
from newsgen.loader.formats import web
from newsgen.loader.formats.tables import read_table_rows
from newsgen.loader.items import Value, add_sound, make_item
from newsgen.loader.text import strip_tags
from newsgen.model import Markup, ParsedArticle

_LARGEST = 100_000_000
"""Most bytes of a file in a zip file; bombs have more."""
_FOLDERS = {"posts.csv": "posts", "emails.csv": "emails"}
"""Table and folder of texts of Substack and Buttondown."""
_PACKED = (
    *web.SUFFIXES,
    *".xml .rss .atom .rdf .json .jsonl .ndjson .csv .tsv .eml .mbox .mbx .mht .mhtml .warc .gz .sqlite .db".split(),
)
"""Extensions of exports, pages and mail."""
_UNREADABLE = (".zip", ".doc", ".pages", ".wpd", ".wps")
_MEDIUM = re.compile(r"(?:^|/)posts/[^/]+\.html$")
_PAGE_PART = re.compile(r"[_-](?:files|Dateien|fichiers|archivos)/")
"""In the name of a file that belongs to a saved web page."""
MEDIUM_SUFFIXES = (".html", ".htm")
_MEDIUM_PRIVATE = (
    b'font-family: Georgia, Cambria, "Times New Roman", Times, serif;',
    b'<section class="h-card">',
)
"""The style sheet of all pages of the export, and the mark of the writer's profile."""
_MEDIUM_PARTS = {
    "title": re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL),
    "dek": re.compile(r'<section[^>]*data-field="subtitle"[^>]*>(.*?)</section>', re.DOTALL),
    "date": re.compile(r'<time[^>]*datetime="([^"]+)"'),
    "authors": re.compile(r'<a[^>]*class="p-author h-card"[^>]*>(.*?)</a>', re.DOTALL),
    "canonical": re.compile(r'<a[^>]*href="([^"]+)"[^>]*class="p-canonical"'),
    "text": re.compile(r'<section[^>]*data-field="body"[^>]*>(.*)</section>\s*<footer', re.DOTALL),
}
_MEDIUM_FIRST_RULE = re.compile(
    r'^(?:\s|<(?:section|div)\b[^<>]*>)*<hr\b[^<>]*class="section-divider"[^<>]*>'
)
_BUTTONS = re.compile(
    r'<p class="button-wrapper"[^<>]*>\s*<a\b[^<>]*href="[^"<>]*(?:/subscribe|/comments|action=share)[^<>]*>.{0,1000}?</p>'
    r'|<div class="subscription-widget-wrap.{0,4000}?</form>\s*</div>\s*</div>',
    re.DOTALL,
)
"""Buttons of Substack to subscribe, to share and to comment, which are no part of the text."""
_EDITOR_MODE = re.compile(r"<!-- buttondown-editor-mode: (\w+) -->\s*")
"""In the first line of Buttondown's texts, which are HTML if it says 'fancy'."""


def is_substack(path: Path, head: bytes) -> bool:
    """True for posts.csv next to posts/, and for a zip file with both."""
    return _find_table(path, head, "posts.csv") is not None


def is_buttondown(path: Path, head: bytes) -> bool:
    """True for emails.csv next to emails/, and for a zip file with both."""
    return _find_table(path, head, "emails.csv") is not None


def is_medium(path: Path, head: bytes) -> bool:
    """True for a zip file with posts of Medium in posts/*.html; what else is in it is private."""
    found = next((name for name in _list_names(path, head) if _MEDIUM.search(name)), None)
    if found is None:
        return False
    try:
        with zipfile.ZipFile(path) as archive, archive.open(found) as post:
            return _is_medium_post(post.read(4096))
    except DAMAGE:
        return False


def is_zip(path: Path, head: bytes) -> bool:
    """True for a zip file with texts; if it is named .zip, also for one with exports, pages or mail."""
    suffixes = _list_suffixes(_PACKED if path.suffix.lower() == ".zip" else ())
    return any(name.lower().endswith(suffixes) for name in _list_names(path, head))


def _list_suffixes(more: tuple[str, ...]) -> tuple[str, ...]:
    from newsgen.loader.formats import FORMATS

    return (*(suffix for form in FORMATS for suffix in form.suffixes if suffix not in web.SUFFIXES), *more)


def _list_names(path: Path, head: bytes) -> list[str]:
    if not head.startswith(b"PK\3\4"):
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except DAMAGE:
        return []


def _find_table(path: Path, head: bytes, table: str) -> Any:
    """Find a table with a folder of texts next to it, as a path on the disk or inside a zip file; None if there is none."""
    folder = _FOLDERS[table]
    if path.name == table and (path.parent / folder).is_dir():
        return path
    names = _list_names(path, head)
    found = next((name for name in names if PurePosixPath(name).name == table), "")
    inside = found.removesuffix(table) + folder + "/"
    return zipfile.Path(path, found) if found and any(name.startswith(inside) for name in names) else None


def read_substack(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each post of Substack; drafts and posts for paying readers are drafts."""

    def read_fields(row: dict[str, Any]) -> dict[str, Value]:
        number, _, slug = str(row.get("post_id") or "").partition(".")
        is_public = row.get("audience") in (None, "", "everyone")
        is_open = is_public and str(row.get("is_published")).lower() != "false"
        return {
            "id": number,
            "title": row.get("title") or "",
            "dek": row.get("subtitle") or "",
            "date": row.get("post_date") or "",
            "slug": slug,
            "status": "" if is_open else "draft",
            "redirect_from": [f"p/{slug}/index.html"] if slug else [],
            "sound": row.get("podcast_url") or "",
        }

    yield from _read_table(file, path, "posts.csv", read_fields)


def read_buttondown(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each e-mail of Buttondown."""

    def read_fields(row: dict[str, Any]) -> dict[str, Value]:
        slug = str(row.get("slug") or "")
        return {
            "id": row.get("id") or "",
            "title": row.get("subject") or "",
            "date": row.get("publish_date") or "",
            "slug": slug,
            "redirect_from": [f"archive/{slug}/index.html"] if slug else [],
        }

    yield from _read_table(file, path, "emails.csv", read_fields)


def _read_table(
    file: str, path: Path, name: str, read_fields: Callable[[dict[str, Any]], dict[str, Value]]
) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each row of a table whose text is a file, named after the row's first column or slug.

    Args:
        name: name of the table, which may be in a zip file.
        read_fields: makes an item's fields, with its identifier as `id`, from a row.
    """
    with path.open("rb") as data:
        head = data.read(4)
    if head.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if is_bomb(info) or info.file_size > _LARGEST:
                    message = f"{info.filename} in it is a zip bomb"
                    raise make_refusal_error(file, message, "delete it", "zip-bomb")
    table = _find_table(path, head, name)
    texts = table.parent / _FOLDERS[name]
    files = {entry.name: entry for entry in texts.iterdir()}
    for number, row in read_table_rows(file, table):
        if isinstance(row, Problem):
            yield row
            continue
        fields = read_fields(dict(row))
        stems = (str(next(iter(row.values()), "")), str(fields.get("slug", "")))
        names = (f"{stem}{suffix}" for stem in stems for suffix in (".html", ".md"))
        found = next((files[name] for name in names if name in files), None)
        if found is None:
            message = f"{fields.get('title')}: there is no {texts.name}/{stems[0]}.html"
            yield Problem(file, number, 0, message, "export again, with all texts", "no-text")
            continue
        try:
            text = found.read_text("utf-8")
        except UnicodeError as error:
            yield Problem(f"{file}#{found.name}", 0, 0, f"{error}", "save it as UTF-8", "bad-encoding")
            continue
        own = str(fields.pop("id") or "")
        mode = _EDITOR_MODE.match(text)
        is_html = found.name.endswith(".html") or (mode and mode[1] == "fancy")
        markup: Markup = "html" if is_html else "markdown"
        text, sound = text[mode.end() :] if mode else text, str(fields.pop("sound", "") or "")
        if is_html:
            text = add_sound(_BUTTONS.sub("", text), sound)
        yield make_item(file, own, fields, text, line=number, markup=markup)


def read_medium(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each post of Medium."""
    for name, data in _read_members(file, path, (".html",)):
        if isinstance(data, Problem):
            yield data
        elif "/posts/" in f"/{name}":
            yield _make_medium_post(file, PurePosixPath(name).stem, data)


def _is_medium_post(head: bytes) -> bool:
    return b'class="h-entry"' in head and b'class="p-name"' in head


def is_medium_export_file(_path: Path, head: bytes) -> bool:
    """True for an HTML file of the export, also for those with sessions, bookmarks and so on."""
    return _is_medium_post(head) or any(mark in head for mark in _MEDIUM_PRIVATE)


def read_medium_export_file(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield the item of an HTML file of the export; what is no post is refused, because it is private."""
    data = path.read_bytes()
    if _is_medium_post(data):
        yield _make_medium_post(file, path.stem, data)
    else:
        yield Problem(file, 0, 0, "this page of Medium's export is not a post", "delete it", "no-text")


def _make_medium_post(file: str, stem: str, data: bytes) -> ParsedArticle | Problem:
    """Make the item of a post, identified by the end of its file's name ('2018-08-11_Ferries-run-late-1a2b3c4d5e').

    Drafts stay drafts.
    """
    page = data.decode("utf-8", "replace")
    found = {name: part[1] for name, pattern in _MEDIUM_PARTS.items() if (part := pattern.search(page))}
    text = _MEDIUM_FIRST_RULE.sub("", found.pop("text", page))
    fields: dict[str, Value] = {
        **found,
        **{name: strip_tags(found[name]) for name in ("title", "dek") if name in found},
        "authors": [strip_tags(found["authors"])] if "authors" in found else [],
        "status": "draft" if stem.startswith("draft_") else "",
    }
    return make_item(file, stem.rpartition("-")[2], fields, text, markup="html")


def read_zip(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield the items of each file in a zip file; they are named as if it was not in a zip file, texts by their path inside."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in _read_members(file, path, _list_suffixes((*_PACKED, *_UNREADABLE))):
            if isinstance(data, Problem):
                yield data
            elif name.lower().endswith(_UNREADABLE):
                found = f"it is {'a zip file in a zip file' if name.lower().endswith('.zip') else 'in no known format'}"
                yield Problem(f"{file}#{name}", 0, 0, found, "unpack it, or save it as .docx", "bad-zip")
            elif not _PAGE_PART.search(name):
                try:
                    yield from _read_member(file, name, data, Path(folder))
                except ContentError as error:
                    yield from error.problems


def _read_member(file: str, name: str, data: bytes, folder: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield the items of a file in a zip file; formats with several articles want a file on the disk."""
    from newsgen.loader.formats import find_container_format, find_format_by_name

    label = f"{file}#{name}"
    copy = Path(folder, f"x{PurePosixPath(name).suffix.lower()}")
    copy.write_bytes(data)
    container = find_container_format(copy, data[:4096])
    form = None if container else find_format_by_name(name)
    drafts = container.read_items(label, copy) if container else form.parse(label, data) if form else iter(())
    for draft in drafts:
        if isinstance(draft, Problem):
            yield draft
            continue
        own = draft.seed.item or (draft.seed.sha256[:16] if container and container.name != "web" else "")
        item = f"{container.name}:{own}" if container and own else f"zip:{name}"
        seed = msgspec.structs.replace(draft.seed, file=file, item=item)
        yield msgspec.structs.replace(draft, seed=seed, line=0)


def _read_members(file: str, path: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[str, bytes | Problem]]:
    """Yield name and bytes of each file in a zip file, or why it cannot be read."""
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE as error:
        raise make_refusal_error(
            file, f"the zip file cannot be read: {error}", "make it again", "bad-zip"
        ) from error
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            name, data, refusal = info.filename, b"", None
            parts = name.split("/")
            if ".." in parts or name.startswith("/") or "\\" in name:
                refusal = f"the name {name} points out of the zip file", "make the zip file again", "zip-slip"
            elif (
                info.is_dir()
                or any(part.startswith((".", "__MACOSX")) for part in parts)
                or not name.lower().endswith(suffixes)
            ):
                continue
            elif is_bomb(info):
                found = f"{name} is a zip bomb: it unpacks to {info.file_size:,} bytes"
                refusal = found, "delete it", "zip-bomb"
            elif info.file_size > _LARGEST:
                refusal = f"{name} has {info.file_size:,} bytes", "unpack it yourself", "large-file"
            else:
                try:
                    data = archive.read(info)
                except DAMAGE as error:
                    refusal = f"{name} cannot be read: {error}", "make the file again", "bad-zip"
            yield name, Problem(file, 0, 0, *refusal) if refusal else data
