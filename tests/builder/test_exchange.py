"""Two folders change places, or nothing happens."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from newsgen.builder import publish as module
from newsgen.builder.publish import exchange, recover


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "file").write_text(text)
    return path


def state(at: Path) -> dict[str, str]:
    return {path.name: (path / "file").read_text() if path.is_dir() else "note" for path in at.iterdir()}


@pytest.mark.parametrize("platform", [sys.platform, "other"])
def test_folders_change_places(platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one call of Linux, and with two renames elsewhere."""
    monkeypatch.setattr(sys, "platform", platform)
    fresh, live = folder(tmp_path / "fresh", "new"), folder(tmp_path / "live", "old")
    exchange(fresh, live, tmp_path / "intent")
    assert state(tmp_path) == {"fresh": "old", "live": "new"}


def test_the_first_generation_is_moved(tmp_path: Path) -> None:
    """There is nothing to change places with; folders above it are made."""
    exchange(folder(tmp_path / "fresh", "new"), tmp_path / "www/live", tmp_path / "intent")
    assert (tmp_path / "www/live/file").read_text() == "new"
    assert not (tmp_path / "fresh").exists()


@pytest.mark.parametrize("platform", [sys.platform, "other"])
def test_nothing_happens_where_the_system_refuses(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here there is nothing to put in the place of the live folder."""
    monkeypatch.setattr(sys, "platform", platform)
    live = folder(tmp_path / "live", "old")
    with pytest.raises(OSError, match=os.strerror(errno.ENOENT)):
        exchange(tmp_path / "fresh", live, tmp_path / "intent")
    assert state(tmp_path) == {"live": "old"}


STEPS = {
    "nothing begun": [],
    "old put aside": [("live", "fresh.old")],
    "new in place": [("live", "fresh.old"), ("fresh", "live")],
    "all done but the note": [("live", "fresh.old"), ("fresh", "live"), ("fresh.old", "fresh")],
}


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_a_crash_between_two_renames_is_mended(steps: list[tuple[str, str]], tmp_path: Path) -> None:
    """Whichever step the crash came after, the live folder is whole and the other stands beside it; twice is once."""
    fresh, live = folder(tmp_path / "fresh", "new"), folder(tmp_path / "live", "old")
    intent = tmp_path / "intent"
    intent.write_text("note")
    for old, new in steps:
        (tmp_path / old).rename(tmp_path / new)
    recover(fresh, live, intent)
    assert sorted(state(tmp_path).items()) in (
        [("fresh", "new"), ("live", "old")],
        [("fresh", "old"), ("live", "new")],
    )
    recover(fresh, live, intent)
    assert len(state(tmp_path)) == 2


def test_the_steps_of_the_table_are_those_that_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each rename of the way without renameat2 is recorded, so that the table above cannot grow stale."""
    taken = []
    rename = Path.rename

    def noted(self: Path, target: Path) -> Path:
        taken.append((self.name, Path(target).name))
        return rename(self, target)

    monkeypatch.setattr(module.sys, "platform", "other")
    monkeypatch.setattr(Path, "rename", noted)
    exchange(folder(tmp_path / "fresh", "new"), folder(tmp_path / "live", "old"), tmp_path / "intent")
    assert taken == STEPS["all done but the note"]
