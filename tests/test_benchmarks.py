"""The benchmarks' own promises: one corpus everywhere, honest joining of rounds, projects that are whole or not there."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from benchmarks import bench, results
from benchmarks.corpus import FIRST_DAY, Article, articles
from benchmarks.peers import PEERS
from benchmarks.peers.model import Peer, filled, installed
from benchmarks.peers.newsgen import EQUAL

MACHINE = "two processors"


@pytest.fixture(scope="module")
def corpus() -> list[Article]:
    return list(articles(300))


def test_the_corpus_is_the_same_on_every_machine(corpus: list[Article]) -> None:
    """Whoever changes the corpus on purpose writes the new digest here, and measures anew."""
    assert hashlib.sha256(msgspec.json.encode(corpus[:50])).hexdigest()[:16] == "404c67eaaff4a641"


def test_the_first_articles_of_a_larger_corpus_are_those_of_a_smaller_one(corpus: list[Article]) -> None:
    assert list(articles(20)) == corpus[:20]
    assert list(articles(5, first=10)) == corpus[10:15]


def test_articles_are_as_long_as_said_and_carry_markup(corpus: list[Article]) -> None:
    words = [len(re.findall(r"[^\W_]+", re.sub(r"\]\([^)]*\)", "", article.body))) for article in corpus]
    assert 1_060 <= sum(words) / len(words) <= 1_100
    for mark in ("\n\n## ", "\n\n> ", "\n\n- ", "**", "](https://"):
        assert sum(mark in article.body for article in corpus) > len(corpus) / 2, mark


def test_topics_follow_zipfs_law_and_dates_lie_over_twenty_years(corpus: list[Article]) -> None:
    counts = Counter(topic for article in corpus for topic in article.topics).most_common()
    assert counts[0][1] > len(corpus) / 6
    assert counts[len(counts) // 2][1] <= 3
    assert {article.date.year for article in corpus} == set(range(FIRST_DAY.year, FIRST_DAY.year + 20))


def _timing(run: str, turn: int, peer: str, wall: float, phase: str = "cold") -> results.Timing:
    return results.Timing(run, 10, turn, phase, peer, wall, wall)


def _site(run: str, peer: str) -> results.Site:
    return results.Site(run, 10, peer, "1.0", {"feeds": 2}, 5_000_000, 0, MACHINE)


def test_runs_are_joined_and_ratios_are_those_of_the_same_round(tmp_path: Path) -> None:
    """A slow hour of the machine makes both slower and leaves the ratio alone."""
    for run, slow in (("2026-11-24", 1.0), ("2026-11-25", 10.0)):
        lines = [
            _site(run, "hugo"),
            _site(run, "newsgen"),
            _timing(run, 1, "hugo", 2 * slow),
            _timing(run, 1, "newsgen", 1 * slow),
            _timing(run, 1, "newsgen", 0.25 * slow, results.COPY),
            results.Memory(run, 10, "cold", "hugo", 400_000_000),
            results.Memory(run, 10, "cold", "newsgen", 100_000_000),
        ]
        (tmp_path / f"{run}.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, lines)) + b"\n")
    read = results.read(sorted(tmp_path.glob("*.jsonl")))
    assert len(read) == 14
    text = results.tables(read)
    assert "10 articles, 2 rounds" in text
    assert "| newsgen | 5.50 (1.00–10.00) | – |" in text
    assert "| newsgen | 0.50 (0.50–0.50) | – |" in text
    assert (
        "| newsgen | 100 MB (0.25) | – | 5.5 (1.0–10.0) | 4.0 (4.0–4.0) | 0 | 0 | 0 | 2 | 2 | 5 MB |" in text
    )


def test_a_project_stands_only_when_all_of_its_articles_are_written(tmp_path: Path) -> None:
    """One pass writes all projects, and one that is broken off leaves none that looks whole."""
    projects = {tmp_path / name: PEERS[name] for name in ("hugo", "eleventy")}
    for _ in filled(projects, articles(3)):
        break
    assert not any(path.exists() for path in projects)
    assert len(list(filled(projects, articles(3)))) == 3
    for path, peer in projects.items():
        assert all((path / peer.path(article)).is_file() for article in articles(3))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["eleventy", "hugo"]


def test_an_installation_that_fails_is_said_and_tried_again(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        folder.mkdir()
        (folder / "half").touch()
        raise subprocess.CalledProcessError(1, ["npm"])

    broken = msgspec.structs.replace(EQUAL, install=fail)
    assert "npm" in installed(broken, tmp_path / "program")
    assert installed(EQUAL, tmp_path / "program") == ""
    assert not (tmp_path / "program" / "half").exists()
    assert installed(broken, tmp_path / "program") == "", "what is installed is kept"


@pytest.fixture
def measured(tmp_path: Path) -> bench.Bench:
    return bench.open_bench((EQUAL,), tmp_path, 30, "2026-11-25")


def _files(measured: bench.Bench, peer: Peer) -> dict[str, bytes]:
    root = measured.project(peer)
    return {path.name: path.read_bytes() for path in (root / "articles").rglob("*.md")}


def _runs(measured: bench.Bench) -> Iterator[results.Timing]:
    measured.build(EQUAL)
    yield from bench.measure(measured, 1, 0)


def test_a_round_times_each_phase_and_leaves_the_articles_as_they_were(measured: bench.Bench) -> None:
    bench.lay_down(measured)
    before = _files(measured, EQUAL)
    assert [timing.phase for timing in _runs(measured)] == list(results.PHASES)
    assert _files(measured, EQUAL) == before
    gone = {path.name for path in (measured.work / "trash").glob("*/*")}
    assert gone == {"site", ".newsgen"}, "what a cold build has none of is moved away, not deleted"


def test_a_folder_that_is_used_again_is_brought_back_to_its_articles(measured: bench.Bench) -> None:
    """A run that was broken off has left an edit and an added article."""
    bench.lay_down(measured)
    before = _files(measured, EQUAL)
    for phase in ("one title", "one added"):
        bench.CHANGES[phase](measured, EQUAL)
    assert _files(measured, EQUAL) != before
    bench.lay_down(measured)
    assert _files(measured, EQUAL) == before
