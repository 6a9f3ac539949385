"""newsgen init, and newsgen theme, which shows and copies files of the default theme."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import msgspec
import pytest

from newsgen import __version__
from newsgen.cli.init import make_requirement
from newsgen.renderer.theme.theme import read_default_files
from newsgen.settings.file import read_settings
from newsgen.settings.values import SECTIONS, NavigationEntry, Settings
from tests.support.archives import newsgen, record, write


@pytest.mark.parametrize("kept", ["nothing", "seeds", "articles"])
def test_the_sample_can_be_deleted(kept: str, tmp_path: Path) -> None:
    """Its address was never published, so nothing warns that it is gone."""
    newsgen(tmp_path, "init", ".", "--sample")
    newsgen(tmp_path, "build", "--no-search")
    for sample in (*tmp_path.glob("seeds/*"), *tmp_path.rglob("*first-article*.md")):
        if kept not in sample.parts:
            sample.unlink()
    for command in ("build --no-search", "build --no-search --locked", "build --no-search --strict", "check"):
        run = newsgen(tmp_path, *command.split())
        assert (run.returncode, run.stderr) == (0, ""), command


def test_commands_find_the_archive_from_a_folder_inside_it(tmp_path: Path) -> None:
    """Files are named from there; a folder with texts of its own, and no settings, is an archive of its own."""
    newsgen(tmp_path, "init", ".")
    write(tmp_path, {"articles/2020/a.md": record("A"), "static/x/seeds/b.txt": "B\n\nWords.\n"})
    assert newsgen(tmp_path / "articles/2020", "build", "--no-search").stdout.startswith(
        "built 1 article into site/"
    )
    assert newsgen(tmp_path / "articles/2020", "withdraw", "a.md", "Wrong.").returncode == 0
    assert "status: withdrawn" in (tmp_path / "articles/2020/a.md").read_text()
    assert newsgen(tmp_path / "static", "load", "x/seeds/b.txt").returncode == 0
    assert (tmp_path / "seeds/b.txt").exists()
    assert "would make 1 record" in newsgen(tmp_path / "static/x", "load", "--dry-run").stdout


def requirement(**origin: object) -> tuple[str, str]:
    return make_requirement("newsgen", origin)


def test_the_place_of_installation_is_named() -> None:
    git = "https://example.org/desk/newsgen.git"
    vcs = {"vcs": "git", "requested_revision": "main", "commit_id": "c0ffee"}
    assert requirement() == (f"newsgen=={__version__}", "")
    assert requirement(url=git, vcs_info=vcs)[0] == f"newsgen @ git+{git}@c0ffee"
    assert (
        requirement(url=git, vcs_info=vcs, subdirectory="py")[0]
        == f"newsgen @ git+{git}@c0ffee#subdirectory=py"
    )
    wheel = "https://example.org/newsgen-1-py3-none-any.whl"
    assert requirement(url=wheel, archive_info={})[0] == f"newsgen @ {wheel}"


def test_a_checkout_is_named_by_its_commit_once_that_is_pushed(tmp_path: Path) -> None:
    """Before, and without a remote repository, it is said what is missing."""

    def git(*arguments: str) -> str:
        settings = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ["git", *settings, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "Begin")
    git("remote", "add", "origin", "git@example.org:desk/newsgen.git")
    origin = {"url": tmp_path.as_uri(), "dir_info": {}}
    missing = f"newsgen was installed from {tmp_path}, which other machines cannot reach"
    assert requirement(**origin) == ("", missing)
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    commit = git("rev-parse", "HEAD")
    assert requirement(**origin)[0] == f"newsgen @ git+https://example.org/desk/newsgen.git@{commit}"


def test_every_setting_is_explained_with_its_default(tmp_path: Path) -> None:
    """Each line behind "#" can be taken in, and then says what holds anyway."""
    newsgen(tmp_path, "init", ".")
    text = (tmp_path / "newsgen.toml").read_text()
    settings = read_settings(re.sub(r"(?m)^# (?=\w+ = )", "", text), "newsgen.toml")
    assert (
        msgspec.structs.replace(settings, site=msgspec.structs.replace(settings.site, title="")) == Settings()
    )
    for section, kind in SECTIONS.items():
        part = text.partition(f"[{section}]\n")[2].partition("\n[")[0]
        for name in kind.__struct_fields__:
            assert re.search(rf"(?m)^# .+\n(?:# )?{name} = ", part), f"{section}.{name}"


def test_the_example_of_a_navigation_is_one(tmp_path: Path) -> None:
    newsgen(tmp_path, "init", ".")
    text = (tmp_path / "newsgen.toml").read_text()
    settings = read_settings(re.sub(r"(?m)^#( {3}(?=\w+ = )| (?=\[\[))", "", text), "newsgen.toml")
    assert settings.navigation == (NavigationEntry("Topics", "topics/index.html"),)


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
