"""Compiled templates are cached in the user's folder, and only there."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from jinja2.bccache import bc_magic

from newsgen.renderer.locale.translations import ENGLISH, Translations
from newsgen.renderer.theme.render import TemplateCache, make_environment
from tests.renderer.samples import read
from tests.support.archives import write
from tests.support.command import newsgen

GERMAN = Translations("de", {"Feed": ("Strom",)}, fingerprint="1")
TEXT = "{{ _('Feed') }}<"


def show(folder: Path, text: str = TEXT, words: Translations = ENGLISH, engine: str = "1") -> str:
    cache = TemplateCache.open(folder, engine, words)
    places = {"a.html": "templates/a.html"}
    return make_environment({"a.html": text}, places, read, words, cache).get_template("a.html").render()


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    stats = {path.name: path.stat() for path in (folder / "templates").iterdir()}
    return {name: (status.st_ino, status.st_mtime_ns) for name, status in stats.items()}


def test_a_template_is_compiled_once_for_each_language(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "newsgen"
    assert (show(folder), show(folder, words=GERMAN)) == ("Feed<", "Strom<")
    before = stamps(folder)
    assert len(before) == 2
    assert (show(folder), show(folder, words=GERMAN)) == ("Feed<", "Strom<")
    assert stamps(folder) == before


def test_code_of_another_text_catalogue_or_version_is_replaced(tmp_path: Path) -> None:
    other = Translations("de", {"Feed": ("Kanal",)}, fingerprint="2")
    for text, words, engine, shown in [
        (TEXT, GERMAN, "1", "Strom<"),
        (TEXT.replace("<", ">"), GERMAN, "1", "Strom>"),
        (TEXT, other, "1", "Kanal<"),
        (TEXT, other, "2", "Kanal<"),
    ]:
        before = stamps(tmp_path) if (tmp_path / "templates").exists() else {}
        assert show(tmp_path, text, words, engine) == shown
        assert stamps(tmp_path) != before
        assert len(stamps(tmp_path)) == 1


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    show(tmp_path)
    (file,) = (tmp_path / "templates").iterdir()
    data = file.read_bytes()
    for damaged in (b"", data[:9], data[: len(data) // 2], data[:-1], b"\xff" * 99, data[:20] + b"\xff" * 99):
        file.write_bytes(damaged)
        assert show(tmp_path) == "Feed<"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_a_folder_that_nobody_else_can_write_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "newsgen"
    assert show(folder) == "Feed<"
    assert {path.stat().st_mode & 0o777 for path in (folder, folder / "templates")} == {0o700}
    for mode, used in ((0o755, True), (0o770, False), (0o707, False)):
        (folder / "templates").chmod(mode)
        assert (TemplateCache.open(folder, "1", ENGLISH) is not None) is used
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "file").write_bytes(b"")
    for unusable in (tmp_path / "link", tmp_path / "file"):
        assert TemplateCache.open(unusable, "1", ENGLISH) is None
        assert show(unusable) == "Feed<"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the folder has another name")
def test_a_build_keeps_compiled_templates_in_the_users_cache_and_none_in_the_archive(tmp_path: Path) -> None:
    """An archive may come from a stranger."""
    root, home = tmp_path / "archive", tmp_path / "home"
    write(root, {"articles/2023-01-02-a.md": "---\ntitle: A\n---\nText.\n", "templates/about.html": "About"})
    for cache, variables in (
        (tmp_path / "own", {"XDG_CACHE_HOME": str(tmp_path / "own"), "HOME": str(home)}),
        (home / ".cache", {"XDG_CACHE_HOME": "relative", "HOME": str(home)}),
        (None, {"XDG_CACHE_HOME": "", "HOME": str(root)}),
    ):
        assert newsgen(root, "build", **variables).returncode == 0
        if cache:
            compiled = list((cache / "newsgen" / "templates").iterdir())
            assert len(compiled) > 5
            assert all(path.read_bytes().startswith(bc_magic) for path in compiled)
        shutil.rmtree(root / "site")
    files = [path for path in root.rglob("*") if path.is_file()]
    assert not [path for path in files if bc_magic in path.read_bytes() or ".cache" in path.parts]
