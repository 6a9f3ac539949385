"""Pagefind as a service: it numbers pages in the order in which it is told of them.

Started on a folder, it numbers them as the file system lists it, and no two systems list a folder alike. As a service it
reads messages from its standard input and answers each: JSON in base64, and a comma.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cbor2
import msgspec

from newsgen.builder.files import write, writer
from newsgen.builder.search.index import Searched
from newsgen.errors import OutputError, Problem


class _File(msgspec.Struct):
    path: str
    content: str
    """In base64."""


class _Payload(msgspec.Struct):
    """What an answer says; only what counts here."""

    type: str
    message: str = ""
    files: list[_File] = []


class _Answer(msgspec.Struct):
    payload: _Payload


def tell(process: subprocess.Popen[bytes], wanted: Searched, language: str) -> None:
    """Say what to index, and ask for the index; returns at once, for the service reads ahead.

    Args:
        process: the service, with unbuffered pipes, in a folder that holds `documents`.
        wanted: the documents, in the order of their numbers.
        language: that of the index.
    """
    try:
        for message in _messages(wanted, language):
            rest = memoryview(base64.b64encode(msgspec.json.encode(message)) + b",")
            while rest:
                assert process.stdin
                rest = rest[process.stdin.write(rest) :]
    except BrokenPipeError:
        pass  # it has ended; how it did is told when it is waited for


def _messages(wanted: Searched, language: str) -> Iterator[dict[str, object]]:
    config = {"force_language": language, "keep_index_url": True}
    payloads: list[dict[str, object]] = [{"type": "NewIndex", "config": config}]
    # A pattern that is one file; addresses of articles hold no sign that patterns know.
    for document in wanted.documents:
        payloads.append({"type": "AddDir", "index_id": 0, "path": "documents", "glob": document.address})
    payloads.append({"type": "GetFiles", "index_id": 0})
    for number, payload in enumerate(payloads, start=1):
        yield {"message_id": number, "payload": payload}


def receive(process: subprocess.Popen[bytes], folder: Path) -> bool:
    """Write the index to `folder`; False if the service has ended and gave none, else it waits for more.

    Asked to write it, the service answers before the last bytes are in the files.

    Raises:
        OutputError: it said that something failed; the system refused.
        ValueError: an answer has another form.
    """
    for answer in _answers(process):
        payload = msgspec.json.decode(base64.b64decode(answer), type=_Answer).payload
        if payload.type == "Error":
            raise OutputError(Problem("", 0, 0, f"pagefind says: {payload.message}"))
        if payload.type == "GetFiles":
            with writer(folder) as write:
                for file in payload.files:
                    write(file.path, base64.b64decode(file.content))
            return True
    return False


def _answers(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """What comes from the service, cut at commas; the last one may be many megabytes."""
    assert process.stdout
    parts: list[bytes] = []
    while more := process.stdout.read(1 << 20):
        *whole, rest = more.split(b",")
        for last in whole:
            yield b"".join([*parts, last])
            parts = []
        parts.append(rest)


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
