"""WXR as WordPress reads it, and as it comes back from there; test_round_trip.py compares whole records."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

from tests.export.test_folders import LINKED, PICTURES
from tests.support.archives import newsgen, record, write

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
