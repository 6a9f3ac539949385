"""Pelican. Its feeds are RSS, with summaries, as those of its peers: in Atom it writes whole texts."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import Article
from benchmarks.peers.model import Peer, pip, write_all

_CONFIG = """\
SITENAME = "Bench"
SITEURL = "https://example.org"
PATH = "content"
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_CATEGORY = "news"
DEFAULT_PAGINATION = 20
ARTICLE_URL = ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{date:%d}/{slug}.html"
TAG_URL = TAG_SAVE_AS = "topics/{slug}.html"
YEAR_ARCHIVE_URL = YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
MONTH_ARCHIVE_URL = MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/index.html"
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"tag": None, "period_archives": None}
FEED_RSS = "feed.xml"
TAG_FEED_RSS = "topics/{slug}.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 20
"""
_BASE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %} – {{ SITENAME }}</title>
<link rel="stylesheet" href="/theme/site.css"></head>
<body><header><a href="/index.html">{{ SITENAME }}</a></header>
<main>{% block main %}{% endblock %}</main>
<footer>{{ SITENAME }}</footer></body></html>
"""
_ARTICLE = """\
{% extends "base.html" %}{% block title %}{{ article.title }}{% endblock %}
{% block main %}<article><h1>{{ article.title }}</h1><p>{{ article.dek }}</p>
<p><time datetime="{{ article.date.date() }}">{{ article.date.strftime("%B %d, %Y") }}</time></p>
{{ article.content }}
<ul>{% for tag in article.tags %}<li><a href="/{{ tag.url }}">{{ tag }}</a></li>{% endfor %}</ul></article>{% endblock %}
"""
_LIST = """\
{% extends "base.html" %}{% block title %}TITLE{% endblock %}
{% block main %}<h1>TITLE</h1>
<ol>{% for article in (articles_page.object_list if articles_page else articles[:20]) %}
<li><time datetime="{{ article.date.date() }}">{{ article.date.date() }}</time>
<a href="/{{ article.url }}">{{ article.title }}</a> <p>{{ article.dek }}</p></li>{% endfor %}</ol>
{% if articles_page %}<nav>{% if articles_page.has_previous() %}<a href="/{{ articles_previous_page.url }}">Newer</a>{% endif %}
{% if articles_page.has_next() %}<a href="/{{ articles_next_page.url }}">Older</a>{% endif %}</nav>{% endif %}{% endblock %}
"""
_SITEMAP = """\
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{% for article in articles %}
<url><loc>{{ SITEURL }}/{{ article.url }}</loc></url>{% endfor %}</urlset>
"""


def _prepare(project: Path) -> None:
    lists = {
        "index": "{{ SITENAME }}",
        "tag": "{{ tag }}",
        "period_archives": "{{ period | join(' ') }}",
    }
    write_all(
        project,
        {
            "pelicanconf.py": _CONFIG,
            "theme/static/site.css": "body { max-width: 40em; margin: auto }\n",
            "theme/templates/base.html": _BASE,
            "theme/templates/article.html": _ARTICLE,
            "theme/templates/sitemap.html": _SITEMAP,
            **{
                f"theme/templates/{name}.html": _LIST.replace("TITLE", title) for name, title in lists.items()
            },
        },
    )


def _text(article: Article) -> str:
    head = {
        "Title": article.title,
        "Dek": article.dek,
        "Summary": article.dek,
        "Date": article.date.isoformat(),
        "Slug": article.slug,
        "Tags": ", ".join(article.topics),
    }
    return "".join(f"{key}: {value}\n" for key, value in head.items()) + f"\n{article.body}"


PELICAN = Peer(
    name="pelican",
    install=pip("pelican[markdown]"),
    prepare=_prepare,
    path=lambda article: f"content/{article.date.year}/{article.date}-{article.slug}.md",
    text=_text,
    program=lambda folder: (str(folder / "bin/pelican"),),
    build=("--quiet", "--settings", "pelicanconf.py"),
    output="output",
    scratch=("cache",),
    slow=True,
)
