"""Saved web pages: what is the article, and what the page says about it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from newsgen.errors import Problem
from newsgen.loader.containers import find_container_files, find_containers
from newsgen.loader.html import convert_html
from newsgen.model import ParsedArticle, PartialDate, Source
from tests.support.loading import read_items
from tests.support.office import make_mhtml, make_warc, make_zip

ADDRESS = "https://tide.example/2019/05/02/ferry.html"
WORDS = (
    "The ferry to the island came at <b>noon</b> on Thursday, two hours after the time in its table, and nobody on the pier "
    'was told why it had been kept. The company said that a valve had to be <a href="/2019/05/01/valve.html">replaced</a>.'
)
ARTICLE = f"""<article><h1>Ferry runs late</h1><p class="byline">By Mia Lund</p><p>{WORDS}</p>
<h2>What comes next</h2><p>The next boat leaves at four, if the new valve holds. The school of the island will stay open
until then, its head said, and the café on the pier gives a bun &amp; a coffee to all who wait for the boat.</p>
<ul><li>Ten boats were late in April.</li><li>Two were not run at all.</li></ul></article>"""
AROUND = (
    '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>',
    '<aside><h3>Most read</h3><ul><li><a href="/a">Gulls counted</a></li></ul></aside><footer>Cookie settings</footer>',
)
META = f"""<title>Ferry runs late | The Tide Table</title><link rel="canonical" href="{ADDRESS}">
<meta property="og:site_name" content="The Tide Table"><meta property="og:type" content="article">
<meta name="author" content="Mia Lund"><meta property="article:published_time" content="2019-05-02T09:30:00+02:00">
<meta name="description" content="Two hours late, again.">"""


def make_page(head: str = META, body: str = ARTICLE) -> str:
    start = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}</head><body>'
    return f"{start}{AROUND[0]}{body}{AROUND[1]}</body></html>"


PAGE = make_page()
LIST = make_page("<title>The Tide Table</title>", "<ul><li><a href=x>Ferry runs late</a></li></ul>")


def read(folder: Path, name: str, data: str | bytes) -> tuple[list[ParsedArticle], list[Problem]]:
    return read_items(folder, name, data)[1:]


CRAWL = make_warc({"https://tide.example/": LIST, ADDRESS: PAGE, "https://tide.example/x.html": LIST})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.html", PAGE),
        ("saved page", PAGE),
        ("x.mhtml", make_mhtml(PAGE, ADDRESS)),
        ("x.warc", CRAWL),
        ("x.warc.gz", gzip.compress(CRAWL)),
        ("x.wacz", make_zip({"archive/data.warc.gz": gzip.compress(CRAWL), "pages/pages.jsonl": "{}"})),
    ],
)
def test_the_article_of_a_page(name: str, data: str | bytes, tmp_path: Path) -> None:
    """All kinds of saved pages give the same item; lists and menus are no articles."""
    (item,), problems = read(tmp_path, name, data)
    assert problems == []
    assert item.seed.item == f"web:{ADDRESS}"
    assert item.stated == {
        "title": "Ferry runs late",
        "dek": "Two hours late, again.",
        "date": PartialDate(2019, 5, 2, "09:30:00+02:00"),
        "authors": ("Mia Lund",),
        "source": Source("The Tide Table"),
        "canonical": ADDRESS,
    }
    text = convert_html(item.text)
    assert text.startswith("The ferry to the island came at **noon** on Thursday")
    assert "[replaced](https://tide.example/2019/05/01/valve.html)" in text
    assert "## What comes next" in text
    assert "- Ten boats were late in April." in text
    assert not {"Home", "Gulls", "Cookie"} & set(text.split())


def test_the_sub_heads_of_a_page_without_an_article_element(tmp_path: Path) -> None:
    other = "<h3>Read also</h3><ul><li><a href=/x>The mill is sold</a></li></ul>"
    body = ARTICLE.replace("<h2>", f"{other}<h2>").replace("article>", "div>")
    (item,), _ = read(tmp_path, "x.html", make_page(body=f"<h2>Sport</h2>{body}"))
    assert convert_html(item.text).split("\n\n")[1] == "## What comes next"
    assert "Read also" not in item.text


@pytest.mark.parametrize(
    ("title", "site", "cleaned"),
    [
        ("Ferry runs late | The Tide Table", "The Tide Table", "Ferry runs late"),
        ("The Tide Table: Ferry runs late", "The Tide Table", "The Tide Table: Ferry runs late"),
        ("The Tide Table - Ferry runs late", "The Tide Table", "Ferry runs late"),
        ("Ferry runs late – Harbour – tidetable.example", "", "Ferry runs late – Harbour"),
        ("Ferry - Late again", "The Tide Table", "Ferry - Late again"),
        ("Ferry runs late-ish", "", "Ferry runs late-ish"),
    ],
)
@pytest.mark.parametrize("heading", ["", "<h1>The Tide Table</h1>"])
def test_the_title_without_the_name_of_its_site(
    title: str, site: str, cleaned: str, heading: str, tmp_path: Path
) -> None:
    """Also on pages whose only heading of the first level is the name of the site."""
    head = f'<title>{title}</title><link rel="canonical" href="https://tidetable.example/2019/ferry">'
    body = heading + ARTICLE.replace("<h1>Ferry runs late</h1>", "")
    page = make_page(f'{head}<meta property="og:site_name" content="{site}">', body)
    (item,), _ = read(tmp_path, "x.html", page)
    assert item.stated["title"] == cleaned


def test_a_page_without_dates_and_names_gets_none(tmp_path: Path) -> None:
    (item,), _ = read(
        tmp_path, "x.html", make_page("<title>Ferry runs late</title>", ARTICLE.replace("By Mia Lund", ""))
    )
    assert item.stated == {"title": "Ferry runs late"}


@pytest.mark.parametrize(
    "box",
    [
        '<div class="cookie-banner"><p>DROPPED We use cookies to improve your visit.</p><button>DROPPED</button></div>',
        '<div class="breadcrumb"><a href="/">DROPPED</a> &gt; <a href="/t">DROPPED</a></div>',
        '<div class="share social-links"><a href="https://social.example/s">DROPPED</a></div>',
        '<div class="related"><p>DROPPED Read also: <a href="/x">DROPPED The mill is sold</a></p></div>',
        '<div id="comments"><h3>DROPPED 3 comments</h3><p>DROPPED I never liked that boat, it was too slow.</p></div>',
        '<section class="newsletter"><p>DROPPED Sign up for our letter</p><form><input></form></section>',
    ],
)
def test_boxes_around_an_article_are_left_out(box: str, tmp_path: Path) -> None:
    for body in (box + ARTICLE, ARTICLE + box):
        (item,), _ = read(tmp_path, "x.html", make_page(body=body))
        assert "DROPPED" not in item.text
        assert "until then, its head said, and the café" in " ".join(item.text.split())


def test_a_page_in_an_old_encoding(tmp_path: Path) -> None:
    data = PAGE.replace("utf-8", "iso-8859-1").replace("a bun", "“a bun”").encode("cp1252")
    (item,), _ = read(tmp_path, "x.html", data)
    assert "the café on the pier gives “a bun”" in " ".join(item.text.split())


def test_a_page_without_an_article_is_refused(tmp_path: Path) -> None:
    items, problems = read(tmp_path, "x.html", "<html><body></body></html>")
    assert items == []
    assert [str(problem) for problem in problems] == [
        "seeds/x.html: the page has no article; delete it, or put its text into a .txt file"
    ]


def test_the_folder_beside_a_page_belongs_to_it(tmp_path: Path) -> None:
    names = ("Ferry.html", "Ferry_files/advert.html", "Ferry_files/a.js", "Other_files/x.js")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE)
    files = {f"seeds/{name}": tmp_path / name for name in names}
    containers = find_containers(files)
    assert list(containers) == ["seeds/Ferry.html", "seeds/Other_files/x.js"]
    assert find_container_files(containers, files) == {
        "seeds/Ferry_files/advert.html",
        "seeds/Ferry_files/a.js",
    }


def test_pages_in_a_zip_file(tmp_path: Path) -> None:
    """One with an address has that as its name, as outside of the zip file; the others their paths."""
    other = make_page("<title>Ferry runs late</title>")
    data = make_zip(
        {"a/Ferry.html": PAGE, "a/Ferry_files/advert.html": PAGE, "b.html": other, "c.html": "<html></html>"}
    )
    items, problems = read(tmp_path, "x.zip", data)
    assert [item.seed.item for item in items] == [f"web:{ADDRESS}", "zip:b.html"]
    assert [problem.file for problem in problems] == ["seeds/x.zip#c.html"]


def test_html_with_front_matter_is_no_saved_page(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("---\ntitle: Head\n---\n<p>Text.</p>\n")
    assert find_containers({"seeds/x.html": tmp_path / "x.html"}) == {}


def test_records_of_a_wrong_length_are_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The library prints that itself; here it is a problem of the file."""
    items, problems = read(tmp_path, "x.warc", CRAWL.replace(b"Most read", b"Most read today"))
    assert [item.seed.item for item in items] == [f"web:{ADDRESS}"]
    assert [problem.code for problem in problems] == ["damaged-file"]
    assert capsys.readouterr() == ("", "")
