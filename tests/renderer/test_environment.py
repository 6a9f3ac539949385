"""Promises of the environment in which templates run."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from newsgen.errors import ContentError
from newsgen.renderer.page import Page
from newsgen.renderer.plan import plan
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import read, sample_archive, sample_site

ARTICLE = "2023/11/22/talks-open.html"


def article_with(tmp_path: Path, **templates: str) -> str:
    """The page of an article under a theme with these overrides, named without '.html'."""
    for name, text in templates.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    theme = open_theme(tmp_path)
    site = msgspec.structs.replace(sample_site(), assets=theme.addresses)
    page = next(page for page in plan(sample_archive(), site) if page.path == ARTICLE)
    assert isinstance(page, Page)
    return render_page(page, theme.environment(read), site).decode()


def test_a_block_of_a_template_is_overridden(tmp_path: Path) -> None:
    """The rest of the page stays as it was."""
    plain = article_with(tmp_path)
    text = '{% extends "default/article.html" %}{% block comments %}<p>Write to us</p>{% endblock %}'
    changed = article_with(tmp_path, article=text)
    assert changed.replace("<p>Write to us</p>", "") == plain


def test_a_block_of_the_frame_is_overridden_on_every_page(tmp_path: Path) -> None:
    """The default article.html extends the site's own base.html."""
    text = '{% extends "default/base.html" %}{% block footer %}{{ super() }}<p>Our foot</p>{% endblock %}'
    changed = article_with(tmp_path, base=text)
    assert "<p>Our foot</p>" in changed
    assert "How this archive was made" in changed


def test_templates_see_page_and_site_only(tmp_path: Path) -> None:
    """No global of Jinja's is left, and no filter that is not pure."""
    for name in ("range", "lipsum", "dict", "cycler", "joiner", "namespace"):
        with pytest.raises(ContentError, match=f'nothing is called "{name}" here'):
            article_with(tmp_path, article="{{ " + name + "() }}")
    with pytest.raises(ContentError, match='there is no filter "random"'):
        article_with(tmp_path, article="{{ [1] | random }}")


def test_everything_is_escaped(tmp_path: Path) -> None:
    """Autoescape cannot be forgotten."""
    assert "<script>" not in article_with(tmp_path, article="{{ '<script>' }}{{ page.title }}")
