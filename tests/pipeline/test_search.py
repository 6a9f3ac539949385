"""Search as part of a build, with Pagefind itself."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any, cast

import pytest
from cbor2 import loads as decode

from tests.support.archives import build, clean_build, four, newsgen, record, stamps, tree, write

OPEN = "articles/2023/2023-11-22-talks-open.md"


@pytest.fixture
def root(folder: Path) -> Path:
    write(folder / "archive", four())
    return folder / "archive"


def test_two_clean_builds_make_the_same_index(root: Path, folder: Path) -> None:
    """Names and bytes, so that a committed site can be compared with one built elsewhere."""
    one, other = clean_build(root, folder / "1"), clean_build(root, folder / "2")
    assert one == other
    assert {path for path in one if path.startswith("pagefind/filter/")}


def test_only_what_is_searched_makes_a_new_index(root: Path) -> None:
    """A template, a setting and a key that nobody searches leave its files as they are."""
    build(root)
    before = stamps(root / "site/pagefind")
    write(root, {"templates/robots.txt": "User-agent: *\n", "newsgen.toml": '[site]\ntitle = "Other"\n'})
    assert not build(root).search.fresh  # type: ignore[union-attr]
    text = (root / OPEN).read_text()
    write(root, {OPEN: text.replace("---\ntitle", "---\n# a comment\ntitle")})
    assert not build(root).search.fresh  # type: ignore[union-attr]
    files = {path for path in before if (root / "site/pagefind" / path).is_file()}
    after = stamps(root / "site/pagefind")
    assert {path: after[path] for path in files} == {path: before[path] for path in files}
    write(root, {OPEN: text.replace("Some text.", "Another text.")})
    assert build(root).search.fresh  # type: ignore[union-attr]
    assert stamps(root / "site/pagefind") != before


def test_a_clone_with_its_site_makes_the_index_that_it_has(root: Path) -> None:
    """No byte and no file changes, although nothing is known of the index that stands there."""
    build(root)
    shutil.rmtree(root / ".newsgen")
    before = tree(root / "site")
    report = build(root)
    assert tree(root / "site") == before
    assert report.search
    assert not report.search.fresh


NO_SEARCH = {"--no-search": "", "enabled = false": "[search]\nenabled = false\n"}


@pytest.mark.parametrize("way", NO_SEARCH)
def test_a_site_without_search_has_no_trace_of_it(way: str, root: Path) -> None:
    """Neither page nor index nor link; and it comes back."""
    build(root)
    assert (root / "site/search.html").is_file()
    write(root, {"newsgen.toml": NO_SEARCH[way]} if NO_SEARCH[way] else {})
    done = newsgen(root, "build", "--as-of", "2026-11-24", *([way] if not NO_SEARCH[way] else []))
    assert done.returncode == 0, done.stderr
    assert "search" not in done.stdout
    assert not (root / "site/search.html").exists()
    assert not (root / "site/pagefind").exists()
    pages = [*(root / "site").rglob("*.html")]
    assert pages
    assert [path.name for path in pages if "search.html" in path.read_text(encoding="utf-8")] == []
    write(root, {"newsgen.toml": ""})
    build(root)
    assert (root / "site/pagefind/pagefind.js").is_file()


def test_above_a_number_of_articles_the_first_words_are_searched_and_it_is_said(root: Path) -> None:
    """On the search page, and in the summary."""
    long = " ".join(f"word{n}" for n in range(400))
    write(root, {"newsgen.toml": "[search]\nfull_text = 4\n", OPEN: record("Long", long, date="2023-11-22")})
    done = newsgen(root, "build", "--as-of", "2026-11-24")
    assert "search: whole texts (" in done.stdout
    assert " of processor time, " in done.stdout
    assert " of memory" in done.stdout
    assert "first 300 words" not in (root / "site/search.html").read_text()
    size = sum(path.stat().st_size for path in (root / "site/pagefind/index").iterdir())
    write(root, {"articles/fifth.md": record("Fifth", date="2020-01-01")})
    done = newsgen(root, "build", "--as-of", "2026-11-24")
    assert "search: the first 300 words of each text (" in done.stdout
    assert "first 300 words" in (root / "site/search.html").read_text()
    assert sum(path.stat().st_size for path in (root / "site/pagefind/index").iterdir()) < size


@pytest.mark.parametrize("strict", [False, True])
def test_a_failure_is_a_warning_and_with_strict_exit_1(strict: bool, root: Path) -> None:
    """The pages are published, readers keep the old index, and the next build tries again."""
    build(root)
    index = tree(root / "site/pagefind")
    write(root, {OPEN: (root / OPEN).read_text().replace("Some text.", "A newer text.")})
    arguments = ["build", "--as-of", "2026-11-24", *(["--strict"] if strict else [])]
    for _ in range(2):
        done = newsgen(root, *arguments, PAGEFIND_BINARY_PATH=str(root / "missing"))
        assert done.returncode == (1 if strict else 0), done.stdout + done.stderr
        assert "the search index could not be made" in done.stderr
        assert "readers search the old one" in done.stderr
        assert "A newer text." in (root / "site/2023/11/22/talks-open.html").read_text()
        assert tree(root / "site/pagefind") == index
    done = newsgen(root, *arguments)
    assert done.returncode == 0, done.stderr
    assert tree(root / "site/pagefind") != index


def test_an_archive_without_articles_has_a_page_and_no_index(root: Path) -> None:
    shutil.rmtree(root / "articles")
    assert build(root).search is None
    assert (root / "site/search.html").is_file()
    assert not (root / "site/pagefind").exists()


def test_pages_are_numbered_as_the_archive_orders_them(root: Path) -> None:
    """Not as the file system lists folders, which differs from machine to machine."""
    write(root, {f"articles/2023/2023-11-22-more-{n}.md": record(f"More {n}") for n in range(12)})
    build(root)
    index = root / "site/pagefind"
    (meta,) = index.glob("*.pf_meta")
    pages = cast("list[Any]", decode(meta.read_bytes().removeprefix(b"pagefind_dcd")))[1]
    fragments = [gzip.decompress((index / f"fragment/{key}.pf_fragment").read_bytes()) for key, _ in pages]
    urls = [json.loads(data.removeprefix(b"pagefind_dcd"))["url"] for data in fragments]
    days = sorted((url for url in urls if "more" not in url), reverse=True)  # "undated" would be first
    more = sorted(url for url in urls if "more" in url)
    assert urls == [days[1], *more, *days[2:], days[0]]


def test_an_archive_of_many_articles_has_the_same_index_but_for_their_numbers(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind is started on the folder; what stands in no order is byte for byte what its service makes."""
    served = clean_build(root, folder / "1")
    monkeypatch.setattr("newsgen.builder.search.pagefind._IN_ORDER", 3)
    walked = clean_build(root, folder / "2")
    parts = ("pagefind/fragment/", "pagefind/pagefind.js", "pagefind/wasm")
    assert {path: one for path, one in walked.items() if path.startswith(parts)} == {
        path: one for path, one in served.items() if path.startswith(parts)
    }
    assert len(walked) == len(served)
