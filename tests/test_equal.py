"""The comparison of sites that the benchmarks rest on: it sees what is missing, and newsgen's two sites pass it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from benchmarks.corpus import articles
from benchmarks.equal import NEWEST, Shown, differences, shown_by, wanted
from benchmarks.peers.model import Peer, fill
from benchmarks.peers.newsgen import EQUAL, FULL

from tests.support.archives import build

COUNT = 120
TITLE = "Bench"


def _built(peer: Peer, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    root = tmp_path_factory.mktemp("equal") / "project"
    fill(peer, root, articles(COUNT))
    build(root)
    return shown_by(root / peer.output)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return _built(EQUAL, tmp_path_factory)


@pytest.fixture(scope="module")
def right() -> Shown:
    return wanted(articles(COUNT))


def test_the_small_site_shows_all(site: Shown, right: Shown) -> None:
    assert differences(right, site, TITLE) == []
    assert site.kinds["pages of articles"] == COUNT


def test_the_full_site_shows_all_but_fewer_of_the_newest(
    right: Shown, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Its lists are read too, so that what it does not show would be told."""
    full = _built(FULL, tmp_path_factory)
    assert differences(right, full, TITLE) == [f"front page: 12 articles, {NEWEST} are wanted"]


def test_what_is_missing_and_what_is_too_much_is_told(site: Shown, right: Shown) -> None:
    """And a front page where the newest one is exchanged for the oldest."""
    more = wanted(articles(COUNT + 1))
    said = differences(more, site, TITLE)
    assert f"no page {(more.titles.keys() - site.titles.keys()).pop()}" in said
    assert len(said) > 3
    fewer = "\n".join(differences(wanted(articles(COUNT - 1)), site, TITLE))
    assert "of no article" in fewer
    assert "1 too many" in fewer
    front = site.lists["bench"] - {max(right.titles)} | {min(right.titles)}
    said = differences(right, msgspec.structs.replace(site, lists={**site.lists, "bench": front}), TITLE)
    assert "front page: 1 that are not among the newest" in said
    assert any("newer articles are left out" in one for one in said)


def test_the_parts_of_a_list_are_found_in_its_folder_and_only_links_in_main_count(tmp_path: Path) -> None:
    """A topic's years are headed otherwise, and other years of the same depth are not the topic's."""
    page = '<header><a href="/2004/01/01/a-0.html">a</a></header><h1>{}</h1><main>{}</main>'
    for path, head, link in (
        ("topics/sea/index.html", "Sea", ""),
        (
            "topics/sea/2010/index.html",
            "Sea, 2010",
            '<a rel="next" href="../../../2010/05/06/b-1.html">b</a>',
        ),
        (
            "2010/index.html",
            '<time datetime="2010">Year 2010</time>',
            '<a href="2011/01/01/index.html">c</a>',
        ),
    ):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(page.format(head, link), encoding="utf-8")
    found = shown_by(tmp_path)
    assert found.lists["sea"] == {"2010/05/06/b-1.html"}
    assert found.lists["2010"] == set()
    assert found.kinds == {"pages of lists": 1, "other pages": 2}
