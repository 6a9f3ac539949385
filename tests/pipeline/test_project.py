"""Which archive: its root and its settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.errors import SettingsError
from newsgen.pipeline.project import open_project, with_settings
from tests.support.archives import write


def test_without_settings_an_archive_is_the_folder_with_its_name_as_title(tmp_path: Path) -> None:
    root = tmp_path / "east-asia_record"
    root.mkdir()
    project = open_project(root)
    assert (project.root, project.file, project.settings.site.title) == (root, "", "East asia record")
    assert project.output == root / "site"


def test_settings_are_found_in_newsgen_toml_before_pyproject_toml(tmp_path: Path) -> None:
    """And another tool's broken pyproject.toml is that tool's affair."""
    write(tmp_path, {"pyproject.toml": "[project\n"})
    assert open_project(tmp_path).file == ""
    for text in ("tool = 5\n", 'tool = "newsgen"\n', "[tool.other]\n", "x = " + "[" * 9999):
        write(tmp_path, {"pyproject.toml": text})
        assert open_project(tmp_path).file == ""
    write(tmp_path, {"pyproject.toml": '[tool.newsgen.site]\ntitle = "P"\n'})
    assert open_project(tmp_path).settings.site.title == "P"
    write(tmp_path, {"newsgen.toml": b'\xef\xbb\xbf[site]\ntitle = "N"\n'})
    assert open_project(tmp_path).settings.site.title == "N"


def test_a_settings_file_that_is_named_makes_its_folder_the_archive(tmp_path: Path) -> None:
    write(tmp_path, {"a/other.toml": '[site]\ntitle = "A"\n', "newsgen.toml": "[nonsense]\n"})
    project = open_project(tmp_path, tmp_path / "a/other.toml")
    assert (project.root, project.file, project.settings.site.title) == (tmp_path / "a", "other.toml", "A")


def test_the_root_is_absolute_and_real_wherever_the_process_is(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to("a")
    assert open_project(tmp_path / "link").root == tmp_path / "a"


def test_an_address_ends_in_a_slash_and_paths_are_plain(tmp_path: Path) -> None:
    write(tmp_path, {"newsgen.toml": """
[site]
url = "https://example.org/news"
[paths]
articles = "./texts//of/"
output = "out/./"
"""})  # fmt: skip
    settings = open_project(tmp_path).settings
    assert (settings.site.url, settings.paths.articles, settings.paths.output) == (
        "https://example.org/news/", "texts/of", "out",
    )  # fmt: skip


def test_an_output_that_is_a_link_into_the_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "site").symlink_to("articles")
    with pytest.raises(SettingsError, match="lie in one another"):
        open_project(tmp_path)


def test_an_output_that_is_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to("site")
    with pytest.raises(SettingsError) as caught:
        open_project(tmp_path)
    assert str(caught.value) == "site is a link to itself; remove it"


def test_a_file_that_is_missing_or_not_utf_8_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"there is no such file; name the archive's newsgen\.toml"):
        open_project(tmp_path, tmp_path / "none.toml")
    write(tmp_path, {"newsgen.toml": b"[site]\ntitle = '\xff'\n"})
    with pytest.raises(SettingsError) as caught:
        open_project(tmp_path)
    assert str(caught.value) == "newsgen.toml: not UTF-8 at byte 16; save it as UTF-8"


def test_the_command_line_s_values_pass_the_same_checks(tmp_path: Path) -> None:
    """All of them at once, named as their flags."""
    project = open_project(tmp_path)
    changed = with_settings(project, {"site": {"url": "https://example.org"}, "loader": {"period": "2004"}})
    assert changed.settings.site.url == "https://example.org/"
    with pytest.raises(SettingsError) as caught:
        with_settings(project, {"site": {"url": "example"}, "loader": {"period": "x"}})
    assert [str(problem).partition(" ")[0] for problem in caught.value.problems] == ["--period", "--site-url"]
    with pytest.raises(SettingsError, match="lie in one another"):
        with_settings(project, {"paths": {"output": str(tmp_path / "seeds")}})
