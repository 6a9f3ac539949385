"""A template put together with those that it extends shows what Jinja shows of them one by one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError

from newsgen.renderer.environment import Environment, make_environment
from newsgen.renderer.linking import linked
from newsgen.renderer.theme import open_theme
from newsgen.renderer.theme_loader import ThemeLoader
from tests.renderer.samples import read, sample_site

BASE = """\
{% set home = '<home>' %}{% set late = home %}<{{ x }}>
{% block head %}{{ page.title }}{{ x }}{% block inner %}inner {{ late }}{% endblock %}{% endblock %}
{% for n in [1, 2] %}{% block each %}{{ n | d('-') }}{{ page.title }}{% endblock %}{% endfor %}
{% set home = 'later' %}{% block foot %}{{ home }}{{ x }}{% endblock %}
{% if page.title %}{% block last %}{% endblock %}{% endif %}
"""
PARTS = """\
{% macro m(a, b='<') %}[{{ a }}{{ b }}{{ page is defined }}]{% endmacro %}
{% macro n(a) %}{{ m(a) }}{% endmacro %}
{% macro w() %}{{ caller() }}{% endmacro %}
"""
MIDDLE = """\
{% extends "base.html" %}{% from "parts.html" import m %}{% set x = page.title %}
{% block head %}({{ super() }}){% block own %}{{ x }}{% endblock %}{% endblock %}
{% block foot %}{% set x = 'mine' %}{% set y %}{{ x }}{% endset %}{{ m(y) }}{{ super() }}{{ x }}{% endblock %}
"""


def environment_of(texts: Mapping[str, str]) -> Environment:
    return make_environment(texts, {name: name for name in texts}, read)


def is_linked(environment: Environment, name: str) -> bool:
    loader = environment.loader
    assert isinstance(loader, ThemeLoader)
    return linked(name, partial(loader.tree, environment)) is not None


def alike(texts: Mapping[str, str], name: str = "a.html") -> str:
    """What a page shows put together; quick code fails, and then Jinja's code decides, or both show the same."""
    environment = environment_of(texts)
    values = {"page": SimpleNamespace(root="", title="<T>"), "site": sample_site(), "x": "<x>"}
    found = []
    for way in (environment.careful.get_template, environment.get_template, environment.page_template):
        try:
            found.append(way(name).render(values))
        except (TemplateError, AttributeError, TypeError, RecursionError):
            found.append("failed")
    by_jinja, *quick = found
    assert set(quick) <= {by_jinja, "failed"}
    return quick[1]


SHARED = {
    "base.html": BASE,
    "parts.html": PARTS,
    "middle.html": MIDDLE,
    "a.txt": "{% block t %}<{% endblock %}",
}
OVERRIDES = [
    "{% block head %}{% block inner %}{% block foot %}{% endblock %}{% endblock %}{% endblock %}",
    "{% block head %}H{% endblock %}",
    "{% block head %}{{ super() }}{{ super() }}{% endblock %}",
    "{% block inner %}{{ super() }}!{% for n in [1, 2] %}{{ n }}{{ loop.last }}{% endfor %}{% endblock %}",
    "{% block own %}{% block foot %}{{ home }}{% endblock %}{% endblock %}",
    "{% block each %}{% if page.title %}{{ super() }}{% endif %}{{ n | d('none') }}{% endblock %}",
    "{% block last %}{{ m(1) }}{{ m(1, 2) }}{{ m(b=1, a=2) }}{% endblock %}",
    "{% block last %}{% with x = 1 %}{{ x }}{% endwith %}{{ x }}{% include 'base.html' %}{% endblock %}",
    "{% block last %}{% filter upper %}{{ x }}<b>{% endfilter %}{% endblock %}",
    "{% block last %}{% from 'parts.html' import w %}{% call w() %}{{ x }}{% endcall %}{% endblock %}",
    "{% set mine = 'child' %}{% macro k() %}{{ x }}{{ mine }}{{ late }}{% endmacro %}{% block last %}{{ k() }}{% endblock %}",
    "{% set home = 'child' %}{% block own %}{{ home }}{% endblock %}",
    "dropped {{ page.none }}{% block never %}{{ page.none }}{% endblock %}",
]
ODD = [
    "{% block last %}{% for x in [1, 2] %}{% autoescape false %}{{ x }}{% endautoescape %}{% endfor %}{% endblock %}",
    "{% set home = 'child' %}{% macro k() %}{{ x }}{{ home }}{% endmacro %}{% block last %}{{ k() }}{% endblock %}",
    "{% block head %}{{ super.super() }}{{ super() | upper }}{% endblock %}",
    "{% block head %}{{ self.foot() }}{% endblock %}",
    "{% block last scoped %}{{ x }}{% endblock %}",
    "{% if x %}{% set home = 'c' %}{% endif %}",
    "{% block never %}{{ super() }}{% endblock %}",
    "{% block inner %}{% block head %}{{ super() }}{% endblock %}{% endblock %}",
    "{% macro k() %}{% block head %}in a macro{% endblock %}{% endmacro %}{% block last %}{{ k() }}{% endblock %}",
    "{% block last required %}{% endblock %}",
    "{% block head %}{% autoescape false %}{{ x }}{% endautoescape %}{{ x }}{% endblock %}",
    "{% extends 'base.html' %}",
    "{% set page = none %}",
    "{% block last %}{% endblock %}{% block last %}{% endblock %}",
]


@pytest.mark.parametrize("parent", ["base.html", "middle.html"])
@given(st.lists(st.sampled_from(OVERRIDES + ODD), min_size=0, max_size=5, unique=True))
def test_any_blocks_are_shown_as_jinja_shows_them(parent: str, overrides: list[str]) -> None:
    alike({**SHARED, "a.html": f'{{% extends "{parent}" %}}' + "".join(overrides)})


@pytest.mark.parametrize("override", OVERRIDES)
def test_what_is_known_beforehand_is_put_together(override: str) -> None:
    texts = {**SHARED, "a.html": '{% extends "middle.html" %}' + override}
    assert is_linked(environment_of(texts), "a.html")
    assert alike(texts) != "failed"


@pytest.mark.parametrize(
    "text",
    [
        "{% extends page.title %}",
        "before {% extends 'base.html' %}",
        "{% if x %}{% extends 'base.html' %}{% endif %}",
        "{% extends 'a.html' %}",
        "{% extends 'none.html' %}",
        "{% extends 'wrong.html' %}",
        "{% extends 'a.txt' %}{% block t %}<{{ x }}{% endblock %}",
        *(
            '{% extends "middle.html" %}' + odd
            for odd in ODD
            if "{% block never" not in odd and "inner %}{% block head" not in odd
        ),
    ],
)
def test_what_is_not_is_left_to_run(text: str) -> None:
    texts = {**SHARED, "wrong.html": "{% if %}", "a.html": text}
    assert not is_linked(environment_of(texts), "a.html")
    alike(texts)


def test_what_is_included_inside_a_kept_text_is_shown_where_jinja_shows_it() -> None:
    """Jinja shows it at once; quick code leaves that to Jinja."""
    kept = "{% set kept %}a{% include 'foot.html' without context %}{% endset %}{{ kept }}"
    assert alike({**SHARED, "a.html": kept}) == "failed"


def test_all_of_the_default_theme_is_put_together() -> None:
    theme = open_theme()
    environment = theme.environment(read)
    pages = [name for name in theme.templates if "/" not in name]
    assert [name for name in pages if not is_linked(environment, name)] == []
