"""Promises of where a reader goes on from an article."""

from __future__ import annotations

from newsgen.renderer.pages.article import article_pages
from newsgen.renderer.views import OnwardLinks
from tests.renderer.samples import record, sample_archive, sample_site


def turns(*records: object) -> dict[str, OnwardLinks]:
    """Where each article of an archive leads on to, by title."""
    archive = sample_archive(list(records) or None)  # type: ignore[arg-type]
    views = [page.view for page in article_pages(archive, sample_site())]
    return {view.title: view.turn for view in views}


def test_neighbours_are_those_in_time() -> None:
    """Older is previous, newer is next; undated articles have none."""
    found = turns()
    turn = found["Talks Open"]
    assert (turn.previous and turn.previous.title, turn.next and turn.next.title) == ("Mended", "Talks Close")
    assert found["Talks Close"].next is None
    assert found["Year Only"].previous is None
    assert (found["No Date"].previous, found["No Date"].next) == (None, None)


def test_neighbours_on_the_first_topic_skip_the_others() -> None:
    """They are told where they are not the neighbours in time."""
    found = turns(
        record("a", "2023-01-01", topics=("Trade",)),
        record("b", "2023-01-02", topics=("Water", "Trade")),
        record("c", "2023-01-03", topics=("Water",)),
        record("d", "2023-01-04", topics=("Trade",)),
        record("e", topics=("Trade",)),
    )

    def topic(title: str) -> tuple[str | None, str | None]:
        turn = found[title]
        return turn.topic_previous and turn.topic_previous.title, turn.topic_next and turn.topic_next.title

    assert topic("D") == ("B", None)
    assert topic("A") == (None, None)
    assert topic("E") == (None, None)


def test_related_articles_lead_to_their_pages() -> None:
    """With what both are about."""
    found = turns(
        record("a", "2023-01-01", people=("Mei Lin",), topics=("Trade",)),
        record("b", "2023-02-02", people=("Mei Lin",), topics=("Trade",)),
        *(record(f"x{n}", "2023-01-02") for n in range(4)),
    )
    (one,) = found["A"].related
    assert (one.title, one.href, one.shared) == ("B", "2023/02/02/b.html", ("Trade", "Mei Lin"))
