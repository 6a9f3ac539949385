"""What an archive's own templates hold and no reader will ever see is reported, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.renderer.theme.overrides import find_unused_overrides
from newsgen.renderer.theme.theme import default_folder, open_theme
from tests.support.archives import write

EXTENDS = '{% extends "default/article.html" %}\n'
OUTSIDE = "1: text outside of a block is never shown in a template that extends another; put it into a block"
CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "a misspelt block": (
        {"article.html": EXTENDS + "{% block coments %}x{% endblock %}"},
        ['templates/article.html:2:10: no template above has a block "coments", so it is never shown; '
         'did you mean "comments"?'],
    ),
    "a block of base.html, and a new one in it": (
        {"article.html": EXTENDS + "{% block footer %}{{ super() }}{% block mine %}x{% endblock %}{% endblock %}"}, [],
    ),
    "text outside": ({"article.html": EXTENDS + "<p>x</p>"}, [f"templates/article.html:2:{OUTSIDE}"]),
    "a value outside": ({"article.html": EXTENDS + "{{ page.title }}"}, [f"templates/article.html:2:{OUTSIDE}"]),
    "text below a block": (
        {"article.html": EXTENDS + "{% block head %}{% endblock %}\nx"}, [f"templates/article.html:3:{OUTSIDE}"]
    ),
    "what shows nothing": (
        {"article.html": EXTENDS + '{# x #}{% set a = 1 %}{% set b %}x{% endset %}{% macro c() %}x{% endmacro %}\n \n'
         '{% from "parts/lists.html" import when %}{% block head %}x{% if page %}{{ 1 }}{% endif %}{% endblock %}'}, [],
    ),
    "templates that no page uses": (
        {"artcle.html": "x", "parts/mine.html": "x", "README.md": "x"},
        ['templates/artcle.html: no page uses this template; did you mean "article.html"?',
         "templates/parts/mine.html: no page uses this template; extend or include it, or delete it"],
    ),
    "a part of a part": (
        {"article.html": '{% include "one.html" %}', "one.html": '{% include "two.html" %}', "two.html": "x"}, [],
    ),
    "a name that is computed": ({"article.html": "{% include page.kind %}", "three.html": "x"}, []),
    "a name in a comment": (
        {"article.html": '{# {% include "a.html" %} #}{% raw %}{% include "a.html" %}{% endraw %}', "a.html": "x"},
        ["templates/a.html: no page uses this template; extend or include it, or delete it"],
    ),
    "files that nothing links": (
        {"assets/owm.css": "a{}", "assets/font.woff2": "", "own.css": "a{}"},
        ['templates/assets/owm.css: no template links this file; did you mean "own.css"?',
         "templates/own.css: this file stands outside of assets/, so it is not in the site; "
         "move it to templates/assets/own.css"],
    ),
    "a style sheet that another imports": (
        {"assets/own.css": "@import 'more.css';", "assets/more.css": "a{}"}, [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "messages"), CASES.values(), ids=CASES)
def test_what_is_unused_is_reported(tmp_path: Path, files: dict[str, str], messages: list[str]) -> None:
    write(tmp_path, files)
    assert [str(problem) for problem in find_unused_overrides(open_theme(tmp_path))] == messages


def test_nothing_of_the_default_theme_is_unused(tmp_path: Path) -> None:
    """Nor is a copy of it."""
    assert find_unused_overrides(open_theme()) == []
    for path in default_folder().rglob("*.html"):
        write(tmp_path, {path.relative_to(default_folder()).as_posix(): path.read_text(encoding="utf-8")})
    assert find_unused_overrides(open_theme(tmp_path)) == []
