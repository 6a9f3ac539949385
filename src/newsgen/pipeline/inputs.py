"""One digest over everything that a build depends on, cheap enough to take before anything is planned."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from newsgen.builder.clock import clock_of as clock_of
from newsgen.record.store import CachedRecord, scan_files

LIBRARIES = ("jinja2", "markdown_it", "mdit_py_plugins", "babel", "msgspec", "pagefind")
"""Those on whose version the bytes of the site depend."""


@cache
def engine() -> str:
    """Stand for the code that makes pages: the stat of each module of newsgen and of the libraries' roots.

    Versions alone would miss an edit in a checkout of newsgen; importlib.metadata would cost more than the rest.
    """
    digest = hashlib.blake2b(digest_size=16)
    package = Path(__file__).resolve().parents[1]
    for path, stat in sorted(scan_files(package, ".", but="__pycache__")):
        digest.update(f"{path} {stat.size} {stat.mtime_ns}\n".encode())
    for name in LIBRARIES:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            status = Path(spec.origin).stat()
            digest.update(f"{spec.origin} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@cache
def pillow() -> str:
    """Stand for the version of Pillow, on which the bytes of pictures depend; '' if it is not installed."""
    spec = importlib.util.find_spec("PIL")
    if spec is None or spec.origin is None:
        return ""
    version = Path(spec.origin).with_name("_version.py")
    return hashlib.sha256(version.read_bytes()).hexdigest()[:16] if version.is_file() else spec.origin


def digest_of(*parts: object, records: Iterable[CachedRecord] = ()) -> bytes:
    """Hash values that msgspec encodes, and the content of records."""
    digest = hashlib.blake2b(msgspec.msgpack.encode(parts, order="deterministic"), digest_size=16)
    told = "".join([f"{kept.path}\0{kept.file_digest}\n" for kept in records])
    digest.update(told.encode("utf-8", "surrogateescape"))
    return digest.digest()
