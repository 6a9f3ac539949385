"""Links in texts to other texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.addresses import AddressRules
from newsgen.archive.build import build_archive
from newsgen.model import BodyReference, PartialDate, Record, SeedRef, StandalonePage
from newsgen.record.read import find_site_links, read_record
from tests.support.cases import read_cases

RULES = AddressRules(
    old_patterns=("jekyll",),
    published={"2018/older.html": "articles/2019/2019-02-03-second.md"},
    urls=("https://example.org/news/", "https://www.old.example/"),
)


@pytest.mark.parametrize(("link", "expected"), read_cases(Path(__file__).with_name("links.txt")))
def test_a_link_leads_to_the_text_that_it_means(link: str, expected: list[str]) -> None:
    (wanted,) = expected
    first, second = "articles/2019/2019-01-02-first.md", "articles/2019/2019-02-03-second.md"
    seeds = [f"seeds/boats/_posts/{name}.md" for name in ("2019-01-02-First", "2019-02-03-Second")]
    records = [
        Record(
            path=first,
            body=BodyReference(first, ""),
            title="First",
            date=PartialDate(2019, 1, 2),
            seed=SeedRef(seeds[0], ""),
            references=((link, 9),),
        ),
        Record(
            path=second,
            body=BodyReference(second, ""),
            title="Second",
            date=PartialDate(2019, 2, 3),
            seed=SeedRef(seeds[1], ""),
        ),
    ]
    pages = [StandalonePage("pages/contact.md", BodyReference("pages/contact.md", ""), "Contact")]
    archive, _ = build_archive(records, rules=RULES, pages=pages)
    resolved = next(record for record in archive.records if record.path == first).body.links
    assert resolved == (((link, wanted),) if wanted else ())
    is_file = link.startswith("..") and not wanted
    assert [problem.line for problem in archive.warnings] == ([9] if is_file else [])


FOUND = """
[a](/a) [b](</b c>) [c](/c_(d) "title") [d](//else.example/x) [e](e/f) [f](/f%20\\_g&amp;h)
<a href="/g">g</a> `[code](/h)` <https://old.example/i> https://old.example/j [k](https://WWW.old.example)
[l](https://old.example.com/) [m](https://old.example:8080/)

[n]: /n
[o]: <https://old.example/o#p>
"""


def test_links_to_the_site_are_found_with_their_lines() -> None:
    """Code counts as well: it is never looked up."""
    found = find_site_links(FOUND, 10, ("old.example",))
    assert found == (
        ("/a", 11),
        ("/b", 11),
        ("/c_(d)", 11),
        ("/f _g&h", 11),
        ("/g", 12),
        ("/h", 12),
        ("https://old.example/i", 12),
        ("https://WWW.old.example", 12),
        ("/n", 15),
        ("https://old.example/o#p", 16),
    )
    assert find_site_links("[l](https://old.example/)", 1, ()) == ()


def test_a_record_keeps_its_links_to_the_site() -> None:
    data = b"---\ntitle: T\n---\n\n[a](x.md) [b](/b/) [c](https://old.example/c)\n"
    assert read_record("a.md", data).references == (("x.md", 5), ("/b/", 5))
    assert read_record("a.md", data, ("old.example",)).references[2] == ("https://old.example/c", 5)
