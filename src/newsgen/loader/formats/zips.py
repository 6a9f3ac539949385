"""Exports of several files, in a folder or a zip file: Substack, Buttondown, Medium, and zip files of texts.

Nothing is unpacked to the disk, so that no name in a zip file can reach a file outside.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.formats import web
from newsgen.loader.formats.tables import read_csv
from newsgen.loader.items import Value, make_item
from newsgen.model import Draft

_LARGEST = 100_000_000
"""Most bytes of a file in a zip file; bombs have more."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError, struct.error)
"""What reading a damaged zip file raises; NotImplementedError, for its methods of compression, is a RuntimeError."""
_FOLDERS = {"posts.csv": "posts", "emails.csv": "emails"}
"""Table and folder of texts of Substack and Buttondown."""
_PAGE_PART = re.compile(r"[_-](?:files|Dateien|fichiers|archivos)/")
"""In the name of a file that belongs to a saved web page."""
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_SUBTITLE = re.compile(r'<section[^>]*data-field="subtitle"[^>]*>(.*?)</section>', re.DOTALL)
_BODY = re.compile(r'<section[^>]*data-field="body"[^>]*>(.*)</section>\s*<footer', re.DOTALL)
_TIME = re.compile(r'<time[^>]*datetime="([^"]+)"')
_CANONICAL = re.compile(r'<a[^>]*href="([^"]+)"[^>]*class="p-canonical"')
_AUTHOR = re.compile(r'<a[^>]*class="p-author h-card"[^>]*>(.*?)</a>')
_TAG = re.compile(r"<[^>]+>")


def is_substack(path: Path, head: bytes) -> bool:
    """True for posts.csv beside posts/, and for a zip file with both."""
    return _find_table(path, head, "posts.csv") is not None


def is_buttondown(path: Path, head: bytes) -> bool:
    """True for emails.csv beside emails/, and for a zip file with both."""
    return _find_table(path, head, "emails.csv") is not None


def is_medium(path: Path, head: bytes) -> bool:
    """True for a zip file with posts/*.html."""
    return any(re.search(r"(?:^|/)posts/[^/]+\.html$", name) for name in _list_names(path, head))


def is_zip_of_texts(path: Path, head: bytes) -> bool:
    """True for a zip file that holds texts, documents or saved web pages."""
    from newsgen.loader.formats import find_format_by_name

    pages = (
        web.SUFFIXES if path.suffix.lower() == ".zip" else ()
    )  # other kinds of files are zip files of pages too
    return any(find_format_by_name(name) or name.lower().endswith(pages) for name in _list_names(path, head))


def _list_names(path: Path, head: bytes) -> list[str]:
    if not head.startswith(b"PK\3\4"):
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (*_DAMAGE, OSError):
        return []


def _find_table(path: Path, head: bytes, table: str) -> Any:
    """Find a table with a folder of texts beside it, as a path on the disk or inside a zip file; None if there is none."""
    folder = _FOLDERS[table]
    if path.name == table and (path.parent / folder).is_dir():
        return path
    names = _list_names(path, head)
    found = next((name for name in names if PurePosixPath(name).name == table), "")
    inside = found.removesuffix(table) + folder + "/"
    return zipfile.Path(path, found) if found and any(name.startswith(inside) for name in names) else None


def read_substack(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield an item for each post of Substack; drafts and posts for paying readers are drafts."""

    def read_fields(row: dict[str, Any]) -> dict[str, Value]:
        number, _, slug = str(row.get("post_id") or "").partition(".")
        is_open = (
            row.get("audience") in (None, "", "everyone") and str(row.get("is_published")).lower() != "false"
        )
        return {
            "id": number,
            "title": row.get("title") or "",
            "dek": row.get("subtitle") or "",
            "date": row.get("post_date") or "",
            "slug": slug,
            "status": "" if is_open else "draft",
            "redirect_from": [f"p/{slug}/index.html"] if slug else [],
        }

    yield from _read_table(file, path, "posts.csv", read_fields)


def read_buttondown(file: str, path: Path) -> Iterator[Draft | Problem]:
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
    file: str, path: Path, table: str, read_fields: Callable[[dict[str, Any]], dict[str, Value]]
) -> Iterator[Draft | Problem]:
    with path.open("rb") as data:
        found = _find_table(path, data.read(4), table)
    yield from read_csv(file, found, found.parent / _FOLDERS[table], read_fields)


def read_medium(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield an item for each post of Medium; drafts stay drafts."""
    for name, data in _read_members(file, path, (".html",)):
        if isinstance(data, Problem):
            yield data
        elif "/posts/" in f"/{name}":
            html = data.decode("utf-8", "replace")
            body, time = _BODY.search(html), _TIME.search(html)
            canonical, author = _CANONICAL.search(html), _AUTHOR.search(html)
            stem = PurePosixPath(name).stem
            fields: dict[str, Value] = {
                "title": _strip_tags(_TITLE.search(html)),
                "dek": _strip_tags(_SUBTITLE.search(html)),
                "date": time[1] if time else "",
                "authors": [_strip_tags(author)] if author else [],
                "canonical": canonical[1] if canonical else "",
                "status": "draft" if stem.startswith("draft_") else "",
            }
            yield make_item(file, stem.rpartition("-")[2], fields, body[1] if body else html, markup="html")


def _strip_tags(match: re.Match[str] | None) -> str:
    import html

    return " ".join(html.unescape(_TAG.sub(" ", match[1])).split()) if match else ""


def read_zip(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield an item for each text, document and saved web page in a zip file, identified by its path inside, or its address."""
    from newsgen.loader.formats import FORMATS, find_format_by_name

    suffixes = tuple(suffix for form in FORMATS for suffix in form.suffixes) + web.SUFFIXES
    for name, data in _read_members(file, path, suffixes):
        form = find_format_by_name(name)
        if isinstance(data, Problem):
            yield data
            continue
        try:
            if web.is_web_page(Path(name), data[:4096]) and not _PAGE_PART.search(name):
                found = web.read_page(f"{file}#{name}", data)
                drafts: Iterable[Draft | Problem] = (found,)
            else:
                drafts = form.parse(f"{file}#{name}", data) if form else ()
            for draft in drafts:
                if isinstance(draft, Problem):
                    yield draft
                    continue
                seed = msgspec.structs.replace(draft.seed, file=file, item=draft.seed.item or name)
                yield msgspec.structs.replace(draft, seed=seed, line=0)
        except ContentError as error:
            yield from error.problems


def _read_members(file: str, path: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[str, bytes | Problem]]:
    """Yield name and bytes of each file in a zip file, or why it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            for info in sorted(archive.infolist(), key=lambda info: info.filename):
                name = info.filename
                hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
                if info.is_dir() or hidden or not name.lower().endswith(suffixes):
                    continue
                if info.file_size > _LARGEST:
                    yield (
                        name,
                        Problem(
                            file,
                            0,
                            0,
                            f"{name} has {info.file_size:,} bytes",
                            "unpack it yourself",
                            "large-file",
                        ),
                    )
                    continue
                try:
                    yield name, archive.read(info)
                except (*_DAMAGE, OSError) as error:
                    yield (
                        name,
                        Problem(
                            file, 0, 0, f"{name} cannot be read: {error}", "make the file again", "bad-zip"
                        ),
                    )
    except (*_DAMAGE, OSError) as error:
        problem = Problem(file, 0, 0, f"the zip file cannot be read: {error}", "make it again", "bad-zip")
        raise ContentError(problem) from error
