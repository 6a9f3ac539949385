"""Pictures are made once, and the site is that of a clean build after any edit."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from newsgen.files import write_cached
from tests.media.samples import picture
from tests.support.archives import build, clean_build, many, record, tree, write
from tests.support.illustrated import ARTICLE, BODY, illustrated

EDITS = {
    "another picture": lambda root: write(root, {"articles/2023/deck.png": picture("png", 700, 500)}),
    "another place": lambda root: (root / "articles/2023/deck.png").rename(root / "static/deck.png"),
    "one nearer": lambda root: write(root, {"articles/2023/lead.jpg": picture("jpeg", 300, 200)}),
    "no more pictures": lambda root: write(root, {ARTICLE: record("Talks open", "Text.", date="2023-11-22")}),
    "withdrawn": lambda root: illustrated(root, status="withdrawn"),
    "draft": lambda root: illustrated(root, status="draft"),
    "another alt text": lambda root: illustrated(root, BODY.replace("Upper", "Lower")),
    "the same twice": lambda root: illustrated(root, BODY + "\n![Again](deck.png)\n"),
    "other widths": lambda root: (root / "newsgen.toml").write_text(
        "[images]\nwidths = [100, 200]\nquality = 60\n"
    ),
    "only a time stamp": lambda root: os.utime(root / "articles/2023/deck.png", (1, 1)),
}


@pytest.mark.parametrize("edit", EDITS)
def test_after_any_edit_the_site_is_that_of_a_clean_build(edit: str, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    illustrated(root)
    build(root)
    EDITS[edit](root)
    build(root)
    assert tree(root / "site") == clean_build(root, tmp_path / "clean")
    assert build(root).unchanged


def test_a_picture_is_made_once_whatever_else_changes(tmp_path: Path) -> None:
    """Here what was kept is changed, to see that it was taken."""
    illustrated(tmp_path)
    build(tmp_path)
    cache = tmp_path / ".newsgen/cache/pictures"
    kept = sorted(path for path in cache.rglob("*") if path.is_file())
    assert len(kept) == 3 + 2 + 2
    for path in kept:
        write_cached(path, b"kept")
    shutil.rmtree(tmp_path / "site")
    build(tmp_path)
    assert {path.read_bytes() for path in tmp_path.glob("site/images/*.webp")} == {b"kept"}


def test_an_edited_text_makes_no_picture_anew(tmp_path: Path) -> None:
    illustrated(tmp_path)
    build(tmp_path)
    before = {path: path.stat().st_ino for path in (tmp_path / "site/images").iterdir()}
    illustrated(tmp_path, BODY.replace("A text", "Another text"))
    assert build(tmp_path).rendered < 20
    assert {path: path.stat().st_ino for path in (tmp_path / "site/images").iterdir()} == before


def test_another_theme_reads_no_picture_again(tmp_path: Path) -> None:
    """Their bytes do not depend on it; here what was kept is taken away, to see that nobody asks for it."""
    illustrated(tmp_path)
    build(tmp_path)
    before = {path: path.stat().st_ino for path in (tmp_path / "site/images").iterdir()}
    shutil.rmtree(tmp_path / ".newsgen/cache/pictures")
    write(tmp_path, {"templates/robots.txt": "User-agent: *\n"})
    build(tmp_path)
    assert not (tmp_path / ".newsgen/cache/pictures").exists()
    assert {path: path.stat().st_ino for path in (tmp_path / "site/images").iterdir()} == before


def test_many_processes_make_the_same_pictures(tmp_path: Path) -> None:
    names = [f"articles/p{n}.png" for n in range(12)]
    body = "\n\n".join(f"![x](../p{n}.png)" for n in range(12))
    for root, jobs in ((tmp_path / "one/archive", 1), (tmp_path / "two/archive", 2)):
        write(root, many(100) | {name: picture("png", 500 + n, 300) for n, name in enumerate(names)})
        write(root, {"articles/2000/a.md": record("A", body, date="2000-01-01")})
        build(root, jobs=jobs)
    assert tree(tmp_path / "one/archive/site") == tree(tmp_path / "two/archive/site")
