"""newsgen correct and newsgen withdraw."""

from __future__ import annotations

import datetime
from pathlib import Path

import feedparser
import pytest

from newsgen.desk.corrections import plan_correction, plan_withdrawal
from newsgen.desk.edit import write_edits
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


def test_page_log_feed_and_json_ld_follow(archive: Path) -> None:
    write(archive, {"newsgen.toml": '[site]\nurl = "https://example.org/"\ntimezone = "Asia/Tokyo"\n'})
    assert newsgen(archive, "correct", "talks-open", "It was blue.", "--date", "2023-12-02").returncode == 0
    assert newsgen(archive, "build").returncode == 0
    page = text(archive, "site/2023/11/22/talks-open.html")
    assert "It was blue." in page
    assert '"correction":[{"@type":"CorrectionComment"' in page.replace(": ", ":")
    assert "It was blue." in text(archive, "site/corrections/index.html")
    log = feedparser.parse(text(archive, "site/corrections/feed.xml"))
    assert "It was blue." in str(log.entries[0])
    assert log.entries[0].updated == "2023-12-02T00:00:00+09:00"
    feed = feedparser.parse(text(archive, "site/feed.xml"))
    assert {one.title: one.updated for one in feed.entries}["Talks open"] == "2023-12-02T00:00:00+09:00"
    assert newsgen(archive, "check").returncode == 0


def test_a_withdrawn_article_keeps_its_address_and_tells_why(archive: Path) -> None:
    newsgen(archive, "build")
    run = newsgen(archive, "withdraw", "talks-open", "It rested on a forged letter.", "--date", "2023-12-03")
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(f"withdrawn: {PATH} (Talks open)\n")
    assert "status: withdrawn\n" in text(archive)
    assert newsgen(archive, "build").returncode == 0
    page = text(archive, "site/2023/11/22/talks-open.html")
    assert "It rested on a forged letter." in page
    assert "Some text." not in page
    assert "It rested on a forged letter." in text(archive, "site/corrections/index.html")
    assert newsgen(archive, "check").returncode == 0


def test_a_record_that_changed_meanwhile_is_left_alone(archive: Path) -> None:
    project, day = open_project(archive), PartialDate.parse("2023-12-01")
    for find in (plan_correction, plan_withdrawal):
        notice = find(project, "talks-open", "x", day)
        write(archive, {PATH: text(archive) + "More.\n"})
        with pytest.raises(RefusedError, match="the file has changed meanwhile"):
            write_edits(project, [notice.edit])
        assert "corrections" not in text(archive)
