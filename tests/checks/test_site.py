"""What the built site says: leaks, feeds, JSON-LD."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.checks.leaks import check_leaks
from newsgen.checks.outputs import check_feeds, check_linked_data
from tests.checks.samples import found, subject_as_built, subject_from
from tests.support.archives import build, four, record, write

SECRET = "The minister will resign on Friday & nobody may know it before the evening."
FILES = four() | {
    "articles/2023/2023-11-23-secret.md": record("A secret", SECRET, date="2023-11-23"),
    "articles/2023/2023-11-24-mended.md": record(
        "Mended",
        date="2023-11-24T09:30:00+09:00",
        corrections=[{"date": "2023-12-01", "text": "It was blue."}],
    ),
}
HIDDEN = {
    "draft": record("A secret", SECRET, date="2023-11-23", status="draft"),
    "embargo": record("A secret", SECRET, date="2030-01-01"),
    "withdrawn": record("A secret", SECRET, date="2023-11-23", status="withdrawn"),
}
PATH = "articles/2023/2023-11-23-secret.md"
URL = {"newsgen.toml": '[site]\nurl = "https://example.org/x/"\n'}


@pytest.mark.parametrize("state", HIDDEN)
def test_nothing_leaks_from_a_site_that_was_built_since(state: str, tmp_path: Path) -> None:
    assert found(check_leaks, subject_from(tmp_path, FILES | URL | {PATH: HIDDEN[state]})) == []


@pytest.mark.parametrize("state", HIDDEN)
def test_a_text_that_was_hidden_after_the_build_leaks(state: str, tmp_path: Path) -> None:
    """Its page, its address in lists and its words in feeds."""
    subject = subject_from(tmp_path, FILES | URL, {PATH: HIDDEN[state]})
    assert {one[0] for one in found(check_leaks, subject)} == {PATH}
    told = " ".join(one.message for one in check_leaks(subject))
    assert "feed.xml tells of this text" in told
    if state == "draft":
        assert "stands at 2023/11/23/secret.html" in told


def test_a_site_built_with_drafts_leaks(tmp_path: Path) -> None:
    write(tmp_path, FILES | {PATH: HIDDEN["draft"]})
    build(tmp_path, drafts=True)
    assert "leak" in {code for _, _, code in found(check_leaks, subject_as_built(tmp_path))}


def test_the_feeds_of_a_built_site_are_right(tmp_path: Path) -> None:
    for extra in ({}, URL):
        assert found(check_feeds, subject_from(tmp_path, FILES | extra)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("</feed>", "", "is not well-formed XML"),
        ("<title>Talks open</title>", "", 'has an entry "" that has no title'),
        (
            "2023-11-22T00:00:00Z</updated>",
            "2023-11-22</updated>",
            'has the date "2023-11-22", which is no instant',
        ),
        ("<author>", "<nobody>", "is not well-formed XML"),
    ],
)
def test_a_broken_atom_feed_is_told(old: str, new: str, fault: str, tmp_path: Path) -> None:
    subject = subject_from(tmp_path, FILES)
    path = tmp_path / "site/feed.xml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new), encoding="utf-8")
    problems = list(check_feeds(subject))
    assert {one.file for one in problems} == {"feed.xml"}
    assert any(fault in one.message for one in problems), [one.message for one in problems]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"version"', '"verse"', "has no version 1.1"),
        ('{"version"', "{", "is not well-formed JSON"),
        ('"id":', '"ip":', "without an id"),
        ('"content_html":', '"html":', "without content"),
        ("T00:00:00Z", "", "which is no instant"),
    ],
)
def test_a_broken_json_feed_is_told(old: str, new: str, fault: str, tmp_path: Path) -> None:
    subject = subject_from(tmp_path, FILES)
    path = tmp_path / "site/feed.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new), encoding="utf-8")
    problems = list(check_feeds(subject))
    assert {one.file for one in problems} == {"feed.json"}
    assert any(fault in one.message for one in problems), [one.message for one in problems]


def test_json_ld_of_a_built_site_agrees_with_the_records(tmp_path: Path) -> None:
    guess = {"date": {"confidence": 0.4, "rule": "weekday", "evidence": "line 4"}}
    more = {
        "articles/g.md": record("G </script>", date="2022-01-02", inferred=guess),
        "articles/w.md": record("W", date="2022-01-02", status="withdrawn"),
    }
    assert found(check_linked_data, subject_from(tmp_path, FILES | more)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"date": "2023-11-22T10:00"}, "datePublished"),
        ({"status": "withdrawn"}, "withdrawal"),
        ({"corrections": [{"date": "2023-12-01", "text": "x"}]}, "corrections"),
    ],
)
def test_json_ld_that_says_something_else_is_told(
    change: dict[str, object], fault: str, tmp_path: Path
) -> None:
    path = "articles/2023/2023-11-22-talks-open.md"
    subject = subject_from(tmp_path, FILES, {path: record("Talks open", **({"date": "2023-11-22"} | change))})
    ((file, _, code),) = found(check_linked_data, subject)
    assert (file, code) == (path, "bad-json-ld")
    assert fault in next(iter(check_linked_data(subject))).message
