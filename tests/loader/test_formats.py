"""The table of seed formats."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from newsgen.loader.formats import find_format_by_name
from newsgen.loader.front_matter import parse_markdown_seed, parse_plain_seed
from newsgen.model import SeedRef
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
