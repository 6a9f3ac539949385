"""How an archive stands is the same whether it is found out or known."""

from __future__ import annotations

import msgspec

from newsgen.archive.arrangement import Arrangement, arrangement_of
from newsgen.archive.build import build_archive
from newsgen.model import Record
from tests.renderer.samples import sample_archive


def edited(record: Record) -> Record:
    """The same record with another headline and text; an undated one keeps its headline, which is its place."""
    body = msgspec.structs.replace(record.body, sha256="0" * 64)
    title = f"{record.title}, Again" if record.date else record.title
    return msgspec.structs.replace(record, title=title, dek="Another", body=body, words=7)


def test_a_known_arrangement_gives_the_same_archive() -> None:
    """In whatever order the records come, and after a way through bytes."""
    records = list(sample_archive().records)
    published = {"1901/01/01/lost.html": "articles/lost.md"}
    archive, lost = build_archive(records, published=published)
    data = msgspec.msgpack.encode(arrangement_of(archive, lost))
    known = msgspec.msgpack.decode(data, type=Arrangement)
    others = [edited(record) for record in reversed(records)]
    assert lost == published
    (one, lost), (other, also_lost) = (
        build_archive(others, known=known),
        build_archive(others, published=published),
    )
    assert msgspec.structs.asdict(one) == msgspec.structs.asdict(other)
    assert lost == also_lost
