"""The channel: who may listen, and what is told."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from newsgen.errors import ContentError, Problem
from newsgen.preview.served_site import ServedSite
from tests.preview.test_app import serving
from tests.support.archives import write
from tests.support.previewing import Address, ask

ALLOWED = [
    ({}, 200),
    ({"Sec_Fetch_Site": "same-origin"}, 200),
    ({"Sec_Fetch_Site": "none"}, 200),
    ({"Origin": "http://127.0.0.1:PORT"}, 200),
    ({"Origin": "http://localhost:PORT"}, 200),
    ({"Sec_Fetch_Site": "cross-site"}, 403),
    ({"Sec_Fetch_Site": "same-site"}, 403),
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "http://127.0.0.1:1"}, 403),
    ({"Origin": "https://127.0.0.1:PORT"}, 403),
    ({"Origin": "http://127.0.0.1:PORT.evil.example"}, 403),
]


@pytest.fixture
def shown(tmp_path: Path) -> ServedSite:
    write(tmp_path, {"articles/a.md": "---\ntitle: <b>x\n---\n"})
    found = ServedSite(tmp_path, tmp_path / "site", tmp_path / "index", "era")
    found.publish({"index.html": "1", "a/index.html": "1", "é.html": "1", "404.html": "1", "s.css": "1"}, 0)
    return found


@pytest.fixture
def address(shown: ServedSite) -> Iterator[Address]:
    with serving(shown) as found:
        yield found


def news(address: Address, *paths: str, era: str = "era", since: str = "1") -> dict[str, object]:
    query = urlencode([("era", era), ("since", since), *(("of", path) for path in paths)])
    status, headers, body = ask(address, f"/.newsgen/news?{query}")
    assert (status, headers["content-type"], headers["cache-control"]) == (
        200,
        "application/json",
        "no-store",
    )
    return dict(json.loads(body))


@pytest.mark.parametrize(("headers", "status"), ALLOWED, ids=str)
@pytest.mark.parametrize("path", ["/.newsgen/news", "/.newsgen/preview.js"])
def test_pages_of_other_origins_hear_nothing(
    path: str, headers: dict[str, str], status: int, address: Address
) -> None:
    got, _, body = ask(address, path, **headers)
    assert got == status
    assert ("problems" in body) is (status == 200)


def test_the_channel_says_only_that_there_is_news(shown: ServedSite, address: Address) -> None:
    """And refuses foreign hosts and origins before it says anything."""
    assert ask(address, "/.newsgen/channel", host="evil.example")[0] == 421
    assert ask(address, "/.newsgen/channel", Origin="http://evil.example")[0] == 403
    assert ask(address, "/.newsgen/channel", method="POST")[0] == 405
    with socket.create_connection(address, timeout=30) as channel:
        channel.sendall(f"GET /.newsgen/channel HTTP/1.1\r\nHost: 127.0.0.1:{address[1]}\r\n\r\n".encode())
        heard = b""
        while b": newsgen" not in heard:
            heard += channel.recv(4096)
        assert b"content-type: text/event-stream" in heard
        shown.publish({"index.html": "2"}, 1)
        while b"data" not in heard:
            heard += channel.recv(4096)
        assert heard.endswith(b"data: news\n\n\r\n")


def test_a_page_hears_whether_it_or_what_it_shows_changed(shown: ServedSite, address: Address) -> None:
    """By any of its names; a page that there is none of hears when it comes."""
    shown.publish({"index.html": "1", "a/index.html": "2", "é.html": "2", "404.html": "1", "s.css": "1"}, 1)
    assert not news(address, "/")["changed"]
    assert not news(address, "/", "/s.css")["changed"]
    assert news(address, "/a/")["changed"]
    assert news(address, "/", "/é.html")["changed"]
    assert not news(address, "/a/", since="2")["changed"]
    assert not news(address, "/nowhere.html", since="2")["changed"]
    shown.publish({"nowhere.html": "1", "404.html": "1"}, 2)
    assert news(address, "/nowhere.html", since="2")["changed"]


@pytest.mark.parametrize(
    ("era", "since"), [("other", "1"), ("", "1"), ("era", ""), ("era", "-1"), ("era", "9" * 99)]
)
def test_a_page_of_another_run_is_old(era: str, since: str, address: Address) -> None:
    """So is one that says nothing sensible."""
    assert news(address, "/", era=era, since=since) == {"changed": True, "problems": []}


def test_problems_are_told_as_plain_text(shown: ServedSite, address: Address) -> None:
    shown.show_problems([Problem("articles/a.md", 2, 8, "<i>wrong</i>", "right")])
    assert news(address, "/", since="5")["problems"] == [
        {
            "place": "articles/a.md:2:8",
            "message": "<i>wrong</i>",
            "expected": "right",
            "excerpt": "  1 | ---\n> 2 | title: <b>x\n    |        ^\n  3 | ---\n  4 |",
        }
    ]


def test_a_page_that_cannot_be_rendered_any_more_says_why(shown: ServedSite, address: Address) -> None:
    def render(path: str) -> bytes | None:
        raise ContentError(Problem("templates/x.html", 1, 0, "no such block"))

    shown.overlay_pages({}, 1, render)
    found = news(address, "/", since="9")
    assert [problem["message"] for problem in found["problems"]] == ["no such block"]  # type: ignore[attr-defined]
