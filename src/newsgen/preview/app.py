"""The ASGI application that shows a site: safe to run, for one reader on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from newsgen.builder.places import INDEX, LISTING
from newsgen.errors import ContentError
from newsgen.preview.channel import client, news, stream
from newsgen.preview.files import HEADERS, answer, read_file
from newsgen.preview.inject import SCRIPT, with_script
from newsgen.preview.shown import Shown

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
