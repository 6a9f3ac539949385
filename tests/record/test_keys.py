"""Keys of other generators: one table, and what each means."""

from __future__ import annotations

from typing import Any

import pytest

from newsgen.model import Image, PartialDate, Record, Source
from newsgen.record.keys import FIELDS, KEYS, suggest
from newsgen.record.read import read_record


def read(front: str) -> Record:
    return read_record("articles/x.md", f"---\n{front}\n---\n\nText.\n".encode())


SAMPLES: dict[str, tuple[str, Any]] = {
    "title": ("A headline", "A headline"),
    "slug": ("a-slug", "a-slug"),
    "dek": ("A dek", "A dek"),
    "date": ("2013-04-22 10:00:00 -0400", PartialDate(2013, 4, 22, "10:00:00-04:00")),
    "updated": ("2013-04-23", PartialDate(2013, 4, 23)),
    "topics": ("[One, Two]", ("One", "Two")),
    "people": ("[One, Two]", ("One", "Two")),
    "places": ("[One, Two]", ("One", "Two")),
    "organizations": ("[One, Two]", ("One", "Two")),
    "authors": ("[{name: One, url: /one}, Two]", ("One", "Two")),
    "source": ("Daily", Source("Daily")),
    "language": ("pt_BR", "pt-BR"),
    "canonical": ("https://example.org/x", "https://example.org/x"),
    "redirect_from": ("/p/x/", ("p/x/",)),
    "image": ("/img/a.jpg", Image("img/a.jpg")),
}
FOREIGN = [key for key in KEYS.values() if key.name not in FIELDS and "." not in key.name + key.field]


@pytest.mark.parametrize("key", [key for key in FOREIGN if key.field != "status"], ids=lambda key: key.name)
def test_foreign_key(key: Any) -> None:
    """Each key of the table fills its field, in any letter case and with '-' for '_'."""
    written, expected = SAMPLES[key.field]
    title = "" if key.field == "title" else "title: T\n"
    for name in (key.name, key.name.upper().replace("_", "-")):
        record = read(f"{title}{name}: {written}")
        assert getattr(record, key.field) == expected
        assert record.unknown == ()


@pytest.mark.parametrize(
    ("front", "status"),
    [
        ("draft: true", "draft"),
        ("draft: yes", "draft"),
        ("draft: false", "published"),
        ("published: false", "draft"),
        ("published: true", "published"),
        ("is_published: false", "draft"),
        ("draft: false\npublished: false", "draft"),
        ("status: publish\ndraft: true", "published"),
        ("status: Draft", "draft"),
        ("status: hidden", "draft"),
        ("draft:", "published"),
    ],
)
def test_status(front: str, status: str) -> None:
    assert read(f"title: T\n{front}").status == status


def test_published_may_be_a_date() -> None:
    """Jekyll's is a switch, others give a date."""
    record = read("title: T\npublished: 2020-01-02")
    assert (record.date, record.status) == (PartialDate(2020, 1, 2), "published")


def test_ours_before_theirs() -> None:
    record = read(
        "title: T\ndescription: theirs\ndek: ours\ntags: [A]\ntopics: [B]\npubDate: 2001\ndate: 2002"
    )
    assert (record.dek, record.topics, record.date) == ("ours", ("B",), PartialDate(2002))


def test_an_empty_list_of_ours_counts() -> None:
    """A human who deletes all topics of an imported record has said so."""
    assert read("title: T\ntags: [A]\ntopics: []").topics == ()
    assert read("title: T\ntags: [A]\ntopics:").topics == ("A",)


def test_theirs_are_joined_or_ranked() -> None:
    record = read(
        "title: T\nsummary: s\ndeck: d\nsubtitle: ''\ncategories: [B, A]\ntags: [A]\nkeywords: C, A ,D,"
    )
    assert record.dek == "d"
    assert record.topics == ("A", "B", "C", "D")


def test_commas_split_tags_but_not_names() -> None:
    """Pelican and others write `tags: a, b`; 'Christine Runnegar, ISRG' is one author and 'Law, order' one topic of ours."""
    record = read("title: T\nauthor: Christine Runnegar, ISRG\ntopics: Law, order")
    assert (record.authors, record.topics) == (("Christine Runnegar, ISRG",), ("Law, order",))
    assert read("title: T\ntags: a, b").topics == ("a", "b")


def test_old_addresses_of_all_keys() -> None:
    """Each old address redirects; patterns and addresses elsewhere are left, and named."""
    record = read(
        "title: T\nredirect_from: /a/\naliases: [/b/, c.html]\npermalink: /:year/:title/\nurl: https://example.org/d"
    )
    assert record.redirect_from == ("a/", "b/", "c.html")
    assert record.unknown == ("permalink", "url")
    assert read("title: T\npermalink: /2013/{{ slug }}/").redirect_from == ()
    assert read("title: T\npermalink: false").unknown == ("permalink",)
    assert read("title: T\nurl: /").redirect_from == ()


def test_parts_under_keys_of_their_own() -> None:
    record = read(
        "title: T\nsource: Daily\nsource_url: https://example.org/\nfeature_image: a.jpg\nfeature_image_alt: A ferry"
    )
    assert record.source == Source("Daily", "https://example.org/")
    assert record.image == Image("a.jpg", "A ferry")
    assert read("title: T\nsource_url: https://example.org/").source is None


def test_images_of_other_shapes() -> None:
    assert read("title: T\ncover: {image: a.jpg, alt: x, relative: true}").image == Image("a.jpg", "x")
    assert read("title: T\nimages: [a.jpg, b.jpg]").image == Image("a.jpg")
    assert read("title: T\nfeatured_image: {uid: a, alt: x}").unknown == ("featured_image",)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("tittle", "title"), ("organistions", "organisations"), ("Topcs", "topics"), ("redirect-form", "redirect_from"),
        ("source.nmae", "source.name"), ("inferred.dates", "inferred.date"), ("layout", ""), ("weight", ""), ("x.y", ""),
    ],
)  # fmt: skip
def test_suggestions(wrong: str, right: str) -> None:
    assert suggest(wrong) == right
