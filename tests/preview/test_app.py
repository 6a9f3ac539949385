"""What the preview answers: the site's files and news of changes to this machine, and nothing else to anyone."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
import uvicorn

from newsgen.builder.output import read_build_json
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.preview.app import SCRIPT, find_media_type, insert_script, make_app, make_file_response
from newsgen.preview.served_site import ServedSite
from newsgen.preview.server import bind_port
from tests.builder.samples import build_blobs
from tests.support.archives import write
from tests.support.previewing import Address, ask

FILES = {
    "index.html": "front",
    "a/index.html": "folder",
    "a/b.html": "page",
    "404.html": "lost",
    "feed.xml": "<feed/>",
    "s.css": "css",
    "x.bin": "?",
    "é.txt": "accent",
    "æ/index.html": "ash",
    "s/listed.txt": "listed",
    "linked/page.html": "listed",
}


def shown_at(folder: Path) -> ServedSite:
    """What a preview shows of the generation in `folder`."""
    shown = ServedSite(folder.parent, folder, folder.parent / "index", "era")
    shown.publish(listed(folder), 0)
    return shown


def listed(folder: Path) -> dict[str, str]:
    listing = read_build_json(folder)
    return listing.files if listing else {}


@contextmanager
def serving(shown: ServedSite) -> Iterator[Address]:
    """The application as it really runs, on a free port."""
    listener = bind_port(0)
    host, port = listener.getsockname()
    assert host == "127.0.0.1"
    server = uvicorn.Server(uvicorn.Config(make_app(shown, port), log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield host, port
    finally:
        shown.close()
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    build_blobs(root, FILES)
    (root / "secret.txt").write_text("secret")
    (root / "site/unlisted.txt").write_text("secret")
    for name in (
        "link.txt",
        "s/listed.txt",
        "linked/page.html",
    ):  # others put links in the place of what was built
        (root / "site" / name).unlink(missing_ok=True)
    (root / "site/link.txt").symlink_to("/etc/hostname")
    (root / "site/s/listed.txt").symlink_to("/etc/hostname")
    (root / "site/linked").rmdir()
    (root / "elsewhere").mkdir()
    (root / "elsewhere/page.html").write_text("secret")
    (root / "site/linked").symlink_to(root / "elsewhere")
    return root / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[Address]:
    shown = shown_at(site)
    write(site.parent / "index", {"pagefind.js": "js", "unlisted.js": "secret"})
    shown.indexed = frozenset({"pagefind.js", "gone.js"})
    with serving(shown) as found:
        yield found


INSERTED = f'<script src="{SCRIPT}" data-era="era" data-edition="1" defer></script>\n'
PAGES = [
    ("/", 200, "text/html; charset=utf-8", "front"),
    ("/index.html", 200, "text/html; charset=utf-8", "front"),
    ("/a/", 200, "text/html; charset=utf-8", "folder"),
    ("/a/b.html?x=1", 200, "text/html; charset=utf-8", "page"),
    ("/feed.xml", 200, "application/xml", "<feed/>"),
    ("/s.css", 200, "text/css; charset=utf-8", "css"),
    ("/x.bin", 200, "application/octet-stream", "?"),
    ("/%C3%A9.txt", 200, "text/plain; charset=utf-8", "accent"),
    ("/build.json", 200, "application/json", None),
    ("/pagefind/pagefind.js", 200, "text/javascript; charset=utf-8", "js"),
    ("/pagefind/gone.js", 404, "text/html; charset=utf-8", "lost"),
    ("/nothing", 404, "text/html; charset=utf-8", "lost"),
    ("/a/b.html/", 404, "text/html; charset=utf-8", "lost"),
    ("/deep/er/x.html", 404, "text/html; charset=utf-8", "lost"),
]


@pytest.mark.parametrize(("path", "status", "kind", "body"), PAGES, ids=[page[0] for page in PAGES])
def test_files_of_the_site(path: str, status: int, kind: str, body: str | None, address: Address) -> None:
    """With their type, never to be guessed or kept; an address that is none gets the 404 page."""
    got, headers, text = ask(address, path)
    assert (got, headers["content-type"]) == (status, kind)
    page, script, _ = text.partition(INSERTED)
    assert bool(script) is kind.startswith("text/html")
    assert body is None or page == body
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(("path", "target"), [("/a", "/a/"), ("/%C3%A6", "/%C3%A6/")])
def test_a_folder_without_its_slash_leads_to_it(path: str, target: str, address: Address) -> None:
    """For a while only: tomorrow another archive may be served on this port."""
    status, headers, _ = ask(address, path)
    assert (status, headers["location"]) == (307, target)


OUTSIDE = [
    "/../secret.txt", "/a/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a/..%5c..%5csecret.txt",
    "//etc/hostname", "/etc/hostname", "/%00", "/unlisted.txt", "/link.txt", "/s/listed.txt", "/.newsgen/state",
    "/a/../index.html", "/./index.html", "//index.html", "/linked/page.html", "/pagefind/unlisted.js", "/pagefind/../secret.txt",
    "/.newsgen/../index.html", "/.newsgen/", "/pagefind/", "/index.html%00.txt", "/%",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_else_can_be_read(path: str, address: Address) -> None:
    """Neither outside the site nor inside, if its list does not name it."""
    status, _, body = ask(address, path)
    assert status in (400, 404)
    assert "secret" not in body
    assert body != Path("/etc/hostname").read_text()


HOSTS = [
    ("127.0.0.1", 200), ("localhost", 200), ("LocalHost", 200), ("evil.example", 421), ("127.0.0.1.evil.example", 421),
    ("evil.example:PORT", 421), ("127.0.0.1:1", 421), ("localhost:", 421), ("[::1]:PORT", 421), ("0.0.0.0:PORT", 421),
    (":PORT", 421),
]  # fmt: skip


@pytest.mark.parametrize(("host", "status"), HOSTS)
def test_only_this_machine_s_names_are_answered(host: str, status: int, address: Address) -> None:
    """A foreign page whose name was rebound to 127.0.0.1 sends its own name, and must not read the archive."""
    got, _, body = ask(address, "/", host=host)
    assert got == status
    assert ("front" in body) is (status == 200)


def test_a_request_without_a_host_is_refused(address: Address) -> None:
    assert ask(address, "/", host=None)[0] in (400, 421)


def test_without_its_port_a_name_is_known_on_port_80_only(site: Path) -> None:
    """There browsers leave it out. Asked of the application itself: port 80 belongs to others."""
    assert [_asgi(site, 80, "localhost"), _asgi(site, 8000, "localhost")] == [200, 421]


def _asgi(folder: Path, port: int, host: str) -> int:
    sent: list[dict[str, int]] = []

    async def send(message: dict[str, int]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", host.encode())],
    }
    coroutine = make_app(shown_at(folder), port)(scope, None, send)  # type: ignore[arg-type]
    with pytest.raises(StopIteration):
        coroutine.send(None)  # type: ignore[attr-defined]
    return sent[0]["status"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "X"])
def test_other_methods_are_refused(method: str, address: Address) -> None:
    status, headers, _ = ask(address, "/", method=method)
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_the_body(address: Address) -> None:
    status, headers, body = ask(address, "/", method="HEAD")
    assert (status, headers["content-length"], body) == (200, str(len("front" + INSERTED)), "")


def test_a_new_generation_is_served_at_once_and_no_generation_is_said_so(tmp_path: Path) -> None:
    """As in a preview that is built anew while it is shown."""
    shown = shown_at(tmp_path / "site")
    with serving(shown) as address:
        status, _, body = ask(address, "/")
        assert (status, "There is no site yet" in body, "preview.js" in body) == (503, True, True)
        for text in ("1", "2"):
            build_blobs(tmp_path, {"index.html": text})
            shown.publish(listed(tmp_path / "site"), 0)
            assert ask(address, "/")[2].startswith(text)
        (tmp_path / "site/index.html").unlink()
        assert ask(address, "/")[0] == 404


def test_a_page_that_was_just_saved_stands_before_the_generation(tmp_path: Path) -> None:
    """Also one that the generation does not have; one that cannot be made is an answer too."""
    build_blobs(tmp_path, {"index.html": "old", "other.html": "old"})
    shown = shown_at(tmp_path / "site")

    def render(path: str) -> bytes | None:
        if path == "other.html":
            raise ContentError(Problem("templates/x.html", 1, 0, "wrong"))
        return b"made" if path == "new.html" else None

    shown.overlay_pages({"index.html": b"fresh"}, 1, render)
    with serving(shown) as address:
        assert ask(address, "/")[2].startswith("fresh")
        assert ask(address, "/new.html")[2].startswith("made")
        status, _, body = ask(address, "/other.html")
        assert (status, "cannot be made" in body, "preview.js" in body) == (500, True, True)


def test_ports_end_at_65535() -> None:
    """Where all from there on are taken, the message says so."""
    try:
        taken = bind_port(65535)
    except OutputError:
        taken = socket.socket()
    with taken, pytest.raises(OutputError) as caught:
        bind_port(65535)
    assert str(caught.value) == "ports 65535 to 65535 are all taken; name another with --port"


RANGES = [
    ("bytes=0-2", 206, b"012", "bytes 0-2/10"),
    ("bytes=7-", 206, b"789", "bytes 7-9/10"),
    ("bytes=-3", 206, b"789", "bytes 7-9/10"),
    ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
    ("bytes=9-99", 206, b"9", "bytes 9-9/10"),
    ("bytes=" + "9" * 5_000 + "-", 200, b"0123456789", None),
    ("bytes=10-", 416, b"", "bytes */10"),
    ("bytes=-0", 416, b"", "bytes */10"),
    ("bytes=5-2", 200, b"0123456789", None),
    ("bytes=0-1,3-4", 200, b"0123456789", None),
    ("bytes=-", 200, b"0123456789", None),
    ("lines=0-1", 200, b"0123456789", None),
    (None, 200, b"0123456789", None),
]


@pytest.mark.parametrize(("wanted", "status", "body", "where"), RANGES)
def test_ranges(wanted: str | None, status: int, body: bytes, where: str | None) -> None:
    """Source: RFC 9110 §14."""
    response = make_file_response("film.mp4", b"0123456789", 200, wanted)
    assert (response.status_code, response.body) == (status, body)
    assert response.headers.get("content-range") == where
    assert response.headers["content-length"] == str(len(body))


KINDS = {
    "a.HTML": "text/html", "a.xml": "application/xml", "pagefind.wasm": "application/wasm", "a.svg": "image/svg+xml",
    "a.jpg": "image/jpeg", "a.mp4": "video/mp4", "a": "application/octet-stream", "a.pf_meta": "application/octet-stream",
}  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_types_do_not_depend_on_the_machine(name: str, kind: str) -> None:
    assert find_media_type(name) == kind


def test_the_script_stands_at_the_end_of_the_body() -> None:
    """Or of the page, where the body's end is left out, as HTML allows."""
    tag = f'<script src="{SCRIPT}" data-era="e" data-edition="3" defer></script>\n'.encode()
    assert (
        insert_script(b"<body></body> <p></body>\n</html>", "e", 3)
        == b"<body></body> <p>" + tag + b"</body>\n</html>"
    )
    assert insert_script(b"<p>Text", "e", 3) == b"<p>Text" + tag


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
def shown_address(shown: ServedSite) -> Iterator[Address]:
    with serving(shown) as found:
        yield found


def news(shown_address: Address, *paths: str, era: str = "era", since: str = "1") -> dict[str, object]:
    query = urlencode([("era", era), ("since", since), *(("of", path) for path in paths)])
    status, headers, body = ask(shown_address, f"/.newsgen/news?{query}")
    assert (status, headers["content-type"], headers["cache-control"]) == (
        200,
        "application/json",
        "no-store",
    )
    return dict(json.loads(body))


@pytest.mark.parametrize(("headers", "status"), ALLOWED, ids=str)
@pytest.mark.parametrize("path", ["/.newsgen/news", "/.newsgen/preview.js"])
def test_pages_of_other_origins_hear_nothing(
    path: str, headers: dict[str, str], status: int, shown_address: Address
) -> None:
    got, _, body = ask(shown_address, path, **headers)
    assert got == status
    assert ("problems" in body) is (status == 200)


def test_the_channel_says_only_that_there_is_news(shown: ServedSite, shown_address: Address) -> None:
    """And refuses foreign hosts and origins before it says anything."""
    assert ask(shown_address, "/.newsgen/channel", host="evil.example")[0] == 421
    assert ask(shown_address, "/.newsgen/channel", Origin="http://evil.example")[0] == 403
    assert ask(shown_address, "/.newsgen/channel", method="POST")[0] == 405
    with socket.create_connection(shown_address, timeout=30) as channel:
        channel.sendall(
            f"GET /.newsgen/channel HTTP/1.1\r\nHost: 127.0.0.1:{shown_address[1]}\r\n\r\n".encode()
        )
        heard = b""
        while b": newsgen" not in heard:
            heard += channel.recv(4096)
        assert b"content-type: text/event-stream" in heard
        shown.publish({"index.html": "2"}, 1)
        while b"data" not in heard:
            heard += channel.recv(4096)
        assert heard.endswith(b"data: news\n\n\r\n")


def test_a_page_hears_whether_it_or_what_it_shows_changed(shown: ServedSite, shown_address: Address) -> None:
    """By any of its names; a page that there is none of hears when it comes."""
    shown.publish({"index.html": "1", "a/index.html": "2", "é.html": "2", "404.html": "1", "s.css": "1"}, 1)
    assert not news(shown_address, "/")["changed"]
    assert not news(shown_address, "/", "/s.css")["changed"]
    assert news(shown_address, "/a/")["changed"]
    assert news(shown_address, "/", "/é.html")["changed"]
    assert not news(shown_address, "/a/", since="2")["changed"]
    assert not news(shown_address, "/nowhere.html", since="2")["changed"]
    shown.publish({"nowhere.html": "1", "404.html": "1"}, 2)
    assert news(shown_address, "/nowhere.html", since="2")["changed"]


@pytest.mark.parametrize(
    ("era", "since"), [("other", "1"), ("", "1"), ("era", ""), ("era", "-1"), ("era", "9" * 99)]
)
def test_a_page_of_another_run_is_old(era: str, since: str, shown_address: Address) -> None:
    """So is one that says nothing sensible."""
    assert news(shown_address, "/", era=era, since=since) == {"changed": True, "problems": []}


def test_problems_are_told_as_plain_text(shown: ServedSite, shown_address: Address) -> None:
    shown.show_problems([Problem("articles/a.md", 2, 8, "<i>wrong</i>", "right")])
    assert news(shown_address, "/", since="5")["problems"] == [
        {
            "place": "articles/a.md:2:8",
            "message": "<i>wrong</i>",
            "expected": "right",
            "excerpt": "  1 | ---\n> 2 | title: <b>x\n    |        ^\n  3 | ---\n  4 |",
        }
    ]


def test_a_page_that_cannot_be_rendered_any_more_says_why(shown: ServedSite, shown_address: Address) -> None:
    def render(path: str) -> bytes | None:
        raise ContentError(Problem("templates/x.html", 1, 0, "no such block"))

    shown.overlay_pages({}, 1, render)
    found = news(shown_address, "/", since="9")
    assert [problem["message"] for problem in found["problems"]] == ["no such block"]  # type: ignore[attr-defined]
