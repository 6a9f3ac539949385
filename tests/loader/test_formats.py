"""The table of seed formats."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from newsgen.errors import ContentError
from newsgen.loader.formats import find_format_by_name
from newsgen.loader.front_matter import parse_markdown_seed, parse_plain_seed
from newsgen.model import PartialDate, SeedRef
from tests.support.archives import newsgen, write


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("seeds/x.txt", "text"),
        ("seeds/X.TXT", "text"),
        ("a/b.md", "markdown"),
        ("x.jpg", None),
        ("txt", None),
        (".txt", "text"),
    ],
)
def test_formats_by_name(path: str, name: str | None) -> None:
    form = find_format_by_name(path)
    assert (form.name if form else None) == name


def test_without_front_matter_all_is_body() -> None:
    (draft,) = parse_markdown_seed("seeds/x.md", b"# Head\n\nText.\n")
    assert (draft.text, draft.markup, draft.stated) == ("# Head\n\nText.\n", "markdown", {})


def test_front_matter_is_stated() -> None:
    """Keys of other generators are ours by the key table; those that nobody knows are kept."""
    front = "---\ntitle: Head\ndate: 2023-11-22\ntags: [trade, fish]\nlayout: post\nweight: 3\n---\nText.\n"
    (draft,) = parse_markdown_seed("seeds/x.md", front.encode())
    assert draft.text.strip() == "Text."
    assert draft.stated["title"] == "Head"
    assert draft.stated["date"] == PartialDate(2023, 11, 22)
    assert draft.stated["topics"] == ("trade", "fish")
    assert draft.stated["weight"] in (3, "3")


def test_what_is_read_from_the_body_is_not_stated() -> None:
    """Links and pictures stand in the body; a key of such a name is one that nobody knows."""
    (draft,) = parse_markdown_seed(
        "seeds/x.md", b"---\ntitle: Head\n---\n\nSee [that](other.md) and ![x](pic.png).\n"
    )
    assert draft.stated == {"title": "Head"}
    (draft,) = parse_markdown_seed(
        "seeds/x.md", b"---\ntitle: Head\npictures: mine\n---\n\nA ![x](pic.png).\n"
    )
    assert draft.stated == {"title": "Head", "pictures": "mine"}


def test_a_wrong_value_is_left_out_with_a_warning() -> None:
    (draft,) = parse_markdown_seed("seeds/x.md", b"---\ntitle: Head\ndate: 31 Nov 2023\n---\nText.\n")
    assert draft.stated == {"title": "Head"}
    assert [str(problem).partition(";")[0] for problem in draft.warnings] == [
        'seeds/x.md:3:7: date "31 Nov 2023" is not a day of the calendar, so it was left out'
    ]


def test_wrong_front_matter_is_refused_with_its_place() -> None:
    with pytest.raises(ContentError, match=r"seeds/x.md:3:7: "):
        list(parse_markdown_seed("seeds/x.md", b"---\ntitle: Head\n  date: 2023\n---\nText.\n"))


def test_one_article_a_file() -> None:
    data = "Été à l'Élysée.\r\n".encode("cp1252")
    (draft,) = parse_plain_seed("seeds/x.txt", data)
    assert draft.seed == SeedRef("seeds/x.txt", hashlib.sha256(data).hexdigest(), "windows-1252")
    assert (draft.text, draft.markup, draft.stated) == ("Été à l'Élysée.\n", "plain", {})


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.csv", b"id,title,text\n1,a\x81,b\xff\n", "seeds/x.csv:1: 'charmap' codec can't decode"),
        (
            "x.jsonl",
            json.dumps({"id": 1, "content_html": "<div>" * 5000}).encode(),
            "seeds/x.jsonl#jsonl:1: its HTML is nested too deeply",
        ),
    ],
)
def test_items_that_cannot_be_read_stop_no_others(
    name: str, data: bytes, message: str, tmp_path: Path
) -> None:
    write(tmp_path, {f"seeds/{name}": data, "seeds/good.txt": "The pier\n\nIt has new lamps."})
    run = newsgen(tmp_path, "load")
    assert run.returncode == 1
    assert run.stderr.startswith(f"error: {message}")
    assert len(list((tmp_path / "articles").rglob("*.md"))) == 1
