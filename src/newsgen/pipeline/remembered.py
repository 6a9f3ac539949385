"""What the last build planned, so that a build after an edit of texts and headlines plans only what these concern.

It is found by a hash over all that decides which pages there are and which articles each shows; it is right or not
there at all.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from newsgen.archive.arrangement import Arrangement
from newsgen.archive.changes import Changes
from newsgen.builder.manifest import Entry, Manifest
from newsgen.builder.places import Places
from newsgen.pipeline.open import Inputs, digest_of_frame
from newsgen.record.store import Kept
from newsgen.renderer.page import Blob, File, Made, Page

_LETTERED = "list.html"
"""Template of lists that are parted by the first letters of headlines."""


class Remembered(msgspec.Struct, frozen=True):
    """What is known of the last plan of one output."""

    inputs: bytes = b""
    """Digest of the inputs of that build, which the manifest has too: it may be a later build's, if one was killed."""
    frame: bytes = b""
    """`digest_of_frame`."""
    titles: bool = False
    """Headlines decide which lists there are."""
    shown: list[bytes] = []
    """What each record shows (`Kept.shown`), in order of path; the paths count in `frame`."""
    texts: list[str] = []
    """The sha256 of each one's file."""
    arrangement: msgspec.Raw = msgspec.Raw(b"")
    """How the archive stands, an `Arrangement` in MessagePack."""

    def changes(self, kept: list[Kept]) -> Changes | None:
        """Find what is not as it was; None if these are not as many records."""
        if not len(kept) == len(self.shown) == len(self.texts):
            return None
        texts = [place for place, one in enumerate(kept) if one.sha256 != self.texts[place]]
        shown = [place for place in texts if kept[place].shown != self.shown[place]]
        told, listed = (frozenset(kept[place].path for place in places) for places in (texts, shown))
        return Changes(listed, told)


class Last(msgspec.Struct, frozen=True):
    """What a build need not find out again."""

    changes: Changes
    remembered: Remembered
    arrangement: Arrangement
    standing: dict[str, Entry]
    """What the last build wrote."""


def last_plan(places: Places, manifest: Manifest, beside: bytes, inputs: Inputs) -> Last | None:
    """What is known of the last plan and what changed since; None if all must be planned anew.

    `beside` is `digest_beside` of the inputs.
    """
    try:
        last = msgspec.msgpack.decode((places.state / "planned").read_bytes(), type=Remembered)
        if last.frame != digest_of_frame(beside, inputs, titles=last.titles):
            return None
        arrangement = msgspec.msgpack.decode(last.arrangement, type=Arrangement)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    changes = last.changes(inputs.kept)
    if changes is None or not last.inputs or manifest.inputs != last.inputs:
        return None
    return Last(changes, last, arrangement, manifest.entries)


def titles_decide(pages: Iterable[Page | Blob | File | Made]) -> bool:
    """Tell of a whole plan whether headlines decide which lists there are."""
    return any(isinstance(page, Page) and page.template == _LETTERED for page in pages)


def remember(
    places: Places,
    inputs: bytes,
    frame: bytes,
    kept: list[Kept],
    *,
    titles: bool,
    arrangement: msgspec.Raw,
) -> None:
    """Keep what was planned, once it is built."""
    shown, texts = [one.shown for one in kept], [one.sha256 for one in kept]
    fresh = places.state / "planned.new"
    fresh.write_bytes(msgspec.msgpack.encode(Remembered(inputs, frame, titles, shown, texts, arrangement)))
    fresh.replace(places.state / "planned")
