"""Which article an editor means; tests/cli holds what corrections and withdrawals do."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.desk.corrections import find_article
from newsgen.errors import SettingsError
from newsgen.model import Body, PartialDate, Record
from newsgen.pipeline.project import Project
from newsgen.settings.values import Settings, SiteSettings


def made(path: str, date: PartialDate | None = None, slug: str = "") -> Record:
    return Record(path, Body(path, ""), "T", date=date, slug=slug)


RECORDS = [
    made("articles/2023/2023-11-22-talks.md", PartialDate(2023, 11, 22)),
    made("articles/2023/2023-11-24-talks-close.md", PartialDate(2023, 11, 24)),
    made("articles/undated/letter.md", slug="an-old-letter"),
]
PROJECT = Project(Path("/nowhere"), Settings(site=SiteSettings(url="https://example.org/news/")))
PUBLISHED = {"undated/talks.html": RECORDS[0].path}


def find(wanted: str) -> str:
    return find_article(PROJECT, RECORDS, wanted, PUBLISHED).path


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("articles/2023/2023-11-22-talks.md", 0),
        ("2023/11/22/talks.html", 0),
        ("/2023/11/22/talks.html", 0),
        ("https://example.org/news/2023/11/22/talks.html", 0),
        ("undated/talks.html", 0),
        ("talks", 0),
        ("2023-11-22-talks", 0),
        ("2023-11-22-talks.md", 0),
        ("talks-close", 1),
        ("CLOSE", 1),
        ("11/24", 1),
        ("an-old-letter", 2),
        ("letter", 2),
        ("old", 2),
    ],
)
def test_path_address_name_or_part(wanted: str, place: int) -> None:
    """A whole name wins over a part of others; an old address counts."""
    assert find(wanted) == RECORDS[place].path


def test_several_are_all_named() -> None:
    """With how many there are, and what to do."""
    with pytest.raises(SettingsError, match=r'"tal" means 2 articles: .*-talks\.md, .*close\.md; write more'):
        find("tal")


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("talks-clos3", f"the nearest is {RECORDS[1].path}"),
        ("lettre", f"the nearest is {RECORDS[2].path}"),
        ("2023-11-23-talks.md", f"the nearest is {RECORDS[0].path}"),
        ("zzzzzz", "write its path, e.g. articles/2023/2023-11-22-slug.md"),
        ("/", "write its path, e.g. articles/2023/2023-11-22-slug.md"),
        ("", "write its path, e.g. articles/2023/2023-11-22-slug.md"),
    ],
)
def test_the_nearest_is_named(wanted: str, hint: str) -> None:
    """By the likeness of names and of their words; an empty name means no article rather than all."""
    with pytest.raises(SettingsError, match="no article is called") as caught:
        find(wanted)
    assert caught.value.problems[0].expected == hint
