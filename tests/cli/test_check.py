"""newsgen check."""

from __future__ import annotations

from pathlib import Path

from tests.support.archives import four, newsgen, stamps, write


def test_a_sound_site_has_no_findings(tmp_path: Path) -> None:
    write(tmp_path, four())
    newsgen(tmp_path, "build")
    before = stamps(tmp_path / "site")
    run = newsgen(tmp_path, "check")
    assert (run.returncode, run.stdout, run.stderr) == (
        0,
        "checked: nothing to find fault with\nnext: publish: git push, or copy the site to its host\n",
        "",
    )
    assert stamps(tmp_path / "site") == before


def test_a_broken_link_is_told_at_its_place_in_the_record(tmp_path: Path) -> None:
    text = record("A", "See [this](gone.html) and [that](#nowhere).", date="2023-01-02")
    write(tmp_path, {"articles/a.md": text})
    newsgen(tmp_path, "build")
    run = newsgen(tmp_path, "check")
    assert run.returncode == 1
    assert (
        run.stdout == "checked: 2 errors\nnext: mend what is named, then newsgen build, then newsgen check\n"
    )
    assert run.stderr.splitlines() == [
        'error: articles/a.md:5:12: link "gone.html" leads to 2023/01/02/gone.html, which is not in the site [broken-link]; '
        "correct the link",
        'error: articles/a.md:5:34: link "#nowhere" names an anchor that 2023/01/02/a.html does not have [broken-link]; '
        "correct the link",
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


def test_a_warning_is_no_error_but_with_strict(tmp_path: Path) -> None:
    guess = {"date": {"confidence": 0.4, "rule": "weekday", "evidence": "line 4"}}
    write(tmp_path, {"articles/a.md": record("A", date="2023-01-02", inferred=guess)})
    newsgen(tmp_path, "build")
    run = newsgen(tmp_path, "check")
    assert (run.returncode, run.stdout) == (0, "checked: 1 warning\nnext: newsgen review\n")
    assert run.stderr == (
        "warning: articles/a.md:3:1: the date 2023-01-02 is a guess (0.40) [provisional-date]; "
        "confirm or correct it: newsgen review articles/a.md\n"
    )
    assert newsgen(tmp_path, "check", "--strict").returncode == 1
    assert newsgen(tmp_path, "check", "--format", "github").stdout.startswith(
        "::warning file=articles/a.md,line=3"
    )
    (found,) = json.loads(newsgen(tmp_path, "check", "--format", "json").stdout)
    assert (found["level"], found["code"], found["file"], found["line"]) == (
        "warning", "provisional-date", "articles/a.md", 3
    )  # fmt: skip


def test_what_can_be_mended_is_offered_and_mended(tmp_path: Path) -> None:
    for name, topic in {"a": "Trade", "b": "Trade", "c": "trade"}.items():
        write(tmp_path, {f"articles/{name}.md": record(name, date="2023-01-02", topics=[topic])})
    newsgen(tmp_path, "build")
    run = newsgen(tmp_path, "check")
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "next: newsgen check --fix (mends 1)")
    run = newsgen(tmp_path, "check", "--fix")
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "mended: trade → Trade in topics of 1 record",
        "checked: nothing to find fault with",
        "next: newsgen build",
    ]


def test_a_site_that_is_behind_its_records_is_told(tmp_path: Path) -> None:
    write(tmp_path, four())
    newsgen(tmp_path, "build")
    write(tmp_path, {"articles/new.md": record("New", date="2023-01-02")})
    run = newsgen(tmp_path, "check")
    assert (run.returncode, run.stdout.splitlines()[-1]) == (1, "next: newsgen build, then newsgen check")
    assert "articles/new.md:1: this article has no page at 2023/01/02/new.html [stale-site]" in run.stderr


def test_links_to_other_sites_are_asked_on_demand_alone(tmp_path: Path) -> None:
    write(tmp_path, {"articles/a.md": record("A", "See http://127.0.0.1:1/x.", date="2023-01-02")})
    newsgen(tmp_path, "build")
    assert newsgen(tmp_path, "check").stderr == ""
    run = newsgen(tmp_path, "check", "--external")
    assert run.returncode == 0
    assert run.stderr.startswith("warning: articles/a.md:5:5: http://127.0.0.1:1/x does not answer: ")
