"""What is kept of the plan of lists saves work and is never wrong."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from newsgen.builder.places import Places, places_for
from newsgen.pipeline.listed import Lists, read_lists
from tests.support.archives import build, clean_build, four, tree, write

OPEN = "articles/2023/2023-11-22-talks-open.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive that was built."""
    write(tmp_path / "a", four())
    edit(tmp_path / "a", "Some text.", f"{'Many words before it. ' * 30}Some text.")
    build(tmp_path / "a")
    return tmp_path / "a"


def edit(root: Path, old: str, new: str) -> None:
    text = (root / OPEN).read_text(encoding="utf-8")
    assert old in text
    (root / OPEN).write_text(text.replace(old, new), encoding="utf-8")


def places(root: Path) -> Places:
    return places_for(root, root / "site")


def test_an_edit_of_a_text_leaves_the_lists_known(root: Path) -> None:
    """They are taken from what was kept: with another fingerprint there, they count as changed."""
    before = read_lists(places(root))
    assert {"index.html", "topics/trade/index.html"} <= {page.path for page in before.pages}
    edit(root, "Some text.", "Other text.")
    build(root)
    assert read_lists(places(root)) == before
    edit(root, "Talks open", "Talks begin")
    build(root)
    assert read_lists(places(root)).key != before.key


@pytest.mark.parametrize("damage", ["gone", "changed", "forged"])
def test_a_known_list_that_is_not_as_it_was_written_is_made_again(
    root: Path, damage: str, tmp_path: Path
) -> None:
    """Where a list's file was lost or changed, or its fingerprint is not that of its file, all is planned."""
    edit(root, "Some text.", "Some text, edited.")
    page = root / "site/dates/index.html"
    if damage == "gone":
        page.unlink()
    elif damage == "changed":
        page.write_text("other")
    else:
        kept = read_lists(places(root))
        forged = [msgspec.structs.replace(one, fingerprint=b"x" * 16) for one in kept.pages]
        (places(root).state / "lists").write_bytes(msgspec.msgpack.encode(Lists(kept.key, forged)))
    build(root)
    assert tree(root / "site") == clean_build(root, tmp_path / "clean")
