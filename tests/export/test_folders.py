"""Exports of several files: a corpus, a bag, Markdown for other generators."""

from __future__ import annotations

import csv
import hashlib
import shutil
from pathlib import Path

import pytest

from newsgen.export import EXPORTS
from newsgen.export.run import FolderFormat
from newsgen.record.read import read_record
from tests.support.archives import newsgen, record, write
from tests.support.golden import files_below

PICTURES = Path(__file__).resolve().parents[1] / "projects" / "pictures" / "before"
FOLDERS = [name for name, form in EXPORTS.items() if isinstance(form, FolderFormat)]
LINKED = {
    "articles/2023/2023-11-22-a.md": record(
        "A",
        "See [b](2023-11-23-b.md#p1), [b](<2023-11-23-b.md>), `[c](2023-11-23-b.md)` and [out](https://x.example/).",
        date="2023-11-22",
    ),
    "articles/2023/2023-11-23-b.md": record(
        "B & <b>", "One *text*.\n\n- a\n- b\n", date="2023-11-23", dek="A dek"
    ),
    "articles/gone.md": record(
        "Gone", "A secret.", date="2023-01-01", status="withdrawn", dek="Another", excerpt="Third"
    ),
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A text with pictures, texts with links, one that was withdrawn."""
    root = Path(shutil.copytree(PICTURES, tmp_path / "archive"))
    write(root, LINKED)
    return root


def export(root: Path, *arguments: str) -> Path:
    """The folder that an export made."""
    done = newsgen(root, "export", *arguments)
    assert done.returncode == 0, done.stderr
    return root / EXPORTS[arguments[0]].name


def test_a_bag_is_complete_and_its_sums_are_right(archive: Path) -> None:
    """Every payload file is in the manifest; records and their pictures are where the archive has them. Source: RFC 8493 §3."""
    bag = export(archive, "bagit", "--as-of", "2026-11-24")
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    listed: dict[str, str] = {}
    for manifest in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        for line in (bag / manifest).read_text(encoding="utf-8").splitlines():
            digest, path = line.split("  ", 1)
            assert hashlib.sha512((bag / path).read_bytes()).hexdigest() == digest
            listed[path] = digest
    payload = {path for path in files_below(bag) if path.startswith("data/")}
    assert payload == {path for path in listed if path.startswith("data/")}
    octets = sum((bag / path).stat().st_size for path in payload)
    info = (bag / "bag-info.txt").read_text(encoding="utf-8")
    assert f"Payload-Oxum: {octets}.{len(payload)}\n" in info
    assert "Bagging-Date: 2026-11-24\n" in info
    name = "articles/2023/2023-11-22-a.md"
    assert (bag / "data" / name).read_bytes() == (archive / name).read_bytes()
    assert "data/articles/2023/deck.png" in payload
    gone = (bag / "data/articles/gone.md").read_bytes()
    assert read_record("articles/gone.md", gone).status == "withdrawn"
    assert not any(word in gone for word in (b"secret", b"Another", b"Third"))


def test_a_corpus_has_a_text_of_each_article_and_a_table(archive: Path) -> None:
    """Without markup; the table names the files."""
    corpus = export(archive, "corpus")
    with (corpus / "metadata.csv").open(newline="", encoding="utf-8") as table:
        rows = {row["title"]: row for row in csv.DictReader(table)}
    assert (corpus / rows["B & <b>"]["file"]).read_text(
        encoding="utf-8"
    ) == "B & <b>\n\nA dek\n\nOne text.\n\na\n\nb\n"
    assert (corpus / rows["Gone"]["file"]).read_text(encoding="utf-8") == "Gone\n"
    assert sorted(row["file"] for row in rows.values()) == [
        path for path in sorted(files_below(corpus)) if path.startswith("texts/")
    ]


@pytest.mark.parametrize(("generator", "posts"), [("hugo", "content/posts"), ("jekyll", "_posts")])
def test_links_and_pictures_of_markdown_begin_at_the_top(archive: Path, generator: str, posts: str) -> None:
    """So that they work at the address of the page, which stays; code does not change."""
    folder = export(archive, "markdown", "--for", generator)
    text = (folder / posts / "2023-11-22-a.md").read_text(encoding="utf-8")
    assert "[b](/2023/11/23/b.html#p1), [b](/2023/11/23/b.html), `[c](2023-11-23-b.md)`" in text
    assert "(https://x.example/)" in text
    assert "/2023/11/22/a.html" in text
    shown = (folder / posts / "2023-11-22-deck.md").read_text(encoding="utf-8")
    pictures = [path for path in files_below(folder) if path.endswith((".jpg", ".png", ".gif", ".svg"))]
    assert len(pictures) == 5
    assert all(f"/{path.removeprefix('static/')}" in shown for path in pictures)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_second_export_replaces_only_what_the_first_wrote(name: str, archive: Path) -> None:
    """The same bytes again; files of deleted articles go, other files stay; a foreign folder is refused."""
    folder = export(archive, name, "--as-of", "2026-11-24")
    first = {path: (folder / path).read_bytes() for path in files_below(folder)}
    assert first == {
        path: (export(archive, name, "--as-of", "2026-11-24") / path).read_bytes() for path in first
    }
    (folder / "mine.txt").write_text("x")
    (archive / "articles/2023/2023-11-23-b.md").unlink()
    newsgen(archive, "export", name)
    left = set(files_below(folder))
    assert "mine.txt" in left
    assert len(left) == len(first)
    for arguments in (
        ["-o", "static"],
        ["-o", "articles/x"],
        ["-o", "."],
        ["-o", "-"],
        ["-o", "newsgen.toml"],
    ):
        assert newsgen(archive, "export", name, *arguments).returncode in (2, 3)
    assert not (archive / "static" / ".newsgen-export").exists()


def test_what_exports_write_is_ignored_by_git() -> None:
    """In a new archive: the default names stand in .gitignore."""
    ignored = (Path(__file__).resolve().parents[2] / "src/newsgen/starter/gitignore").read_text().splitlines()
    for form in EXPORTS.values():
        assert f"/{form.name}{'/' if isinstance(form, FolderFormat) else ''}" in ignored
