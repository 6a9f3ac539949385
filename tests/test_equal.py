"""The comparison of sites that the benchmarks rest on: it sees what is missing, and newsgen's small site passes it."""

from __future__ import annotations

import pytest
from benchmarks.corpus import articles
from benchmarks.equal import Shown, differences, shown_by, wanted
from benchmarks.peers.model import fill
from benchmarks.peers.newsgen import EQUAL

from tests.support.archives import build

COUNT = 250


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    root = tmp_path_factory.mktemp("equal") / "project"
    fill(EQUAL, root, articles(COUNT))
    build(root)
    return shown_by(root / EQUAL.output)


def test_the_small_site_shows_all_but_a_front_page_of_everything(site: Shown) -> None:
    right = wanted(articles(COUNT), "Bench")
    assert differences(right, site) == [f"list 'bench': {COUNT - 20} of {COUNT} missing, 0 too many"]


def test_what_is_missing_is_told(site: Shown) -> None:
    right = wanted(articles(COUNT + 1), "Bench")
    extra = (right.titles.keys() - site.titles.keys()).pop()
    said = differences(right, site)
    assert f"no page {extra}" in said
    assert len(said) > 4


def test_what_is_too_much_is_told(site: Shown) -> None:
    right = wanted(articles(COUNT - 1), "Bench")
    assert any("of no article" in one for one in differences(right, site))
    assert any("1 too many" in one for one in differences(right, site))
