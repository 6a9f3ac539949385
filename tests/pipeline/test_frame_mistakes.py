"""Mistakes and malice around the articles: settings that lead nowhere, hostile pages, templates in vain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.errors import ContentError
from tests.support.archives import build, record, write
from tests.support.own_site import SETTINGS, html, own_site


@pytest.fixture
def root(folder: Path) -> Path:
    write(folder / "archive", own_site())
    return folder / "archive"


HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](javascript:alert(2))"


def test_a_hostile_page_does_no_harm(root: Path) -> None:
    """Nor a hostile title, footer, logo text or entry of the navigation."""
    bad = "<script>alert(1)</script>"
    settings = SETTINGS.replace("Write to [us](pages/contact.md), *please*.", HOSTILE)
    settings = settings.replace('text = "Trade"', f'text = "{bad}"').replace(
        "footer", f'logo_alt = "{bad}"\nfooter'
    )
    write(root, {
        "newsgen.toml": settings, "pages/contact.md": record(bad, f"{HOSTILE}[^1]\n\n[^1]: {HOSTILE}", navigation=True)
    })  # fmt: skip
    build(root)
    text = html(root, "contact.html")
    assert "alert(1)" in text
    assert len(re.findall(r"<script", text)) == 1
    assert not re.search(r"<img src=x|href=.javascript|src=.javascript", text)


def test_what_own_templates_say_in_vain_is_a_warning(root: Path) -> None:
    """And stops a strict build."""
    template = '{% extends "default/article.html" %}\n{% block coments %}x{% endblock %}'
    write(root, {"templates/article.html": template})
    report = build(root)
    assert [problem.code for problem in report.warnings] == ["unused-block"]
    with pytest.raises(ContentError, match='did you mean "comments"'):
        build(root, strict=True)
