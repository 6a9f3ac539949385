"""docs/theming.md says what is there."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from newsgen.errors import ContentError
from newsgen.renderer.theme.mistakes import find_unused_overrides
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import read
from tests.renderer.theme.test_render import article_with

DOC = (Path(__file__).parents[3] / "docs" / "theming.md").read_text(encoding="utf-8")


def test_the_blocks_listed_are_those_of_the_theme() -> None:
    """No more, and none that pages use for themselves alone."""
    table = DOC[DOC.index("| block |") : DOC.index("## What a template sees")]
    listed = set(re.findall(r"^\| `([a-z_]+)`", table, re.MULTILINE))
    templates = open_theme().templates
    names = ("base.html", "article.html", "about.html", "standalone.html")
    assert listed == {block for name in names for block in re.findall(r"block (\w+) %", templates[name])}


def test_the_properties_listed_are_those_of_the_style_sheet() -> None:
    """Each can be set, none is forgotten."""
    table = DOC[DOC.index("| property |") : DOC.index("The default colours")]
    listed = set(re.findall(r"`--([a-z0-9]+)`", table)) | {f"t{step}" for step in range(6)}
    css = open_theme().published["site.css"].decode()
    assert listed == set(re.findall(r"--([a-z0-9]+):", css))


def test_the_filters_listed_are_those_added() -> None:
    """And those taken away are gone."""
    from jinja2.defaults import DEFAULT_FILTERS

    table = DOC[DOC.index("| filter |") :]
    listed = {
        name
        for row in re.findall(r"^\| (`[^|]*`) \|", table, re.MULTILINE)
        for name in re.findall(r"\w+", row)
    }
    filters = open_theme().environment(read).filters
    assert listed == filters.keys() - DEFAULT_FILTERS.keys()
    assert DEFAULT_FILTERS.keys() - filters.keys() == {"random", "pprint", "xmlattr"}


SHOWN = re.findall(r"`templates/(\w+)\.html`:\n\n```jinja\n(\{% extends .*?)```", DOC, re.DOTALL)


@pytest.mark.parametrize(
    ("name", "text"), SHOWN, ids=[re.findall(r"block (\w+)", text)[-1] for _, text in SHOWN]
)
def test_an_override_that_is_shown_works(name: str, text: str, tmp_path: Path) -> None:
    """An article's page shows what it says, and nothing of it is in vain."""
    page = article_with(tmp_path, **{name: text})
    assert find_unused_overrides(open_theme(tmp_path)) == []
    for line in text.split("\n"):
        if line.startswith("<") and "{{" not in line:
            assert line in page


def test_the_overrides_shown_work_together(tmp_path: Path) -> None:
    """The policy of an article allows what both its own template and that of the frame ask for, and its data."""
    blocks = {name: text for name, text in SHOWN if "<script" in text}
    policy = unescape(article_with(tmp_path, **blocks))
    hosts = " https://stats.example.org https://comments.example.org"
    assert re.search(rf"; script-src 'self' 'sha256-[^ ]+'{hosts};", policy)
    assert f"; connect-src 'self'{hosts};" in policy


def test_an_own_style_sheet_is_loaded_after_the_themes(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "own.css").write_text("a { b: c }")
    page = article_with(tmp_path)
    assert page.index("assets/site.css?v=") < page.index("assets/own.css?v=")


MISTAKES = {
    "one\n{{ page.titel }}": 'templates/article.html:2:9: page has no field "titel"',
    '{% extends "default/article.html" %}\n{% block coments %}x{% endblock %}': (
        'templates/article.html:2:10: no template above has a block "coments", so it is never shown; '
        'did you mean "comments"?'
    ),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_the_messages_shown_are_those_that_are_told(text: str, tmp_path: Path) -> None:
    said = []
    try:
        article_with(tmp_path, article=text)
    except ContentError as error:
        said = list(error.problems)
    said += find_unused_overrides(open_theme(tmp_path))
    assert str(said[0]).startswith(MISTAKES[text])
    assert MISTAKES[text] in DOC
