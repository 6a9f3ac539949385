# ruff: noqa: E501
"""Zip files and XML made to break out, to fill memory or to bring in other files: refused by name, with the reason.

Each kind with its message: tests/loader/test_exports.py, test_documents.py.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import ROOT
from tests.support.archives import UNSEARCHED, tree, write
from tests.support.office import W, make_docx, make_zip
from tests.torture.conftest import Size, Tally

MEGABYTES = 256
SECRET = "TOKEN-3141592653"
LAUGHS = "<!DOCTYPE r [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefghi", "bcdefghij", strict=True)
) + "]>"  # fmt: skip
BOMBS = {"laughs": LAUGHS, "file": "<!DOCTYPE r [<!ENTITY j SYSTEM 'file://SECRET'>]>", "web": "<!DOCTYPE r [<!ENTITY j SYSTEM 'http://127.0.0.1:9/x'>]>",
         "parameter": "<!DOCTYPE r [<!ENTITY % p SYSTEM 'file://SECRET'>%p;<!ENTITY j 'x'>]>", "dtd": "<!DOCTYPE r SYSTEM 'file://SECRET' [<!ENTITY j 'x'>]>"}  # fmt: skip
XML = {
    "rss": "<rss version='2.0'><channel><item><title>T</title><guid>1</guid><description>&j;</description></item></channel></rss>",
    "atom": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>T</title><content>&j;</content></entry></feed>",
    "wxr": "<rss xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>"
    "<title>T</title><guid>1</guid><content:encoded>&j;</content:encoded><wp:post_type>post</wp:post_type></item></channel></rss>",
    "nitf": "<nitf><body><body.head><hedline><hl1>T</hl1></hedline></body.head><body.content><p>&j;</p></body.content></body></nitf>",
}
"""Exports that show the entity j."""


def make_zeros(megabytes: int, name: str = "a.txt", more: dict[str, str] | None = None) -> bytes:
    """A zip file of a member of zeros."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in (more or {}).items():
            archive.writestr(path, text)
        with archive.open(name, "w", force_zip64=True) as member:
            for _ in range(megabytes):
                member.write(bytes(1_000_000))
    return data.getvalue()


def make_seeds(secret: Path, megabytes: int) -> dict[str, bytes]:
    """Files by name, none of which has an article that may be loaded whole."""
    document = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>'
    link = zipfile.ZipInfo("a.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    linked = io.BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        archive.writestr(link, str(secret))
    plain = make_zip({"a.txt": "A title\n\nA text."})
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": ""}
    seeds = {
        f"{kind}-{bomb}.xml": (head + XML[kind]).encode() for kind in XML for bomb, head in BOMBS.items()
    }
    seeds |= {
        f"{bomb}.docx": make_docx(["x"], **{"word/document.xml": head + document})
        for bomb, head in BOMBS.items()
    }
    seeds |= {f"slip{n}.zip": make_zip({name: "A title\n\nA text."}) for n, name in enumerate(
        ["../e.txt", "/e.txt", "..\\e.txt", "a/../../e.txt", "C:\\e.txt", "\\\\host\\e.txt", "a/./../../e.txt"])}  # fmt: skip
    return {name: data.replace(b"SECRET", os.fsencode(secret)) for name, data in seeds.items()} | {
        "zeros.zip": make_zeros(megabytes), "zeros.docx": make_zeros(megabytes, "word/media/a.xml", parts),
        "zeros.odt": make_zeros(megabytes, "content.xml", {"mimetype": "application/vnd.oasis.opendocument.text"}),
        "zeros.warc.gz": gzip.compress(b"WARC/1.0\r\n" + bytes(megabytes * 1_000_000)),
        "nested.zip": make_zip({"a.zip": make_zip({"b.zip": plain})}),
        "link.zip": linked.getvalue(), "cut.zip": plain[:-10], "many.zip": make_zip({f"{n}.bin": "" for n in range(3_000)}),
        "utf7.xml": b"<?xml version='1.0' encoding='utf-7'?>+ADw-rss+AD4-", "utf16.xml": b"\xff\xfe<rss>", "null.xml": b"\0<\0r\0s\0s\0>",
    }  # fmt: skip


def test_containers(tmp_path: Path, size: Size, tally: Tally) -> None:
    secret, root = tmp_path / "secret.txt", tmp_path / "archive"
    secret.write_text(f"{SECRET}\n\nText.\n")
    seeds = make_seeds(secret, size(20, 300))
    write(root, {**{f"seeds/{name}": data for name, data in seeds.items()}, **UNSEARCHED})
    outside = {path: entry for path, entry in tree(tmp_path).items() if not path.startswith("archive")}
    limit = MEGABYTES * 1_000_000
    done = subprocess.run(
        [sys.executable, "-m", "newsgen", "load", "--as-of", "2026-11-24", "--format", "json"], cwd=root, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    made = {path: data for path, (_, data) in tree(root).items() if path.startswith("articles/")}
    assert not any(SECRET.encode() in data or b"hahaha" in data for data in made.values()), made
    assert {
        path: entry for path, entry in tree(tmp_path).items() if not path.startswith("archive")
    } == outside
    said = json.loads(done.stdout)
    named = {problem["file"] for problem in said["problems"]} | set(said["skipped"])
    assert set(map("seeds/{}".format, seeds)) - named == {"seeds/link.zip"}  # its text is the path
    tally(len(seeds), "zip and XML files", f"refused by name within {MEGABYTES} MB")
