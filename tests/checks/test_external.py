"""Links to other sites, asked of a server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import pytest

from newsgen.checks.links import check_external_links, find_external_links
from newsgen.checks.model import CheckedArchive
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import RunOptions
from tests.checks.samples import build_checked
from tests.support.archives import AS_OF, record, write
from tests.support.serving import Quiet, answering

STATUS = {"/gone": 404, "/removed": 410, "/closed": 403, "/broken": 500, "/busy": 429, "/no-head": 200}


class Site(Quiet, BaseHTTPRequestHandler):
    """Answers by path, and remembers what it was asked."""

    asked: ClassVar[list[tuple[str, str]]] = []
    at_once = most = 0
    lock = threading.Lock()

    def _answer(self) -> None:
        with Site.lock:
            Site.asked.append((self.command, self.path))
            Site.at_once += 1
            Site.most = max(Site.most, Site.at_once)
        status = STATUS.get(self.path, 200)
        if self.path == "/no-head" and self.command == "HEAD":
            status = 405
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/fine")
        else:
            self.send_response(status)
        self.send_header("Content-Length", "0")
        with Site.lock:  # before the answer leaves: the next question may come at once
            Site.at_once -= 1
        self.end_headers()

    do_GET = do_HEAD = _answer  # noqa: N815 - the names that http.server calls


@pytest.fixture
def server() -> Iterator[str]:
    Site.asked, Site.at_once, Site.most = [], 0, 0
    with answering(Site) as port:
        yield f"http://127.0.0.1:{port}"


def test_dead_and_doubtful_links_are_told_at_their_place(server: str, tmp_path: Path) -> None:
    paths = ["/fine", *STATUS, "/moved"]
    body = "".join(f"[{path}]({server}{path}#anchor)\n\n" for path in paths) + "http://127.0.0.1:1/nobody\n"
    checked = build_checked(tmp_path, {"articles/a.md": record("A", body, date="2023-01-02")})
    told = {str(one) for one in check_external_links(checked, 0.0, 5.0)}
    where = {path: f"articles/a.md:{5 + 2 * n}:{len(path) + 4}" for n, path in enumerate(paths)}
    dead, hand = "link to an archived copy, or take the link out", "look by hand"
    assert {one for one in told if "nobody" not in one} == {
        f"{where['/gone']}: {server}/gone is gone (404); {dead}",
        f"{where['/removed']}: {server}/removed is gone (410); {dead}",
        f"{where['/closed']}: {server}/closed answers with 403; {hand}",
        f"{where['/broken']}: {server}/broken answers with 500; {hand}",
        f"{where['/busy']}: {server}/busy answers with 429; {hand}",
    }
    assert any("http://127.0.0.1:1/nobody does not answer: " in one for one in told)


def test_one_host_is_asked_one_thing_at_a_time_head_first_and_nothing_twice(
    server: str, tmp_path: Path
) -> None:
    body = (
        "".join(f"<{server}/p{n}> and <{server}/p{n}#x>\n\n" for n in range(20))
        + f"{server}/no-head {server}/busy"
    )
    files = {f"articles/{name}.md": record(name, body, date="2023-01-02") for name in "ab"}
    list(check_external_links(build_checked(tmp_path, files), 0.0, 5.0))
    assert Site.most == 1
    assert len(Site.asked) == len(set(Site.asked)) == 23
    assert [path for method, path in Site.asked if method == "GET"] == ["/no-head"]


def test_addresses_are_found_without_what_surrounds_them(tmp_path: Path) -> None:
    """In texts, front matter and pages, each once and at its place; drafts do not count."""
    body = "\n".join([
        "See https://example.org/a.", "[x](https://example.org/b_(b)) y", "(https://example.org/c)",
        "**https://example.org/d**", "<https://example.org/e?b=1#c>", '![x](https://example.org/f.png "t")',
        "See https://example.org/a again.",
    ])  # fmt: skip
    source = {"name": "Wire", "url": "https://example.org/s"}
    files = {
        "articles/a.md": record(
            "A", body, date="2023-01-02", source=source, canonical="https://example.org/t"
        ),
        "articles/b.md": record("B", "https://example.org/draft", status="draft"),
        "pages/p.md": record("P", "https://example.org/p"),
    }
    write(tmp_path, files)
    checked = CheckedArchive(open_archive(open_project(tmp_path), RunOptions(as_of=AS_OF)), {})
    found = find_external_links(checked)
    assert found.pop("https://example.org/p") == ("pages/p.md", 4, 1)
    assert {url.removeprefix("https://example.org/"): place[1:] for url, place in found.items()} == {
        "s": (4, 34), "t": (5, 13), "a": (7, 5), "b_(b)": (8, 5), "c": (9, 2), "d": (10, 3), "e?b=1": (11, 2),
        "f.png": (12, 6),
    }  # fmt: skip
