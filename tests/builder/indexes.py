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
from newsgen.model import Body
from newsgen.renderer.pages.search import Document

MAKE = """\
cp -r "{pattern}" made
mkdir made/fragment
cat documents/*.html > made/fragment/und_1.pf_fragment
pages=$(ls documents | wc -l)
printf '{{"version":"1.5.2","languages":{{"und":{{"hash":"und_meta","wasm":null,"page_count":%d}}}}}}' $pages \
  > made/pagefind-entry.json
"""
"""Shell commands that make an index as Pagefind does."""
GIVE = """\
import binascii, os, sys

def coded(data):
    return binascii.b2a_base64(data, newline=False).decode()

def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()

def below(folder):
    walk = os.walk(folder)
    paths = [os.path.join(above, name) for above, _, names in walk for name in names]
    return {os.path.relpath(path, folder): read(path) for path in paths}

if sys.argv[1:]:
    documents = sorted(os.listdir("documents"))
    files = below(sys.argv[1])
    files["fragment/und_1.pf_fragment"] = b"".join(read("documents", name) for name in documents)
    about = '{"hash":"und_meta","wasm":null,"page_count":%d}' % len(documents)
    files["pagefind-entry.json"] = ('{"version":"1.5.2","languages":{"und":%s}}' % about).encode()
else:
    files = below("made")
rows = ",".join('{"path":"%s","content":"%s"}' % (path, coded(data)) for path, data in files.items())
for said in '{"type":"NewIndex","index_id":0}', '{"type":"GetFiles","files":[%s]}' % rows:
    print(coded(('{"payload":%s}' % said).encode()), end=",")
"""
"""Python that answers as Pagefind's service does: with what commands made, or with an index that it makes of a pattern.

To make it in one process takes a third of the time; tests do so hundreds of times.
"""


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
    meta: list[object] = [
        "1.5.2",
        [["und_1", 10]],
        [["a", "z", "und_2"]],
        filters,
        [["date", [0]]],
        ["title"],
    ]
    (folder / "pagefind.und_meta.pf_meta").write_bytes(packed(meta))
    (folder / "pagefind-ui.css").write_text("unused")
    return folder


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, commands: str = "") -> None:
    """Let newsgen find a program of shell commands instead of Pagefind's; by default one that makes an index."""
    folder.mkdir(exist_ok=True)
    pattern = folder / "pattern"
    if not pattern.exists():
        write_pattern(pattern, 1)
    file = folder / "pagefind"
    give = folder / "give.py"
    give.write_text(GIVE)
    run = f'exec "{sys.executable}" -IS "{give}"'
    lines = [commands, f"if [ -d made ]; then {run}; fi"] if commands else [f'{run} "{pattern}"']
    file.write_text("\n".join(["#!/bin/sh", "set -e", *lines, ""]))
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
        body=Body(path, hashlib.sha256(f"{text}\n".encode()).hexdigest()),
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
