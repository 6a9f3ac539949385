"""What a page says that it shows: where that is the same, its view is the same, so it need not be gathered."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from newsgen.archive.build import build_archive
from newsgen.archive.model import Archive
from newsgen.model import (
    ArticleImage,
    BodyReference,
    Correction,
    PartialDate,
    Record,
    SitePicture,
    Source,
    StandalonePage,
)
from newsgen.renderer.page import Page
from newsgen.renderer.pages import plan_archive_files
from newsgen.renderer.site import Site
from tests.renderer.samples import fingerprint, sample_site

NAMES = {
    "topics": [f"Topic {n}" for n in range(6)],
    "people": ["Ada Holm", "ada holm", *(f"Person {n}" for n in range(40))],
    "places": ["Tokyo", "Oslo", "Lima", "Nowhere"],
    "organizations": [f"Office {n}" for n in range(12)],
    "authors": ["Ida", "Bo"],
}


VARIED = {"title", "body", "dek", "date", "status", "words", "source", "corrections", "thumbnail", *NAMES}
"""Fields of a record that `random_record` varies."""
FIXED = set(
    "path updated slug categories language canonical redirect_from image boilerplate inferred seed unknown foreign".split()
    + "excerpt references pictures card".split()
)
"""Fields that it leaves empty; digests hash them all, so nothing can be forgotten of these alone."""


def test_every_field_of_a_record_is_considered() -> None:
    """Who adds a field to `Record` adds it here: varied, if a page shows it."""
    assert {field.name for field in msgspec.structs.fields(Record)} == VARIED | FIXED


def random_record(number: int, chance: random.Random) -> Record:
    """An article with a few names."""
    date = PartialDate(chance.choice([2021, 2022]), chance.choice([0, 1, 2]), 0)
    if date.month and chance.random() < 0.9:
        date = msgspec.structs.replace(date, day=chance.choice([3, 4, 5]))
    names = {
        kind: tuple(chance.sample(known, chance.randint(0, min(3, len(known)))))
        for kind, known in NAMES.items()
    }
    return Record(
        path=f"articles/text-{number}.md",
        title=f"{chance.choice('ABCZ')} headline {chance.randint(0, 99)}",
        body=BodyReference(f"articles/text-{number}.md", f"{chance.randint(0, 9):064}"),
        date=date if chance.random() < 0.9 else None,
        dek=chance.choice(["", "A standfirst"]),
        source=Source("Wire") if chance.random() < 0.5 else None,
        status="withdrawn" if chance.random() < 0.05 else "published",
        corrections=(Correction(PartialDate(2024, 1, 2), "A name."),) if chance.random() < 0.1 else (),
        words=chance.randint(1, 2000),
        thumbnail=ArticleImage("p", shown=SitePicture(f"images/{number}.png", 9, 9))
        if chance.random() < 0.3
        else None,
        **names,
    )


def changed(record: Record, other: Record, chance: random.Random) -> Record:
    """The same article with a few fields of another."""
    fields = chance.sample(sorted(VARIED), chance.randint(1, 2))
    return msgspec.structs.replace(record, **{field: getattr(other, field) for field in fields})


def edited(records: list[Record], chance: random.Random) -> list[Record]:
    """The archive after one edit: an article is changed, added or removed."""
    found, place, new = (
        list(records),
        chance.randrange(len(records)),
        random_record(chance.randrange(1000, 10**9), chance),
    )
    how = chance.choice(["change", "change", "add", "remove"])
    if how == "add":
        return [*found, new]
    if how == "change":
        found[place] = changed(found[place], new, chance)
    else:
        del found[place]
    return found


def pages(archive: Archive, site: Site) -> dict[str, Page]:
    return {page.path: page for page in plan_archive_files(archive, site) if isinstance(page, Page)}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    "more", [{}, {"limit": 3, "feed_limit": 4}, {"url": "https://example.org/"}], ids=str
)
def test_pages_that_say_the_same_show_the_same(seed: int, more: dict[str, Any]) -> None:
    """After an edit; and most pages of names, days and articles say the same."""
    chance = random.Random(seed)
    site = msgspec.structs.replace(sample_site(), **more)
    about = [
        StandalonePage(
            "pages/topics/topic-1.md", BodyReference("pages/topics/topic-1.md", "0" * 64), "Topic 1"
        )
    ]
    records = [random_record(number, chance) for number in range(chance.choice([5, 30, 70]))]
    for _ in range(4):
        before = pages(build_archive(records, pages=about)[0], site)
        records = edited(records, chance)
        after = pages(build_archive(records, pages=about)[0], site)
        same = [path for path in before.keys() & after.keys() if before[path].shows == after[path].shows]
        assert same or len(records) < 6
        for path in same:
            assert fingerprint(before[path].view) == fingerprint(after[path].view), path
            assert before[path].template == after[path].template, path


def test_a_text_that_changes_is_no_matter_of_other_days() -> None:
    """An edit lets few pages be gathered: those of the article, its days, its names and its neighbours."""
    chance = random.Random(1)
    records = [random_record(number, chance) for number in range(60)]
    last = msgspec.structs.replace(records[-1], body=BodyReference(records[-1].path, "f" * 64))
    before = pages(build_archive(records)[0], sample_site())
    after = pages(build_archive([*records[:-1], last])[0], sample_site())
    others = [path for path in before if before[path].shows == after[path].shows]
    assert len(others) > len(before) / 4


def test_a_page_that_does_not_say_what_it_shows_shows_the_whole_archive() -> None:
    """So nothing is asked of who adds a kind of page: it is right, and only looked at more often."""
    archive = build_archive([random_record(number, random.Random(number)) for number in range(9)])[0]
    found = pages(archive, sample_site())
    assert found["about.html"].shows == archive.digest
    assert all(page.shows for page in found.values())
