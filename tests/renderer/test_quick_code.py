"""Quick code shows what Jinja's own code shows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateRuntimeError
from markupsafe import Markup

from newsgen.errors import ContentError
from newsgen.renderer.environment import Environment, make_environment
from newsgen.renderer.page import Page
from newsgen.renderer.plan import plan
from newsgen.renderer.quick_calls import escaped
from newsgen.renderer.render import render
from newsgen.renderer.theme import open_theme
from tests.renderer.samples import read, sample_archive, sample_site


class Own(str):
    """A text of a class of its own."""

    def __html__(self) -> str:
        return "<own>"


class Plain:
    def __str__(self) -> str:
        return "<plain>"


def environment_of(text: str, name: str = "a.html") -> Environment:
    return make_environment({name: text}, {name: f"templates/{name}"}, read)


def both(environment: Environment, name: str = "a.html", **page: Any) -> tuple[str, str]:
    """What a template shows by quick code and by Jinja's; put together with what it extends it shows the former."""
    values = {"page": SimpleNamespace(root="", **page), "site": sample_site()}
    shown = environment.get_template(name).render(values)
    assert environment.page_template(name).render(values) == shown
    return shown, environment.careful.get_template(name).render(values)


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("<&>\"'", "&lt;&amp;&gt;&#34;&#39;"),
        (Markup("<b>"), "<b>"),
        (Own("<x>"), "<own>"),
        (Plain(), "&lt;plain&gt;"),
        (7, "7"),
        (None, "None"),
        (("<",), "(&#39;&lt;&#39;,)"),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "{{ page.value }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(page.value) }}",
        "{% set v %}{{ page.value }}{% endset %}{{ v }}",
        "{{ page.value ~ page.none }}",
        "{% set v = page.none ~ page.value %}{{ v }}",
        "{% for x in [page.value] if page.value != 1 %}{{ x }}{% endfor %}",
    ],
)
def test_values_are_shown_alike(text: str, value: object, html: str) -> None:
    assert both(environment_of(text), value=value, none="") == (html, html)


def test_plain_text_is_not_escaped() -> None:
    text = "{% set v %}{{ page.value }}{% endset %}{{ v }}{{ v ~ page.value }}"
    assert both(environment_of(text, "a.txt"), "a.txt", value="<") == ("<<<", "<<<")
    text = "{% for n in [1] %}{{ page.value.upper() }}{% endfor %}{% block z %}{{ page.value.upper() }}{% endblock %}"
    assert both(environment_of(text, "a.txt"), "a.txt", value="<a") == ("<A<A", "<A<A")
    text = f"{{% autoescape false %}}{text}{{% endautoescape %}}"
    assert both(environment_of(text), value="<a") == ("<A&lt;A", "<A&lt;A")
    text = "{% set v %}{{ page.value }}{% endset %}{{ v }}{{ v ~ page.value }}"
    text = f"{{% autoescape false %}}{text}{{% endautoescape %}}{{% set v %}}<{{% endset %}}{{{{ v }}}}{{{{ '<' }}}}"
    assert both(environment_of(text), value="<") == ("<<<<&lt;", "<<<<&lt;")


@given(st.text())
def test_any_text_is_escaped_alike(text: str) -> None:
    assert escaped(text) == str(Markup.escape(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{% if page.none is defined %}1{% else %}0{% endif %}", "0"),
        ("{{ page.none | default('-') }}", "-"),
        ("{{ page.one.none | d('-') }}", "-"),
        ("{{ page.class }}{{ 1 .real }}{{ (2 + 1).real }}", "first13"),
    ],
)
def test_fields_that_may_be_missing_can_be_asked_for(text: str, shown: str) -> None:
    page = {"class": "first", "one": SimpleNamespace()}
    assert both(environment_of(text), **page) == (shown, shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{% macro m(x, y='<') %}{{ x }}{{ y }}{% endmacro %}{{ m('>') }}{{ m('a', 'b') }}", "&gt;&lt;ab"),
        ("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(m(m('<'))) }}{{ m(x='&') }}", "&lt;&amp;"),
        (
            "{% macro m(x) %}{{ x }}{% endmacro %}{% if m('<') == '&lt;' %}{{ m('a') | upper }}{% endif %}",
            "A",
        ),
        (
            "{% macro m() %}{{ varargs | join }}{{ kwargs['k'] }}{% endmacro %}{{ m('<', k='>') }}{{ m(1, k=2) }}",
            "&lt;&gt;12",
        ),
        (
            "{% macro m() %}<b>{{ caller() }}</b>{% endmacro %}{% call m() %}{{ '<' }}{% endcall %}",
            "<b>&lt;</b>",
        ),
        ("{% for x in [['<']] recursive %}{{ x if x is string else loop(x) }}{% endfor %}", "&lt;"),
        ("{{ page.word.upper() }}{{ page.word.replace('a', '<') }}", "ABC&lt;bc"),
        ("{% set m %}<i>{% endset %}{{ m.upper() }}", "<I>"),
    ],
)
def test_calls_give_the_same(text: str, shown: str) -> None:
    assert both(environment_of(text), word="abc") == (shown, shown)


PARENT = "<{% block x scoped %}{{ '&' }}{% endblock %}|{% block y %}{{ page.word }}{% endblock %}>"

TAKEN = "{% from 'c.html' import m %}{% macro n(x) %}{{ x }}{% endmacro %}{% set v = page.word %}"
MACRO = "{% macro m(x='<', y='-') %}{{ x }}{{ y }}{% endmacro %}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{% extends 'b.html' %}{% block x %}{{ super() }}{{ '<' }}{% endblock %}", "<&amp;&lt;|abc>"),
        ("before{% extends 'b.html' %}after", "before<&amp;|abc>"),
        ("a{% if page.none %}{% extends 'b.html' %}{% endif %}b{% block x %}c{% endblock %}", "abc"),
        ("a{% if page.word %}{% extends 'b.html' %}{% endif %}b{% block x %}c{% endblock %}", "a<c|abc>"),
        ("{% extends 'b.html' %}{% set v = '<' %}{% block x %}{{ v }}{% endblock %}", "<&lt;|abc>"),
        ("{% extends 'b.html' %}{% block x %}{{ self['y']() }}{% endblock %}", "<abc|abc>"),
        ("{% for n in [1, 2] %}{% block z scoped %}{{ n }}{% endblock %}{% endfor %}", "12"),
        ("{% for n in [1, 2] %}{% block z %}{{ n | d('-') }}{% endblock %}{% endfor %}", "--"),
        ("{% block z required %}{% endblock %}", None),
        (
            "{% include 'b.html' %}{% filter upper %}{% include 'b.html' %}{% endfilter %}",
            "<&amp;|abc><&AMP;|ABC>",
        ),
        ("a{% include 'd.html' without context %}b", "a<d>b"),
        ("{% macro m() %}a{% include 'd.html' %}b{% endmacro %}{{ m() }}", "a<d>b"),
        ("{% for n in [1] %}{% include ['no.html', 'd.html'] without context %}{{ n }}{% endfor %}", "<d>1"),
        (
            "a{% include 'no.html' ignore missing without context %}b{% include 'no.html' ignore missing %}",
            "ab",
        ),
        ("{% if page.none is nothing %}{% endif %}", None),
        ("{% if page.none and page.none | nothing %}1{% endif %}{{ page.word | upper }}", "ABC"),
        ("{% from 'c.html' import m %}{{ m('<') }}{{ m() }}{{ m('a', 'b') }}", "&lt;-&lt;-ab"),
        ("{% import 'c.html' as c %}{{ c.m('<') }}{% set m = c.m %}{{ m('a') }}", "&lt;-a-"),
        (
            "{% extends 'g.html' %}{% block z %}{% set v %}<{% endset %}{{ v }}{{ '<' }}{% endblock %}",
            "&lt;&lt;&lt;",
        ),
        (
            "{% for page in ['<'] %}{% autoescape false %}{{ page }}{% endautoescape %}{{ page }}{% endfor %}",
            "<&lt;",
        ),
        ("{% from 'c.html' import m as n, lacking %}{{ n('<', lacking is defined) }}", "&lt;False"),
        ("{% from 'e.html' import n, v with context %}{{ n('<') }}{{ v }}", "&lt;abc"),
        ("{% import 'e.html' as e with context %}{{ e.n('<') }}{{ e.m is defined }}", "&lt;False"),
        (
            "{% set v = 1 %}{% include 'f.html' %}{% macro k() %}{{ v }}{% endmacro %}{{ k() }}{% set v = 2 %}{{ k() }}",
            "112",
        ),
        (
            "{% block z %}{{ v | d('-') }}{% endblock %}{% set v = 1 %}{% block y %}{{ v }}{% endblock %}",
            "-1",
        ),
        (
            "{% set v = 1 %}{% for n in [1] %}{% set v = 2 %}{% block y %}{{ v }}{% endblock %}{% endfor %}{{ v }}",
            "11",
        ),
        ("{% from 'c.html' import m %}{% set m = page.word.upper %}{{ m() }}", "ABC"),
    ],
)
def test_templates_work_together_alike(text: str, shown: str | None) -> None:
    texts = {
        "a.html": text,
        "b.html": PARENT,
        "c.html": MACRO,
        "d.html": "<d>",
        "e.html": TAKEN,
        "f.html": "{{ v }}",
    }
    texts["g.html"] = "{% autoescape false %}{% block z %}{% endblock %}{% endautoescape %}{{ '<' }}"
    environment = make_environment(texts, {name: name for name in texts}, read)
    if shown is None:
        with pytest.raises(TemplateRuntimeError):
            both(environment, word="abc", none="")
    else:
        assert both(environment, word="abc", none="") == (shown, shown)


@pytest.mark.parametrize("call", ["m(1, 2)", "m()", "m(y=1)", "page.none()", "none()"])
def test_calls_that_fail_fail_by_jinja(call: str) -> None:
    """So their messages are Jinja's."""
    environment = environment_of("{% macro m(x) %}{{ x }}{% endmacro %}{{ " + call + " }}")
    with pytest.raises(ContentError, match=r"templates/a\.html:1"):
        render(Page("a", "a.html", lambda: SimpleNamespace(root="")), environment, sample_site())


def test_what_only_jinja_understands_is_left_to_it() -> None:
    """A key of a dictionary, written as a field: it costs one failure, not one a page."""
    environment = environment_of("{{ page.values.key }}")
    page = Page("a", "a.html", lambda: SimpleNamespace(root="", values={"key": "<"}))
    assert [render(page, environment, sample_site()) for _ in range(2)] == [b"&lt;\n"] * 2
    assert environment.doubtful == {"a.html"}


def test_mistakes_are_told_in_the_same_words() -> None:
    page = Page("a", "a.html", lambda: SimpleNamespace(root=""))
    with pytest.raises(ContentError, match=r'^templates/a\.html:2:9: page has no field "titel"'):
        render(page, environment_of("\n{{ page.titel }}"), sample_site())


def test_no_template_of_the_default_theme_is_in_doubt() -> None:
    """Each would cost twice its time."""
    environment, site = open_theme().environment(read), sample_site()
    for page in plan(sample_archive(), site):
        if isinstance(page, Page):
            render(page, environment, site)
    assert not environment.doubtful
