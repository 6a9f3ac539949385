"""newsgen new: a record to write by hand."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from newsgen.desk.new import current_minute
from newsgen.model import PartialDate
from tests.support.archives import newsgen, write

FRONT = re.compile(r"---\ntitle: (.*)\ndate: (\d{4}-\d\d-\d\dT\d\d:\d\d:00(?:Z|[+-]\d\d:\d\d))\n")


def test_a_record_is_made_with_the_headline_and_the_minute(tmp_path: Path) -> None:
    """In an empty folder too: the first article may be one's own. It is built at once."""
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
    assert run.stdout.splitlines() == [f"made {name}", "next: write its text, then newsgen serve"]
    built = newsgen(tmp_path, "build")
    assert built.stdout.startswith("built 1 article into site/")


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


def test_all_that_is_known_may_be_given(tmp_path: Path) -> None:
    write(tmp_path, four())
    options = [
        "--date",
        "2023-12-01",
        "--slug",
        "Ferry!",
        "--topic",
        "Trade",
        "--topic",
        "Ferries",
        "--person",
        "Mei Lin",
    ]
    options += [
        "--author",
        "A. Writer",
        "--place",
        "Oslo",
        "--organization",
        "Port",
        "--source",
        "Wire",
        "--dek",
        "A dek",
    ]
    run = newsgen(tmp_path, "new", "Ferry returns", *options, "--language", "en-GB", "--draft")
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "articles/2023/2023-12-01-ferry.md").read_text() == (
        "---\ntitle: Ferry returns\ndek: A dek\ndate: 2023-12-01\ntopics: [Trade, Ferries]\npeople: [Mei Lin]\n"
        "places: [Oslo]\norganizations: [Port]\nauthors: [A. Writer]\nsource: Wire\nlanguage: en-GB\nstatus: draft\n---\n"
    )
    assert run.stdout.splitlines() == [
        "made articles/2023/2023-12-01-ferry.md",
        'new: no other article has "Ferries" among its topics',
        "next: write its text, then newsgen serve --drafts",
    ]


def test_a_slip_in_a_name_is_pointed_out(tmp_path: Path) -> None:
    write(tmp_path, four())
    run = newsgen(tmp_path, "new", "A", "--topic", "trade")
    assert (
        'new: no other article has "trade" among its topics; the nearest is "Trade"'
        in run.stdout.splitlines()
    )


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """Neither the file nor the address of another article, be it one that has left it."""
    write(tmp_path, four() | {"articles/moved.md": record("Moved", date="2020-01-02", slug="ferry")})
    newsgen(tmp_path, "build")
    write(tmp_path, {"articles/moved.md": record("Moved", date="2020-01-03", slug="ferry")})
    before = tree(tmp_path / "articles")
    for title, date, holder, address in [
        ("Talks open", "2023-11-22", "articles/2023/2023-11-22-talks-open.md", "2023/11/22/talks-open.html"),
        ("Ferry", "2020-01-03", "articles/moved.md", "2020/01/03/ferry.html"),
        ("Ferry", "2020-01-02", "articles/moved.md", "2020/01/02/ferry.html"),
    ]:
        run = newsgen(tmp_path, "new", title, "--date", date)
        assert (run.returncode, run.stderr) == (
            3, f"error: {holder} is at {address} already; give this one another name with --slug\n"
        )  # fmt: skip
    assert tree(tmp_path / "articles") == before


def test_a_dry_run_says_what_it_would_make(tmp_path: Path) -> None:
    run = newsgen(tmp_path, "new", "A", "--date", "2023-11", "--dry-run")
    assert run.stdout.startswith("would make articles/2023/2023-11-a.md\n")
    assert not (tmp_path / "articles").exists()
    run = newsgen(tmp_path, "new", "A", "--date", "2023", "--format", "json")
    made = json.loads(run.stdout)
    assert (made["article"], made["address"]) == ("articles/2023/2023-a.md", "2023/a.html")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["A", "--date", "31 Nov"], 2, "--date '31 Nov' is not YYYY"),
        (
            ["A", "--date", "2023-11-31"],
            2,
            "--date '2023-11-31' names no day of the calendar; write e.g. 2027-01-01",
        ),
        (["A", "--language", "english language"], 1, 'language "english language" is not a language tag'),
        ([" "], 1, "title is missing; write title: and the headline"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_made(
    arguments: list[str], code: int, message: str, tmp_path: Path
) -> None:
    run = newsgen(tmp_path, "new", *arguments)
    assert run.returncode == code
    assert run.stderr.startswith(f"error: {message}")
    assert not (tmp_path / "articles").exists()


def test_drafts_and_embargoes_are_held_back_and_said_so(tmp_path: Path) -> None:
    write(tmp_path, four())
    for arguments in (
        ["Draft", "--draft"],
        ["Later", "--date", "2030-02-03"],
        ["Soon", "--date", "2030-01-01T09:00:00+09:00"],
    ):
        run = newsgen(tmp_path, "new", *arguments)
        assert run.returncode == 0
    assert "it appears 2030-01-01T09:00:00+09:00; until then builds hold it back" in run.stdout.splitlines()
    for path in (tmp_path / "articles").rglob("*.md"):
        path.write_text(path.read_text() + "\nThe text of it.\n")
    lines = newsgen(tmp_path, "build").stdout.splitlines()
    assert [line for line in lines if "kept back" in line or "appears" in line] == [
        "kept back: 1 draft (--drafts shows it)",
        "kept back: 2 articles until their dates come (--future shows them)",
        "  appears 2030-01-01T09:00:00+09:00: articles/2030/2030-01-01-soon.md",
        "  appears 2030-02-03: articles/2030/2030-02-03-later.md",
    ]
    assert not (tmp_path / "site/2030").exists()
    said = json.loads(newsgen(tmp_path, "build", "--format", "json").stdout)
    assert [path for path, _ in said["future"]] == [
        "articles/2030/2030-01-01-soon.md",
        "articles/2030/2030-02-03-later.md",
    ]
    newsgen(tmp_path, "build", "--as-of", "2030-01-01T08:59+09:00")
    assert not (tmp_path / "site/2030").exists()
    newsgen(tmp_path, "build", "--as-of", "2030-01-01T09:00+09:00")
    assert (tmp_path / "site/2030/01/01/soon.html").exists()
    assert not (tmp_path / "site/2030/02").exists()
    newsgen(tmp_path, "build", "--future", "--drafts")
    assert len(list((tmp_path / "site").rglob("draft.html"))) == 1
    assert (tmp_path / "site/2030/02/03/later.html").exists()
