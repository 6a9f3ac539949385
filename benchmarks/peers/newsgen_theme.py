"""A theme of newsgen as small as the layouts of its peers: the same pages show the same."""

from __future__ import annotations

_BASE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{{ page.title }} – {{ site.title }}{% endblock %}</title>
<link rel="stylesheet" href="{{ page.root }}{{ site.assets["site.css"] }}"></head>
<body><header><a href="{{ page.root }}index.html">{{ site.title }}</a></header>
<main>{% block main %}{% endblock %}</main>
<footer>{{ site.title }}</footer></body></html>
"""
_ARTICLE = """\
{% extends "base.html" %}
{% block main %}<article><h1>{{ page.title }}</h1><p>{{ page.dek }}</p>
<p><time datetime="{{ page.date.iso }}">{{ page.date | long_date(site.language) }}</time></p>
{{ page.body | markdown }}
<ul>{% for topic in page.topics %}<li><a href="{{ page.root }}{{ topic.href }}">{{ topic.text }}</a></li>{% endfor %}</ul>
</article>{% endblock %}
"""
_PARTS = """\
{% macro articles(list, root) %}
<ol>{% for article in list %}<li><time datetime="{{ article.date.iso }}">{{ article.date.iso }}</time>
<a href="{{ root }}{{ article.href }}">{{ article.title }}</a> <p>{{ article.dek }}</p></li>{% endfor %}</ol>
{% endmacro %}
{% macro ways(to, root) %}
{% if to.dates %}<ul>{% for link in to.dates %}<li><a href="{{ root }}{{ link.href }}">{{ link.date.iso }}</a></li>
{% endfor %}</ul>{% endif %}
{% if to.initials %}<ul>{% for link in to.initials %}<li><a href="{{ root }}{{ link.href }}">{{ link.text }}</a></li>
{% endfor %}</ul>{% endif %}
{% endmacro %}
"""
_FRONT = """\
{% extends "base.html" %}
{% from "equal.html" import articles %}
{% block main %}<h1>{{ site.title }}</h1>
{% if page.lead %}{{ articles([page.lead], page.root) }}{% endif %}
{% for section in page.latest %}{{ articles(section.articles, page.root) }}{% endfor %}
<nav>{% for year in page.years %}<a href="{{ page.root }}{{ year.href }}">{{ year.text }}</a> {% endfor %}</nav>
{% endblock %}
"""
_LIST = """\
{% extends "base.html" %}
{% from "equal.html" import articles, ways %}
{% block main %}<h1>HEAD</h1>
{{ ways(page.ways, page.root) }}
{% for section in page.sections %}{{ articles(section.articles, page.root) }}{% endfor %}
MORE{% endblock %}
"""
_MONTHS = (
    "{% if not page.sections %}<ul>{% for part in page.parts %}"
    '<li><a href="{{ page.root }}{{ part.href }}">{{ part.date.iso }}</a></li>{% endfor %}</ul>{% endif %}\n'
)
_NARROW = """\
{% extends "base.html" %}
{% from "equal.html" import articles, ways %}
{% block main %}<h1>{{ page.name or page.date.iso }}</h1>
{{ ways(page.ways, page.root) }}
{{ articles(page.articles, page.root) }}
{% endblock %}
"""
_FEED = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>{{ page.id }}</id><title>{{ page.title }}</title>
<updated>{{ page.updated }}</updated><link href="{{ page.root }}{{ page.home }}"/>
{% for entry in page.entries %}<entry><id>{{ entry.id }}</id><title>{{ entry.title }}</title>
<link href="{{ page.root }}{{ entry.href }}"/><updated>{{ entry.updated }}</updated>
<summary>{{ entry.summary }}</summary></entry>{% endfor %}</feed>
"""

_DATED = _LIST.replace("HEAD", "{{ page.date.iso }}").replace("MORE", _MONTHS)
THEME = {
    "templates/base.html": _BASE,
    "templates/equal.html": _PARTS,
    "templates/article.html": _ARTICLE,
    "templates/front.html": _FRONT,
    "templates/group.html": _LIST.replace("HEAD", "{{ page.name }}").replace("MORE", ""),
    "templates/year.html": _DATED,
    "templates/month.html": _DATED,
    "templates/list.html": _NARROW,
    "templates/feed.xml": _FEED,
    "templates/assets/site.css": "body { max-width: 40em; margin: auto }\n",
}
"""Files of the project by path."""
