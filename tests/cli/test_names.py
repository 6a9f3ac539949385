"""newsgen topics, people and the like, as an editor uses them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

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
    ("topics", "rename", "Trad", "X"): '"Trad" is not among the topics; did you mean "Trade"?',
    ("topics", "rename", "Zebra", "X"): '"Zebra" is not among the topics; newsgen topics lists them',
    ("topics", "rename", "Trade", "Water"): "\"Water\" is there already; to join the two: newsgen topics merge Trade Water",
    ("topics", "rename", "Trade", " "): "'' is no name; write one",
    ("topics", "rename", "Trade", "Trade"): (
        'no article has "Trade" under another name than "Trade"; newsgen topics lists what there is'
    ),
    ("people", "merge", "Mei Lin", "Nobody", "X"): '"Nobody" is not among the people; newsgen people lists them',
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
