"""A stand-in for Pagefind's program: it is quick, and does on demand what the real one seldom does."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import sys
from pathlib import Path

import cbor2
import pytest

from newsgen.builder.search.index import SearchContent
from newsgen.model import BodyReference
from newsgen.renderer.pages.search import Document

PROGRAM = """\
#!{python} -IS
import binascii, json, os, signal, sys

def read(path):
    with open(path, "rb") as file:
        return file.read()

def say(payload):
    data = json.dumps({"payload": payload}).encode()
    print(binascii.b2a_base64(data, newline=False).decode(), end=",")

pattern = {pattern}
walk = [os.path.join(above, name) for above, _, names in os.walk(pattern) for name in names]
files = {os.path.relpath(path, pattern): read(path) for path in walk}
documents = sorted(os.listdir("documents"))
files["fragment/und_1.pf_fragment"] = b"".join(read("documents/" + name) for name in documents)
about = {"hash": "und_meta", "wasm": None, "page_count": len(documents)}
files["pagefind-entry.json"] = json.dumps({"version": "1.5.2", "languages": {"und": about}}).encode()
{edit}
say({"type": "NewIndex", "index_id": 0})
coded = [(path, binascii.b2a_base64(data, newline=False).decode()) for path, data in files.items()]
say({"type": "GetFiles", "files": [{"path": path, "content": text} for path, text in coded]})
"""
"""Makes an index of a pattern, and gives it as Pagefind's service does."""


def packed(value: object) -> bytes:
    """As Pagefind writes a file."""
    return gzip.compress(b"pagefind_dcd" + cbor2.dumps(value), mtime=0)


def write_pattern(folder: Path, seed: int) -> Path:
    """Write the files whose order is chance, in an order drawn with `seed`, and one of Pagefind's own interface."""
    chance = random.Random(seed)
    filters: list[object] = []
    (folder / "filter").mkdir(parents=True)
    for name in chance.sample(["topic", "year", "person"], 3):
        values: list[object] = [[f"{name} {n}", [n, n + 2]] for n in chance.sample(range(9), 9)]
        data = packed([name, values])
        key = f"und_{hashlib.sha256(data).hexdigest()[:7]}"
        (folder / f"filter/{key}.pf_filter").write_bytes(data)
        filters.append([name, key])
    pages, words = [["und_1", 10]], [["a", "z", "und_2"]]
    meta: list[object] = ["1.5.2", pages, words, filters, [["date", [0]]], ["title"]]
    (folder / "pagefind.und_meta.pf_meta").write_bytes(packed(meta))
    (folder / "pagefind-ui.css").write_text("unused")
    return folder


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, edit: str = "") -> None:
    """Let newsgen find a program instead of Pagefind's; `edit` is Python that it runs before it gives the index."""
    pattern, file = folder / "pattern", folder / "pagefind"
    if not pattern.exists():
        write_pattern(pattern, 1)
    parts = {"{python}": sys.executable, "{pattern}": repr(str(pattern)), "{edit}": edit}
    text = PROGRAM
    for name, part in parts.items():
        text = text.replace(name, part)
    file.write_text(text)
    file.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(file))


def searched(root: Path, *texts: str) -> SearchContent:
    """Write records of these texts, and ask for an index of them."""
    return SearchContent([document(root, number, text) for number, text in enumerate(texts)], 0)


def document(root: Path, number: int, text: str) -> Document:
    """Write a record, and say what the index holds of it."""
    path = f"articles/text-{number}.md"
    (root / "articles").mkdir(parents=True, exist_ok=True)
    (root / path).write_text(f"---\ntitle: Text\n---\n{text}\n")
    return Document(
        address=f"text-{number}.html",
        title=f"Text {number}",
        dek="",
        body=BodyReference(path, hashlib.sha256(f"{text}\n".encode()).hexdigest()),
        names=("Trade",),
        filters=(("topic", "Trade"),),
        date="2023-11-22",
        day="2023-11-22",
        provisional=False,
        language="",
        direction="",
    )


def index_of(site: Path) -> list[str]:
    """The texts that the index in a site holds; none if there is no index.

    Its files must be a whole index: the entry leads to the list of filters, and that to each filter.
    """
    folder = site / "pagefind"
    if not folder.exists():
        return []
    entry = json.loads((folder / "pagefind-entry.json").read_bytes())["languages"]["und"]
    assert (folder / f"pagefind.{entry['hash']}.pf_meta").is_file()
    assert len(list((folder / "filter").iterdir())) == 3
    text = (folder / "fragment/und_1.pf_fragment").read_text(encoding="utf-8", errors="replace")
    found = [part.partition("</body>")[0] for part in text.split("<body data-pagefind-body>")[1:]]
    assert len(found) == entry["page_count"]
    return found
