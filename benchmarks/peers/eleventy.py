"""Eleventy: lists are made in its configuration, a page of 20 at a time."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import Article
from benchmarks.peers.model import Peer, front_matter, npm, write_all

_CONFIG = """\
const SIZE = 20;
const slugify = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");

function pages(groups) {
  const out = [];
  for (const [address, title, articles] of groups) {
    const count = Math.ceil(articles.length / SIZE);
    for (let n = 0; n < count; n += 1) {
      const name = (k) => (k === 0 ? `${address}.html` : `${address}-${k + 1}.html`);
      out.push({
        address: name(n), title, articles: articles.slice(n * SIZE, (n + 1) * SIZE),
        newer: n ? name(n - 1) : "", older: n + 1 < count ? name(n + 1) : "",
      });
    }
  }
  return out;
}

function grouped(articles, keysOf) {
  const groups = new Map();
  for (const article of articles) {
    for (const [address, title] of keysOf(article)) {
      if (!groups.has(address)) groups.set(address, [address, title, []]);
      groups.get(address)[2].push(article);
    }
  }
  return [...groups.values()];
}

const byTopic = (articles) => grouped(articles, (a) => a.data.topics.map((t) => [`topics/${slugify(t)}`, t]));
const day = (article) => article.date.toISOString().slice(0, 10);

export default function (config) {
  config.addPassthroughCopy("site.css");
  config.addFilter("slugify", slugify);
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  const all = (api) => api.getFilteredByGlob("articles/**/*.md").reverse();
  config.addCollection("articles", all);
  config.addCollection("lists", (api) => {
    const articles = all(api);
    return pages([
      ["index", "Bench", articles.slice(0, SIZE)], ...byTopic(articles),
      ...grouped(articles, (a) => [[`${day(a).slice(0, 4)}/index`, day(a).slice(0, 4)]]),
      ...grouped(articles, (a) => [[`${day(a).slice(0, 7).replace("-", "/")}/index`, day(a).slice(0, 7)]]),
    ]);
  });
  config.addCollection("feeds", (api) => {
    const articles = all(api);
    const groups = [["feed", "Bench", articles], ...byTopic(articles)];
    return groups.map(([address, title, found]) => ({ address: `${address}.xml`, title, articles: found.slice(0, SIZE) }));
  });
  return { dir: { output: "_site", includes: "_layouts" }, markdownTemplateEngine: false };
}
"""
_BASE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }} – Bench</title>
<link rel="stylesheet" href="/site.css"></head>
<body><header><a href="/index.html">Bench</a></header>
<main>{{ content | safe }}</main>
<footer>Bench</footer></body></html>
"""
_ARTICLE = """\
---
layout: base.njk
---
<article><h1>{{ title }}</h1><p>{{ dek }}</p>
<p><time datetime="{{ page.date | day }}">{{ page.date | day }}</time></p>
{{ content | safe }}
<ul>{% for topic in topics %}<li><a href="/topics/{{ topic | slugify }}.html">{{ topic }}</a></li>{% endfor %}</ul></article>
"""
_LIST = """\
---
layout: base.njk
pagination: {data: collections.lists, size: 1, alias: list}
permalink: "{{ list.address }}"
eleventyComputed: {title: "{{ list.title }}"}
---
<h1>{{ list.title }}</h1>
<ol>{% for article in list.articles %}<li><time datetime="{{ article.date | day }}">{{ article.date | day }}</time>
<a href="{{ article.url }}">{{ article.data.title }}</a> <p>{{ article.data.dek }}</p></li>{% endfor %}</ol>
<nav>{% if list.newer %}<a href="/{{ list.newer }}">Newer</a>{% endif %}
{% if list.older %}<a href="/{{ list.older }}">Older</a>{% endif %}</nav>
"""
_FEED = """\
---
pagination: {data: collections.feeds, size: 1, alias: feed}
permalink: "{{ feed.address }}"
---
<rss version="2.0"><channel><title>{{ feed.title }}</title><link>https://example.org/</link>
{% for article in feed.articles %}<item><title>{{ article.data.title }}</title>
<link>https://example.org{{ article.url }}</link><pubDate>{{ article.date.toUTCString() }}</pubDate>
<guid>https://example.org{{ article.url }}</guid><description>{{ article.data.dek }}</description></item>{% endfor %}
</channel></rss>
"""
_SITEMAP = """\
---
permalink: sitemap.xml
---
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{% for article in collections.articles %}
<url><loc>https://example.org{{ article.url }}</loc></url>{% endfor %}</urlset>
"""


def _prepare(project: Path) -> None:
    write_all(
        project,
        {
            "eleventy.config.mjs": _CONFIG,
            "site.css": "body { max-width: 40em; margin: auto }\n",
            "_layouts/base.njk": _BASE,
            "_layouts/article.njk": _ARTICLE,
            "lists.njk": _LIST,
            "feeds.njk": _FEED,
            "sitemap.njk": _SITEMAP,
            "articles/articles.json": '{"layout": "article.njk"}\n',
        },
    )


def _text(article: Article) -> str:
    return front_matter(
        {
            "title": article.title,
            "dek": article.dek,
            "date": article.date.isoformat(),
            "topics": article.topics,
            "permalink": f"{article.date:%Y/%m/%d}/{article.slug}.html",
        },
        article.body,
    )


ELEVENTY = Peer(
    name="eleventy",
    install=npm("@11ty/eleventy"),
    prepare=_prepare,
    path=lambda article: f"articles/{article.date.year}/{article.date}-{article.slug}.md",
    text=_text,
    program=lambda folder: ("node", str(folder / "node_modules/@11ty/eleventy/cmd.cjs")),
    build=("--quiet",),
    output="_site",
    slow=True,
)
