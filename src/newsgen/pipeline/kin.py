"""What is related, kept between builds: an edit of texts or titles changes nothing of it."""

from __future__ import annotations

import hashlib
import os

import msgspec

from newsgen.archive.model import Archive
from newsgen.archive.related import Kin, asked_of, kin_of
from newsgen.pipeline.inputs import engine
from newsgen.pipeline.project import Project


class _Found(msgspec.Struct, frozen=True, array_like=True):
    """What was found for one archive."""

    key: bytes
    """Over all that it depends on, and the code."""
    kin: Kin


def with_kin(project: Project, archive: Archive, key: bytes = b"") -> tuple[Archive, bytes]:
    """Let an archive know what is related in it: from the cache, if there it stands for the same names and dates.

    Args:
        project: the archive on disk.
        archive: its texts.
        key: of an archive with the same names and dates, if one is known.

    Returns:
        The archive; and its key.
    """
    key = key or _key(archive)
    cache = project.work / "cache" / "related"
    try:
        found = msgspec.msgpack.decode(cache.read_bytes(), type=_Found)
    except (FileNotFoundError, msgspec.DecodeError):
        found = None
    if found is None or found.key != key:
        found = _Found(key, kin_of(archive))
        if cache.parent.is_dir():
            fresh = cache.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(msgspec.msgpack.encode(found))
            fresh.replace(cache)
    return msgspec.structs.replace(archive, kin=found.kin), key


def _key(archive: Archive) -> bytes:
    encoded = msgspec.msgpack.encode([engine(), asked_of(archive)])
    return hashlib.blake2b(encoded, digest_size=16).digest()
