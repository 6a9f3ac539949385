"""How the archive stood in the last build, to tell which topics and names were given another name by hand."""

from __future__ import annotations

import msgspec

from newsgen.builder.places import Places


class Remembered(msgspec.Struct, frozen=True):
    """What is kept of the last build of one output."""

    arrangement: msgspec.Raw = msgspec.Raw(b"")
    """How the archive stands, an `Arrangement` in MessagePack."""


def remember(places: Places, arrangement: msgspec.Raw) -> None:
    """Keep how the archive stands, once it is built."""
    fresh = places.state / "planned.new"
    fresh.write_bytes(msgspec.msgpack.encode(Remembered(arrangement)))
    fresh.replace(places.state / "planned")
