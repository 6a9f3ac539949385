"""newsgen new: a record to write by hand."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from newsgen.desk.articles import current_minute
from newsgen.model import PartialDate
from tests.support.archives import newsgen, write

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
