"""newsgen load: what it says."""

from __future__ import annotations

from pathlib import Path

from tests.support.archives import newsgen, write


def test_what_was_made_is_said_beside_what_was_refused(tmp_path: Path) -> None:
    """Good seeds are loaded all the same, and nobody has to look into the folder to know it."""
    write(tmp_path, {"seeds/good.txt": b"A headline\n\nWords.\n", "seeds/empty.txt": b""})
    for options, said in (("--dry-run",), "would make 1 record"), ((), "made 1 record"):
        run = newsgen(tmp_path, "load", *options)
        assert run.returncode == 1
        assert said in run.stdout.splitlines()
        assert "next:" not in run.stdout
        assert run.stderr.startswith("error: seeds/empty.txt: the text is empty")


def test_after_a_trial_the_next_step_is_to_load(tmp_path: Path) -> None:
    write(tmp_path, {"seeds/good.txt": b"A headline\n\nWords.\n"})
    trial = ("load", "--dry-run", "--period", "2019..2024")
    assert newsgen(tmp_path, *trial).stdout.splitlines()[-1] == "next: the same without --dry-run"
    assert newsgen(tmp_path, "load").stdout.splitlines()[-1] == "next: newsgen build"
    assert newsgen(tmp_path, *trial).stdout.splitlines() == [
        "would make 0 records", "skipped: 1 seed loaded before", "next: newsgen build",
    ]  # fmt: skip


def test_a_copy_of_a_seed_is_named_with_the_seed_that_it_copies(tmp_path: Path) -> None:
    """Once: from then on it is a seed that was loaded before. A seed that only moved is no copy."""
    write(tmp_path, {"seeds/a.txt": b"A headline\n\nWords.\n"})
    newsgen(tmp_path, "load")
    write(tmp_path, {"seeds/b.txt": b"A headline\n\nWords.\n"})
    said = newsgen(tmp_path, "load").stdout.splitlines()
    copy = "1 seed with the text of another: seeds/b.txt is as seeds/a.txt"
    assert said == ["made 0 records", f"skipped: 1 seed loaded before, {copy}", "next: newsgen build"]
    assert "skipped: 2 seeds loaded before" in newsgen(tmp_path, "load").stdout
    (tmp_path / "seeds/a.txt").rename(tmp_path / "seeds/c.txt")
    (tmp_path / "seeds/b.txt").unlink()
    assert "skipped: 1 seed loaded before\n" in newsgen(tmp_path, "load").stdout


def test_an_archive_is_no_seed_of_its_own(tmp_path: Path) -> None:
    """`load .` takes the texts of a folder, not the records, pages and settings that newsgen keeps there."""
    write(
        tmp_path, {"seeds/old.txt": b"An old headline\n\nWords.\n", "new.txt": b"A new headline\n\nWords.\n"}
    )
    write(tmp_path, {"newsgen.toml": b"", ".hidden/x.txt": b"Hidden\n\nWords.\n"})
    newsgen(tmp_path, "build")
    assert "made 1 record" in newsgen(tmp_path, "load", ".").stdout.splitlines()
    assert sorted(path.name for path in (tmp_path / "seeds").rglob("*")) == ["new.txt", "old.txt"]


def test_a_day_ahead_in_a_seeds_name_is_an_embargo(tmp_path: Path) -> None:
    """It is no guess among others: publishing before it would do harm. Told by each build, with the day."""
    text = "A plan\n\nThe plan was published on Tuesday, Nov. 24, 2020, the office said.\n"
    write(tmp_path, {"seeds/2031-01-04-plan.txt": text})
    run = newsgen(tmp_path, "build")
    assert run.returncode == 0, run.stderr
    assert "  appears 2031-01-04: articles/2031/2031-01-04-a-plan.md" in run.stdout.splitlines()
    assert not list((tmp_path / "site").rglob("a-plan.html"))
    assert newsgen(tmp_path, "build", "--as-of", "2031-01-04").returncode == 0
    assert (tmp_path / "site/2031/01/04/a-plan.html").exists()
