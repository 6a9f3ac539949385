"""A saved page, rendered alone, is the page that the next build makes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from newsgen.errors import ContentError
from newsgen.pipeline.build import run_build
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.plan import plan_site
from newsgen.pipeline.project import Project, open_project
from newsgen.pipeline.report import RunOptions
from newsgen.preview.quick_render import (
    LastPlan,
    has_theme_file,
    keep_plan_of_build,
    refresh_theme,
    render_changed_pages,
    render_planned_page,
)
from tests.support.archives import four, record, write

OPTIONS = RunOptions(datetime.date(2026, 11, 24), locked=True, index=False)
TALKS = "articles/2023/2023-11-22-talks-open.md"
PAGE = "2023/11/22/talks-open.html"
SAVED: Mapping[str, dict[str, object]] = {
    "plain": {},
    "names": {"people": ["Mei Lin", "Somebody Else"], "topics": ["Trade", "Water"], "source": "Harbour Wire"},
    "no names": {"topics": [], "people": [], "source": None},
    "alias": {"people": ["M. Lin"]},
    "withdrawn": {"status": "withdrawn"},
    "corrected": {"corrections": [{"date": "2023-11-25", "text": "It was so."}]},
    "time": {"date": "2023-11-22T14:30"},
    "language": {"language": "ar", "dek": "A standfirst of some words that stands below."},
}
RELATED = re.compile(rb'<section class="related">.*?</section>\n', re.DOTALL)
"""What follows with the build: related articles are others if the names are."""
BODY = "Fresh words, [a link](2021-05-01-a-canal.md), a note[^1], ~~gone~~.\n\n> Quoted.\n\n[^1]: The note."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, four() | {"names.toml": '[people]\n"Mei Lin" = ["M. Lin"]\n', "static/a.txt": "old"})
    return tmp_path


def plan(root: Path, last: LastPlan | None = None, options: RunOptions = OPTIONS) -> tuple[Project, LastPlan]:
    project = open_project(root)
    opened = open_archive(project, options, illustrated=True)
    return project, keep_plan_of_build(opened, plan_site(opened), last)


def saved(**fields: object) -> str:
    shared = {"date": "2023-11-22", "topics": ["Trade"], "people": ["Mei Lin"], "source": "Harbour Wire"}
    wanted = {key: value for key, value in {**shared, **fields}.items() if value is not None}
    return record("Talks begin", BODY, **wanted)


@pytest.mark.parametrize("fields", SAVED.values(), ids=SAVED)
def test_a_saved_page_is_that_of_the_next_build(fields: dict[str, object], root: Path) -> None:
    """To the byte, but for the related articles."""
    project, last = plan(root)
    write(root, {TALKS: saved(**fields)})
    pages = render_changed_pages(last, [TALKS, "articles/none.md"])
    assert list(pages) == [PAGE]
    run_build(project, OPTIONS)
    built = (root / "site" / PAGE).read_bytes()
    assert RELATED.sub(b"", pages[PAGE]) == RELATED.sub(b"", built)
    assert b"Talks begin" in built


def test_pages_of_texts_that_stand_elsewhere_or_nowhere_now_are_left_to_the_build(root: Path) -> None:
    _, last = plan(root)
    for text in (saved(date="2023-11-23"), saved(slug="other"), saved(status="draft")):
        write(root, {TALKS: text})
        assert render_changed_pages(last, [TALKS]) == {}
    (root / TALKS).unlink()
    assert render_changed_pages(last, [TALKS]) == {}


def test_drafts_are_saved_pages_where_drafts_are_shown(root: Path) -> None:
    write(root, {TALKS: saved(status="draft")})
    _, last = plan(root, options=RunOptions(OPTIONS.as_of, drafts=True))
    write(root, {TALKS: saved(status="draft", dek="x")})
    assert list(render_changed_pages(last, [TALKS])) == [PAGE]


def test_a_saved_static_file(root: Path) -> None:
    _, last = plan(root)
    write(root, {"static/a.txt": "new", "static/unknown.txt": "new"})
    assert render_changed_pages(last, ["static/a.txt", "static/unknown.txt", "a.txt"]) == {"a.txt": b"new"}


def test_a_saved_text_that_is_wrong(root: Path) -> None:
    _, last = plan(root)
    write(root, {TALKS: "---\n"})
    with pytest.raises(ContentError, match=f"^{TALKS}:1"):
        render_changed_pages(last, [TALKS])


def test_saved_templates_and_assets_show_on_any_page(root: Path) -> None:
    """Also with what was saved before them; without a change nothing is compiled again."""
    _, last = plan(root)
    assert refresh_theme(last) is last
    write(root, {TALKS: saved()})
    render_changed_pages(last, [TALKS])
    write(
        root,
        {
            "templates/base.html": '{% extends "default/base.html" %}{% block footer %}<p>Foot</p>{% endblock %}',
            "templates/assets/own.css": "p { color: red }",
        },
    )
    fresh = refresh_theme(last)
    page = render_planned_page(fresh, PAGE)
    assert page is not None
    assert b"<p>Foot</p>" in page
    assert b"Talks begin" in page
    assert b"assets/own.css?v=" in page
    assert render_planned_page(fresh, "assets/own.css") is not None
    assert render_planned_page(fresh, "nowhere.html") is None
    assert b"Foot" not in (render_planned_page(last, PAGE) or b"")


def test_compiled_templates_serve_on(root: Path) -> None:
    _, last = plan(root)
    assert plan(root, last)[1].environment is last.environment
    write(root, {"templates/base.html": "x"})
    assert plan(root, last)[1].environment is not last.environment


def test_what_is_part_of_the_theme(root: Path) -> None:
    project, _ = plan(root)
    assert has_theme_file(project, ["articles/x.md", "templates/locales/fr.po"])
    assert not has_theme_file(project, ["articles/templates/x.md", "templates.txt"])
