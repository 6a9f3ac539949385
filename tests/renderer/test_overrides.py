"""What an archive's own templates say in vain is told, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.renderer.theme.overrides import find_unused_overrides
from newsgen.renderer.theme.theme import default_folder, open_theme
from tests.support.archives import write

DOC = (Path(__file__).parents[2] / "docs" / "theming.md").read_text(encoding="utf-8")
EXTENDS = '{% extends "default/article.html" %}\n'


def warnings(tmp_path: Path, **files: str) -> list[str]:
    """What is said of these files; '__' stands for '/' in their names and '_' for '.'."""
    write(tmp_path, {name.replace("__", "/").replace("_", "."): text for name, text in files.items()})
    return [str(problem) for problem in find_unused_overrides(open_theme(tmp_path))]


def test_a_misspelt_block_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    assert warnings(tmp_path, article_html=EXTENDS + "{% block coments %}x{% endblock %}") == [
        'templates/article.html:2:10: no template above has a block "coments", so it is never shown; '
        'did you mean "comments"?'
    ]


def test_a_block_of_any_template_above_counts(tmp_path: Path) -> None:
    """article.html extends base.html; and a new block inside another one is shown."""
    text = "{% block footer %}{{ super() }}{% block mine %}x{% endblock %}{% endblock %}"
    assert warnings(tmp_path, article_html=EXTENDS + text) == []


def test_text_outside_of_a_block_is_told(tmp_path: Path) -> None:
    texts = ["<p>x</p>", "{{ page.title }}", "{% block head %}{% endblock %}\nx"]
    for text in texts:
        (said,) = warnings(tmp_path, article_html=EXTENDS + text)
        assert re.match(r"templates/article\.html:[23]:1: text outside of a block is never shown", said)


@pytest.mark.parametrize(
    "text",
    ["{# x #}", "{% set a = 1 %}", "{% set a %}x{% endset %}", "{% macro a() %}x{% endmacro %}", "\n \n",
     '{% from "parts/lists.html" import when %}', "{% block head %}x{% if page %}{{ 1 }}{% endif %}{% endblock %}"],
)  # fmt: skip
def test_what_shows_nothing_may_stand_outside(text: str, tmp_path: Path) -> None:
    assert warnings(tmp_path, article_html=EXTENDS + text) == []


def test_a_template_that_no_page_uses_is_told(tmp_path: Path) -> None:
    assert warnings(tmp_path, artcle_html="x", parts__mine_html="x", README_md="x") == [
        'templates/artcle.html: no page uses this template; did you mean "article.html"?',
        "templates/parts/mine.html: no page uses this template; extend or include it, or delete it",
    ]


def test_a_part_that_an_own_template_uses_is_used(tmp_path: Path) -> None:
    """Also by way of another; and where a name is computed nobody can tell."""
    files = {
        "article_html": '{% include "one.html" %}',
        "one_html": '{% include "two.html" %}',
        "two_html": "x",
    }
    assert warnings(tmp_path, **files) == []
    assert warnings(tmp_path, one_html="{% include page.kind %}", three_html="x") == []


def test_a_style_sheet_that_nothing_links_is_told(tmp_path: Path) -> None:
    assert warnings(tmp_path, assets__owm_css="a{}", assets__font_woff2="", own_css="a{}") == [
        'templates/assets/owm.css: no template links this file; did you mean "own.css"?',
        "templates/own.css: this file stands outside of assets/, so it is not in the site; "
        "move it to templates/assets/own.css",
    ]


def test_a_style_sheet_that_another_takes_in_is_linked(tmp_path: Path) -> None:
    assert warnings(tmp_path, assets__own_css="@import 'more.css';", assets__more_css="a{}") == []


def test_the_default_theme_says_nothing_in_vain(tmp_path: Path) -> None:
    """Nor do the overrides shown in the docs."""
    assert find_unused_overrides(open_theme()) == []
    for path in default_folder().rglob("*.html"):
        write(tmp_path, {path.relative_to(default_folder()).as_posix(): path.read_text(encoding="utf-8")})
    assert find_unused_overrides(open_theme(tmp_path)) == []
