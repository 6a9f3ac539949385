"""A mistake in a template is told with file, line and column, and in the words of one who writes templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.errors import ContentError
from tests.renderer.theme.test_render import ARTICLE, article_with

WHILE = f" (while rendering {ARTICLE} from articles/talks-open.md)"
GUIDE = "see docs/theming.md"

MISTAKES = [
    # syntax
    ("{% if page %}\n{% endfor %}", '2:4: "endfor" stands where "if" is still open', "close it with {% endif %} first"),
    ("{% fr x in y %}", '1:4: there is no tag "fr"', 'did you mean "for"?'),
    ("{% if page %}\nabc", '2:1: "if" is not closed before the end of the file', "write {% endif %}"),
    ("{{ page.title", '1:1: the file ends where "}}" was expected', GUIDE),
    ("{{ page.title }", '1:15: "}" stands where it has no meaning', GUIDE),
    ("{{ }}", '1:1: "}}" stands where a value was expected', GUIDE),
    ("{{ page title }}", '1:9: "title" stands where "}}" was expected', GUIDE),
    ("{{ 'a }}", "1:1: a text in quotes is not closed", "write ' at its end"),
    ("{{ page.title ? 1 }}", '1:15: "?" has no meaning in a tag', GUIDE),
    ("{# never", "1:1: a comment is not closed", "write #} at its end"),
    ("{% raw %} x", '1:1: "raw" is not closed', "write {% endraw %}"),
    ("{% block a %}{% endblock %}{% block a %}{% endblock %}", '1:10: the block "a" stands here twice',
     "give the other one another name"),
    ("{{ page.title | uper }}", '1:17: there is no filter "uper"', 'did you mean "upper"?'),
    ("{% if page is defned %}{% endif %}", '1:15: there is no test "defned"', 'did you mean "defined"?'),
    # names
    ("one\n{{ page.titel }}", '2:9: page has no field "titel"', 'did you mean "title"?'),
    ("titel {{ page.titel }}", '1:15: page has no field "titel"', 'did you mean "title"?'),
    ("{{ page['titel'] }}", '1:10: page has no field "titel"', 'did you mean "title"?'),
    ("{{ page\n  .titel }}", '2:4: this value has no field "titel"', 'did you mean "title"?'),
    ("{{ pgae.title }}", '1:4: nothing is called "pgae" here', 'did you mean "page"?'),
    ("{{ cycler() }}", '1:4: nothing is called "cycler" here', f"templates see page and site, {GUIDE}"),
    ("{{ page.source.text }}", '1:16: page.source is empty here and has no field "text"', "test it with {% if … %} first"),
    ("{{ page.topics.text }}", '1:16: page.topics is a list and has no field "text"', "loop over it with {% for … in … %}"),
    ('{% include "articel.html" %}', '1:13: there is no template "articel.html"', 'did you mean "article.html"?'),
    ('{% from "parts/lists.html" import artcles %}{{ artcles([]) }}', '1:35: the template has no macro "artcles"', GUIDE),
    # use
    ("{{ page.title + 1 }}", "1:15: a text and a number cannot be added", "join texts with ~"),
    ("\n\n{{ 1 // 0 }}", "3:6: a number is divided by zero", "test it before"),
    ("{{ page.date | long_date }}", "1:16: long_date needs language", "write long_date(language)"),
    ("{{ 5 | long_date('en') }}", "1:8: long_date cannot work with a number", GUIDE),
    ("{{ page.body | markdown(anchor=True) }}", '1:25: markdown takes no value "anchor"', GUIDE),
    ("{% for a in 5 %}{% endfor %}", "1:10: a number cannot be looped over", "loop over a list"),
    ("{{ page.title < 5 }}", "1:15: a text and a number have no order", GUIDE),
    ("{{ page.title() }}", "1:1: a text is used as if it were a macro", "leave out its brackets"),
    # without end
    ('{% extends "article.html" %}', "1:13: the template extends or includes itself",
     'write {% extends "default/article.html" %} to build on the default one'),
    ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "1:1: a macro or a block calls itself without end",
     "let it end under some condition"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("template", "message", "expected"), MISTAKES, ids=[mistake[1] for mistake in MISTAKES]
)
def test_a_mistake_is_reported_with_its_place_the_page_and_a_remedy(
    tmp_path: Path, template: str, message: str, expected: str
) -> None:
    with pytest.raises(ContentError) as caught:
        article_with(tmp_path, article=template)
    assert str(caught.value) == f"templates/article.html:{message}{WHILE}; {expected}"
    inside = r"Error|object|newsgen\.|jinja|Traceback|0x|str\b|NoneType"
    assert not re.search(inside, str(caught.value), re.IGNORECASE)


def test_a_mistake_in_a_macro_names_the_macros_file(tmp_path: Path) -> None:
    """The innermost line of a template is the one to look at."""
    with pytest.raises(ContentError, match=r"^templates/mine\.html:2:8: a number is divided by zero"):
        article_with(
            tmp_path,
            mine="{% macro broken() %}\n  {{ 1 / 0 }}\n{% endmacro %}",
            article='{% from "mine.html" import broken %}\n\n\n{{ broken() }}',
        )


def test_a_circle_of_templates_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        ContentError, match=r"templates name each other in a circle: (one|two)\.html, (one|two)\.html"
    ):
        article_with(
            tmp_path,
            article='{% include "one.html" %}',
            one='{% include "two.html" %}',
            two='{% include "one.html" %}',
        )
