"""Run Pagefind: start the program, and receive, check and sort its index.

Pagefind reads small HTML files (`documents`). If it runs on their folder, it numbers them in the order of the file
system, which is different on each machine. As a service it numbers them in the order of our messages: it reads messages
from its standard input and answers each; a message is JSON in base64 and a comma.
"""

from __future__ import annotations

import base64
import filecmp
import gzip
import hashlib
import os
import shutil
import signal
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any

import cbor2
import msgspec

from newsgen.builder.output import stat_folder
from newsgen.builder.paths import OutputPaths
from newsgen.builder.publish import write_file
from newsgen.builder.search.documents import write_documents
from newsgen.builder.search.index import IndexResult, SearchContent
from newsgen.builder.workers import make_parent_death_hook
from newsgen.errors import NewsgenError, OutputError, Problem
from newsgen.record.store import OpenExecutor

LANGUAGE = "und"
"""One index for all languages, without stemming: stems of one language are wrong in others."""
_MANY = 256
"""Least number of documents that workers write."""
_IN_ORDER = 2_000
"""Most documents for which Pagefind runs as a service, because a service makes each index twice (1.5.2)."""
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")
"""Pagefind's own interfaces, which the search page does not load."""
_MARK = b"pagefind_dcd"
"""First bytes of Pagefind's files, after unpacking."""
_FILTERS = 3
"""Index of the list of filters in pagefind.*.pf_meta: pairs of a name and the hash in a file's name."""


def start_pagefind_on_documents(
    root: Path, places: OutputPaths, content: SearchContent, executor: OpenExecutor | None
) -> subprocess.Popen[bytes]:
    """Write the documents and start Pagefind on them.

    Raises:
        OutputError: Pagefind is not installed.
        ContentError, OSError, BrokenExecutor: documents could not be written, or the program could not be started.
    """
    try:
        from pagefind.service import get_executable

        program = str(get_executable() or "")
    except (ImportError, FileNotFoundError):
        program = ""
    if not program or shutil.which(program) is None:
        message = "the search index could not be made: Pagefind is missing (the site is published, readers cannot search)"
        remedy = 'pip install "pagefind[bin]", or use --no-search'
        raise OutputError(Problem("", 0, 0, message, remedy, "search-index"))
    documents = places.search / "documents"
    documents.mkdir(parents=True)
    workers = executor if len(content.documents) >= _MANY else None
    with workers() if workers else nullcontext() as pool:
        write_documents(root, documents, content.documents, content.words, pool)
    is_service = len(content.documents) <= _IN_ORDER
    command = [program, "--site", str(documents), "--output-path", str(places.search / "index")]
    command += ["--force-language", LANGUAGE, "--keep-index-url", "--quiet"]
    with (places.search / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, "--service"] if is_service else command,
            cwd=places.search,  # has no pagefind.toml
            stdin=subprocess.PIPE if is_service else subprocess.DEVNULL,
            stdout=subprocess.PIPE if is_service else log,
            stderr=log,
            bufsize=0,
            preexec_fn=make_parent_death_hook(),
        )
    if is_service:
        with ExitStack() as stack:
            stack.callback(stop_pagefind, process)
            _send_messages(process, content)
            stack.pop_all()
    return process


def stop_pagefind(process: subprocess.Popen[bytes]) -> None:
    """Kill the program if it still runs, and close its pipes."""
    if process.returncode is None:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def _send_messages(process: subprocess.Popen[bytes], content: SearchContent) -> None:
    """Send the service the documents and a request for the index; it reads ahead, so this returns at once."""
    assert process.stdin
    config = {"force_language": LANGUAGE, "keep_index_url": True}
    payloads: list[dict[str, object]] = [{"type": "NewIndex", "config": config}]
    # Each pattern is one file; addresses of articles have no special characters of patterns.
    for document in content.documents:
        payloads.append({"type": "AddDir", "index_id": 0, "path": "documents", "glob": document.address})
    payloads.append({"type": "GetFiles", "index_id": 0})
    try:
        for number, payload in enumerate(payloads, start=1):
            message = msgspec.json.encode({"message_id": number, "payload": payload})
            rest = memoryview(base64.b64encode(message) + b",")
            while rest:
                rest = rest[process.stdin.write(rest) :]
    except BrokenPipeError:
        pass  # it has ended; `finish_index` reports how


def _receive_index(process: subprocess.Popen[bytes], folder: Path) -> bool:
    """Receive the index from the service and write it to `folder`; False if the service ended without an index.

    If the service wrote the index itself, it would answer before all bytes are in the files.

    Raises:
        OutputError: the service reported an error; the system refused.
        ValueError, KeyError, TypeError: an answer has another format.
    """
    for answer in _read_answers(process):
        payload = msgspec.json.decode(base64.b64decode(answer))["payload"]
        if payload["type"] == "Error":
            raise OutputError(Problem("", 0, 0, f"pagefind reports: {payload['message']}"))
        if payload["type"] == "GetFiles":
            for file in payload["files"]:
                write_file(folder, file["path"], base64.b64decode(file["content"]))
            return True
    return False


def _read_answers(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """Yield the service's answers, which end at commas; the last answer may have many megabytes."""
    assert process.stdout
    parts: list[bytes] = []
    while more := process.stdout.read(1 << 20):
        *whole, rest = more.split(b",")
        for last in whole:
            yield b"".join([*parts, last])
            parts = []
        parts.append(rest)


def finish_index(
    process: subprocess.Popen[bytes], places: OutputPaths, documents: int, digest: bytes, current: IndexResult
) -> IndexResult:
    """Wait for Pagefind and check its index.

    Args:
        process: the program.
        places: the output's folders.
        documents: number of documents.
        digest: digest of the index's content.
        current: the index that stays if the new one fails or is the same.
    """
    folder = places.search / "index"
    try:
        received = process.stdout is not None and _receive_index(process, folder)
        seconds, memory = _wait(process, kill=received)
        current = msgspec.structs.replace(current, seconds=seconds, memory=memory)
        if process.returncode and not received:
            return current.failed(_describe_end(process.returncode, places.search / "log"))
        shutil.rmtree(places.search / "documents")
        entry = msgspec.json.decode((folder / "pagefind-entry.json").read_bytes())
        pages = sum(language["page_count"] for language in entry["languages"].values())
        if pages != documents:
            return current.failed(f"it holds {pages:,} of {documents:,} articles")
        _tidy(folder)
        if current.folder and _is_same(folder, current.folder):
            return msgspec.structs.replace(current, digest=digest)
        return msgspec.structs.replace(current, folder=folder, digest=digest, fresh=True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, NewsgenError) as error:
        reason = error.problems[0].message if isinstance(error, NewsgenError) else str(error)
        return current.failed(f"what pagefind wrote cannot be used: {reason}")


def _wait(process: subprocess.Popen[bytes], *, kill: bool) -> tuple[float, int]:
    """Wait for the end of the program; return its processor time in seconds and its peak memory in bytes, 0 if not known."""
    if not hasattr(os, "wait4"):
        if kill:
            process.kill()
        process.wait()
        return 0.0, 0
    if kill:
        os.kill(process.pid, signal.SIGKILL)  # `process.kill` may reap it, and its resource usage is lost
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def _describe_end(code: int, log: Path) -> str:
    """Describe how the program ended."""
    if code < 0:
        hint = ", which is what a system does that has no memory left" if code == -signal.SIGKILL else ""
        return f"pagefind was killed by signal {-code}{hint}"
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
    return f"pagefind ended with {code}: {last}"


def _tidy(folder: Path) -> None:
    """Delete the files that the search page does not load, sort the others, and set modes that do not depend on the umask."""
    for pattern in _UNUSED:
        for path in folder.glob(pattern):
            path.unlink()
    make_index_reproducible(folder)
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _is_same(one: Path, other: Path) -> bool:
    """True if two folders have the same files with the same bytes."""
    first, second = stat_folder(one), stat_folder(other)
    return first.keys() == second.keys() and all(
        filecmp.cmp(one / path, other / path, shallow=False) for path in first
    )


def make_index_reproducible(folder: Path) -> None:
    """Sort the parts of an index that Pagefind writes in random order, so that every machine gives the same files.

    These are the filters and their values; their files are named by hashes, which change too. The sorted files are not
    compressed, because compressed bytes depend on a library's build; Pagefind reads both.

    Raises:
        ValueError: Pagefind wrote an unknown format.
        OSError, OutputError: the system refused.
    """
    entry_file = folder / "pagefind-entry.json"
    entry = msgspec.json.decode(entry_file.read_bytes())
    for language, about in sorted(entry["languages"].items()):
        old = folder / f"pagefind.{about['hash']}.pf_meta"
        meta = _read_part(old)
        try:
            meta[_FILTERS] = sorted(
                [name, _sort_filter(folder, language, key)] for name, key in meta[_FILTERS]
            )
        except (IndexError, TypeError) as error:
            raise ValueError("Pagefind's list of filters has another form") from error
        old.unlink()
        about["hash"] = _write_part(folder, "pagefind.{}.pf_meta", language, meta)
    entry_file.unlink()
    write_file(folder, entry_file.name, msgspec.json.encode(entry, order="sorted"))


def _sort_filter(folder: Path, language: str, key: str) -> str:
    """Sort a filter; return the new hash in its file's name."""
    old = folder / "filter" / f"{key}.pf_filter"
    name, values = _read_part(old)
    old.unlink()
    return _write_part(folder, "filter/{}.pf_filter", language, [name, sorted(values)])


def _read_part(path: Path) -> Any:
    try:
        data = gzip.decompress(path.read_bytes())
        if not data.startswith(_MARK):
            raise ValueError(f"{path.name} has another form")
        return cbor2.loads(data[len(_MARK) :])
    except (EOFError, gzip.BadGzipFile, zlib.error, cbor2.CBORDecodeError) as error:
        raise ValueError(f"{path.name} is broken") from error


def _write_part(folder: Path, path: str, language: str, value: object) -> str:
    data = _MARK + cbor2.dumps(value)
    key = f"{language}_{hashlib.sha256(data).hexdigest()[:10]}"
    write_file(folder, path.format(key), data)
    return key
