"""The hook into Jinja shows what Jinja's own code shows, and notices when Jinja changes."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from newsgen.errors import ContentError
from newsgen.renderer.locale.translations import CONTEXT, ENGLISH, Translations
from newsgen.renderer.page import Page
from newsgen.renderer.theme.code import escape_text
from newsgen.renderer.theme.render import Environment, make_environment, render_page
from tests.renderer.samples import read, sample_site

PARTS = {
    "visit_Template": "(self, node, frame=None)",
    "visit_Getattr": "(self, node, frame)",
    "visit_Concat": "(self, node, frame)",
    "visit_Test": "(self, node, frame)",
    "visit_Filter": "(self, node, frame)",
    "visit_Call": "(self, node, frame, forward_caller=False)",
    "blockvisit": "(self, nodes, frame)",
    "buffer": "(self, frame)",
    "_output_child_pre": "(self, node, frame, finalize)",
    "_output_child_post": "(self, node, frame, finalize)",
    "write": "(self, x)",
    "writeline": "(self, x, node=None, extra=0)",
    "fail": "(self, msg, lineno)",
}
"""What the hook relies on in Jinja's code generator, which is no public interface."""


@pytest.mark.parametrize("name", PARTS)
def test_jinjas_code_generator_has_the_parts_that_the_hook_overrides_or_calls(name: str) -> None:
    """If one fails, Jinja has changed: look at its compiler.py before the bound in pyproject.toml is raised."""
    parameters = inspect.signature(getattr(CodeGenerator, name)).parameters.values()
    bare = inspect.Signature([one.replace(annotation=inspect.Parameter.empty) for one in parameters])
    assert str(bare) == PARTS[name]


def test_the_quicker_code_is_written() -> None:
    """If it fails while the parts are there, Jinja calls them no longer: pages are right, but slow."""
    environment = environment_of("")
    source = environment.compile("{{ page.title }}{{ page.a ~ page.b }}{{ page.f(1) }}", "a.html", raw=True)
    assert "escape_text(v) if type(v := (" in source
    assert ").title" in source
    assert "join_escaped_values((" in source
    assert "environment.getattr" not in source
    assert "context.call" not in source
    assert ".extend((" in source


class Own(str):
    """A text of a class of its own."""

    def __html__(self) -> str:
        return "<own>"


class Plain:
    def __str__(self) -> str:
        return "<plain>"


def environment_of(text: str, name: str = "a.html", words: Translations = ENGLISH) -> Environment:
    return make_environment({name: text}, {name: f"templates/{name}"}, read, words)


def both(environment: Environment, name: str = "a.html", **page: Any) -> tuple[str, str]:
    """What a template shows by the quicker code and by Jinja's."""
    values = {"page": SimpleNamespace(root="", **page), "site": sample_site()}
    shown = environment.get_template(name).render(values)
    return shown, environment.fallback.get_template(name).render(values)


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
    text = "{% set v %}{{ page.value }}{% endset %}{{ v }}{{ v ~ page.value }}"
    text = f"{{% autoescape false %}}{text}{{% endautoescape %}}{{% set v %}}<{{% endset %}}{{{{ v }}}}{{{{ '<' }}}}"
    assert both(environment_of(text), value="<") == ("<<<<&lt;", "<<<<&lt;")


BASE = "<{% block a %}A{% endblock %}{% block b %}B{% block c %}{{ page.c }}{% endblock %}{% endblock %}>"


@pytest.mark.parametrize(
    ("templates", "html"),
    [
        ([BASE], "<AB&amp;>"),
        (["{% extends 'b' %}\n{% block c %}1{% endblock %}", BASE], "<AB1>"),
        (
            [
                "{% extends 'b' %}{% block b %}1{{ super() }}{{ super() }}{% endblock %}"
                "{% block c %}2{{ super() }}{% endblock %}",
                BASE,
            ],
            "<A1B2&amp;B2&amp;>",
        ),
        (
            [
                "{% extends 'b' %}{% block a %}1{{ super() }}{% endblock %}",
                "{% extends 'c' %}{% block a %}2{{ super() }}{% endblock %}",
                BASE,
            ],
            "<12AB&amp;>",
        ),
        (
            [
                "{% extends 'b' %}{% set x = page.c %}{% macro m(y) %}{{ y }}{% endmacro %}"
                "{% block a %}{{ m(x) }}{% set x = 1 %}{% endblock %}{% block c %}{{ x }}{% endblock %}",
                BASE,
            ],
            "<&amp;B&amp;>",
        ),
        (["{% extends 'b' %}{% block b %}{% block a %}1{% endblock %}{% endblock %}", BASE], "<11>"),
        (
            [
                "{% for x in [1, 2] %}{% include 'b' without context %}{% endfor %}",
                "<{% block a %}b{% endblock %}>",
            ],
            "<b><b>",
        ),
    ],
)
def test_blocks_are_joined(templates: list[str], html: str) -> None:
    assert _render_both(templates) == (html, html, set())


@pytest.mark.parametrize(
    ("templates", "html"),
    [
        (["!{% extends 'b' %}", BASE], "!<AB&amp;>"),
        (["{% extends page.parent %}{% block c %}1{% endblock %}", BASE], "<AB1>"),
        (["{% extends 'b' %}{% block b %}{{ self.a() }}{% endblock %}", BASE], "<AA>"),
        (
            ["{% extends 'b' %}{% block a %}1{% endblock %}", "{% block a required %}{% endblock %}"],
            "1",
        ),
        (
            [
                "{% autoescape false %}{{ page.c }}{% block a %}{{ page.c }}{% endblock %}{% endautoescape %}",
            ],
            "&&amp;",
        ),
    ],
)
def test_blocks_that_cannot_be_joined_are_left_to_jinja(templates: list[str], html: str) -> None:
    assert _render_both(templates) == (html, html, {"a"})


def _render_both(texts: list[str]) -> tuple[str, str, set[str]]:
    """What the first of some templates shows, what it shows by Jinja's own code, and the names that the hook refuses."""
    templates = dict(zip("abc", texts, strict=False))
    environment = make_environment(templates, {name: name for name in templates}, read)
    page = Page("a", "a", lambda: SimpleNamespace(root="", c="&", parent="b"))
    shown = render_page(page, environment, sample_site()).decode().strip()
    own = environment.fallback.get_template("a").render(page=page.view, site=sample_site())
    return shown, own.strip(), environment.failing


@given(st.text())
def test_any_text_is_escaped_alike(text: str) -> None:
    assert escape_text(text) == str(Markup.escape(text))


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


def test_what_only_jinja_understands_is_left_to_it() -> None:
    """A key of a dictionary, written as a field: it costs one failure, not one a page."""
    environment = environment_of("{{ page.values.key }}")
    page = Page("a", "a.html", lambda: SimpleNamespace(root="", values={"key": "<"}))
    assert [render_page(page, environment, sample_site()) for _ in range(2)] == [b"&lt;\n"] * 2
    assert environment.failing == {"a.html"}


WORDS = Translations(
    language="ar",
    messages={
        "Dates": ("<b>تواريخ</b>",),
        "By %(author)s": ("بقلم %(author)s؛ 100%%",),
        "%(num)s day": ("صفر", "يوم", "يومان", "%(num)s أيام", "%(num)s يوماً", "%(num)s يوم"),
        f"button{CONTEXT}More": ("المزيد",),
    },
    plural="n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5",
    fingerprint="1",
)


DAYS = '{{ ngettext("%(num)s day", "%(num)s days", page.n) }}'
WEEKS = '{{ ngettext("%(num)s week", "%(num)s weeks", page.n) }}'
AUTHOR = '{{ _("By %(author)s", author=page.by) }}'
TRANSLATED = [
    ('{{ _("Dates") }}', {}, "&lt;b&gt;تواريخ&lt;/b&gt;"),  # no catalogue can bring in HTML
    (AUTHOR, {"by": "<i>"}, "بقلم &lt;i&gt;؛ 100%"),
    (AUTHOR, {"by": Markup("<i>")}, "بقلم <i>؛ 100%"),
    ('{% set who %}<b>{{ page.by }}</b>{% endset %}{{ _("By %(author)s", author=who) }}', {"by": "A&B"},
     "بقلم <b>A&amp;B</b>؛ 100%"),
    (DAYS, {"n": 0}, "صفر"),
    (DAYS, {"n": 2}, "يومان"),
    (DAYS, {"n": 3}, "3 أيام"),
    (DAYS, {"n": 11}, "11 يوماً"),
    (WEEKS, {"n": 0}, "0 weeks"),  # what has no translation follows the English rule
    (WEEKS, {"n": 1}, "1 week"),
    ('{{ pgettext("button", "More") }} {{ _("More") }}', {}, "المزيد More"),
    ('{{ {"a": _("More"), "b": pgettext("button", "More")}[page.key] }}', {"key": "b"}, "المزيد"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "page", "shown"), TRANSLATED)
def test_a_template_is_translated(text: str, page: dict[str, object], shown: str) -> None:
    assert both(environment_of(text, words=WORDS), **page) == (shown, shown)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n{{ _(page.name) }}", "2:1: _() needs texts in quotes and named values"),
        ('{{ ngettext("day", "days") }}', "1:1: ngettext() needs texts in quotes, then one number and named values"),
        ('{{ _("By %(author)s") }}', "1:1: no value is given for %(author)s"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_reported_with_the_line_of_its_own_file(text: str, message: str) -> None:
    environment = make_environment(
        {"a.html": '\n\n{% include "b.html" %}', "b.html": text},
        {"a.html": "templates/a.html", "b.html": "templates/b.html"},
        read,
    )
    with pytest.raises(ContentError) as caught:
        render_page(Page("a", "a.html", lambda: SimpleNamespace(root="")), environment, sample_site())
    assert str(caught.value).startswith(f"templates/b.html:{message}")
