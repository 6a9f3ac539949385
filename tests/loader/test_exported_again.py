# ruff: noqa: E501
"""Exports of every format, made again: one article is new, one changed, one known, one gone."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

from newsgen.loader.formats import CONTAINERS
from tests.support.archives import newsgen, write
from tests.support.office import make_warc, make_zip

Articles = list[tuple[str, str]]
"""Id, which is the title too, and text."""
FIRST: Articles = [("one", "the ferry is late"), ("two", "the pier has lamps"), ("three", "the café is shut")]
SECOND: Articles = [
    ("one", "the ferry is late"),
    ("two", "the pier has no lamps"),
    ("four", "the school is open"),
]
WXR = 'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def say(form: str, text: str) -> str:
    return f"In the {form} {text} on Thursday, and nobody on the pier was told why it had to be so."


def join(form: str, articles: Articles, article: str, around: str = "%s") -> str:
    """Fill the id `{0}` and the text `{1}` of each article into a pattern."""
    return around % "".join(article.format(name, say(form, text)) for name, text in articles)


def make_sqlite(articles: Articles) -> bytes:
    database = sqlite3.connect(":memory:")
    database.execute("create table posts (id, title, text)")
    database.executemany(
        "insert into posts values (?, ?, ?)", [(name, name, say("table", text)) for name, text in articles]
    )
    database.commit()
    return bytes(database.serialize())


def make_substack(articles: Articles) -> bytes:
    table = "post_id,title\n" + "".join(f"{name}.{name},{name}\n" for name, _ in articles)
    return make_zip(
        {"posts.csv": table}
        | {f"posts/{name}.{name}.html": f"<p>{say('Substack', text)}</p>" for name, text in articles}
    )


def make_buttondown(articles: Articles) -> bytes:
    table = "id,subject,slug\n" + "".join(f"{name},{name},{name}\n" for name, _ in articles)
    return make_zip(
        {"emails.csv": table} | {f"emails/{name}.md": say("Buttondown", text) for name, text in articles}
    )


def make_medium(articles: Articles) -> bytes:
    post = '<article class="h-entry"><h1 class="p-name">{0}</h1><section data-field="body">{1}</section><footer></footer></article>'
    return make_zip({f"posts/x-{name}.html": join("Medium", [(name, text)], post) for name, text in articles})


def make_pages(articles: Articles) -> bytes:
    head = '<html><head><title>{0}</title><meta property="og:type" content="article"></head><body><article><h1>{0}</h1>'
    more = "".join(
        f"<p>Boat {n} came at {n} past noon, and its crew of {n + 9} went ashore to eat.</p>"
        for n in range(3, 9)
    )
    page = head + "<p>{1}</p>" + more + "</article></body></html>"
    return make_warc(
        {f"https://e.org/{name}": join("crawl", [(name, text)], page) for name, text in articles}
    )


def make_ghost(articles: Articles) -> str:
    posts = [
        {"uuid": name, "title": name, "html": say("Ghost", text), "status": "published"}
        for name, text in articles
    ]
    return json.dumps({"db": [{"data": {"posts": posts}}]})


FILES: dict[str, tuple[str, Callable[[Articles], str | bytes]]] = {
    "wordpress": ("a.xml", lambda all_: join("blog", all_, "<item><guid>{0}</guid><title>{0}</title><content:encoded>{1}</content:encoded>"
        "<wp:post_type>post</wp:post_type></item>", f"<rss {WXR}><channel>%s</channel></rss>")),
    "feed": ("b.xml", lambda all_: join("feed", all_, "<item><guid>{0}</guid><title>{0}</title><description>{1}</description></item>",
        "<rss><channel>%s</channel></rss>")),
    "jsonfeed": ("c.json", lambda all_: json.dumps({"version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": name, "title": name, "content_text": say("JSON feed", text)} for name, text in all_]})),
    "ninjs": ("d.json", lambda all_: json.dumps(
        [{"uri": name, "version": "1", "headline": name, "body_text": say("agency", text)} for name, text in all_])),
    "newsml": ("e.xml", lambda all_: join("wire", all_, '<newsItem guid="{0}"><headline>{0}</headline><inlineXML><p>{1}</p></inlineXML></newsItem>',
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">%s</newsMessage>')),
    "ghost": ("f.json", make_ghost),
    "substack": ("g.zip", make_substack),
    "buttondown": ("h.zip", make_buttondown),
    "medium": ("i.zip", make_medium),
    "zip": ("j.zip", lambda all_: make_zip({f"{name}.txt": f"{name}\n\n{say('zip file', text)}" for name, text in all_})),
    "csv": ("k.csv", lambda all_: join("sheet", all_, '{0},{0},"{1}"\n', "id,title,text\n%s")),
    "jsonl": ("l.jsonl", lambda all_: "".join(json.dumps({"id": n, "title": n, "text": say("list", text)}) + "\n" for n, text in all_)),
    "sqlite": ("m.sqlite", make_sqlite),
    "mail": ("n.mbox", lambda all_: join("letter", all_, "From x Thu May  2 09:30:00 2019\nFrom: a@e.org\nMessage-ID: <{0}>\nSubject: {0}\n\n{1}\n\n")),
    "nexis": ("o.txt", lambda all_: join("Gazette", all_, "Article {0}\nMorning Gazette\nJune 11, 2019\nLength: 84 words\nBody\n{1}\n"
        "Load-Date: June 11, 2019\nEnd of Document\n")),
    "factiva": ("p.txt", lambda all_: "".join(
        f"Article {n}\n84 words\n11 June 2019\nMorning Gazette\nGAZ\nEnglish\nCopyright 2019 Gazette\n\n{say('Herald', text)}\n\n"
        f"Document GAZET000020190611ef6b{n.rjust(5, '0')}\n" for n, text in all_)),
    "proquest": ("q.txt", lambda all_: join("Courier", [(str(len(n) * 100 + ord(n[0])), text) for n, text in all_],
        "Document 1 of 3\n\nArticle {0}\n\nFull text: {1}\n\nPublication title: Gazette\nPublication date: Jun 11, 2019\n"
        "ProQuest document ID: 22180{0}\n____________________________________________________________\n")),
    "web": ("r.warc", make_pages),
}  # fmt: skip


def test_every_format_knows_its_articles_again(tmp_path: Path) -> None:
    """All exports lie in one archive, so each also knows its articles from those of the others."""
    assert FILES.keys() == {container.name for container in CONTAINERS}
    expected = {"3 new, 0 known, 0 changed": FIRST, "1 new, 1 known, 1 changed": SECOND}
    for number, (counts, articles) in enumerate(expected.items()):
        write(tmp_path, {f"seeds/{name}": make(articles) for name, make in FILES.values()})
        run = newsgen(tmp_path, "load", "-v", "--as-of", "2026-11-24")
        assert run.returncode == 0, run.stderr + run.stdout
        counted = dict(re.findall(r"^seeds/(\S+): (\d+ new, .*)$", run.stdout + run.stderr, re.MULTILINE))
        assert counted == {name: counts for name, _ in FILES.values()}
        assert len(list((tmp_path / "articles").rglob("*.md"))) == len(FILES) * (3 + number)
