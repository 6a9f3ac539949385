"""What the built site says: leaks, feeds, JSON-LD, its size. findings/ holds the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsgen.builder.output import MOST
from newsgen.checks.outputs import check_feeds, check_linked_data
from newsgen.checks.site import check_damaged_files, check_leaked_drafts, check_site_size
from newsgen.errors import ContentError
from tests.checks.samples import build_checked, open_built
from tests.support.archives import build, four, record, write

SECRET = "The minister will resign on Friday & nobody may know it before the evening."
PATH = "articles/2023/2023-11-23-secret.md"
FILES = four() | {
    PATH: record("A secret", SECRET, date="2023-11-23"),
    "newsgen.toml": '[site]\nurl = "https://example.org/x/"\n',
}
HIDDEN = {
    "draft": record("A secret", SECRET, date="2023-11-23", status="draft"),
    "embargo": record("A secret", SECRET, date="2030-01-01"),
    "withdrawn": record("A secret", SECRET, date="2023-11-23", status="withdrawn"),
}


def test_a_flipped_bit_is_found_although_size_and_time_are_those_of_the_build(tmp_path: Path) -> None:
    """A build looks at no more; it writes the file again when it is gone."""
    write(tmp_path, FILES)
    build(tmp_path)
    page = tmp_path / "site/index.html"
    data, found = page.read_bytes(), page.stat()
    page.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    os.utime(page, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert build(tmp_path).unchanged
    assert [problem.file for problem in check_damaged_files(open_built(tmp_path))] == ["site/index.html"]
    page.unlink()
    build(tmp_path)
    assert page.read_bytes() == data
    assert list(check_damaged_files(open_built(tmp_path))) == []


@pytest.mark.parametrize("state", HIDDEN)
def test_a_text_that_was_hidden_after_the_build_leaks_until_the_next(state: str, tmp_path: Path) -> None:
    """Its page, its address in lists and its words in feeds."""
    problems = list(check_leaked_drafts(build_checked(tmp_path, FILES, {PATH: HIDDEN[state]})))
    assert {problem.file for problem in problems} == {PATH}
    said = " ".join(problem.message for problem in problems)
    assert "more show this text, which is not public" in said
    assert ("it is at 2023/11/23/secret.html" in said) == (state == "draft")
    assert "the search index holds this text, which is not public, at 2023/11/23/secret.html" in said
    build(tmp_path)
    assert list(check_leaked_drafts(open_built(tmp_path))) == []


def test_a_site_built_with_drafts_leaks(tmp_path: Path) -> None:
    write(tmp_path, FILES | {PATH: HIDDEN["draft"]})
    build(tmp_path, drafts=True)
    assert "leak" in {problem.code for problem in check_leaked_drafts(open_built(tmp_path))}


SLUGS = "[site]\naddresses = '/:slug/'\nurl = 'https://example.org/'\n"


@pytest.mark.parametrize(
    ("draft", "public", "template", "leaks"),
    [
        ("The ferry is back, says the harbour office.", f"{SECRET}", "", False),
        (SECRET[:50], SECRET, "", False),
        (f"{SECRET} It said so.", f"Late. {SECRET}", "", False),
        (SECRET, "Another text.", f"<p>{SECRET.replace('&', '&amp;')}</p>", True),
        ("Short.", "Another text.", '<a href="{{ page.root }}trade/index.html">Trade</a>', True),
        ("Short.", "Another text.", '<a href="{{ page.root }}topics/trade/index.html">Trade</a>', False),
    ],
)
def test_a_draft_leaks_only_by_words_and_links_of_its_own(
    draft: str, public: str, template: str, leaks: bool, tmp_path: Path
) -> None:
    """Not by words that a public text has too, nor by an address that is the end of another one."""
    own = '{% extends "default/article.html" %}{% block after_text %}' + template + "{% endblock %}"
    files = {
        "newsgen.toml": SLUGS,
        "articles/draft.md": record("D", draft, slug="trade", status="draft"),
        "articles/public.md": record("P", public, topics=["Trade"], date="2023-11-22"),
        "articles/other.md": record("O", "Words.", topics=["Trade"], date="2023-11-23"),
    } | ({"templates/article.html": own} if template else {})
    found = list(check_leaked_drafts(build_checked(tmp_path, files)))
    assert [one.file for one in found] == (["articles/draft.md"] if leaks else [])


FAULTS = [
    ("feed.xml", "</feed>", "", "is not well-formed XML"),
    ("feed.xml", "<title>Talks open</title>", "", 'has an entry "" that has no title'),
    ("feed.xml", "T00:00:00Z</updated>", "</updated>", "which is no instant with an offset"),
    ("feed.xml", "</author>", "", "is not well-formed XML"),
    ("feed.json", '"version"', '"verse"', "has no version 1.1"),
    ("feed.json", '{"version"', "{", "is not well-formed JSON"),
    ("feed.json", '"id":', '"ip":', "without an id"),
    ("feed.json", '"content_html":', '"html":', "without content"),
    ("feed.json", "T00:00:00Z", "", "which is no instant"),
]


def test_broken_feeds_are_reported_and_sound_ones_are_not(tmp_path: Path) -> None:
    checked = build_checked(tmp_path, FILES)
    assert list(check_feeds(checked)) == []
    for name, old, new, fault in FAULTS:
        file = tmp_path / "site" / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        for content in (text.replace(old, new), text):
            file.unlink()  # its bytes may be those of a working copy, too
            file.write_text(content, encoding="utf-8")
            problems = list(check_feeds(checked))
            assert {problem.file for problem in problems} == ({name} if content != text else set())
            assert content == text or any(fault in problem.message for problem in problems), fault


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({}, ""),
        ({"date": "2023-11-22T10:00"}, "datePublished"),
        ({"corrections": [{"date": "2023-12-01", "text": "x"}]}, "corrections"),
        ({"title": "Talks end"}, "headline"),
    ],
)
def test_json_ld_that_differs_from_the_record_is_reported(
    fields: dict[str, object], fault: str, tmp_path: Path
) -> None:
    """After the record changed; a guess, a closing tag and a withdrawn article are no difference."""
    guess = {"date": {"confidence": 0.4, "rule": "weekday", "evidence": "line 4"}}
    more = {
        "articles/g.md": record("G </script>", date="2022-01-02", inferred=guess),
        "articles/w.md": record("W", date="2022-01-02", status="withdrawn"),
    }
    path = "articles/2023/2023-11-22-talks-open.md"
    changed = record(**({"title": "Talks open", "date": "2023-11-22"} | fields))
    problems = list(check_linked_data(build_checked(tmp_path, FILES | more, {path: changed})))
    assert [problem.file for problem in problems] == ([path] if fault else [])
    assert all(fault in problem.message for problem in problems)


@pytest.mark.long
def test_a_site_that_is_too_large_is_reported_each_time_and_built_all_the_same(tmp_path: Path) -> None:
    """By `build`, also when nothing changed, and by `check`; with --strict the build fails."""
    write(tmp_path, {**four(), "static/film.mp4": b""})
    os.truncate(tmp_path / "static/film.mp4", MOST)
    first, second = build(tmp_path), build(tmp_path)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert first.warnings == second.warnings
    (warning,) = first.warnings
    assert warning.message.startswith("the site has 900 MB in ")
    assert [found.code for found in check_site_size(open_built(tmp_path))] == [warning.code] == ["site-size"]
    assert (tmp_path / "site/film.mp4").stat().st_size == MOST
    with pytest.raises(ContentError, match="900 MB"):
        build(tmp_path, strict=True)
