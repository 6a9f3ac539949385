"""Lists see nothing of a text but its first words, so they need not be planned anew when texts change."""

from __future__ import annotations

import msgspec
import pytest

from newsgen.archive.model import Archive, Group, Period
from newsgen.model import Body, Record
from newsgen.renderer.page import Page
from newsgen.renderer.pages import LISTS, PAGE_KINDS, PageKind
from newsgen.renderer.plan import plan, plan_beside, plan_lists, seen_by_lists
from newsgen.renderer.sitemap import sitemap_pages
from tests.renderer.samples import sample_archive, sample_site

_KINDS = [kind for kind in PAGE_KINDS if kind in LISTS]


def rewritten(archive: Archive) -> Archive:
    """The archive with another text in each article."""
    texts = {
        record.path: msgspec.structs.replace(
            record,
            body=Body("elsewhere.md", "0" * 64, 99, (("a", "b"),)),
            words=record.words + 1000,
            references=(("../x.md", 9),),
            pictures=(),
        )
        for record in archive.records
    }

    def new(records: tuple[Record, ...]) -> tuple[Record, ...]:
        return tuple(texts[record.path] for record in records)

    def period(one: Period) -> Period:
        return msgspec.structs.replace(one, records=new(one.records), parts=tuple(map(period, one.parts)))

    def group(one: Group) -> Group:
        return msgspec.structs.replace(one, records=new(one.records))

    return msgspec.structs.replace(
        archive,
        records=new(archive.records),
        undated=new(archive.undated),
        years=tuple(map(period, archive.years)),
        groups={kind: tuple(map(group, groups)) for kind, groups in archive.groups.items()},
    )


@pytest.mark.parametrize("limit", [2, 100])
@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_no_list_sees_a_text(kind: PageKind, limit: int) -> None:
    """With another text in each article the pages are the same values: what their key leaves out they do not show."""
    archive, site = sample_archive(), sample_site(limit=limit)
    assert [*kind(archive, site)] == [*kind(rewritten(archive), site)]


def test_the_key_is_that_of_what_lists_see() -> None:
    """Other texts leave it alone; a field, an address, a page or a setting that lists show does not."""
    archive, site = sample_archive(), sample_site()
    key = seen_by_lists(archive, site)
    assert seen_by_lists(rewritten(archive), site) == key
    first, *others = archive.records
    titled = msgspec.structs.replace(first, title="Another")
    redirected = {"old.html": "index.html"}
    assert key not in {
        seen_by_lists(msgspec.structs.replace(archive, records=(titled, *others)), site),
        seen_by_lists(msgspec.structs.replace(archive, addresses={}), site),
        seen_by_lists(msgspec.structs.replace(archive, redirects=redirected), site),
        seen_by_lists(msgspec.structs.replace(archive, coordinates={"Rome": (1.0, 2.0)}), site),
        seen_by_lists(archive, sample_site(limit=3)),
    }


def test_lists_planned_before_make_the_same_plan() -> None:
    """Beside lists that are there the plan has the same pages, and the same sitemap."""
    archive, site = sample_archive(), sample_site()
    whole = plan(archive, site)
    beside = plan_beside(archive, site, plan_lists(archive, site))
    assert whole == beside
    assert any(isinstance(page, Page) and page.path == "sitemap.xml" for page in beside) == bool(
        [*sitemap_pages(whole, site)]
    )
