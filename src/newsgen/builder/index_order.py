"""An index in one order: the same articles give the same files, on every machine.

Pagefind writes the values of a filter, and the filters, in an order of chance, and calls files by hashes of that.
Everything else it makes is the same each time. So these files are written anew: sorted, called by their own hashes, and
not compressed, for the bytes of compressed files depend on a library's build; Pagefind reads both.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path
from typing import Any

import cbor2
import msgspec

from newsgen.builder.writing import write

_MARK = b"pagefind_dcd"
"""Stands before what Pagefind wrote, after unpacking."""
_FILTERS = 3
"""Where pagefind.*.pf_meta lists the filters: pairs of a name and the hash in a file's name."""


def put_in_order(folder: Path) -> None:
    """Write the files of an index whose order is chance anew.

    Raises:
        ValueError: Pagefind wrote what is not known here.
        OSError, OutputError: the system refused.
    """
    entry_file = folder / "pagefind-entry.json"
    entry = msgspec.json.decode(entry_file.read_bytes())
    for language, about in sorted(entry["languages"].items()):
        old = folder / f"pagefind.{about['hash']}.pf_meta"
        meta = _read(old)
        try:
            meta[_FILTERS] = sorted([name, _filter(folder, language, key)] for name, key in meta[_FILTERS])
        except (IndexError, TypeError) as error:
            raise ValueError("Pagefind's list of filters has another form") from error
        old.unlink()
        about["hash"] = _write(folder, "pagefind.{}.pf_meta", language, meta)
    entry_file.unlink()
    write(folder, entry_file.name, msgspec.json.encode(entry, order="sorted"))


def _filter(folder: Path, language: str, key: str) -> str:
    """Sort one filter; the new part of its file's name."""
    old = folder / "filter" / f"{key}.pf_filter"
    name, values = _read(old)
    old.unlink()
    return _write(folder, "filter/{}.pf_filter", language, [name, sorted(values)])


def _read(path: Path) -> Any:
    try:
        data = gzip.decompress(path.read_bytes())
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"{path.name} is broken") from error
    if not data.startswith(_MARK):
        raise ValueError(f"{path.name} has another form")
    try:
        return cbor2.loads(data[len(_MARK) :])
    except cbor2.CBORDecodeError as error:
        raise ValueError(f"{path.name} is broken") from error


def _write(folder: Path, path: str, language: str, value: object) -> str:
    data = _MARK + cbor2.dumps(value)
    key = f"{language}_{hashlib.sha256(data).hexdigest()[:10]}"
    write(folder, path.format(key), data)
    return key
