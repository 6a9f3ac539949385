"""The ASGI application of the preview: it answers requests from this machine, and only these."""

from __future__ import annotations

import asyncio
import mimetypes
import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote

import msgspec
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from newsgen.builder.paths import INDEX, LISTING
from newsgen.errors import ContentError
from newsgen.preview.review import ReviewDesk
from newsgen.preview.screens import ROOT
from newsgen.preview.served_site import ServedSite, ShownProblem

_NAMES = {"127.0.0.1", "localhost"}
_OWN = "/.newsgen/"
_NOTHING = b"<!doctype html>\n<html lang=en>\n<title>newsgen</title>\n<body>\n<p>%s\n</body>\n</html>\n"


def make_app(shown: ServedSite, port: int, review: ReviewDesk | None = None) -> ASGIApp:
    """Make an application that serves a site, and its review, to this machine.

    A path is looked up among the files of the generation and never joined to a folder, so nothing else can be read. A
    Host header that is not this server's gets 421: a foreign page cannot read the site through DNS rebinding. Requests of
    foreign pages to the channel and to the review get 403; so does a form that is not of this origin.
    """
    hosts = {f"{name}:{port}" for name in _NAMES}
    if port == 80:
        hosts |= _NAMES  # browsers leave the port out

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        response = _refuse(hosts, headers, scope)
        if response is None and review is not None and _is_review(scope["path"]):
            response = await review.respond(scope, receive, HEADERS)
        response = response or _respond(shown, headers, scope)
        await response(scope, receive, send)

    return app


def _refuse(hosts: set[str], headers: dict[str, str], scope: Scope) -> Response | None:
    """Return the answer to a request that is not allowed; None if it is."""
    if headers.get("host", "").lower() not in hosts:
        return PlainTextResponse("This server answers to 127.0.0.1 and localhost only.\n", 421, HEADERS)
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    if scope["method"] == "POST" and scope["path"] == ROOT:
        if origin != f"http://{headers['host'].lower()}":
            return PlainTextResponse("Only this server's own forms.\n", 403, HEADERS)
    elif scope["method"] not in ("GET", "HEAD"):
        return PlainTextResponse("Only GET and HEAD.\n", 405, {**HEADERS, "allow": "GET, HEAD"})
    foreign = site not in ("same-origin", "none") or (
        origin and origin not in {f"http://{host}" for host in hosts}
    )
    if foreign and (scope["path"].startswith(_OWN) or _is_review(scope["path"])):
        return PlainTextResponse("Only this server's own pages.\n", 403, HEADERS)
    return None


def _is_review(path: str) -> bool:
    return path == ROOT or path.startswith(f"{ROOT}/")


def _respond(shown: ServedSite, headers: dict[str, str], scope: Scope) -> Response:
    path: str = scope["path"]
    if path == SCRIPT:
        return Response(CLIENT.read_bytes(), 200, HEADERS, media_type="text/javascript")
    if path == f"{_OWN}channel":
        return stream_editions(shown) if scope["method"] == "GET" else PlainTextResponse("", 200, HEADERS)
    if path == f"{_OWN}news":
        return make_changes_response(shown, scope["query_string"].decode("latin-1"))
    name = _file_name(path)
    edition = shown.edition
    try:
        data = _read_data(shown, name)
        if data is not None:
            return _answer_page(shown, edition, name, data, 200, headers.get("range"))
        if _has_file(shown, f"{name}/index.html"):
            return RedirectResponse(f"/{quote(name)}/", 307, HEADERS)
        lost = _read_data(shown, "404.html")
        if lost is not None:
            return _answer_page(shown, edition, "404.html", lost, 404)
    except ContentError:
        return _answer_page(shown, edition, "failed.html", _NOTHING % b"This page cannot be made.", 500)
    if shown.files:
        return PlainTextResponse("Not found.\n", 404, HEADERS)
    return _answer_page(shown, edition, "none.html", _NOTHING % b"There is no site yet.", 503)


def _answer_page(
    shown: ServedSite, edition: int, name: str, data: bytes, status: int, wanted: str | None = None
) -> Response:
    if not name.endswith(".html"):
        return make_file_response(name, data, status, wanted)
    return make_file_response(name, insert_script(data, shown.era, edition), status)


def _file_name(path: str) -> str:
    """Return the file for a path: index.html for a folder."""
    name = path.removeprefix("/")
    return f"{name}index.html" if name == "" or name.endswith("/") else name


def _has_file(shown: ServedSite, name: str) -> bool:
    return name in shown.files or name in shown.fresh or name == LISTING


def _read_data(shown: ServedSite, name: str) -> bytes | None:
    """Read a file of the site; None if it has none at this path."""
    folder, _, rest = name.partition("/")
    if folder == INDEX:
        return read_regular_file(shown.index, rest) if rest in shown.indexed else None
    fresh = shown.newer_page(name)
    if fresh is not None:
        return fresh
    return read_regular_file(shown.folder, name) if _has_file(shown, name) else None


def _files_of(shown: ServedSite, path: str) -> Iterator[str]:
    """List the files that are served at a path: its own, and the 404 page while there is none."""
    name = _file_name(path)
    yield name
    if not _has_file(shown, name):
        yield "404.html"


HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
}
"""Sent with every answer: no caching, no type guessing, no embedding in foreign pages."""

_TYPES = {
    ".js": "text/javascript",
    ".xml": "application/xml",
    ".jsonl": "application/jsonl",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
}
"""Types that Python's table lacks, or has otherwise; it is the standard library's, not the machine's."""
_TABLE = mimetypes.MimeTypes()
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def find_media_type(name: str) -> str:
    """Return the media type for a file name."""
    suffix = Path(name).suffix.lower()
    return _TYPES.get(suffix) or _TABLE.guess_type(name)[0] or "application/octet-stream"


def read_regular_file(folder: Path, name: str) -> bytes | None:
    """Read a file of a generation; None if it is missing, or if it or a folder above it is a symbolic link."""
    path = folder / name
    try:
        if path.parent.resolve() != folder.resolve() / Path(name).parent:
            return None
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    with open(handle, "rb") as file:  # noqa: PTH123 - the handle is open already
        return file.read()


def make_file_response(name: str, data: bytes, status: int, wanted: str | None = None) -> Response:
    """Answer with a file, whose name gives its type; `status` is 404 for the 404 page.

    Of the Range header `wanted` one range of bytes is supported, anything else is ignored, as RFC 9110 §14.2 allows.
    """
    span = _span(wanted, len(data)) if wanted and status == 200 else None
    if span is None:
        headers = HEADERS if name.endswith(".html") else {**HEADERS, "accept-ranges": "bytes"}
        return Response(data, status, headers, media_type=find_media_type(name))
    if not span:
        return Response(b"", 416, {**HEADERS, "content-range": f"bytes */{len(data)}"})
    where = {"content-range": f"bytes {span.start}-{span.stop - 1}/{len(data)}", "accept-ranges": "bytes"}
    return Response(data[span.start : span.stop], 206, {**HEADERS, **where}, media_type=find_media_type(name))


def _span(wanted: str, size: int) -> range | None:
    """Parse a Range header: None if it is not one range of bytes, empty if the file has no such bytes."""
    found = _RANGE.fullmatch(wanted.replace(" ", ""))
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return range(max(0, size - int(found[2])), size)
    first, last = int(found[1]), int(found[2]) if found[2] else size
    return None if last < first and found[2] else range(min(first, size), min(last + 1, size))


SCRIPT = "/.newsgen/preview.js"


def insert_script(page: bytes, era: str, edition: int) -> bytes:
    """Insert the preview's script at the end of a page's body, with the edition that the page belongs to.

    Only pages on their way to the browser get the script; files on disk never have it.
    """
    if b"; connect-src 'self'" not in page:  # else the page's policy forbids the script to ask for news
        page = page.replace(b"; base-uri 'none'", b"; connect-src 'self'; base-uri 'none'", 1)
    tag = f'<script src="{SCRIPT}" data-era="{era}" data-edition="{edition}" defer></script>\n'.encode()
    at = page.rfind(b"</body>")
    return page[:at] + tag + page[at:] if at >= 0 else page + tag


CLIENT = Path(__file__).with_name("client.js")
KEEP_ALIVE = 15.0
"""Seconds between two messages that keep the connection open."""
MOST_FILES = 200
"""Most files in one request."""


def stream_editions(shown: ServedSite) -> Response:
    """Answer with an endless stream: one empty message for each new edition.

    Source: HTML Standard §9.2, server-sent events.
    """

    async def messages() -> AsyncIterator[bytes]:
        edition = shown.edition
        yield b": newsgen\n\n"
        while not shown.closing:
            try:
                edition = await asyncio.wait_for(shown.wait_for_edition(edition), KEEP_ALIVE)
                yield b"data: news\n\n"
            except TimeoutError:
                yield b": still here\n\n"

    return StreamingResponse(messages(), 200, HEADERS, media_type="text/event-stream")


def make_changes_response(shown: ServedSite, query: str) -> Response:
    """Answer whether a page changed since it was sent, and with the archive's errors.

    The query has the run and the edition that the page was sent with, and the paths of the page and of the files that it
    shows.
    """
    asked = parse_qs(query, keep_blank_values=True)
    era, since = asked.get("era", [""])[0], asked.get("since", [""])[0]
    changed = True
    problems: tuple[ShownProblem, ...] = ()
    if era == shown.era and since.isdecimal() and len(since) <= 15:
        files = {name for path in asked.get("of", [])[:MOST_FILES] for name in _files_of(shown, path)}
        problems = shown.shown_problems
        for name in files:
            try:
                shown.newer_page(name)
            except ContentError as error:
                problems = problems or shown.explain(error.problems)
        changed = shown.changed_since(int(since), files)
    news = msgspec.json.encode({"changed": changed, "problems": problems})
    return Response(news, 200, HEADERS, media_type="application/json")
