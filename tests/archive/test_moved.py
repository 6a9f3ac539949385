"""Where the pages of names lead that have other names now."""

from __future__ import annotations

from newsgen.archive.build import redirect_moved_groups
from tests.renderer.samples import record, sample_archive


def redirects(topics: tuple[str, ...], moved: dict[str, str]) -> dict[str, str]:
    archive = sample_archive([record("a", "2023-01-02", topics=topics)])
    return redirect_moved_groups(archive, moved).redirects


def test_an_old_page_leads_to_the_new_one() -> None:
    assert redirects(("New",), {"topics/old": "topics/new"}) == {
        "topics/old/index.html": "topics/new/index.html"
    }


def test_over_several_renamings_to_the_last() -> None:
    moved = {"topics/a": "topics/b", "topics/b": "topics/c", "topics/c": "topics/new"}
    assert set(redirects(("New",), moved).values()) == {"topics/new/index.html"}
    assert len(redirects(("New",), moved)) == 3


def test_a_page_that_is_there_again_leads_nowhere() -> None:
    assert redirects(("Old", "New"), {"topics/old": "topics/new"}) == {}


def test_nothing_leads_to_a_page_that_is_not_there_or_in_a_circle() -> None:
    assert redirects(("New",), {"topics/old": "topics/gone"}) == {}
    assert redirects(("New",), {"topics/a": "topics/b", "topics/b": "topics/a"}) == {}


def test_a_name_without_a_page_of_its_own_is_no_target() -> None:
    """A person with one article has none."""
    archive = sample_archive([record("a", "2023-01-02", people=("Mei Lin",))])
    assert redirect_moved_groups(archive, {"people/old": "people/mei-lin"}).redirects == {}
