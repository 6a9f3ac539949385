"""What is kept of the folders of both generations, so that the next build need not list them."""

from __future__ import annotations

import os
from contextlib import suppress

import msgspec

from newsgen.builder.clock import clock_of
from newsgen.builder.folders import Table
from newsgen.builder.manifest import Stamp
from newsgen.builder.places import LISTING, Places
from newsgen.record.store import GRAIN_NS


class _Kept(msgspec.Struct, frozen=True):
    """Tables of two generations; each is decoded only where it is used."""

    output_listing: Stamp | None = None
    """Of the build.json that stood in the generation."""
    output: msgspec.Raw = msgspec.Raw(b"\x80")
    spare_listing: Stamp | None = None
    spare: msgspec.Raw = msgspec.Raw(b"\x80")


def known_output(places: Places, listing: Stamp | None) -> Table:
    """The output's folders as they were last listed; `listing` is the stamp of the build.json in it."""
    kept = _read(places)
    return _decoded(kept.output) if listing is not None and kept.output_listing == listing else {}


def known_spare(places: Places) -> Table:
    """The spare's folders as they were last listed."""
    kept = _read(places)
    with suppress(FileNotFoundError, NotADirectoryError):
        if kept.spare_listing == Stamp.of(os.lstat(places.spare / LISTING)):
            return _decoded(kept.spare)
    return {}


def keep_output(places: Places, listing: Stamp, output: Table) -> None:
    """Remember the output's folders anew."""
    _write(places, msgspec.structs.replace(_read(places), output_listing=listing, output=encoded(output)))


def keep_both(
    places: Places, listing: Stamp, output: msgspec.Raw, spare_listing: Stamp | None, spare: Table
) -> None:
    """Remember the folders of two generations that have just changed places, each with the stamp of its build.json.

    `output` as `encoded`, for no build looks into what it is told of the folders of its spare.
    """
    _write(places, _Kept(listing, output, spare_listing, encoded(spare)))


def _decoded(table: msgspec.Raw) -> Table:
    try:
        return msgspec.msgpack.decode(table, type=Table)
    except msgspec.DecodeError:
        return {}


def encoded(table: Table) -> msgspec.Raw:
    """A table as it is kept."""
    try:
        return msgspec.Raw(msgspec.msgpack.encode(table))
    except UnicodeEncodeError:  # a name that is not UTF-8: without it the rest is worth nothing
        return msgspec.Raw(b"\x80")


def _read(places: Places) -> _Kept:
    try:
        return msgspec.msgpack.decode((places.state / "folders").read_bytes(), type=_Kept)
    except (FileNotFoundError, msgspec.DecodeError):
        return _Kept()


def _write(places: Places, kept: _Kept) -> None:
    """Replace the tables; not on a file system that does not stamp a folder when a name is added."""
    target, now = places.state / "folders", clock_of(places.state)
    fresh = target.with_suffix(".new")
    fresh.write_bytes(msgspec.msgpack.encode(kept))
    if places.state.stat().st_mtime_ns < now - GRAIN_NS:
        target.unlink(missing_ok=True)
        fresh.unlink()
    else:
        fresh.replace(target)
