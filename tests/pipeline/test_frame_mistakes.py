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


MISTAKES = {
    'href = "topics/trade/"': (
        'href = "topics/trde/"',
        "newsgen.toml:11:1: the navigation leads to 'topics/trde/', which the site does not have; "
        'did you mean "topics/trade/index.html"?',
    ),
    'href = "pages/desk/index.md"': (
        'href = "pages/draft.md"',
        "newsgen.toml:15:1: the navigation leads to 'pages/draft.md', which the site does not have; "
        'did you mean "pages/about.md"?',
    ),
    'logo = "art/mark.svg"': (
        'logo = "art/mrk.svg"',
        "newsgen.toml:6:1: logo is 'art/mrk.svg', and there is no static/art/mrk.svg; did you mean \"art/mark.svg\"?",
    ),
    "[us](pages/contact.md)": (
        "[us](pages/contct.md)",
        "newsgen.toml:7:1: the footer leads to 'pages/contct.md', which the site does not have; "
        'did you mean "pages/contact.md"?',
    ),
}


@pytest.mark.parametrize("right", MISTAKES)
def test_what_leads_nowhere_is_told_with_its_place(right: str, root: Path) -> None:
    wrong, message = MISTAKES[right]
    write(root, {"newsgen.toml": SETTINGS.replace(right, wrong)})
    with pytest.raises(ContentError) as caught:
        build(root)
    assert str(caught.value).startswith(message[:70])
    assert str(caught.value) == message
    assert not (root / "site").exists()


def test_a_page_and_a_static_file_at_one_address_are_told(root: Path) -> None:
    write(root, {"static/contact.html": "x"})
    with pytest.raises(
        ContentError, match=r"^pages/contact\.md:1: this page and static/contact\.html both stand at"
    ):
        build(root)


def test_what_own_templates_say_in_vain_is_a_warning(root: Path) -> None:
    """And stops a strict build."""
    template = '{% extends "default/article.html" %}\n{% block coments %}x{% endblock %}'
    write(root, {"templates/article.html": template})
    report = build(root)
    assert [problem.code for problem in report.warnings] == ["unused-block"]
    with pytest.raises(ContentError, match='did you mean "comments"'):
        build(root, strict=True)
