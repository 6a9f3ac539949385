"""newsgen init."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import msgspec
import pytest

from newsgen.pipeline.project import open_project
from newsgen.settings.file import read_settings
from newsgen.settings.values import SECTIONS, NavigationEntry, Settings
from tests.support.archives import newsgen, tree


def test_a_new_archive_builds_and_has_nothing_to_check(tmp_path: Path) -> None:
    """With its one sample, which is an article with a date."""
    run = newsgen(tmp_path, "init", "my-archive")
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == "next: cd my-archive && newsgen build"
    root = tmp_path / "my-archive"
    assert sorted(path.name for path in root.iterdir()) == [
        ".github", ".gitignore", "articles", "newsgen.toml", "pages", "requirements.txt", "seeds", "static",
        "templates",
    ]  # fmt: skip
    run = newsgen(root, "build", "--strict")
    assert run.returncode == 0, run.stderr
    assert len(list((root / "articles").rglob("*.md"))) == 1
    assert len(list((root / "site").glob("20*/*/*/[!i]*.html"))) == 1
    assert newsgen(root, "check").returncode == 0
    assert open_project(root).settings.site.title == "My archive"


def test_the_sample_can_be_deleted_and_forgotten_as_it_says(tmp_path: Path) -> None:
    """Its address was never seen by a reader; the build says what else to delete, and then nothing is left to say."""
    newsgen(tmp_path, "init", ".")
    newsgen(tmp_path, "build")
    for sample in (*tmp_path.glob("seeds/*"), *tmp_path.rglob("*first-article*.md")):
        sample.unlink()
    (tmp_path / "seeds/mine.txt").write_text("My headline\n\nMy words.\n")
    assert "delete its line in newsgen.lock" in newsgen(tmp_path, "build").stderr
    lock = tmp_path / "newsgen.lock"
    kept = [line for line in lock.read_text().splitlines(keepends=True) if '"address","20' not in line]
    lock.write_text("".join(kept))
    assert newsgen(tmp_path, "build").stderr == ""
    assert newsgen(tmp_path, "check").returncode == 0


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


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    """But for a new repository."""
    (tmp_path / "a/.git").mkdir(parents=True)
    assert newsgen(tmp_path, "init", "a").returncode == 0
    before = tree(tmp_path)
    run = newsgen(tmp_path, "init", "a")
    assert run.returncode == 3
    assert run.stderr == "error: a: the folder is not empty: it holds .github; empty it, or say --force\n"
    assert tree(tmp_path) == before


def test_force_keeps_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "newsgen.toml").write_text("# mine\n")
    run = newsgen(tmp_path, "init", "--force")
    assert run.returncode == 0
    assert "made newsgen.toml" not in run.stdout
    assert (tmp_path / "newsgen.toml").read_text() == "# mine\n"
    assert (tmp_path / ".gitignore").exists()
    again = newsgen(tmp_path, "init", "--force")
    assert [line for line in again.stdout.splitlines() if line.startswith("made")] == []


@pytest.mark.parametrize("name", ['a "quoted" \\ name', "neues & altes", "-dash", "émigré", "$(x)", "x\ty"])
def test_any_folder_s_name_will_do(name: str, tmp_path: Path) -> None:
    """The title is a valid setting, and the next step can be pasted into a shell."""
    run = newsgen(tmp_path, "init", "--", name)
    assert run.returncode == 0, run.stderr
    assert open_project(tmp_path / name).settings.site.title
    step = run.stdout.splitlines()[-1].removeprefix("next: ").replace("newsgen build", "pwd")
    shell = subprocess.run(["/bin/sh", "-c", step], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (shell.stdout, shell.stderr) == (f"{tmp_path / name}\n", "")


def test_a_file_in_the_place_of_the_folder_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    run = newsgen(tmp_path, "init", "a")
    assert run.returncode == 2
    assert "'a' is a file" in run.stderr


def test_the_archive_s_gitignore_leaves_what_must_be_kept(tmp_path: Path) -> None:
    """The site and newsgen's own folder are made anew; records, seeds and the lock are the archive."""
    newsgen(tmp_path, "init", ".")
    newsgen(tmp_path, "build")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    command = ["git", "ls-files", "--others", "--exclude-standard"]
    kept = subprocess.run(
        command, cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert {path.partition("/")[0] for path in kept} == {
        ".github", ".gitignore", "articles", "newsgen.lock", "newsgen.toml", "requirements.txt", "seeds",
    }  # fmt: skip
