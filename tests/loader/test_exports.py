"""Exports as the tools make them: what each odd case becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.loader.containers import find_containers, read_batches
from newsgen.loader.html import convert_html
from tests.support.office import make_zip

WXR = """<?xml version="1.0"?><rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:author><wp:author_login>mia</wp:author_login>
<wp:author_display_name><![CDATA[Mia Lund]]></wp:author_display_name></wp:author>
<item><title>Ferry &amp;amp; &lt;i&gt;crew&lt;/i&gt;</title><guid>g1</guid><dc:creator>per</dc:creator>
<excerpt:encoded><![CDATA[<p>Two hours <b>late</b>.</p>]]></excerpt:encoded>
<content:encoded><![CDATA[<h2>Ferry &amp; crew</h2><p>One.</p>]]></content:encoded>
<category domain="author" nicename="mia"><![CDATA[mia]]></category><category domain="author">Per Holm</category>
<category domain="category"><![CDATA[Arts &amp; Crafts]]></category>
<wp:post_name>ferry.html</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<wp:postmeta><wp:meta_key>enclosure</wp:meta_key><wp:meta_value>https://e.org/a.mp3
123
audio/mpeg</wp:meta_value></wp:postmeta></item>
<item><guid>g2</guid><content:encoded>x</content:encoded><wp:post_type>page</wp:post_type></item>
<item><guid>g3</guid><content:encoded>x</content:encoded><wp:post_type>page</wp:post_type></item>
<item><guid>g4</guid><content:encoded>x</content:encoded><wp:post_type>nav_menu_item</wp:post_type></item>
</channel></rss>"""
MEDIUM = """<!DOCTYPE html><html><head><title>Ferry</title></head><body><article class="h-entry"><header>
<h1 class="p-name">Ferry runs late</h1></header><section data-field="subtitle" class="p-summary">Again.</section>
<section data-field="body" class="e-content"><section><div class="section-divider"><hr class="section-divider"></div>
<h3 class="graf--title">Ferry runs late</h3><h4 class="graf--subtitle">Again.</h4><p>It came at noon.</p></section></section>
<footer><p>By <a href="https://e.org" class="p-author h-card">Mia Lund</a> on <a href="https://e.org"><time class="dt-published"
 datetime="2019-05-02T09:30:00.000Z">May 2, 2019</time></a>.</p></footer></article></body></html>"""
PROFILE = '<html><body><section class="h-card"><h3 class="p-name">Mia</h3>mia@e.org</section></body></html>'
BUTTONDOWN = {
    "emails.csv": "id,subject,slug,publish_date\n1,Fancy,fancy,2023-01-05\n2,Plain,plain,2023-01-06\n",
    "emails/fancy.md": "<!-- buttondown-editor-mode: fancy --><p>One <b>bold</b> word.</p>",
    "emails/plain.md": "<!-- buttondown-editor-mode: plaintext -->## Head\n\nText.",
}
PAGES = "2 pages left out, because only posts are articles; write what you need into pages/ or articles/"
POST = {"title": "Ferry runs late", "dek": "Again.", "date": "2019-05-02T09:30:00Z", "authors": ("Mia Lund",)}


def read(
    folder: Path, name: str, data: str | bytes
) -> tuple[dict[str, tuple[dict[str, object], str]], list[str]]:
    """Fields and text of the items of a file by their names, and what is said about others."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    container = find_containers({name: path})[name]
    items, said = {}, []
    for batch in read_batches(container, name, path):
        said += [str(problem) for problem in (*batch.problems, *batch.warnings)]
        for draft in batch.items.values():
            text = convert_html(draft.text) if draft.markup == "html" else draft.text
            stated = {key: value.iso if key == "date" else value for key, value in draft.stated.items()}
            items[draft.seed.item] = (stated, text.strip())
    return items, said


CASES: list[tuple[str, str | bytes, dict[str, tuple[dict[str, object], str]], list[str]]] = [
    (
        "tide.xml",
        WXR,
        {
            "wordpress:g1": (
                {
                    "title": "Ferry & crew",
                    "dek": "Two hours late.",
                    "slug": "ferry",
                    "topics": ("Arts & Crafts",),
                    "authors": ("Mia Lund", "Per Holm"),
                },
                "One.\n\n[a.mp3](https://e.org/a.mp3)",
            )
        },
        [f"tide.xml: {PAGES}"],
    ),
    ("2019-05-02_Ferry-1a2b.html", MEDIUM, {"medium:1a2b": (POST, "It came at noon.")}, []),
    ("profile.html", PROFILE, {}, ["profile.html: this page of Medium's export is no post; delete it"]),
    (
        "medium.zip",
        make_zip({"posts/2019-05-02_Ferry-1a2b.html": MEDIUM, "profile/profile.html": PROFILE}),
        {"medium:1a2b": (POST, "It came at noon.")},
        [],
    ),
    (
        "site.zip",
        make_zip({"a/posts/x.txt": "A text.", "tide.WordPress.xml": WXR, "old.doc": b"\xd0\xcf", "a.zip": make_zip({})}),
        {"zip:a/posts/x.txt": ({}, "A text."), "wordpress:g1": ({}, "")},
        [
            "site.zip#a.zip: it is a zip file in a zip file; unpack it, or save it as .docx",
            "site.zip#old.doc: it is in no known format; unpack it, or save it as .docx",
            f"site.zip#tide.WordPress.xml: {PAGES}",
        ],
    ),
    (
        "empty.xml",
        "<rss><channel><title>x</title></channel></rss>",
        {},
        ["empty.xml: no article was found in it; see docs/formats.md"],
    ),
    (
        "buttondown.zip",
        make_zip(BUTTONDOWN),
        {"buttondown:1": ({"title": "Fancy"}, "One **bold** word."), "buttondown:2": ({"title": "Plain"}, "## Head\n\nText.")},
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "items", "said"), CASES, ids=[case[0] for case in CASES])
def test_an_export(
    name: str,
    data: str | bytes,
    items: dict[str, tuple[dict[str, object], str]],
    said: list[str],
    tmp_path: Path,
) -> None:
    """Of fields only those in the table are compared, and a text if it is not ''."""
    found, messages = read(tmp_path, name, data)
    assert found.keys() == items.keys()
    for key, (fields, text) in items.items():
        stated, body = found[key]
        assert {field: stated.get(field) for field in fields} == fields
        assert not text or body == text
    assert messages == said
