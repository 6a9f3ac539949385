"""Links inside the site and to other sites, and what browsers load from other hosts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import pytest

from newsgen.checks.links import check_external_links, check_foreign_hosts, check_links, find_external_links
from newsgen.checks.model import CheckedArchive
from newsgen.checks.site import check_templates
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import RunOptions
from tests.checks.samples import build_checked, check_site_of, open_built
from tests.support.archives import AS_OF, four, record, write
from tests.support.serving import Quiet, answering

OTHER = '<h1 id="top">x</h1> <a name="old">y</a> <p id=\'s&amp;t\'>z</p>'
PAGES = {
    "a/other.html": OTHER,
    "a/index.html": "",
    "pic.svg": "<svg/>",
    "2023/11/22/talks.html": '<p id="p1">',
}
GOOD = [
    "other.html", "other.html#top", "other.html#old", "other.html#s%26t", "other.html?v=1#top", "#here", "../pic.svg?v=2",
    "../2023/11/22/talks.html#p1", "./other.html", "../a/other.html", "../build.json", "page.html", "../pic.svg#whatever",
    "https://example.org/x", "http://example.org", "//example.org/x", "mailto:a@example.org", "tel:1", "data:,x",
]  # fmt: skip
REMEDY = "correct the link in the template or the text that makes this page"
BAD = {
    "gone.html": "points to a/gone.html, which is not in the site",
    "../gone.html": "points to gone.html, which is not in the site",
    "../../up.html": "points to ../up.html, which is not in the site",
    "other.html#nowhere": "names an anchor that a/other.html does not have",
    "#nowhere": "names an anchor that a/page.html does not have",
    "../a/": "ends in a folder: it breaks on disk",
    "..": "ends in a folder: it breaks on disk",
    "./": "ends in a folder: it breaks on disk",
    "/a/other.html": 'begins with "/": it breaks under a sub-path and on disk',
    "http://[x": "is not an address",
    "Other.html": "points to a/Other.html, which is not in the site",
    "other%2ehtml%20": "points to a/other.html , which is not in the site",
}


def find(root: Path, page: str) -> list[str]:
    """Find the bad links of a page of a site that has PAGES too."""
    return [str(one) for one in check_links(check_site_of(root, PAGES | {"a/page.html": page}))]


def link(address: str) -> str:
    return f'<a class="x" href="{address}">text</a>'


def test_links_that_lead_somewhere_or_out_of_the_site(tmp_path: Path) -> None:
    assert find(tmp_path, '<p id="here">' + "".join(map(link, GOOD))) == []


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    assert find(tmp_path, "".join(map(link, BAD))) == [
        f'a/page.html: link "{address}" {fault}; {REMEDY}' for address, fault in BAD.items()
    ]


def test_every_kind_of_link_is_seen_once_a_page(tmp_path: Path) -> None:
    """Pictures, scripts and style sheets too, over several lines and in either kind of quotes; text is no link."""
    html = """<link rel="x" href="1"><script src='2'></script><img alt="a"
      src="3"><a href="4">x</a><a href="4">y</a> href="5" &lt;a href="6"&gt; <a data-href="7">z</a><area href=''>"""
    assert [one.split('"')[1] for one in find(tmp_path, html)] == ["1", "2", "3", "4"]


def test_a_link_in_a_text_is_reported_at_its_place_in_the_record(tmp_path: Path) -> None:
    """Where the editor corrects it; a link of the template is reported at the page."""
    path, page = "articles/talks.md", "2023/11/22/talks.html"
    checked = build_checked(
        tmp_path, {path: record("T", "Some text.\n\nSee [this](gone.html).", date="2023-11-22")}
    )
    built = tmp_path / "site" / page
    html = built.read_text()
    built.unlink()
    built.write_text(html.replace("</main>", '<a href="also-gone.html">that</a></main>'))
    assert [str(one) for one in check_links(checked)] == [
        f'{path}:7:12: link "gone.html" points to 2023/11/22/gone.html, which is not in the site; correct the link',
        f'{page}: link "also-gone.html" points to 2023/11/22/also-gone.html, which is not in the site; {REMEDY}',
    ]


def test_a_page_that_is_gone_is_reported(tmp_path: Path) -> None:
    checked = check_site_of(tmp_path, {"a.html": link("b.html"), "b.html": ""})
    (tmp_path / "site/b.html").unlink()
    assert [str(one) for one in check_links(checked)] == [
        "b.html: the site's list names this file, but it is gone; build again"
    ]


def test_a_built_archive_has_nothing_to_report(tmp_path: Path) -> None:
    """And its 404 page, whose links begin with "/", is no exception worth a report."""
    files = four() | {"newsgen.toml": '[site]\nurl = "https://example.org/repo/"\n'}
    assert list(check_links(build_checked(tmp_path / "archive", files))) == []


LOADED = {
    "templates/assets/own.css": '@import "https://fonts.example.org/a.css";\nh1 { background: url(//img.example.org/b.png) }',
    "templates/article.html": """{% extends "default/article.html" %}
{% block after_text %}<script async
 src="https://stats.example.org/c.js"></script>{% endblock %}""",
    "static/own.html": '<link href="https://cdn.example.org/d.css" rel=stylesheet><img alt="" src=http://e.example.org/e.png>',
}
LEFT = {
    "templates/about.html": """{% extends "default/about.html" %}
{% block main %}<a href="https://example.org/">Us</a> <link rel="license" href="https://example.org/l">
<form action="https://example.org/"></form><img src="{{ page.root }}x.png">{{ super() }}{% endblock %}""",
    "static/own.css": 'h1 { background: url("b.png") } /* see https://example.org/ */',
}


def test_what_browsers_load_is_found_and_links_are_not(tmp_path: Path) -> None:
    write(tmp_path, {"static/x.png": ""})
    found = list(check_foreign_hosts(build_checked(tmp_path, four() | LOADED | LEFT)))
    assert sorted((one.file, one.line, one.column, one.message.split()[2]) for one in found) == [
        ("static/own.html", 1, 13, "https://cdn.example.org/d.css:"),
        ("static/own.html", 1, 75, "http://e.example.org/e.png:"),
        ("templates/article.html", 3, 7, "https://stats.example.org/c.js:"),
        ("templates/assets/own.css", 1, 10, "https://fonts.example.org/a.css:"),
        ("templates/assets/own.css", 2, 22, "//img.example.org/b.png:"),
    ]


def test_a_template_that_broke_after_the_build_is_found(tmp_path: Path) -> None:
    checked = build_checked(tmp_path, four())
    assert list(check_templates(checked)) == []
    own = '{% extends "default/article.html" %}\n{% block after_text %}{{ page.titel }}{% endblock %}'
    write(tmp_path, {"templates/article.html": own})
    (found, *_) = check_templates(open_built(tmp_path))
    assert (found.file, found.line) == ("templates/article.html", 2)


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
