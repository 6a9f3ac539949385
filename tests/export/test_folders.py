"""Exports of several files: a corpus, a bag, Markdown for other generators; and WXR, with its pictures."""

from __future__ import annotations

import csv
import hashlib
import shutil
from pathlib import Path
from xml.etree import ElementTree

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


WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def test_posts_pictures_and_links(tmp_path: Path) -> None:
    """Pictures are attachments at the site's address, links lead there; what is withdrawn has no text."""
    root = Path(shutil.copytree(PICTURES, tmp_path / "archive"))
    write(root, LINKED | {"articles/c.md": record("]]> & <b>", "`]]>` and", date="1999", topics=["R&D"])})
    assert newsgen(root, "export", "wxr").returncode == 0
    items = ElementTree.parse(root / "archive.wxr.xml").getroot().findall("channel/item")
    posts = {item.findtext("title"): item for item in items if item.findtext(f"{WP}post_type") == "post"}
    pictures = [item.findtext(f"{WP}attachment_url") or "" for item in items if item not in posts.values()]
    assert len(pictures) == len(set(pictures)) == 5
    assert all(url.startswith("https://example.org/seen/") for url in pictures)
    deck = posts["On the upper deck"].findtext(CONTENT) or ""
    assert '<img src="https://example.org/seen/images/deck-' in deck
    assert 'href="https://example.org/seen/2023/11/23/b.html#p1"' in (posts["A"].findtext(CONTENT) or "")
    assert (posts["Gone"].findtext(CONTENT), posts["Gone"].findtext(f"{WP}status")) == ("", "private")
    vague = posts["]]> & <b>"]
    assert vague.findtext(f"{WP}post_date") == "1999-01-01 00:00:00"
    assert "<code>]]&gt;</code>" in (vague.findtext(CONTENT) or "")
    assert vague.findtext("category") == "R&D"


def test_what_was_edited_in_wordpress_comes_back(tmp_path: Path) -> None:
    """Text, date and title are then those of WordPress; people, who have no field there, stay."""
    old, new = tmp_path / "old", tmp_path / "new"
    facts = {
        "people": ["Mei Lin"],
        "inferred": {"date": {"rule": "weekday", "evidence": "x", "confidence": 0.4}},
    }
    write(old, {"articles/a.md": record("First", "One *text*.", date="2023-11", **facts)})
    write(new, {"newsgen.toml": ""})
    assert newsgen(old, "export", "wxr").returncode == 0
    text = (old / "archive.wxr.xml").read_text(encoding="utf-8")
    for before, after in (
        ("<em>text</em>", "<em>word</em>"),
        (">2023-11-01 00:00:00</wp:post_date", ">2023-11-05 10:00:00</wp:post_date"),
        ("<title>First", "<title>Second"),
    ):
        assert before in text
        text = text.replace(before, after)
    write(new, {"seeds/back.xml": text})
    assert newsgen(new, "load").returncode == 0
    (made,) = (new / "articles").rglob("*.md")
    lines = made.read_text(encoding="utf-8")
    assert "title: Second\n" in lines
    assert "date: 2023-11-05T10:00:00" in lines
    assert "people: [Mei Lin]\n" in lines
    assert "inferred" not in lines
    assert lines.endswith("\nOne *word*.\n")
