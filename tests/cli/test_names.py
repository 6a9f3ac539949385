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
