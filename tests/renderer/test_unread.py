"""Promises of what is not gathered because no template shows it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from newsgen.renderer.neighbours import Turn
from newsgen.renderer.pages.article import article_pages
from newsgen.renderer.pages.groups import group_pages
from newsgen.renderer.theme import Theme, open_theme
from newsgen.renderer.unread import unread
from tests.renderer.samples import sample_archive, sample_site

PLAIN = "<h1>{{ page.title }}</h1>{{ page.body | markdown }}"


def theme(folder: Path, **templates: str) -> Theme:
    """The default theme under some templates of one's own."""
    for name, text in templates.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return open_theme(folder)


def test_the_default_theme_shows_all() -> None:
    assert unread(open_theme()) == ()


def test_what_templates_of_ones_own_do_not_name_is_not_gathered(tmp_path: Path) -> None:
    """The ways on from an article, and the names beside a name."""
    assert unread(theme(tmp_path, article=PLAIN)) == ("turn",)
    assert unread(theme(tmp_path, article=PLAIN, group="{{ page.name }}")) == ("turn", "company")
    lean = msgspec.structs.replace(sample_site(), unread=("turn", "company"))
    pages = [*article_pages(sample_archive(), lean), *group_pages(sample_archive(), lean)]
    assert all(page.view.turn == Turn() for page in pages if page.template == "article.html")
    assert all(page.view.company == () for page in pages if page.template == "group.html")


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.turn.next.title }}",
        '{{ page["turn"].next.title }}',
        '{{ page | attr("tu" ~ "rn") }}',
        '{{ page["tu" ~ "rn"] }}',
        "{{ page | json }}",
        "{{ page }}",
        "{% set p = page %}{{ p }}",
        "{% macro m(p) %}{{ p }}{% endmacro %}{{ m(page) }}",
        "{{ page.__class__ }}",
        '{% extends "default/article.html" %}{% block main %}{% endblock %}',
        '{% include "part.html" %}',
        '{% include "pa" ~ "rt.html" %}',
        "{% include site.title ignore missing %}",
        '{% from "part.html" import ways with context %}{{ ways() }}',
        '{% import "between.html" as between with context %}',
        "{{ '{#' }}{% include 'part.html' %}{# #}",
        '{{ "}}" ~ page.turn }}',
        "{% raw %}{{ page }}{% endraw %}",
    ],
)
def test_what_may_be_shown_is_gathered(tmp_path: Path, text: str) -> None:
    """Also where it only seems so."""
    part = "{% macro ways() %}{{ page.turn.related }}{% endmacro %}{{ ways() }}"
    own = theme(tmp_path, article=text, part=part, between='{% include "part.html" %}')
    assert unread(own) == ()
