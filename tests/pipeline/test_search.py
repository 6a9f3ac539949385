"""Search as part of a build, with Pagefind itself."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any, cast

import pytest
from cbor2 import loads as decode

from tests.support.archives import build, clean_build, four, record, write

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
    same = [{path: site[path] for path in site if path.startswith(parts)} for site in (walked, served)]
    assert same[0] == same[1]
    assert len(walked) == len(served)
