"""newsgen init."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from newsgen.settings.file import read_settings
from newsgen.settings.values import SECTIONS, NavigationEntry, Settings
from tests.support.archives import newsgen


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
