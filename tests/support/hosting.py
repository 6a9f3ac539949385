"""A host on 127.0.0.1 with pictures that answers as the Web does: well, badly, late, elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from tests.media.samples import picture
from tests.support.serving import Quiet, answering

PICTURE = picture("png", 90, 60)


class Host:
    """What was asked for, and how."""

    def __init__(self, robots: str) -> None:
        self.robots = robots
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.port = 0

    @property
    def name(self) -> str:
        """Address and port."""
        return f"127.0.0.1:{self.port}"

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of a path."""
        kind = path.partition("?")[0].rpartition("/")[2].partition(".")[0].partition("-")[0]
        to = {"away": f"http://127.1:{self.port}/a.png", "home": f"http://localhost:{self.port}/a.png"}
        to |= {
            "near": "/a.png",
            "file": "file:///etc/passwd",
            "ftp": "ftp://example.com/a.png",
            "loop": "/loop.png",
        }
        if path == "/robots.txt":
            return (200, {}, self.robots.encode()) if self.robots else (404, {}, b"")
        if kind in to:
            return 302, {"Location": to[kind]}, b""
        if kind == "busy" and self.asked[path] < 3:
            return 503, {"Retry-After": "0"}, b""
        bodies = {
            "gone": (404, b""),
            "shut": (403, b""),
            "down": (500, b""),
            "page": (200, b"<!doctype html><p>Sign in"),
        }
        if kind in bodies:
            return bodies[kind][0], {}, bodies[kind][1]
        if kind == "cut":
            return 200, {"Content-Length": "99999"}, PICTURE
        return 200, {}, PICTURE if kind != "huge" else PICTURE + bytes(41_000_000)


class _Handler(Quiet, BaseHTTPRequestHandler):
    host: Host

    def do_GET(self) -> None:
        host = self.host
        host.asked[self.path] += 1
        host.agents.add(self.headers["User-Agent"])
        status, headers, body = host.answer(self.path)
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hosting(robots: str = "") -> Iterator[Host]:
    """Answer on a free port of 127.0.0.1."""
    host = Host(robots)
    handler = type("_Bound", (_Handler,), {"host": host})
    with answering(handler) as host.port:
        yield host
