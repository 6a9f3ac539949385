"""A file of the site as an HTTP answer."""

from __future__ import annotations

import mimetypes
import os
import re
from pathlib import Path

from starlette.responses import Response

HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
}
"""Of every answer: nothing is kept, nothing is guessed, no foreign page may show it."""

_TYPES = {
    ".html": "text/html",
    ".xml": "application/xml",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
"""Those on which the site depends; for others the standard library's own table is asked, not the machine's."""
_TABLE = mimetypes.MimeTypes()
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def kind_of(name: str) -> str:
    """The media type that a file's name tells."""
    suffix = Path(name).suffix.lower()
    return _TYPES.get(suffix) or _TABLE.guess_type(name)[0] or "application/octet-stream"


def read_file(folder: Path, name: str) -> bytes | None:
    """Read a file of a generation; None if it is not there, or if a link stands in its place or on the way to it."""
    path = folder / name
    try:
        if path.parent.resolve() != folder.resolve() / Path(name).parent:
            return None
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    with open(handle, "rb") as file:  # noqa: PTH123 - the handle is open already
        return file.read()


def answer(name: str, data: bytes, status: int, wanted: str | None = None) -> Response:
    """Answer with a file.

    Args:
        name: its path, which tells its type.
        data: its bytes.
        status: 200, or 404 for the page that says so.
        wanted: the Range header, if any; a single range of bytes is understood, and any other thing ignored
            (RFC 9110 §14.2 allows it).
    """
    span = _span(wanted, len(data)) if wanted and status == 200 else None
    if span is None:
        headers = HEADERS if name.endswith(".html") else {**HEADERS, "accept-ranges": "bytes"}
        return Response(data, status, headers, media_type=kind_of(name))
    if not span:
        return Response(b"", 416, {**HEADERS, "content-range": f"bytes */{len(data)}"})
    where = {"content-range": f"bytes {span.start}-{span.stop - 1}/{len(data)}", "accept-ranges": "bytes"}
    return Response(data[span.start : span.stop], 206, {**HEADERS, **where}, media_type=kind_of(name))


def _span(wanted: str, size: int) -> range | None:
    """The bytes that a Range header asks for; None if it is no single range, empty if there are no such bytes."""
    found = _RANGE.fullmatch(wanted.replace(" ", ""))
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return range(max(0, size - int(found[2])), size)
    first, last = int(found[1]), int(found[2]) if found[2] else size
    return None if last < first and found[2] else range(min(first, size), min(last + 1, size))
