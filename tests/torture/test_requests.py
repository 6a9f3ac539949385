# ruff: noqa: E501
"""What browsers never send to the preview: it answers, closes or waits, serves the generation's files alone, and lives on.

Traversal, Host, Origin, methods and ranges one by one: tests/preview/test_app.py.
"""

from __future__ import annotations

import re
import socket
from contextlib import ExitStack, suppress
from pathlib import Path

from tests.builder.samples import build_blobs
from tests.preview.test_app import OUTSIDE, serving, shown_at
from tests.support.previewing import Address, ask
from tests.torture.conftest import Size, Tally

NINES = "9" * 5_000
GOOD = "GET / HTTP/1.1\r\nHost: HOST\r\n"
RAW = [
    "", "\r\n\r\n", "GET", "GET / HTTP/1.1\r\n", GOOD, "GET /\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "\0\r\n\r\n", "\x16\x03\x01\x02\0\x01",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET / HTTP/9.9\r\nHost: HOST\r\n\r\n", "GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n",
    "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", "GET http://HOST/index.html HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n", "CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n", "get / http/1.1\r\nhost: HOST\r\n\r\n",
    "GET / HTTP/1.1\r\nHost : HOST\r\n\r\n", "GET / HTTP/1.1\r\n Host: HOST\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\nHost: HOST\n\n",
    *(f"{GOOD.replace('/ ', '/a.txt ', 1)}Range: {wanted}\r\n\r\n" for wanted in (f"bytes={NINES}-", f"bytes=-{NINES}", f"bytes={NINES}-{NINES}", "bytes=0-" + ",0-" * 2_000,
      "bytes=-1-", "bytes=\u0661-", "bytes=0-0\t", "\x80")),
    *(f"{GOOD}{header}\r\n\r\n" for header in (f"X: {'a' * 100_000}", "X: a\r\n" * 500, "X\0: a", "X: a\0b", "X: a\x80b", ": a", "X: a\rSet-Cookie: b",
      f"Content-Length: {NINES}", "Content-Length: -1", "Content-Length: 5", "Content-Length: 1\r\nContent-Length: 2", "Transfer-Encoding: chunked",
      "Transfer-Encoding: chunked\r\nContent-Length: 5", "Expect: 100-continue", "Upgrade: websocket\r\nConnection: Upgrade",
      "Upgrade: h2c\r\nConnection: Upgrade", "Origin: http://evil.example", "Accept-Encoding: " + "gzip," * 1_000, "If-None-Match: " + '"a",' * 1_000)),
    *(f"GET {path} HTTP/1.1\r\nHost: HOST\r\n\r\n" for path in (*OUTSIDE, "/" + "a" * 60_000, "/" + "../" * 5_000 + "secret.txt", "/%ff%fe", "/\x80",
      "/%0d%0aSet-Cookie:%20a=b", "/?" + "a=b&" * 5_000, "/.newsgen/news?era=" + NINES, "/.newsgen/news?era=era&since=" + NINES, "*", "index.html")),
]  # fmt: skip
"""What is sent, HOST for the right host."""


def send(address: Address, sent: str) -> bytes:
    """Send bytes as they are and no more; return what is answered until the other side closes or falls silent."""
    data = sent.replace("HOST", f"{address[0]}:{address[1]}").encode("latin-1", "replace")
    answer = b""
    with socket.create_connection(address, timeout=10) as connection, suppress(ConnectionError, TimeoutError):
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while block := connection.recv(65536):
            answer += block
    return answer


def test_raw_requests(tmp_path: Path, size: Size, tally: Tally) -> None:
    """Also while others hold connections on which they send nothing, or half a request."""
    build_blobs(tmp_path, {"index.html": "front", "404.html": "lost", "a.txt": "plain"})
    (tmp_path / "secret.txt").write_text("secret")
    with serving(shown_at(tmp_path / "site")) as address, ExitStack() as waiting:
        for number in range(size(50, 400)):
            connection = waiting.enter_context(socket.create_connection(address, timeout=10))
            connection.sendall(b"GET / HTT" * (number % 2))
        for sent in RAW:
            answer = send(address, sent)
            for status in re.findall(rb"^HTTP/1\.1 (\d+)", answer):
                assert status in b"101 200 206 307 400 404 405 414 416 421 431", (sent[:100], answer[:300])
            assert b"secret" not in answer
            assert b"set-cookie" not in answer.partition(b"\r\n\r\n")[0].lower(), sent[:100]
            assert (
                b"front" not in answer or "evil" not in sent.partition("\r\n\r\n")[0].partition("Origin")[0]
            ), sent[:100]
            assert ask(address, "/")[0] == 200, sent[:100]
    tally(len(RAW), "raw requests", "no answer of 500, nothing outside the site, and the preview lives on")
