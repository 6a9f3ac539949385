"""Templates are translated when they are compiled."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from newsgen.errors import ContentError
from newsgen.renderer.page import Page
from newsgen.renderer.theme.render import make_environment, render_page
from newsgen.renderer.words.words import CONTEXT, ENGLISH, Words
from tests.renderer.samples import read, sample_site

WORDS = Words(
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


def shown(text: str, words: Words = WORDS, **page: object) -> str:
    """What a template shows of a page."""
    environment = make_environment({"a.html": text}, {"a.html": "templates/a.html"}, read, words)
    view = SimpleNamespace(root="", **page)
    return (
        render_page(Page("a.html", "a.html", lambda: view), environment, sample_site())
        .decode()
        .removesuffix("\n")
    )


def test_a_translation_is_text_and_no_markup() -> None:
    """No catalogue can bring in HTML; the values are escaped too."""
    assert shown('{{ _("Dates") }}') == "&lt;b&gt;تواريخ&lt;/b&gt;"
    assert shown('{{ _("By %(author)s", author=page.name) }}', name="<i>") == "بقلم &lt;i&gt;؛ 100%"


def test_markup_of_the_template_goes_through_a_placeholder() -> None:
    """As a captured block, which is escaped once."""
    text = '{% set who %}<b>{{ page.name }}</b>{% endset %}{{ _("By %(author)s", author=who) }}'
    assert shown(text, name="A&B") == "بقلم <b>A&amp;B</b>؛ 100%"


def test_a_number_chooses_among_six_forms() -> None:
    """And is written as the language does."""
    text = '{{ ngettext("%(num)s day", "%(num)s days", page.n) }}'
    assert [shown(text, n=n) for n in (0, 1, 2, 3, 11, 100)] == [
        "صفر",
        "يوم",
        "يومان",
        "3 أيام",
        "11 يوماً",
        "100 يوم",
    ]


def test_what_has_no_translation_stays_english() -> None:
    """Plurals then follow the English rule."""
    text = '{{ _("Places") }}, {{ ngettext("%(num)s week", "%(num)s weeks", page.n) }}'
    assert [shown(text, n=n) for n in (0, 1, 2)] == ["Places, 0 weeks", "Places, 1 week", "Places, 2 weeks"]
    assert shown(text, ENGLISH, n=1) == "Places, 1 week"


def test_contexts_tell_meanings_apart() -> None:
    assert shown('{{ pgettext("button", "More") }} {{ _("More") }}') == "المزيد More"


def test_translations_work_inside_expressions() -> None:
    """In a dictionary, an argument, a condition."""
    text = '{{ {"a": _("More"), "b": pgettext("button", "More")}[page.key] }}'
    assert [shown(text, key=key) for key in "ab"] == ["More", "المزيد"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n{{ _(page.name) }}", "templates/a.html:2:1: _() wants texts in quotes and named values"),
        (
            '{{ ngettext("day", "days") }}',
            "templates/a.html:1:1: ngettext() wants texts in quotes, then one number and named values",
        ),
        ('{{ _("By %(author)s") }}', "templates/a.html:1:1: no value is given for %(author)s"),
    ],
)
def test_a_wrong_call_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        shown(text)
    assert str(caught.value).startswith(message)
