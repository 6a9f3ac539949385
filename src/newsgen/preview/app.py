"""The ASGI application that shows a generation: safe to run, for one reader on this machine."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import quote

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from newsgen.builder.generation import read_listing
from newsgen.builder.places import LISTING

_TYPES = {".html": "text/html", ".xml": "application/xml", ".css": "text/css", ".js": "text/javascript"}
_NAMES = {"127.0.0.1", "localhost"}
_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


def make_app(folder: Path, port: int) -> ASGIApp:
    """Make an application that serves the generation in `folder` to this machine.

    A file is looked up in the generation's listing, never by path arithmetic, so nothing else can be read. A Host
    header that is not this server's gets 421: a foreign page cannot read the site through a rebound DNS name.
    """
    hosts = {f"{name}:{port}" for name in _NAMES}
    if port == 80:
        hosts |= _NAMES  # browsers leave the port out

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        response = _respond(folder, hosts, headers.get("host", ""), scope["method"], scope["path"])
        await response(scope, receive, send)

    return app


def _respond(folder: Path, hosts: set[str], host: str, method: str, path: str) -> Response:
    if host.lower() not in hosts:
        return PlainTextResponse("This server answers to 127.0.0.1 and localhost only.\n", 421)
    if method not in ("GET", "HEAD"):
        return PlainTextResponse("Only GET and HEAD.\n", 405, {"allow": "GET, HEAD"})
    listing = read_listing(folder)
    files = listing.files.keys() | {LISTING} if listing else set()
    name = path.removeprefix("/")
    if name == "" or name.endswith("/"):
        name += "index.html"
    found = _file(folder / name, 200) if name in files else None
    if found is None and f"{name}/index.html" in files:
        return RedirectResponse(f"/{quote(name)}/", 307)
    if found is None and "404.html" in files:
        found = _file(folder / "404.html", 404)
    return found or PlainTextResponse("Not found.\n", 404)


def _file(path: Path, status: int) -> Response | None:
    """The file's bytes; None if it is not there, as between a listing and the next."""
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    try:
        return Response(path.read_bytes(), status, _HEADERS, media_type=kind)
    except FileNotFoundError:
        return None
