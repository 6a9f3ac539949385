"""newsgen export."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsgen.export import EXPORTS
from tests.support.archives import four, newsgen, tree, write

FILES = {name: form.name for name, form in EXPORTS.items()}


def titles(form: str, path: Path) -> list[str]:
    """The headlines in an exported file, as a program of its kind reads them."""
    if form == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [row["title"] for row in csv.DictReader(file)]
    if form == "sqlite":
        with closing(sqlite3.connect(path)) as database:
            return [row[0] for row in database.execute("SELECT title FROM articles ORDER BY id")]
    text = path.read_text(encoding="utf-8")
    if form == "jsonl":
        return [json.loads(line)["title"] for line in text.splitlines()]
    return [item["headlines"][0]["value"] for item in json.loads(text)]


@pytest.mark.parametrize("form", FILES)
def test_all_articles_stand_in_one_file(form: str, tmp_path: Path) -> None:
    """Without an option in the working directory; it says what it did and what comes next."""
    write(tmp_path, four())
    run = newsgen(tmp_path, "export", form)
    assert (run.returncode, run.stderr) == (0, "")
    first, last = run.stdout.splitlines()
    assert first.startswith(f"exported 4 articles to {FILES[form]} (")
    assert last.startswith("next: ")
    assert FILES[form] in last
    assert titles(form, tmp_path / FILES[form]) == ["Talks close", "Talks open", "A canal", "An old letter"]


@pytest.mark.parametrize("form", FILES)
def test_again_it_replaces_its_own_file_with_the_same_bytes(form: str, tmp_path: Path) -> None:
    """And leaves nothing else behind."""
    write(tmp_path, four())
    newsgen(tmp_path, "export", form, "-o", "out")
    before = tree(tmp_path)
    assert newsgen(tmp_path, "export", form, "-o", "out").returncode == 0
    assert tree(tmp_path) == before


@pytest.mark.parametrize("form", FILES)
def test_a_file_of_others_stays(form: str, tmp_path: Path) -> None:
    """Unless --force says so; an empty one is nobody's."""
    write(tmp_path, four() | {"mine": "dear diary", "empty": ""})
    run = newsgen(tmp_path, "export", form, "-o", "mine")
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr == (
        "error: mine: there is a file that newsgen did not write; name another file, or overwrite it with --force\n"
    )
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "dear diary"
    assert newsgen(tmp_path, "export", form, "-o", "mine", "--force").returncode == 0
    assert newsgen(tmp_path, "export", form, "-o", "empty").returncode == 0
    assert titles(form, tmp_path / "mine") == titles(form, tmp_path / "empty")


@pytest.mark.parametrize("folder", ["site", "articles", "seeds"])
def test_it_does_not_write_where_newsgen_would_stumble_over_it(folder: str, tmp_path: Path) -> None:
    """A foreign file in site/ would stop the next build."""
    write(tmp_path, four())
    (tmp_path / folder).mkdir(exist_ok=True)
    run = newsgen(tmp_path, "export", "csv", "-o", f"{folder}/a.csv")
    assert run.returncode == 3
    assert run.stderr.startswith(f"error: {folder}/a.csv: {folder}/ is not for exports; write it elsewhere")
    assert not (tmp_path / folder / "a.csv").exists()


def test_a_bad_record_leaves_the_last_file_as_it_was(tmp_path: Path) -> None:
    """And is told at its place."""
    write(tmp_path, four())
    newsgen(tmp_path, "export", "csv")
    before = (tmp_path / "archive.csv").read_bytes()
    write(tmp_path, {"articles/bad.md": "---\n"})
    run = newsgen(tmp_path, "export", "csv")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("error: articles/bad.md:")
    assert (tmp_path / "archive.csv").read_bytes() == before
