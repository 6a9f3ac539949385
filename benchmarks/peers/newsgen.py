"""newsgen itself, twice: with a theme as small as the others', and with all that a site of its own default has."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.corpus import Article
from benchmarks.peers.model import Peer, front_matter, write_all
from benchmarks.peers.newsgen_theme import THEME

_SETTINGS = """\
[site]
title = "Bench"
url = "https://example.org/"
"""
_EQUAL = """\
[lists]
latest = 20
[search]
enabled = false
[images]
cards = false
[pages]
omit = ["days", "on-this-day", "data", "json-feeds", "archive-feeds", "name-feeds", "llms"]
"""


def _prepare_equal(project: Path) -> None:
    write_all(project, {"newsgen.toml": _SETTINGS + _EQUAL, **THEME})


def _equal(article: Article) -> str:
    return front_matter(
        {
            "title": article.title,
            "dek": article.dek,
            "date": article.date.isoformat(),
            "topics": article.topics,
        },
        article.body,
    )


def _prepare_full(project: Path) -> None:
    write_all(project, {"newsgen.toml": _SETTINGS + "[search]\nenabled = false\n"})


def _full(article: Article) -> str:
    return front_matter(
        {
            "title": article.title,
            "dek": article.dek,
            "date": article.date.isoformat(),
            "topics": article.topics,
            "people": article.people,
            "places": article.places,
            "organizations": article.organizations,
            "source": article.source,
        },
        article.body,
    )


def _path(article: Article) -> str:
    return f"articles/{article.date.year}/{article.date}-{article.slug}.md"


EQUAL = Peer(
    name="newsgen",
    install=lambda _: None,
    prepare=_prepare_equal,
    path=_path,
    text=_equal,
    program=lambda _: (sys.executable, "-m", "newsgen"),
    build=("build", "--quiet"),
    output="site",
    scratch=(".newsgen",),
)
FULL = Peer(
    name="newsgen-full",
    install=lambda _: None,
    prepare=_prepare_full,
    path=_path,
    text=_full,
    program=lambda _: (sys.executable, "-m", "newsgen"),
    build=("build", "--quiet"),
    output="site",
    scratch=(".newsgen",),
)
