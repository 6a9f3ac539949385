"""An index in one order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsgen.builder.search.pagefind import sort_index
from tests.builder.indexes import packed, write_pattern
from tests.support.archives import tree


def entry(folder: Path) -> None:
    about = {"hash": "und_meta", "wasm": None, "page_count": 1}
    (folder / "pagefind-entry.json").write_text(json.dumps({"languages": {"und": about}, "version": "1.5.2"}))


def in_order(folder: Path, seed: int) -> Path:
    entry(write_pattern(folder, seed))
    sort_index(folder)
    return folder


def test_the_order_of_chance_is_gone(tmp_path: Path) -> None:
    """What Pagefind wrote in two orders becomes the same files. `index_of` proves that their names lead to each other."""
    one, two = write_pattern(tmp_path / "1", 1), write_pattern(tmp_path / "2", 2)
    assert tree(one) != tree(two)
    assert tree(in_order(tmp_path / "a", 1)) == tree(in_order(tmp_path / "b", 2))


FORMS = [b"", b"\x1f\x8b\x08", b"pagefind_dcd\x80", packed(["1.5.2"]), packed(7), packed(["", [], [], [1]])]


@pytest.mark.parametrize("data", FORMS, ids=range(len(FORMS)))
def test_another_form_is_refused(data: bytes, tmp_path: Path) -> None:
    folder = write_pattern(tmp_path / "index", 1)
    entry(folder)
    (folder / "pagefind.und_meta.pf_meta").write_bytes(data)
    with pytest.raises(ValueError, match=r"form|broken"):
        sort_index(folder)
