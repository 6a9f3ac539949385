"""Records as they are read: values typed by our fields, bodies untouched, traps of YAML and python-frontmatter closed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ContentError, Problem, collect_problems
from newsgen.model import PartialDate, Record, StandalonePage
from newsgen.record.read import extract_body, read_page, read_record
from newsgen.record.values import CONTROL
from newsgen.record.yaml import parse_yaml

LOADERS = (yaml.SafeLoader, yaml.CSafeLoader)


def read(front: str, body: str = "Text.\n", path: str = "articles/x.md") -> Record:
    return read_record(path, f"---\ntitle: T\n{front}\n---\n\n{body}".encode())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_change_no_value(end: str) -> None:
    """A record saved on Windows reads as it did: same values, same body, same lines."""
    text = "\n---\ntitle: T\ndek: >\n  one\n  two\n\ntopics:\n  - A\n---\n\n\nFirst.\n\nSecond.\n"
    plain, other = (read_record("a.md", t.encode()) for t in (text, text.replace("\n", end)))
    assert plain == other
    assert plain.dek == "one two"
    assert plain.body.line == 13
    assert extract_body(text.replace("\n", end).encode()) == ("First.\n\nSecond.\n", 13)


def test_the_body_keeps_its_indentation_and_rules() -> None:
    """python-frontmatter strips the first line's four spaces, which make it code, and could split at a later `---`."""
    body = "    code first\n\n---\n\ntitle: no key\n\n..."
    data = f"---\ntitle: T\n---\n\n{body}".encode()
    assert extract_body(data) == (body, 5)
    assert read_record("a.md", data).body.sha256 == hashlib.sha256(body.encode()).hexdigest()


@pytest.mark.parametrize("close", ["---", "--- ", "---\t", "..."])
@pytest.mark.parametrize("last", ["\n", ""])
def test_closing_lines(close: str, last: str) -> None:
    record = read_record("a.md", f"---  \ntitle: T\n{close}{last}".encode())
    assert (record.title, record.words, record.excerpt) == ("T", 0, "")
    assert extract_body(f"---\ntitle: T\n{close}{last}".encode())[0] == ""


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\n\r\t ")))
def test_body_and_read_agree(body: str) -> None:
    """The body that the renderer gets is the body whose hash the record carries, whatever it holds."""
    data = f"---\ntitle: T\n---\n{body}".encode()
    text, line = extract_body(data)
    record = read_record("a.md", data)
    assert record.body.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert record.body.line == line
    assert "\r" not in text
    assert text.split() == body.split()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_place(data: bytes) -> None:
    """Nothing but ContentError, and each problem has a line."""
    for content in (
        data,
        b"---\n" + data,
        b"---\ntitle: " + data + b"\n---\n",
        b"---\ntitle: T\n" + data + b"\n---\n",
    ):
        problems: list[Problem] = []
        with collect_problems(problems):
            read_record("a.md", content)
        assert all(problem.line > 0 and problem.expected for problem in problems)


YAMLISH = st.lists(
    st.sampled_from(
        [
            *"-:[]{},&*!|>'\"%@`#?\n\t ~", "\n  ", ": ", "- ", "a", "title", "date", "2023", "---\n", "\\", "é",
            "<<",
        ]
    )
)  # fmt: skip


@given(YAMLISH.map("".join))
def test_any_yaml_is_read_or_refused(front: str) -> None:
    """Texts made of YAML's own signs raise nothing but ContentError, in both of PyYAML's parsers."""
    problems: list[Problem] = []
    with collect_problems(problems):
        read(front)
    assert all(problem.line > 0 for problem in problems)
    for loader in LOADERS:
        parse_yaml(front.replace("---\n", ""), "a.md", 2, loader)


def test_without_libyaml_the_same_is_read() -> None:
    """Where PyYAML was built without libyaml, values, lines and messages stay."""
    compared = 0
    for file in sorted((Path(__file__).parent / "bad").glob("*.md")):
        text = file.read_text(encoding="utf-8", errors="replace").lstrip("\ufeff\n")
        front = text.removeprefix("---\n").partition("\n---\n")[0]
        if not text.startswith("---\n") or "\0" in front or "\u2028" in front:
            continue
        (slow, slow_bad), (fast, fast_bad) = (parse_yaml(front, "a.md", 2, each) for each in LOADERS)
        assert [(p.line, p.message) for p in slow_bad] == [(p.line, p.message) for p in fast_bad], file.stem
        assert str(slow) == str(fast), file.stem
        compared += 1
    assert compared > 40


def test_aliases_are_not_followed() -> None:
    """A bomb of nine lines that would load at once and hang later is refused, a problem for each line."""
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
    )
    with pytest.raises(ContentError) as caught:
        read(bomb)
    assert len(caught.value.problems) == 9 + 8 * 9


@pytest.mark.parametrize(("name", "expected"), [
    ("2023-11-22-ferry.md", PartialDate(2023, 11, 22)),
    ("articles/2023/2023-11-22-ferry.md", PartialDate(2023, 11, 22)),
    ("2023-02-30-ferry.md", None),
    ("2023-ferry.md", None),
    ("ferry-2023-11-22.md", None),
])  # fmt: skip
def test_a_file_name_may_date_a_record(name: str, expected: PartialDate | None) -> None:
    """As in Jekyll; a date that front matter states is taken before it."""
    assert read("", path=name).date == expected
    assert read("date: 2020", path=name).date == PartialDate(2020)


@pytest.mark.parametrize(
    ("every", "twice", "number", "with_date"),
    [pytest.param(1, 13, 3204, 3187, marks=pytest.mark.long), (8, 3, 401, 397)],
)
def test_real_repositories_are_read(
    every: int, twice: int, number: int, with_date: int, shared: Path
) -> None:
    """Of 3,204 posts of Hugo sites and a Next.js site, all are read but 13 with a key twice and one without a title."""
    root = shared / "corpora" / "front-matter"
    files = sorted(file for file in root.rglob("*.md") if file.name not in ("LICENSE.md", "PROVENANCE.md"))
    files = files[1::every] if every > 1 else files
    problems: list[Problem] = []
    dated = 0
    for file in files:
        with collect_problems(problems):
            dated += read_record(file.name, file.read_bytes()).date is not None
    assert Counter(problem.code for problem in problems) == {"duplicate-key": twice, "no-title": 1}
    assert (len(files), dated) == (number, with_date)


@pytest.mark.parametrize("codes", [range(0x2100), range(0xF000, 0x10000)], ids=["low", "high"])
def test_each_control_character_is_found_and_no_other(codes: range) -> None:
    """Whatever bytes it shares with harmless ones; in front matter also what only Unicode takes for a line's end."""
    for sign in map(chr, codes):
        bad = bool(re.match(CONTROL, sign))
        for text, refused in (
            (f"---\ntitle: T\n---\n\né{sign}é", bad),
            (f"---\ntitle: é{sign}é\n---\n\nText", bad or sign in "\u2028\u2029\ufeff"),
        ):
            codes_found = set()
            try:
                read_record("x.md", text.encode("utf-8", "surrogatepass"))
            except ContentError as error:
                codes_found = {problem.code for problem in error.problems}
            assert ("control-character" in codes_found) == refused, ascii(sign)


def page(front: str = "", body: str = "Text.\n") -> StandalonePage:
    return read_page("pages/contact.md", f"---\ntitle: Contact\n{front}\n---\n\n{body}".encode())


def test_every_key_of_a_page() -> None:
    found = page(
        "slug: write-to-us\ndek: Where\nlanguage: ja\nstatus: draft\nupdated: 2023-11-22\nredirect_from: [old.html]"
    )
    assert (found.title, found.slug, found.dek, found.language, found.status) == (
        *("Contact", "write-to-us", "Where", "ja", "draft"),
    )
    assert (found.updated, found.redirect_from) == (PartialDate(2023, 11, 22), ("old.html",))
    assert (found.navigation, found.unknown, found.body.line) == (None, (), 11)


@pytest.mark.parametrize(
    ("value", "place"), [("true", 0), ("yes", 0), ("false", None), ("3", 3), ("1", 1), ("99", 99), ("", None)]
)
def test_a_page_says_whether_and_where_it_stands_in_the_navigation(value: str, place: int | None) -> None:
    """0 stands for the end."""
    assert page(f"navigation: {value}").navigation == place


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("navigation: 0", 'pages/contact.md:3:13: navigation is "0"; write true, false or its position from 1 to 99'),
        ("navigation: top", 'pages/contact.md:3:13: navigation is "top"; write true, false or its position from 1 to 99'),
        ("navigation: [1]", "pages/contact.md:3:13: "),
        ("status: withdrawn", "pages/contact.md:3:9: a page cannot be withdrawn; delete the file, or write status: draft"),
        ("title: Twice", "pages/contact.md:3:1: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(front: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        page(front)
    assert str(caught.value).startswith(message)


def test_a_page_needs_a_title() -> None:
    """Or a heading that begins it."""
    with pytest.raises(ContentError, match=r"^pages/x\.md:1"):
        read_page("pages/x.md", b"Text.\n")


def test_keys_of_articles_alone_are_unknown() -> None:
    """And what nobody knows; they are kept in the file and reported."""
    assert page("topics: [A]\nauthors: [B]\nzebra: 1").unknown == ("topics", "authors", "zebra")


def test_links_to_other_texts_are_found_with_their_line() -> None:
    found = page(body="One.\n\n[A](../articles/a.md#p2) and [B](b.html).\n\n[C](c.md)\n")
    assert found.references == (("../articles/a.md#p2", 8), ("c.md", 10))


BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.md"))
EXPECTED = (BAD / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_message(file: Path) -> None:
    """Place, problem and expectation are exact, and all problems of the file come at once."""
    with pytest.raises(ContentError) as caught:
        read_record(file.name, file.read_bytes())
    expected = [line for line in EXPECTED if line.startswith(f"{file.name}:")]
    assert [str(problem) for problem in caught.value.problems] == expected
    assert all(problem.code for problem in caught.value.problems)


def test_table_and_files_agree() -> None:
    """No line without its file, and at least forty files."""
    assert {line.partition(":")[0] for line in EXPECTED} == {file.name for file in FILES}
    assert len(FILES) >= 40
