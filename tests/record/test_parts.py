"""What stands for a record's bytes."""

from __future__ import annotations

import hashlib
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from newsgen.record.plain import digest_of, digests_of, plain_parts
from newsgen.record.read import read_record
from newsgen.record.store import Store
from tests.support.archives import write

PIECES = [b"---\n", b"\n", b"6\n", b"title: T\n", b"Text\n", b"\r\n", "é".encode(), b"\xff"]
FILES = {
    "articles/plain.md": "---\ntitle: T\n---\n\nText é.\n",
    "articles/odd.md": "---\r\ntitle: T\r\n---\r\n\r\nText é.\r\n",
}


@given(st.lists(st.tuples(*[st.lists(st.sampled_from(PIECES), max_size=2).map(b"".join)] * 2), unique=True))
def test_files_that_differ_anywhere_are_told_apart(parts: list[tuple[bytes, bytes]]) -> None:
    """In front matter, in the body, or in the blank lines between them."""
    files = {b"---\ntitle: T\n%b---\n%b" % (front, body) for front, body in parts}
    for one, other in combinations(files, 2):
        assert digest_of(one) != digest_of(other)


def test_a_body_is_hashed_once(tmp_path: Path) -> None:
    """Its digest is the record's own, and what is kept of a file is what its bytes give, plain or not."""
    write(tmp_path, FILES)
    kept, _ = Store(tmp_path, "articles", tmp_path / "cache", "1").read(1 << 62)
    for one in kept:
        data = (tmp_path / one.path).read_bytes()
        record = read_record(one.path, data)
        assert one.sha256 == digest_of(data)
        assert one.body == record.body.sha256 == hashlib.sha256("Text é.\n".encode()).hexdigest()
    assert digests_of(data, plain_parts(data))[1] == kept[-1].body
