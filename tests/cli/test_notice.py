"""newsgen correct and newsgen withdraw."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from newsgen.desk.articles import plan_correction, plan_withdrawal
from newsgen.desk.journal import write_journaled
from newsgen.errors import RefusedError
from newsgen.model import PartialDate
from newsgen.pipeline.project import open_project
from tests.support.archives import four, newsgen, record, write

PATH = "articles/2023/2023-11-22-talks-open.md"
HEAD = '---\n# note\ntitle:   "Talks open" # t\ncorrections:\n  - {date: 2023-12-01, text: One.} # first\n'
NOTE = f"{HEAD}date: 2023-11-22\n---\n\nText.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write(tmp_path, four() | {"articles/draft.md": record("A draft", status="draft")})
    return tmp_path


def text(root: Path, path: str = PATH) -> str:
    return (root / path).read_text(encoding="utf-8")


def test_a_correction_is_added_in_place_and_today(archive: Path) -> None:
    """Comments, order and the other corrections stay."""
    write(archive, {PATH: NOTE, "newsgen.toml": '[site]\ntimezone = "Pacific/Kiritimati"\n'})
    run = newsgen(archive, "correct", "talks-open", "Two: it's blue.")
    assert run.returncode == 0, run.stderr
    zone = datetime.timezone(datetime.timedelta(hours=14))
    day = datetime.datetime.now(zone).date()
    added = f'  - {{date: {day}, text: "Two: it\'s blue."}}\n'
    assert text(archive) == HEAD + added + NOTE.removeprefix(HEAD)
    assert f"undone: correct {PATH} (1 file)\n" in newsgen(archive, "undo").stdout
    assert text(archive) == NOTE


def test_a_record_that_changed_meanwhile_is_left_alone(archive: Path) -> None:
    project, day = open_project(archive), PartialDate.parse("2023-12-01")
    for find in (plan_correction, plan_withdrawal):
        notice = find(project, "talks-open", "x", day)
        write(archive, {PATH: text(archive) + "More.\n"})
        with pytest.raises(RefusedError, match="the file has changed meanwhile"):
            write_journaled(project, "correct", [notice.edit])
        assert "corrections" not in text(archive)
