"""newsgen new, correct and withdraw."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from newsgen.desk.articles import current_minute, plan_notice
from newsgen.desk.journal import write_journaled
from newsgen.errors import RefusedError
from newsgen.model import PartialDate
from newsgen.pipeline.project import open_project
from tests.support.archives import four, newsgen, record, write

FRONT = re.compile(r"---\ntitle: (.*)\ndate: (\d{4}-\d\d-\d\dT\d\d:\d\d:00(?:Z|[+-]\d\d:\d\d))\n")


def test_a_record_is_made_with_the_headline_and_the_minute(tmp_path: Path) -> None:
    """In an empty folder too: the first article may be one's own. It is a draft, and without a text held back anyway."""
    before = datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)
    run = newsgen(tmp_path, "new", "Ferry returns: first crossing")
    assert (run.returncode, run.stderr) == (0, "")
    (path,) = (tmp_path / "articles").rglob("*.md")
    text = path.read_text()
    found = FRONT.match(text)
    assert found
    assert found[1] == "'Ferry returns: first crossing'"
    assert before <= datetime.datetime.fromisoformat(found[2]) <= datetime.datetime.now(datetime.UTC)
    assert path.name == f"{found[2][:10]}-ferry-returns-first-crossing.md"
    name = path.relative_to(tmp_path).as_posix()
    assert run.stdout.splitlines() == [
        f"made {name}",
        "it is a draft: delete the line status: draft to publish it",
        "next: write its text, then newsgen serve --drafts",
    ]
    assert "kept back: 1 draft (--drafts shows it)" in newsgen(tmp_path, "build").stdout
    path.write_text(text.replace("status: draft\n", ""))
    built = newsgen(tmp_path, "build").stdout
    assert built.startswith("built 0 articles into site/")
    assert f"kept back: 1 article without a text: {name}\n" in built
    path.write_text(text.replace("status: draft\n", "") + "\nThe ferry sails.\n")
    assert newsgen(tmp_path, "build").stdout.startswith("built 1 article into site/")


def test_the_date_is_that_of_the_archives_zone(tmp_path: Path) -> None:
    write(tmp_path, {"newsgen.toml": '[site]\ntimezone = "Pacific/Kiritimati"\n'})
    assert newsgen(tmp_path, "new", "A", TZ="America/Los_Angeles").returncode == 0
    (path,) = (tmp_path / "articles").rglob("*.md")
    found = FRONT.match(path.read_text())
    assert found
    assert found[2].endswith("+14:00")


MIDNIGHT = [
    ("2026-11-24T15:00:59+00:00", "Asia/Tokyo", "2026-11-25T00:00:00+09:00"),
    ("2026-11-24T14:59:59+00:00", "Asia/Tokyo", "2026-11-24T23:59:00+09:00"),
    ("2026-11-25T04:59:00+00:00", "America/New_York", "2026-11-24T23:59:00-05:00"),
    ("2026-11-25T00:00:00+00:00", "UTC", "2026-11-25T00:00:00Z"),
    ("2026-11-24T18:15:00+00:00", "Asia/Kathmandu", "2026-11-25T00:00:00+05:45"),
]


@pytest.mark.parametrize(("now", "zone", "date"), MIDNIGHT)
def test_around_midnight_the_day_is_that_of_the_zone(now: str, zone: str, date: str) -> None:
    assert current_minute(datetime.datetime.fromisoformat(now), zone) == PartialDate.parse(date)


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
    for withdraw in (False, True):
        notice = plan_notice(project, "talks-open", "x", day, withdraw=withdraw)
        write(archive, {PATH: text(archive) + "More.\n"})
        with pytest.raises(RefusedError, match="the file has changed meanwhile"):
            write_journaled(project, "correct", [notice.edit])
        assert "corrections" not in text(archive)
