"""What is remembered of the last plan saves work and is never wrong."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from newsgen.builder.manifest import draft_manifest, read_manifest
from newsgen.builder.places import Places, places_for
from tests.support.archives import build, clean_build, four, tree, write

OPEN = "articles/2023/2023-11-22-talks-open.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive that was built."""
    write(tmp_path / "a", four())
    edit(tmp_path / "a", "Some text.", f"{'Many words before it. ' * 30}Some text.")
    (tmp_path / "a/newsgen.toml").write_text("[search]\nenabled = false\n")
    build(tmp_path / "a")
    return tmp_path / "a"


def edit(root: Path, old: str, new: str) -> None:
    text = (root / OPEN).read_text(encoding="utf-8")
    assert old in text
    (root / OPEN).write_text(text.replace(old, new), encoding="utf-8")


def places(root: Path) -> Places:
    return places_for(root, root / "site")


def forge(root: Path, *paths: str) -> None:
    """Let pages look as if they had been made of something else: they are made again if they are planned again."""
    file = places(root).manifest
    manifest = read_manifest(file)
    entries = {
        path: msgspec.structs.replace(entry, fingerprint=b"x" * 16) if path in paths else entry
        for path, entry in manifest.entries.items()
    }
    draft_manifest(file, msgspec.structs.replace(manifest, entries=entries))()


def planned(root: Path, *paths: str) -> list[str]:
    """Which of these pages the next build plans."""
    forge(root, *paths)
    build(root)
    entries = read_manifest(places(root).manifest).entries
    return [path for path in paths if entries[path].fingerprint != b"x" * 16]


OTHERS = ("dates/index.html", "2023/11/24/index.html", "2023/11/24/talks-close.html")
"""What shows nothing of the article, or its headline at most."""


def test_an_edit_of_a_text_plans_what_holds_the_text(root: Path) -> None:
    """Its page, a feed, the data of its year; neither lists nor other articles."""
    edit(root, "Some text.", "Other text.")
    own = ("2023/11/22/talks-open.html", "feed.xml", "data/2023.jsonl")
    assert planned(root, *own, "topics/trade/index.html", *OTHERS) == list(own)


def test_an_edit_of_a_headline_plans_what_shows_it(root: Path) -> None:
    """Lists too, and the articles beside it."""
    edit(root, "Talks open", "Talks begin")
    own = ("2023/11/22/talks-open.html", "topics/trade/index.html", "2023/11/index.html", "index.html")
    assert planned(root, *own, "dates/index.html", "404.html") == list(own)


def test_an_edit_of_a_name_plans_all(root: Path) -> None:
    """What decides on which pages an article stands is no matter of one page."""
    edit(root, "topics: [", "topics: [Rivers, ")
    assert planned(root, *OTHERS) == list(OTHERS)


def test_pages_of_a_name_that_moved_are_planned_with_those_of_the_new_one(root: Path, tmp_path: Path) -> None:
    with (root / "newsgen.lock").open("a", encoding="utf-8") as lock:
        lock.write('["moved","topics/commerce","topics/trade"]\n')
    build(root)
    edit(root, "Talks open", "Talks begin")
    own = ("topics/trade/index.html", "topics/trade/feed.xml", "topics/commerce/feed.xml")
    assert planned(root, *own, "topics/commerce/index.html", "404.html") == list(own)
    assert tree(root / "site") == clean_build(root, tmp_path / "clean")


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_known_page_that_is_not_as_it_was_written_is_made_again(
    root: Path, damage: str, tmp_path: Path
) -> None:
    """Where a file was lost or changed, all is planned."""
    edit(root, "Some text.", "Some text, edited.")
    page = root / "site/dates/index.html"
    if damage == "gone":
        page.unlink()
    else:
        page.write_text("other")
    build(root)
    assert tree(root / "site") == clean_build(root, tmp_path / "clean")


def test_headlines_that_part_lists_are_planned_as_a_whole(root: Path, tmp_path: Path) -> None:
    """Where a day is parted by initials, another headline may make another page."""
    (root / "newsgen.toml").write_text("[lists]\nlimit = 1\n[search]\nenabled = false\n")
    text = (root / OPEN).read_text(encoding="utf-8")
    for name in ("talks-pause", "talks-resume"):
        title = name.replace("-", " ").capitalize()
        (root / f"articles/2023/2023-11-22-{name}.md").write_text(text.replace("Talks open", title), "utf-8")
    build(root)
    edit(root, "Talks open", "Zeal")
    build(root)
    assert tree(root / "site") == clean_build(root, tmp_path / "clean")


def test_what_a_killed_build_did_not_remember_is_not_believed(root: Path, tmp_path: Path) -> None:
    """It wrote a manifest; then its edit is taken back, and what an earlier build remembered seems to fit."""
    kept = places(root).state / "planned"
    before, lock = kept.read_bytes(), (root / "newsgen.lock").read_bytes()
    write(
        root,
        {"articles/2023/2023-11-23-talks-go-on.md": "---\ntitle: Talks go on\ntopics: [Trade]\n---\nText.\n"},
    )
    build(root)
    kept.write_bytes(before)
    (root / "articles/2023/2023-11-23-talks-go-on.md").unlink()
    (root / "newsgen.lock").write_bytes(lock)
    build(root)
    assert tree(root / "site") == clean_build(root, tmp_path / "clean")


def test_the_card_of_a_headline_that_is_no_more_goes(root: Path, tmp_path: Path) -> None:
    """Though the article's new headline is that of another, whose card is there already."""
    (root / "newsgen.toml").write_text(
        "[site]\nurl = 'https://example.org/'\n[search]\nenabled = false\n[images]\ncards = true\n"
    )
    text = (root / OPEN).read_text(encoding="utf-8")
    write(root, {"articles/2023/2023-11-22-talks-begin.md": text.replace("Talks open", "Talks begin")})
    build(root)
    edit(root, "Talks open", "Talks begin")
    build(root)
    assert tree(root / "site") == clean_build(root, tmp_path / "clean")
