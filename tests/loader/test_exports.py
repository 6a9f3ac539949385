# ruff: noqa: E501
"""Exports as the tools make them: what each odd case becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.loader.html import convert_html
from tests.support.loading import read_items
from tests.support.office import make_zip

WXR, MEDIUM, RSS, ATOM, JSON_FEED, LETTER, FORWARD, GMAIL, BUTTONS = (
    (Path(__file__).parent / "data/exports" / name).read_text(encoding="utf-8").removesuffix("\n")
    for name in "wordpress.xml medium.html rss.xml atom.xml feed.json letter.eml forward.txt gmail.html buttons.html".split()
)
PROFILE = '<html><body><section class="h-card"><h3 class="p-name">Mia</h3>mia@e.org</section></body></html>'
BUTTONDOWN = {
    "emails.csv": "id,subject,slug,publish_date\n1,Fancy,fancy,2023-01-05\n2,Plain,plain,2023-01-06\n",
    "emails/fancy.md": "<!-- buttondown-editor-mode: fancy --><p>One <b>bold</b> word.</p>",
    "emails/plain.md": "<!-- buttondown-editor-mode: plaintext -->## Head\n\nText.",
}
RSS_ITEMS = {
    "feed:1": ({"title": "Ferry & crew", "dek": "Two hours late."}, "It came at noon."),
    "feed:2": ({"title": "Cut", "dek": None}, "It came at noon, alas."),
    "feed:3": ({"title": "Episode"}, "With the pilot.\n\n[a.mp3](https://e.org/a.mp3?x=1&y=2)"),
}
INNER = "From: Mia Lund <m@e.org>\nSubject: Letter 13\nMessage-ID: <13@e.org>\n\nIt came at noon."
MAIL = "From: Per <p@e.org>\nSubject: Fwd\nMessage-ID: <2@e.org>\nMIME-Version: 1.0\nContent-Type: "
MBOX = "From x Thu May  2 09:30:00 2019\nFrom: a@e.org\nSubject: q\nMessage-ID: <q>\n\nOne.\n>From here on.\n"
FORWARDED = (
    {"title": "Letter 12", "date": "2019-05-02T09:30:00", "authors": ("Mia Lund",)},
    "It came at noon.",
)
SUBSTACK = (
    "post_id,title,audience,is_published,podcast_url\n1.ferry,Ferry,everyone,TRUE,https://e.org/a.mp3\n"
)
PAGES = "2 pages left out, because only posts are articles; write what you need into pages/ or articles/"
POST = {"title": "Ferry runs late", "dek": "Again.", "date": "2019-05-02T09:30:00Z", "authors": ("Mia Lund",)}


def read(
    folder: Path, name: str, data: str | bytes
) -> tuple[dict[str, tuple[dict[str, object], str]], list[str]]:
    """Fields and text of the items of a file by their names, and what is said about others."""
    items = {}
    _, drafts, problems = read_items(folder, name, data)
    for draft in drafts:
        text = convert_html(draft.text) if draft.markup == "html" else draft.text
        stated = {key: value.iso if key == "date" else value for key, value in draft.stated.items()}
        items[draft.seed.item] = (stated, text.strip())
    return items, [str(problem).removeprefix("seeds/") for problem in problems]


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
    ("profile.html", PROFILE, {}, ["profile.html: this page of Medium's export is not a post; delete it"]),
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
    ("rss.xml", RSS, RSS_ITEMS, []),
    ("utf16.xml", RSS.replace("UTF-8", "UTF-16").encode("utf-16"), RSS_ITEMS, []),
    ("utf32.xml", RSS.encode("utf-32-be"), RSS_ITEMS, []),
    ("lie.xml", RSS.replace("alas.", "“alas”").replace("UTF-8", "iso-8859-1").encode("cp1252", "xmlcharrefreplace"),
     RSS_ITEMS | {"feed:2": ({}, "It came at noon, “alas”")}, []),
    ("worse.xml", RSS.encode("cp1252"), {},
     ["worse.xml:5: byte 0x85 is not UTF-8, as the file states; save it as UTF-8"]),
    ("atom.xml", ATOM, {
        "feed:1": ({"title": "Ferry & crew", "dek": "Late & wet."}, "One.\n\n[a.mp3](https://e.org/a.mp3)"),
        "feed:2": ({"title": "Plain <b>"}, "1 * 2 <x>"),
        "feed:3": ({"dek": None}, "A summary."),
    }, []),
    ("feed.json", JSON_FEED, {"jsonfeed:1": ({"topics": None}, "1 \\* 2\n\n[a.mp3](https://e.org/a.mp3)"), "jsonfeed:2": ({"dek": None}, "Short.")}, []),
    ("letter.eml", LETTER, {"mail:1@e.org": (
        {"title": "Ferry — late again", "date": "2019-05-02T09:30:00+02:00", "authors": ("Tide — Table",)}, "It came at **noon**.\n\nA ferry",
    )}, []),
    ("fwd.eml", f"{MAIL}text/plain\n\n{FORWARD}", {"mail:2@e.org": FORWARDED}, []),
    ("gmail.eml", f"{MAIL}text/html\n\n{GMAIL}", {"mail:2@e.org": FORWARDED}, []),
    ("own.eml", f"{MAIL}text/plain\n\nRead this:\n{FORWARD}", {"mail:2@e.org": ({"title": "Fwd"}, f"Read this:\n{FORWARD}")}, []),
    ("inner.eml", f"{MAIL}multipart/mixed; boundary=m\n\n--m\nContent-Type: message/rfc822\n\n{INNER}\n--m--\n",
     {"mail:13@e.org": ({"title": "Letter 13", "authors": ("Mia Lund",)}, "It came at noon.")}, []),
    ("picture.eml", f"{MAIL}image/png\n\nx", {}, ["picture.eml: 2@e.org has no text; delete it"]),
    ("flowed.eml", f"{MAIL}text/plain; format=flowed\n\nOne line \nof two.\n-- \nMia", {"mail:2@e.org": ({}, "One line of two.\n-- \nMia")}, []),
    ("charset.eml", f"{MAIL}text/plain; charset=us-ascii\nSubject: x\n\nCafé.".encode("cp1252"), {"mail:2@e.org": ({}, "Café.")}, []),
    ("unknown.eml", f"{MAIL}text/plain; charset=x-9\n\nCafé.", {"mail:2@e.org": ({}, "Café.")}, []),
    ("box.mbox", MBOX, {"mail:q": ({"title": "q", "authors": None}, "One.\nFrom here on.")}, []),
    ("substack.zip", make_zip({"posts.csv": SUBSTACK, "posts/1.ferry.html": f"<p>One.</p>{BUTTONS}<p>Two.</p>"}),
     {"substack:1": ({"title": "Ferry", "status": None}, "One.\n\n[Our book](https://e.org/book)\n\nTwo.\n\n[a.mp3](https://e.org/a.mp3)")}, []),
    ("beehiiv.csv", "id,web_title,content_tags,content_html\n1,Ferry,Sea; Town & Pier,<p>x</p>\n", {"csv:1": ({"topics": ("Sea", "Town & Pier")}, "x")}, []),
    ("slip.zip", make_zip({"../evil.txt": "x", "/evil.txt": "x", "..\\evil.txt": "x", "a.txt": "x"}), {"zip:a.txt": ({}, "x")},
     [f"slip.zip: the name {name} points out of the zip file; make the zip file again" for name in ("../evil.txt", "..\\evil.txt", "/evil.txt")]),
    ("bomb.zip", make_zip({"a.txt": "0" * 9_000_000, "b.txt": "x"}), {"zip:b.txt": ({}, "x")},
     ["bomb.zip: a.txt is a zip bomb: it unpacks to 9,000,000 bytes; delete it"]),
    ("tables.zip", make_zip(BUTTONDOWN | {"emails/a.md": "0" * 9_000_000}), {}, ["tables.zip: emails/a.md in it is a zip bomb; delete it"]),
    ("damaged.zip", make_zip(BUTTONDOWN).replace(b"PK\3\4", b"PK\3\5").replace(b"PK\3\5", b"PK\3\4", 1), {},
     ["damaged.zip: this buttondown file is damaged: Bad magic number for file header; save it again"]),
    ("laughs.xml", f"<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>{RSS[38:]}", {}, ["laughs.xml:1: it declares entities; remove its <!DOCTYPE>"]),
    ("outside.xml", f"<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>{WXR[21:]}", {}, ["outside.xml:1: it declares entities; remove its <!DOCTYPE>"]),
    ("parameter.xml", f"<!DOCTYPE r [<!ENTITY % a SYSTEM 'http://e.org/a'>%a;]>{ATOM}", {}, ["parameter.xml:1: it declares entities; remove its <!DOCTYPE>"]),
    ("laughs16.xml", f"\ufeff<!DOCTYPE r [<!ENTITY a 'ha'>]>{RSS[38:]}".encode("utf-16"), {}, ["laughs16.xml:1: it declares entities; remove its <!DOCTYPE>"]),
    ("deep.xml", "<nitf><body>" + "<p>" * 3000 + "</p>" * 3000 + "</body></nitf>", {},
     ["deep.xml: this newsml file is damaged: it is nested too deeply; save it again"]),
    ("half.json", '{"id": "\\ud800", ' + JSON_FEED[1:].replace("Short.", "\\ud800."), {"jsonfeed:1": ({}, ""), "jsonfeed:2": ({}, ".")}, []),
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
