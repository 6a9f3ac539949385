"""Real repositories of other generators: every post is read, with the values that PyYAML reads."""

from __future__ import annotations

import datetime
import html
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from newsgen.loader.front_matter import parse_markdown_seed

CORPORA = Path(__file__).parents[3] / "shared" / "corpora" / "front-matter"
FRONT = re.compile(r"\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


def read_day(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    found = re.match(r"(\d{4})-(\d\d?)-(\d\d?)", str(value or ""))
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def read_list(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value] if value else []
    return list(dict.fromkeys(str(item) for item in listed))


@pytest.mark.skipif(not CORPORA.is_dir(), reason="no test corpora beside the project")
@pytest.mark.parametrize(("name", "least"), [("letsencrypt", 76), ("digitalgov", 2083), ("nodejs", 1042)])
def test_posts_of_real_repositories(name: str, least: int) -> None:
    compared = 0
    for file in sorted((CORPORA / name).rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        front = FRONT.match(text)
        if front is None:
            continue
        path = f"seeds/{file.relative_to(CORPORA / name).as_posix()}"
        (draft,) = parse_markdown_seed(path, file.read_bytes())
        if file.stem in ("index", "_index"):
            assert draft.kind != "article"
            continue
        read = yaml.safe_load(front[1])
        topics = read_list(read.get("topics"))
        for key in () if topics else ("tags", "tag", "categories", "category"):
            topics += read_list(read.get(key))
        stated, date = draft.stated, draft.stated.get("date")
        title = html.unescape(html.unescape(re.sub(r"</?\w+>", "", str(read.get("title") or ""))))
        assert (stated.get("title") or "").split() == title.split(), path
        assert (date.iso[:10] if date else "") == read_day(read.get("date")), path
        assert list(stated.get("topics", ())) == list(dict.fromkeys(topics)), path
        assert list(stated.get("authors", ())) == read_list(read.get("authors") or read.get("author")), path
        assert draft.text.split() == text[front.end() :].split(), path
        compared += 1
    assert compared == least
