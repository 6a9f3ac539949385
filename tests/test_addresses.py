"""Slugs, permalinks, redirects."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.addresses import (
    MAX_SLUG,
    AddressRules,
    Redirects,
    article_address,
    find_redirects,
    list_possible_old_addresses,
    map_paths_to_addresses,
    normalize_old_address,
    slugify,
    slugify_name,
)
from newsgen.builder.paths import refuse_bad_paths
from newsgen.errors import ContentError
from newsgen.model import BodyReference, PartialDate, Record, SeedRef

TABLES = json.loads(Path(__file__).with_name("addresses.json").read_text(encoding="utf-8"))


def record(path: str, date: str = "", **fields: Any) -> Record:
    when = PartialDate.parse(date) if date else None
    return Record(path=path, body=BodyReference(path, ""), title="T", date=when, **fields)


def test_slugs() -> None:
    """One comparison of the whole table, so that a change shows everywhere it reaches."""
    assert {text: slugify(text) for text in TABLES["slugs"]} == TABLES["slugs"]


@given(st.text())
def test_a_slug_is_short_plain_stable_and_a_fine_file_name(text: str) -> None:
    for slug in (slugify(text), slugify_name(text)):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert len(slug) <= MAX_SLUG
        refuse_bad_paths([f"{slug}.html", f"topics/{slug}/index.html"])
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
    other = Record(path="a/x.md", body=BodyReference("a/x.md", ""), title="Another", date=one.date)
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
    redirects = find_redirects(records, addresses, AddressRules(published=published))
    assert redirects.targets == {
        "2019/x.html": "2023/11/22/a.html",
        "2023/11/21/a.html": "2023/11/22/a.html",
        "old/index.html": "2023/11/22/a.html",
    }
    assert redirects.lost == {"2020/gone.html": "gone.md"}


def test_an_article_may_name_its_own_address() -> None:
    """Other generators' exports do; a page that leads to itself would be a loop."""
    records = [record("a.md", "2021", redirect_from=("2021/a.html",))]
    assert find_redirects(records, map_paths_to_addresses(records)) == Redirects({}, {}, {})


BAD_REDIRECTS = [
    (("../x",), "a.md:1: redirect_from: '../x' is not an address inside the site; write e.g. 2019/old.html"),
    (
        (".htaccess",),
        "a.md:1: redirect_from: '.htaccess' is a file that servers read as their settings; write e.g. 2019/old.html",
    ),
    (
        ("x/Web.config",),
        "a.md:1: redirect_from: 'x/Web.config' is a file that servers read as their settings; write e.g. 2019/old.html",
    ),
    (("2021/b.html",), "a.md:1: redirect_from '2021/b.html' is the address of another text; remove it"),
    (("/taken/",), "b.md:1: redirect_from 'taken' is claimed by two texts; leave it with one"),
]


@pytest.mark.parametrize(("old", "message"), BAD_REDIRECTS, ids=[message for _, message in BAD_REDIRECTS])
def test_bad_redirects_are_refused(old: tuple[str, ...], message: str) -> None:
    records = [record("a.md", "2021", redirect_from=old), record("b.md", "2021", redirect_from=("taken",))]
    with pytest.raises(ContentError) as caught:
        find_redirects(records, map_paths_to_addresses(records))
    assert str(caught.value) == message


@pytest.mark.parametrize(("pattern", "path", "date", "slug", "address"), TABLES["patterns"])
def test_a_pattern_gives_the_addresses(pattern: str, path: str, date: str, slug: str, address: str) -> None:
    assert article_address(record(path, date, slug=slug), AddressRules(pattern)) == address


@pytest.mark.parametrize(("pattern", "seed", "date", "slug", "title", "categories", "old"), TABLES["former"])
def test_the_addresses_under_the_former_generator(
    pattern: str, seed: str, date: str, slug: str, title: str, categories: list[str], old: list[str]
) -> None:
    article = msgspec.structs.replace(
        record("articles/2019/2019-01-02-x.md", date, slug=slug),
        title=title,
        categories=tuple(categories),
        seed=SeedRef(seed, ""),
        language="fr",
    )
    assert list_possible_old_addresses(article, AddressRules(old_patterns=(pattern,))) == old


def test_an_article_stays_where_it_was_published() -> None:
    """A pattern is for articles that have no address yet; an edited slug moves one, which then follows the pattern."""
    article = record("articles/a.md", "2021-05-06")
    published = {"2021/05/06/a.html": "articles/a.md", "b/index.html": "articles/b.md"}
    rules = AddressRules("/:slug/", published=published)
    assert article_address(article, rules) == "2021/05/06/a.html"
    assert article_address(record("articles/c.md", "2021-05-06"), rules) == "c/index.html"
    assert article_address(record("articles/a.md", "2021-05-06", slug="new"), rules) == "new/index.html"
    after = AddressRules("/:slug/", published=published | {"a/index.html": "articles/a.md"})
    assert article_address(article, after) == "a/index.html"


def test_old_addresses_redirect_unless_another_text_has_them() -> None:
    """What a text states comes before what a pattern guesses, and two that had one address are both named."""
    records = [
        record("articles/2020/a.md", "2020-01-01"),
        record("articles/2021/a.md", "2021-01-01"),
        record("articles/b.md", "2021-01-02", redirect_from=("c/",)),
        record("articles/c.md", "2021-01-03"),
    ]
    rules = AddressRules(old_patterns=("ghost",))
    redirects = find_redirects(records, map_paths_to_addresses(records), rules)
    assert redirects.former == {"a/index.html": "2020/01/01/a.html", "b/index.html": "2021/01/02/b.html"}
    assert redirects.targets == {"c/index.html": "2021/01/02/b.html"}
    assert [str(problem) for problem in redirects.warnings] == [
        "articles/2021/a.md:1: this article and articles/2020/a.md both had the address a/index.html, which leads there; "
        "give one of them another slug:"
    ]


@pytest.mark.parametrize(
    ("folder", "pattern", "number"),
    [("digitalgov", "", 2083), ("letsencrypt", "", 76), ("nodejs", "eleventy /en/:path/", 1042)],
)
def test_old_addresses_of_real_repositories(folder: str, pattern: str, number: int, shared: Path) -> None:
    """Each post leads on from the address that its file, read by other code, had under Hugo or Next.js."""
    root = shared / "corpora" / "front-matter" / folder
    rules = AddressRules(old_patterns=(pattern or "hugo /:year/:month/:day/:slug/",))
    found = 0
    for file in sorted(root.rglob("*.md")):
        text = file.read_text(encoding="utf-8-sig")
        date, slug = (re.search(rf"(?m)^{key}: *['\"]?([^'\"\n]+)", text) for key in ("date", "slug"))
        if date is None or (slug is None and not pattern):
            continue
        path = file.relative_to(root).as_posix().partition("/pages/en/")[2]
        old = (
            f"en/{path[:-3]}"
            if pattern
            else f"{date[1][:10].replace('-', '/')}/{unquote(slug[1]).lower() if slug else ''}"
        )
        article = record(f"articles/{path or file.name}", date[1][:10], slug=slug[1] if slug else "")
        assert list_possible_old_addresses(article, rules)[0] == f"{old}/index.html"
        found += 1
    assert found == number
