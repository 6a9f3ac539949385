"""A mistake in a template is told with file, line and column, and in the words of one who writes templates."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newsgen.errors import ContentError
from tests.renderer.theme.test_render import ARTICLE, article_with

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))
"""Of mistakes: a template, the message with its place, the remedy."""
WHILE = f" (while rendering {ARTICLE} from articles/talks-open.md)"


@pytest.mark.parametrize(
    ("template", "message", "expected"),
    TABLES["mistakes"],
    ids=[mistake[1] for mistake in TABLES["mistakes"]],
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
