"""newsgen check."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.archives import four, newsgen, record, stamps, write


def test_there_must_be_a_site(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    run = newsgen(tmp_path, "check")
    assert (run.returncode, run.stderr) == (3, "error: site: there is no site to check; run: newsgen build\n")


def test_a_sound_site_has_no_findings(tmp_path: Path) -> None:
    write(tmp_path, four())
    newsgen(tmp_path, "build")
    before = stamps(tmp_path / "site")
    run = newsgen(tmp_path, "check")
    assert (run.returncode, run.stdout, run.stderr) == (0, "checked: 0 findings\n", "")
    assert stamps(tmp_path / "site") == before


def test_a_broken_link_is_told_at_its_place_in_the_record(tmp_path: Path) -> None:
    text = record("A", "See [this](gone.html) and [that](#nowhere).", date="2023-01-02")
    write(tmp_path, {"articles/a.md": text})
    newsgen(tmp_path, "build")
    run = newsgen(tmp_path, "check")
    assert run.returncode == 1
    assert run.stdout == "checked: 2 findings\n"
    assert run.stderr.splitlines() == [
        'error: articles/a.md:5:12: link "gone.html" leads to 2023/01/02/gone.html, which is not in the site; '
        "mend the link",
        'error: articles/a.md:5:34: link "#nowhere" names an anchor that 2023/01/02/a.html does not have; '
        "mend the link",
    ]
    found = json.loads(newsgen(tmp_path, "check", "--format", "json").stdout)
    assert [(one["file"], one["line"], one["code"]) for one in found] == [
        ("articles/a.md", 5, "broken-link")
    ] * 2
    github = newsgen(tmp_path, "check", "--format", "github")
    assert github.stdout.startswith("::error file=articles/a.md,line=5,col=12::link ")
    assert newsgen(tmp_path, "check", "-q").stdout == ""


def test_a_record_that_broke_since_the_build_is_told(tmp_path: Path) -> None:
    write(tmp_path, four())
    newsgen(tmp_path, "build")
    write(tmp_path, {"articles/bad.md": "---\n"})
    run = newsgen(tmp_path, "check")
    assert run.returncode == 1
    assert run.stderr.startswith("error: articles/bad.md:")
