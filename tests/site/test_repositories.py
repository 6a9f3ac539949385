"""Real repositories of Hugo and Next.js become sites in one build, read again by other code than newsgen's."""

from __future__ import annotations

import html
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from tests.support.command import newsgen

FRONT = re.compile(r"\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)(.*)", re.DOTALL)
NOT_SHOWN = re.compile(r"\{\{|\{%|\[caption|<!--|&amp;#|&#\d|\]\(record:")
MARKS = re.compile(r"^[ \t>]*(?:```|~~~)[^\n]*|\{\{[<%](?s:.*?)[>%]\}\}|\*\*|`", re.MULTILINE)
NO_WORDS = re.compile(
    r"<!--.*?-->|<(?:iframe|script|style)\b.*?</\w+>|</?[a-zA-Z][^<>]*>|\]\([^()]*(?:\([^()]*\)[^()]*)*\)|&#?\w+;"
    r"|^\s{0,3}\[[^\]]+\]:[^\n]*|\[soundcloud[^\]]*\]|\{[:#.][^}]*\}|https?://[^\s<>]+|\]\[[^\]\n]*\]",
    re.DOTALL | re.MULTILINE,
)
WORD = re.compile(r"[a-z]{4,}")


class Page(HTMLParser):
    """The words of a page, with and without those in code, and the target of its redirect."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.words, self.prose, self.code, self.target = "", "", 0, ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.code += tag in ("code", "pre", "script", "style")
        said = dict(attrs)
        self.words += f" {said.get('alt') or ''} {said.get('title') or ''} "
        if said.get("http-equiv") == "refresh":
            self.target = str(said["content"]).partition("url=")[2]

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag in ("code", "pre", "script", "style")
        self.words += " " * (
            tag in ("p", "li", "td", "th", "dt", "dd", "div", "pre", "a", "h2", "h3", "h4", "h5", "h6")
        )

    def handle_data(self, data: str) -> None:
        self.words += data
        self.prose += data if not self.code else ""


def read_list(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value] if value else []
    return list(dict.fromkeys(str(item) for item in listed))


def read_day(value: Any) -> str:
    return re.sub(r"\b(\d)\b", r"0\1", str(value or "")[:10].strip().partition(" ")[0])


def check_record(file: Path, read: dict[str, Any], record: dict[str, Any]) -> None:
    """Compare the record with the front matter of its seed."""
    title = html.unescape(html.unescape(re.sub(r"</?\w+>", "", str(read.get("title") or ""))))
    assert str(record["title"]).split() == title.split() or not title, file
    assert read_day(record.get("date")) == read_day(read.get("date")), file
    topics = read_list(read.get("topics"))
    for key in () if topics else ("tags", "tag", "categories", "category"):
        topics += read_list(read.get(key))
    if topics:
        assert record.get("topics", []) == list(dict.fromkeys(topics)), file
    assert record.get("authors", []) == read_list(read.get("authors") or read.get("author")), file


@pytest.mark.parametrize(
    ("name", "pattern", "number"),
    [
        ("letsencrypt", "/:year/:month/:day/:slug/", 76),
        pytest.param("digitalgov", "/:year/:month/:day/:slug/", 2082, marks=pytest.mark.long),
        pytest.param("nodejs", "eleventy /en/:path/", 1042, marks=pytest.mark.long),
    ],
)
def test_a_repository_becomes_a_site(
    name: str, pattern: str, number: int, shared: Path, tmp_path: Path
) -> None:
    """One build; nothing of the generator's code is seen, all values and words are there, old addresses lead on."""
    assert newsgen(tmp_path, "init", ".").returncode == 0
    shutil.rmtree(tmp_path / "seeds")
    source = shared / "corpora" / "front-matter" / name
    folder = source / ("apps/site/pages/en" if name == "nodejs" else "content")
    shutil.copytree(folder, tmp_path / "seeds")
    settings = tmp_path / "newsgen.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("# old_addresses = []", f'old_addresses = "{pattern}"'), encoding="utf-8"
    )
    run = newsgen(tmp_path, "build", "--no-search", "--future")
    assert run.returncode == 0, run.stdout + run.stderr
    compared, problems = compare(tmp_path, name)
    assert not [found for found in problems if isinstance(found[1], str)]
    assert len(problems) <= 2, problems  # where this test's own reading of Markdown is wrong
    assert compared == number


def compare(root: Path, name: str) -> tuple[int, list[tuple[str, object]]]:
    """Count the posts that were compared with their pages, and list those whose pages show code or miss words."""
    records = {}
    for path in (root / "articles").rglob("*.md"):
        record = yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0][4:])
        page = root / "site" / path.stem[:10].replace("-", "/") / f"{path.stem[11:]}.html"
        records[record["seed"]["file"]] = record | {"page": page}
    compared = 0
    problems: list[tuple[str, object]] = []
    for file in sorted((root / "seeds").rglob("*.md")):
        found = FRONT.match(file.read_text(encoding="utf-8"))
        if found is None or file.stem in ("index", "_index"):
            continue
        read = yaml.safe_load(found[1])
        place = file.relative_to(root).as_posix()
        check_record(file, read, records[place])
        day, slug = read_day(read.get("date")), unquote(str(read.get("slug") or "")).lower()
        if records[place].get("status") == "draft" or not (slug or name == "nodejs"):
            continue
        old = place[6:-3] if name == "nodejs" else f"{day.replace('-', '/')}/{slug}"
        old = root / "site" / ("en" if name == "nodejs" else "") / old / "index.html"
        assert Page(old).target, old
        article = Page(records[place]["page"])
        if found_code := NOT_SHOWN.search(article.prose):
            problems.append((place, found_code[0]))
        text = NO_WORDS.sub(" ", MARKS.sub("", html.unescape(found[2])))
        lost = Counter(WORD.findall(text.lower()))
        lost -= Counter(WORD.findall(article.words.lower()))
        if lost:
            problems.append((place, lost))
        compared += 1
    return compared, problems
