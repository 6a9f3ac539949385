"""What records say: guesses, spellings, twins, keys, addresses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from newsgen.checks.records import check_dates, check_duplicates, check_keys, check_names, check_pictures
from newsgen.checks.site import check_freshness, check_permalinks
from tests.checks.samples import found, subject_from
from tests.support.archives import record, write

GUESS = {"date": {"confidence": 0.4, "rule": "weekday", "evidence": "line 4"}}
SURE = {"date": {"confidence": 0.7, "rule": "weekday", "evidence": "line 4"}}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
LONG = " ".join(f"word{n}" for n in range(120))


def test_a_guessed_date_is_told_at_its_line(tmp_path: Path) -> None:
    files = {
        "articles/a.md": record("A", date="2023-01-02", inferred=GUESS),
        "articles/b.md": record("B", date="2023-01-02", inferred=SURE),
        "articles/c.md": record("C", date="2023-01-02", inferred=GUESS, status="draft"),
    }
    subject = subject_from(tmp_path, files)
    assert found(check_dates, subject) == [("articles/a.md", 3, "provisional-date")]
    (problem,) = check_dates(subject)
    assert problem.message == "the date 2023-01-02 is a guess (0.40)"
    assert problem.expected == "confirm or correct it: newsgen review articles/a.md"


def test_two_cases_of_a_topic_are_told_where_the_rarer_stands(tmp_path: Path) -> None:
    files = {
        f"articles/{n}.md": record(f"T{n}", date="2023-01-02", topics=[topic])
        for n, topic in enumerate(["Trade", "Trade", "trade", "Water"])
    }
    subject = subject_from(tmp_path, files)
    assert [str(one) for one in check_names(subject)] == [
        'articles/2.md:4:11: "trade" is "Trade" elsewhere; run: newsgen topics rename trade Trade'
    ]


def test_people_who_may_be_one_are_told_unless_names_toml_parts_them(tmp_path: Path) -> None:
    files = {
        "articles/1.md": record("T1", date="2023-01-02", people=["Kishida Fumio"]),
        "articles/2.md": record("T2", date="2023-01-02", people=["Fumio Kishida"]),
        "articles/3.md": record("T3", date="2023-01-02", people=["Fumio Kishida"]),
    }
    subject = subject_from(tmp_path, files)
    (problem,) = check_names(subject)
    assert (problem.file, problem.code) == ("articles/1.md", "spelt-two-ways")
    assert "newsgen people merge 'Kishida Fumio' 'Fumio Kishida'" in problem.expected
    apart = subject_from(tmp_path, {"names.toml": '[people]\n"Kishida Fumio" = []\n"Fumio Kishida" = []\n'})
    assert list(check_names(apart)) == []


def test_near_duplicates_are_told_once(tmp_path: Path) -> None:
    files = {
        "articles/a.md": record("A", LONG, date="2023-01-02"),
        "articles/b.md": record("B", f"{LONG} more", date="2023-01-03"),
        "articles/c.md": record("C", LONG, date="2023-01-03", status="withdrawn"),
        "articles/d.md": record("D", "Something else altogether is said here.", date="2023-01-03"),
        "articles/e.md": record("E", "Something else altogether is said here.", date="2023-01-03"),
    }
    subject = subject_from(tmp_path, files)
    assert found(check_duplicates, subject) == [("articles/a.md", 0, "near-duplicate")]
    assert "articles/b.md are 99 % alike" in next(iter(check_duplicates(subject))).message


def test_unknown_keys_and_lost_links_are_told_at_their_line(tmp_path: Path) -> None:
    files = {"articles/a.md": record("A", "See [b](b.md).", date="2023-01-02", tittle="x", colour="y")}
    files["articles/c.md"] = record("C", date="2023-01-02", tittle="x")
    subject = subject_from(tmp_path, files)
    assert sorted(found(check_keys, subject)) == [
        ("articles/a.md", 4, "unknown-key"),
        ("articles/a.md", 5, "unknown-key"),
        ("articles/a.md", 7, "lost-link"),
    ]
    assert 'did you mean "title"?' in [one.expected for one in check_keys(subject)]


@pytest.mark.parametrize("heirs", [0, 1, 2])
def test_a_lost_address_is_told_with_its_heir_if_there_is_one(heirs: int, tmp_path: Path) -> None:
    subject_from(tmp_path, {"articles/2023-01-02-ferry.md": record("F"), "articles/x.md": record("X")})
    (tmp_path / "articles/2023-01-02-ferry.md").unlink()
    later = {
        f"articles/{2020 + n}-01-02-ferry.md": record(f"F{n}", f"Another text {n}.") for n in range(heirs)
    }
    subject = subject_from(tmp_path, {}, later)
    ((file, _, code),) = found(check_permalinks, subject)
    assert (file, code) == (
        ("articles/2020-01-02-ferry.md", "missing-alias")
        if heirs == 1
        else ("articles/2023-01-02-ferry.md", "lost-address")
    )
    write(tmp_path, {"articles/x.md": record("X", redirect_from=["2023/01/02/ferry.html"])})
    assert found(check_permalinks, subject_from(tmp_path, {})) == []


def test_an_article_that_is_not_in_the_site_is_told(tmp_path: Path) -> None:
    later = {f"articles/new-{n}.md": record(f"N{n}", date="2023-01-02") for n in range(7)}
    subject = subject_from(tmp_path, {"articles/a.md": record("A")}, later)
    assert found(check_freshness, subject) == [(f"articles/new-{n}.md", 1, "stale-site") for n in range(5)]
    assert "(nor have 2 more)" in list(check_freshness(subject))[-1].message
    shutil.rmtree(tmp_path / ".newsgen")
    assert found(check_freshness, subject_from(tmp_path, {})) == []


def test_pictures_without_words_are_reported_at_their_place(tmp_path: Path) -> None:
    """In texts, in pages and above a text; "decorative" says that a picture says nothing."""
    path, page, lead, well = "articles/talks.md", "pages/masthead.md", "articles/lead.md", "articles/well.md"
    pictures = {f"articles/{name}": PICTURE for name in ("a.svg", "b.svg", "c.svg")} | {
        "pages/d.svg": PICTURE
    }
    files = {
        path: record("Talks", "Text ![](a.svg)\n![b](b.svg) ![ ](c.svg)", date="2023-01-02"),
        page: record("Masthead", "![](d.svg)"),
        lead: record("Lead", date="2023-01-02", image={"src": "a.svg"}),
        well: record("Well", "![decorative](a.svg)", image={"src": "b.svg", "alt": "decorative"}),
    }
    subject = subject_from(tmp_path, files | pictures)
    assert sorted(str(one) for one in check_pictures(subject)) == [
        f"{where}: the picture {src} has no alternative text; write {example}, "
        'or "decorative" for one that says nothing'
        for where, src, example in (
            (f"{lead}:4:17", "a.svg", "alt: a description"),
            (f"{path}:5:10", "a.svg", "![a description](a.svg)"),
            (f"{path}:6:18", "c.svg", "![a description](c.svg)"),
            (f"{page}:4:5", "d.svg", "![a description](d.svg)"),
        )
    ]
