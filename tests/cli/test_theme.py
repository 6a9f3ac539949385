"""newsgen theme: the default theme can be read and copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.renderer.theme.theme import read_default_files
from tests.support.archives import newsgen, record, write


def test_show_lists_the_files_and_prints_one(tmp_path: Path) -> None:
    """In any folder."""
    files = read_default_files()
    assert newsgen(tmp_path, "theme", "show").stdout.splitlines() == list(files)
    assert newsgen(tmp_path, "theme", "show", "article.html").stdout == files["article.html"].decode()


def test_a_copy_is_used_and_changes_no_page(tmp_path: Path) -> None:
    """A site with a copied template has the same pages, and shows an edit of it."""
    write(
        tmp_path, {"articles/a.md": record("Ferry returns"), "newsgen.toml": '[paths]\ntemplates = "look"\n'}
    )
    assert newsgen(tmp_path, "build", "--no-search").returncode == 0
    page = tmp_path / "site/undated/a.html"
    before = page.read_bytes()
    run = newsgen(tmp_path, "theme", "copy", "article.html", "parts/lists.html")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[:2] == ["made look/article.html", "made look/parts/lists.html"]
    assert newsgen(tmp_path, "build", "--no-search").returncode == 0
    assert page.read_bytes() == before
    own = tmp_path / "look/article.html"
    own.write_text(own.read_text().replace("<h1", "<h1 data-own", 1))
    assert newsgen(tmp_path, "build", "--no-search").returncode == 0
    assert b"<h1 data-own" in page.read_bytes()


def test_nothing_is_overwritten_or_copied_in_part(tmp_path: Path) -> None:
    write(tmp_path, {"newsgen.toml": "", "templates/article.html": "mine"})
    run = newsgen(tmp_path, "theme", "copy", "front.html", "article.html")
    assert run.returncode == 3
    assert run.stderr == (
        "error: templates/article.html: this file exists, so nothing was copied; rename or delete it first\n"
    )
    assert [path.name for path in (tmp_path / "templates").iterdir()] == ["article.html"]
    assert (tmp_path / "templates/article.html").read_text() == "mine"


@pytest.mark.parametrize("verb", ["show", "copy"])
@pytest.mark.parametrize(
    ("name", "remedy"),
    [("artcle.html", 'did you mean "article.html"?'), ("../../x", "newsgen theme show lists all files")],
)
def test_an_unknown_name_is_a_usage_error(verb: str, name: str, remedy: str, tmp_path: Path) -> None:
    (tmp_path / "newsgen.toml").touch()
    run = newsgen(tmp_path, "theme", verb, name)
    assert run.returncode == 2
    assert f'the default theme has no file "{name}"; {remedy}' in run.stderr
