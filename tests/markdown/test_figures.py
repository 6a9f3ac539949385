"""Pictures in a body become figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.markdown.figures import render_figure
from newsgen.markdown.render import extract_text, find_pictures, number_paragraphs, render_html
from newsgen.model import ArticleImage, SitePicture
from tests.support.cases import read_cases

BIG = SitePicture("images/a.jpg", 1200, 800, ((480, "images/a-480.webp"), (960, "images/a-960.webp")))
SMALL = SitePicture("pic tures/ü.png", 90, 60)
PICTURES = [("a b.jpg", BIG), ("b.png", SMALL)]


@pytest.mark.parametrize(("markdown", "html"), read_cases(Path(__file__).with_name("figures.txt")))
def test_pictures_become_figures_where_they_stand_alone(markdown: str, html: list[str]) -> None:
    """With caption and credit, escaped; within a line they stay there; one of another site is a link."""
    shown = render_html(markdown, pictures=PICTURES, root="../")
    assert re.sub(r"\n+", "\n", shown).strip() == "\n".join(html)


def test_figures_are_no_paragraphs() -> None:
    """They take no number from those."""
    shown = number_paragraphs(render_html("One.\n\n![<p>](b.png '<p>')\n\nTwo.", pictures=PICTURES))
    assert re.findall(r'id="(p\d)"', shown) == ["p1", "p2"]


def test_the_words_of_a_text_are_the_same_with_and_without_pictures() -> None:
    assert extract_text('One.\n\n![x](b.png "C")\n\nTwo.') == "One.\n\nTwo."


def test_the_first_picture_of_a_page_is_fetched_at_once() -> None:
    assert ' fetchpriority="high" decoding="async"' in render_figure(
        ArticleImage("a", "x", shown=BIG), lead=True
    )
    assert "loading" not in render_figure(ArticleImage("a", "x", shown=BIG), lead=True)
    assert render_figure(ArticleImage("a", "x")) == ""


def test_words_of_another_language_say_so() -> None:
    assert render_figure(ArticleImage("a", "x", shown=SMALL), language="ar").startswith(
        '<figure class="picture" lang="ar">'
    )
    assert " lang" not in render_figure(ArticleImage("a", "x", shown=SMALL))


def test_pictures_are_found_with_their_place() -> None:
    body = "A ![x](a%20b.jpg) and\n![y](a%20b.jpg) ![z](a%20b.jpg)\n\n![r][ref]\n\n`![n](no.png)`\n\n[ref]: far.png\n"
    assert [(ref.src, ref.line, ref.column, ref.alt) for ref in find_pictures(body, 10)] == [
        ("a b.jpg", 10, 8, "x"),
        ("a b.jpg", 11, 6, "y"),
        ("a b.jpg", 11, 22, "z"),
        ("far.png", 13, 0, "r"),
    ]
