"""newsgen topics, people and the like, as an editor uses them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from newsgen.archive.model import KINDS
from tests.support.archives import newsgen, record, stamps, tree, write

NOTE = """---
# An editor's note
title: "Talks: open"   # two spaces

topics:
  - Trade   # the main one
  - 'Water'
people: [ Mei Lin ,"Ano Ther" ]
date: 2023-11-22
---

Trade and Mei Lin.
"""
TALKS, CANAL, PORT = "articles/talks.md", "articles/canal.md", "articles/2021-05-02-port.md"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three articles; one has comments, odd spacing and quotes."""
    write(tmp_path, {
        TALKS: NOTE,
        CANAL: record("A canal", date="2021-05-01", topics=["Water", "Trade"], people=["Lin Mei"], source="Wire"),
        PORT: record("A port", topics=["Harbours"], tags="x", people=["Mei Lin"], authors=["A. B."]),
    })  # fmt: skip
    return tmp_path


def text(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def test_names_are_listed_with_counts_and_years(archive: Path) -> None:
    run = newsgen(archive, "topics")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == [
        "2  Trade  (2021–2023)",
        "2  Water  (2021–2023)",
        "1  Harbours  (2021)",
        "3 topics",
    ]
    assert newsgen(archive, "people", "--sort", "name", "--least", "1").stdout.splitlines() == [
        "1  Ano Ther  (2023)",
        "1  Lin Mei  (2021)",
        "2  Mei Lin  (2021–2023)",
        "3 people",
    ]
    found = json.loads(newsgen(archive, "people", "--match", "mei l", "--format", "json").stdout)
    assert [(one["name"], one["articles"]) for one in found] == [("Mei Lin", 2)]
    assert newsgen(archive, "topics", "--period", "2021").stdout.splitlines()[0] == "1  Harbours  (2021)"
    assert not (archive / "site").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_listed_also_where_there_are_none(kind: str, tmp_path: Path) -> None:
    write(tmp_path, {"articles/a.md": record("A")})
    run = newsgen(tmp_path, kind)
    assert (run.returncode, run.stdout, run.stderr) == (0, f"0 {kind}\n", "")


def test_a_renaming_edits_every_record_in_place(archive: Path) -> None:
    """Comments, order, spacing and quotes stay, and so does the text."""
    run = newsgen(archive, "topics", "rename", "Trade", "Commerce")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == ["changed: Trade → Commerce in 2 records", "next: newsgen build"]
    assert text(archive, TALKS) == NOTE.replace("- Trade ", "- Commerce ")
    assert 'topics: ["Water", "Commerce"]' in text(archive, CANAL)
    assert newsgen(archive, "people", "rename", "Mei Lin", "Lin Mei-hua").returncode == 0
    assert 'people: [ Lin Mei-hua ,"Ano Ther" ]' in text(archive, TALKS)


def test_a_dry_run_shows_a_diff_that_patch_applies(archive: Path) -> None:
    before = stamps(archive / "articles")
    run = newsgen(archive, "topics", "rename", "Trade", "Commerce", "--dry-run")
    assert stamps(archive / "articles") == before
    diff, _, closing = run.stdout.partition("would change")
    assert "-  - Trade   # the main one\n+  - Commerce   # the main one\n" in diff
    assert closing == ": Trade → Commerce in 2 records\nnext: the same without --dry-run\n"
    subprocess.run(["git", "apply", "-"], cwd=archive, input=diff, text=True, check=True)
    applied = tree(archive / "articles")
    subprocess.run(["git", "apply", "-R", "-"], cwd=archive, input=diff, text=True, check=True)
    assert newsgen(archive, "topics", "rename", "Trade", "Commerce").returncode == 0
    assert tree(archive / "articles") == applied


def test_names_are_merged_into_one(archive: Path) -> None:
    run = newsgen(archive, "topics", "merge", "Trade", "Water", "Economy")
    assert run.returncode == 0, run.stderr
    assert newsgen(archive, "topics").stdout.splitlines() == [
        "2  Economy  (2021–2023)",
        "1  Harbours  (2021)",
        "2 topics",
    ]
    assert "  - Economy   # the main one\n" in text(archive, TALKS)
    assert "Water" not in text(archive, TALKS)


def test_a_name_is_split_by_articles_period_or_company(archive: Path) -> None:
    assert (
        newsgen(archive, "topics", "split", "Trade", "--into", "Old trade", "--period", "2021").returncode
        == 0
    )
    assert "Old trade" in text(archive, CANAL)
    assert text(archive, TALKS) == NOTE
    assert (
        newsgen(archive, "topics", "split", "Water", "--into", "Rivers", "--with", "Ano Ther").returncode == 0
    )
    assert "'Rivers'" in text(archive, TALKS)
    assert (
        newsgen(
            archive, "people", "split", "Mei Lin", "--into", "Mei Lin (mayor)", "--articles", "2021-*"
        ).returncode
        == 2
    )
    run = newsgen(
        archive, "people", "split", "Mei Lin", "--into", "Mei Lin (mayor)", "--articles", "*-port.md"
    )
    assert run.returncode == 0, run.stderr
    assert "Mei Lin (mayor)" in text(archive, PORT)
    run = newsgen(archive, "topics", "split", "Trade", "--into", "X")
    assert (run.returncode, run.stderr.splitlines()[-1]) == (
        2, "Error: Say which articles: --articles, --period or --with."
    )  # fmt: skip


WRONG = {
    ("topics", "rename", "Trad", "X"): 'topics hold no "Trad"; did you mean "Trade"?',
    ("topics", "rename", "Zebra", "X"): 'topics hold no "Zebra"; newsgen topics lists them',
    ("topics", "rename", "Trade", "Water"): "\"Water\" is there already; to join the two: newsgen topics merge Trade Water",
    ("topics", "rename", "Trade", " "): "'' is no name; write one",
    ("topics", "rename", "Trade", "Trade"): (
        'no article has "Trade" under another name than "Trade"; newsgen topics lists what there is'
    ),
    ("people", "merge", "Mei Lin", "Nobody", "X"): 'people hold no "Nobody"; newsgen people lists them',
    ("topics", "--period", "x"): "--period ",
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), WRONG.items(), ids=[" ".join(a) for a in WRONG])
def test_what_is_wrong_is_said_with_what_to_do(
    arguments: tuple[str, ...], message: str, archive: Path
) -> None:
    before = tree(archive / "articles")
    run = newsgen(archive, *arguments)
    assert run.returncode == 2
    assert run.stderr.startswith(f"error: {message}")
    assert tree(archive / "articles") == before


def test_all_records_that_cannot_be_edited_are_told_and_none_is_changed(archive: Path) -> None:
    for name in ("one", "two"):
        write(archive, {f"articles/{name}.md": f"---\ntitle: {name}\ntopics:\n  - |\n    Trade\n---\n"})
    before = tree(archive / "articles")
    run = newsgen(archive, "topics", "rename", "Trade", "Commerce")
    assert run.returncode == 1
    assert [line.split(": ")[1] for line in run.stderr.splitlines()] == [
        "articles/one.md:4:5",
        "articles/two.md:4:5",
    ]
    assert tree(archive / "articles") == before


def test_an_old_page_leads_to_the_new_one(archive: Path) -> None:
    """By itself: nobody writes an alias. It is kept in newsgen.lock, so also in a fresh clone."""
    assert newsgen(archive, "build").returncode == 0
    assert (archive / "site/topics/trade/index.html").exists()
    run = newsgen(archive, "topics", "rename", "Trade", "Commerce")
    assert "address: topics/trade/ will redirect to topics/commerce/" in run.stdout.splitlines()
    assert newsgen(archive, "build").returncode == 0
    stub = text(archive, "site/topics/trade/index.html")
    assert 'http-equiv="refresh"' in stub
    assert "../../topics/commerce/index.html" in stub
    assert newsgen(archive, "topics", "rename", "Commerce", "Business").returncode == 0
    assert newsgen(archive, "build").returncode == 0
    for old in ("trade", "commerce"):
        assert "../../topics/business/index.html" in text(archive, f"site/topics/{old}/index.html")
    assert newsgen(archive, "check").returncode == 0
    assert newsgen(archive, "topics", "rename", "Business", "Trade").returncode == 0
    assert newsgen(archive, "build").returncode == 0
    assert "A canal" in text(archive, "site/topics/trade/index.html")
    assert "../../topics/trade/index.html" in text(archive, "site/topics/commerce/index.html")


def test_an_inferred_name_is_confirmed_by_its_new_spelling(tmp_path: Path) -> None:
    """What a human wrote is no guess any more; the other names still are."""
    front = {
        "topics": ["Trade", "Water"],
        "inferred": {"topics": {"rule": "vocabulary", "evidence": {"Trade": 9, "Water": 5}}},
    }
    write(tmp_path, {"articles/a.md": record("A", **front)})
    assert newsgen(tmp_path, "topics", "rename", "Trade", "Commerce").returncode == 0
    assert "Trade" not in text(tmp_path, "articles/a.md")
    found = json.loads(newsgen(tmp_path, "review", "--format", "json").stdout)["findings"]
    assert [(one["field"], one["evidence"]) for one in found] == [("topics", {"Water": 5})]


def test_names_toml_follows(archive: Path) -> None:
    """The old name becomes a spelling of the new one, so that texts loaded later are spelt alike."""
    table = '# ours\n[people]\n"Mei Lin" = ["Lin Mei"] # the mayor\n\n[places]\n"Old Town" = ["Oldtown"]\n'
    write(archive, {"names.toml": table})
    run = newsgen(archive, "people", "rename", "Mei Lin", "Lin Mei-hua")
    assert run.returncode == 0, run.stderr
    assert "names.toml: the old name is now a spelling of the new one" in run.stdout
    assert text(archive, "names.toml") == table.replace(
        '"Mei Lin" = ["Lin Mei"] # the mayor', '"Lin Mei-hua" = ["Mei Lin", "Lin Mei"]'
    )
    assert newsgen(archive, "people").stdout.splitlines()[0] == "3  Lin Mei-hua  (2021–2023)"
