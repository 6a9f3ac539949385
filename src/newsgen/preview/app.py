"""The ASGI application that shows a site: safe to run, for one reader on this machine."""

from __future__ import annotations

import asyncio
import mimetypes
import os
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote

import msgspec
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from newsgen.builder.places import INDEX, LISTING
from newsgen.errors import ContentError
from newsgen.preview.shown import Complaint, Shown

_NAMES = {"127.0.0.1", "localhost"}
_OWN = "/.newsgen/"
_NOTHING = b"<!doctype html>\n<html lang=en>\n<title>newsgen</title>\n<body>\n<p>%s\n</body>\n</html>\n"


def make_app(shown: Shown, port: int) -> ASGIApp:
    """Make an application that shows a site to this machine.

    A file is looked up among those of the generation, never by path arithmetic, so nothing else can be read. A Host
    header that is not this server's gets 421: a foreign page cannot read the site through a rebound DNS name. What a
    foreign page asks of the channel gets 403.
    """
    hosts = {f"{name}:{port}" for name in _NAMES}
    if port == 80:
        hosts |= _NAMES  # browsers leave the port out

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        response = _refused(hosts, headers, scope) or _respond(shown, headers, scope)
        await response(scope, receive, send)

    return app


def _refused(hosts: set[str], headers: dict[str, str], scope: Scope) -> Response | None:
    """An answer to those who may not ask; None for all others."""
    if headers.get("host", "").lower() not in hosts:
        return PlainTextResponse("This server answers to 127.0.0.1 and localhost only.\n", 421, HEADERS)
    if scope["method"] not in ("GET", "HEAD"):
        return PlainTextResponse("Only GET and HEAD.\n", 405, {**HEADERS, "allow": "GET, HEAD"})
    if scope["path"].startswith(_OWN):
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if site not in ("same-origin", "none") or (
            origin and origin not in {f"http://{host}" for host in hosts}
        ):
            return PlainTextResponse("Only this server's own pages.\n", 403, HEADERS)
    return None


def _respond(shown: Shown, headers: dict[str, str], scope: Scope) -> Response:
    path: str = scope["path"]
    if path == SCRIPT:
        return client()
    if path == f"{_OWN}channel":
        return stream(shown) if scope["method"] == "GET" else PlainTextResponse("", 200, HEADERS)
    if path == f"{_OWN}news":
        return news(shown, scope["query_string"].decode("latin-1"), lambda asked: _behind(shown, asked))
    name = _name(path)
    edition = shown.edition
    try:
        data = _data(shown, name)
        if data is not None:
            return _page(shown, edition, name, data, 200, headers.get("range"))
        if _known(shown, f"{name}/index.html"):
            return RedirectResponse(f"/{quote(name)}/", 307, HEADERS)
        lost = _data(shown, "404.html")
        if lost is not None:
            return _page(shown, edition, "404.html", lost, 404)
    except ContentError:
        return _page(shown, edition, "failed.html", _NOTHING % b"This page cannot be made.", 500)
    if shown.files:
        return PlainTextResponse("Not found.\n", 404, HEADERS)
    return _page(shown, edition, "none.html", _NOTHING % b"There is no site yet.", 503)


def _page(
    shown: Shown, edition: int, name: str, data: bytes, status: int, wanted: str | None = None
) -> Response:
    if not name.endswith(".html"):
        return answer(name, data, status, wanted)
    return answer(name, with_script(data, shown.era, edition), status)


def _name(path: str) -> str:
    """The file that stands for a path: a folder is its index.html."""
    name = path.removeprefix("/")
    return f"{name}index.html" if name == "" or name.endswith("/") else name


def _known(shown: Shown, name: str) -> bool:
    return name in shown.files or name in shown.fresh or name == LISTING


def _data(shown: Shown, name: str) -> bytes | None:
    """The bytes of a file that the site has."""
    folder, _, rest = name.partition("/")
    if folder == INDEX:
        return read_file(shown.index, rest) if rest in shown.indexed else None
    fresh = shown.fresh_page(name)
    if fresh is not None:
        return fresh
    return read_file(shown.folder, name) if _known(shown, name) else None


def _behind(shown: Shown, path: str) -> Iterator[str]:
    """The files that a page at a path may be made of: its own, and what is shown while it is not there."""
    name = _name(path)
    yield name
    if not _known(shown, name):
        yield "404.html"


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


SCRIPT = "/.newsgen/preview.js"


def with_script(page: bytes, era: str, edition: int) -> bytes:
    """Put the script at the end of a page's body, with the edition under which the page is sent."""
    tag = f'<script src="{SCRIPT}" data-era="{era}" data-edition="{edition}" defer></script>\n'.encode()
    at = page.rfind(b"</body>")
    return page[:at] + tag + page[at:] if at >= 0 else page + tag


CLIENT = Path(__file__).with_name("client.js")
PULSE = 15.0
"""Seconds after which a silent channel says that it lives."""
MOST = 200
"""Files that a page may ask after at once."""


class News(msgspec.Struct, frozen=True):
    """What a page is answered."""

    changed: bool
    """The page, or a file that it shows, is another than when it was sent."""
    problems: tuple[Complaint, ...]


def client() -> Response:
    """The script that pages are sent with."""
    return Response(CLIENT.read_bytes(), 200, HEADERS, media_type="text/javascript")


def stream(shown: Shown) -> Response:
    """An endless answer with an empty message for each edition. Source: HTML §9.2, server-sent events."""

    async def messages() -> AsyncIterator[bytes]:
        edition = shown.edition
        yield b": newsgen\n\n"
        while not shown.closing:
            try:
                edition = await asyncio.wait_for(shown.news_after(edition), PULSE)
                yield b"data: news\n\n"
            except TimeoutError:
                yield b": still here\n\n"

    return StreamingResponse(messages(), 200, HEADERS, media_type="text/event-stream")


def news(shown: Shown, query: str, names: Callable[[str], Iterable[str]]) -> Response:
    """Tell a page whether it changed, and what is wrong with the archive.

    Args:
        shown: what there is.
        query: era and edition that the page was sent with, and the paths of the page and of the files that it shows.
        names: the files that may stand behind a path.
    """
    asked = parse_qs(query, keep_blank_values=True)
    era, since = asked.get("era", [""])[0], asked.get("since", [""])[0]
    if era != shown.era or not since.isdecimal() or len(since) > 15:
        return _tell(News(True, ()))
    files = {name for path in asked.get("of", [])[:MOST] for name in names(path)}
    problems = shown.complaints
    for name in files:
        try:
            shown.fresh_page(name)
        except ContentError as error:
            problems = problems or shown.explain(error.problems)
    return _tell(News(shown.changed_since(int(since), files), problems))


def _tell(what: News) -> Response:
    return Response(msgspec.json.encode(what), 200, HEADERS, media_type="application/json")
