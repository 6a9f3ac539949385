"""Slugs, permalinks, redirects."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.addresses import (
    MAX_SLUG,
    article_address,
    find_redirects_and_lost,
    map_paths_to_addresses,
    normalize_old_address,
    slugify,
    slugify_name,
)
from newsgen.builder.paths import check_paths
from newsgen.errors import ContentError
from newsgen.model import Body, PartialDate, Record

TABLES = json.loads(Path(__file__).with_name("addresses.json").read_text(encoding="utf-8"))


def record(path: str, date: str = "", **fields: Any) -> Record:
    when = PartialDate.parse(date) if date else None
    return Record(path=path, body=Body(path, ""), title="T", date=when, **fields)


def test_slugs() -> None:
    """One comparison of the whole table, so that a change shows everywhere it reaches."""
    assert {text: slugify(text) for text in TABLES["slugs"]} == TABLES["slugs"]


@given(st.text())
def test_a_slug_is_short_plain_stable_and_a_fine_file_name(text: str) -> None:
    for slug in (slugify(text), slugify_name(text)):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert len(slug) <= MAX_SLUG
        check_paths([f"{slug}.html", f"topics/{slug}/index.html"])
    assert slugify(slugify(text)) == slugify(text)


@given(st.text(min_size=1))
def test_a_long_text_keeps_at_least_half_of_what_fits(text: str) -> None:
    long = text + " word" * 40
    assert len(slugify(long)) > MAX_SLUG // 2


@pytest.mark.parametrize(
    "names",
    [
        ("C", "C++", "C#", "C*"),
        ("100", "$100", "100%", "€100"),
        ("贸易", "毛衣"),
        ("a" * 100 + "b", "a" * 100 + "c"),
        ("Ministry " * 12 + "of Trade", "Ministry " * 12 + "of Peace"),
    ],
)
def test_names_that_mean_something_else_have_other_slugs(names: tuple[str, ...]) -> None:
    assert len({slugify_name(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "names", [("São Paulo", "Sao Paulo", "sao-paulo"), ("Xi Jinping", "XI JINPING"), ("O'Neil", "O’Neil")]
)
def test_spellings_of_one_name_have_one_slug(names: tuple[str, ...]) -> None:
    assert len({slugify_name(name) for name in names}) == 1


@pytest.mark.parametrize("span", ["\u3400\u9fff", "\uf900\ufaff", "\U00020000\U0003ffff"], ids=ascii)
def test_chinese_characters_are_told_apart_by_a_hash(span: str) -> None:
    """From the first of a range to its last; what is beside it needs none."""
    first, last = map(ord, span)
    for sign, hashed in ((first - 1, False), (first, True), (last, True), (last + 1, False)):
        name = f"ab {chr(sign)}"
        assert (slugify_name(name) != slugify(name)) is hashed, ascii(name)


@pytest.mark.parametrize(("path", "date", "slug", "address"), TABLES["articles"])
def test_the_address_of_an_article(path: str, date: str, slug: str, address: str) -> None:
    assert article_address(record(path, date, slug=slug)) == address


def test_the_title_moves_nothing() -> None:
    one = record("a/x.md", "2023-11-22")
    other = Record(path="a/x.md", body=Body("a/x.md", ""), title="Another", date=one.date)
    assert article_address(one) == article_address(other)


def test_two_articles_at_one_address_are_refused_with_both_names() -> None:
    """All such pairs at once."""
    records = [record(path, "2023-11-22") for path in ("a/x.md", "b/X.md", "c/x.md", "d/y.md")]
    with pytest.raises(ContentError) as caught:
        map_paths_to_addresses(records)
    tail = "both have the address 2023/11/22/x.html; give one of them another slug: or date:"
    assert [str(problem) for problem in caught.value.problems] == [
        f"b/X.md:1: this article and a/x.md {tail}",
        f"c/x.md:1: this article and a/x.md {tail}",
    ]


@pytest.mark.parametrize(("old", "file"), TABLES["old"].items())
def test_an_old_address_as_a_file(old: str, file: str) -> None:
    assert normalize_old_address(old) == file


@pytest.mark.parametrize("old", TABLES["outside"])
def test_an_address_outside_the_site_is_refused(old: str) -> None:
    with pytest.raises(ValueError, match=r"not an address|Invalid"):
        normalize_old_address(old)


@given(st.text("ab./%2e\\?#:", max_size=12))
def test_an_old_address_never_leaves_the_site(old: str) -> None:
    try:
        file = normalize_old_address(old)
    except ValueError:
        return
    assert posixpath.normpath(f"/site/{file}") == f"/site/{file}"


def test_redirects_come_from_front_matter_and_from_the_lock() -> None:
    """What an article has left leads to it; what nobody has left behind is lost."""
    records = [record("a.md", "2023-11-22", redirect_from=("/old/", "2019/x.html")), record("b.md", "2021")]
    addresses = map_paths_to_addresses(records)
    published = {
        "2023/11/21/a.html": "a.md",
        "2023/11/22/a.html": "a.md",
        "2020/gone.html": "gone.md",
        "2019/x.html": "gone.md",
        "2021/b.html": "gone.md",
    }
    leads, lost = find_redirects_and_lost(records, addresses, published)
    assert leads == {
        "2019/x.html": "2023/11/22/a.html",
        "2023/11/21/a.html": "2023/11/22/a.html",
        "old/index.html": "2023/11/22/a.html",
    }
    assert lost == {"2020/gone.html": "gone.md"}


def test_an_article_may_name_its_own_address() -> None:
    """Other generators' exports do; a page that leads to itself would be a loop."""
    records = [record("a.md", "2021", redirect_from=("2021/a.html",))]
    assert find_redirects_and_lost(records, map_paths_to_addresses(records), {}) == ({}, {})


BAD_REDIRECTS = [
    (("../x",), "a.md:1: redirect_from: '../x' is not an address inside the site; write e.g. 2019/old.html"),
    (("2021/b.html",), "a.md:1: redirect_from '2021/b.html' is the address of another text; remove it"),
    (("/taken/",), "b.md:1: redirect_from 'taken' is claimed by two texts; leave it with one"),
]


@pytest.mark.parametrize(("old", "message"), BAD_REDIRECTS, ids=[message for _, message in BAD_REDIRECTS])
def test_bad_redirects_are_refused(old: tuple[str, ...], message: str) -> None:
    records = [record("a.md", "2021", redirect_from=old), record("b.md", "2021", redirect_from=("taken",))]
    with pytest.raises(ContentError) as caught:
        find_redirects_and_lost(records, map_paths_to_addresses(records), {})
    assert str(caught.value) == message
