"""A human's answer to a finding, written into the record: nothing else in the file changes."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from newsgen.errors import ContentError, OutputError, Problem, RefusedError
from newsgen.model import Record, Source
from newsgen.pipeline.answers import Answer
from newsgen.record.edit import set_fields
from newsgen.record.read import read_record


def amended(record: Record, data: bytes, accept: Iterable[str], answers: Mapping[str, Answer]) -> bytes:
    """Confirm fields and set others, which confirms them too.

    Args:
        record: as `data` says it.
        data: the file's bytes.
        accept: fields under `inferred`.
        answers: new values by field; a value that the record has already is not written again.

    Returns:
        The file's new bytes: the same but for the values that changed and the lines under `inferred`.

    Raises:
        ContentError: a field to accept is not inferred; or the record cannot hold the values.
    """
    accepted = tuple(accept)
    missing = [field for field in accepted if field not in record.inferred]
    if missing:
        listed = ", ".join(record.inferred) or "nothing"
        raise ContentError(
            Problem(record.path, 0, 0, f"{field} is not under inferred", f"there stands: {listed}")
            for field in missing
        )
    changes: dict[str, object | None] = {
        field: value for field, value in answers.items() if not _holds(record, field, value)
    }
    confirmed = {*accepted, *(field for field in answers if field in record.inferred)}
    changes |= {f"inferred.{field}": None for field in confirmed}
    new = set_fields(data.decode(), changes, record.path).encode()
    _verify(read_record(record.path, new), answers)
    return new


def save(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Replace a record as a whole, if it still is as it was read; its mode stays, a link stays a link.

    Args:
        root: the archive's root.
        path: of the record, relative to it.
        before: the bytes that `after` was made of.
        after: the bytes to write.

    Raises:
        RefusedError: somebody has changed the file meanwhile; it is left as it is.
        OutputError: the operating system failed.
    """
    try:
        target = (root / path).resolve()
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            unchanged = target.read_bytes() == before
            if unchanged:
                temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(Problem(path, 0, 0, f"cannot be written: {error.strerror}")) from error
    if not unchanged:
        raise changed_meanwhile(path)


def changed_meanwhile(path: str) -> RefusedError:
    """The error that a record is no longer as it was read."""
    message = "the file has changed meanwhile; it was left as it is"
    return RefusedError(Problem(path, 0, 0, message, "run newsgen review again"))


def _holds(record: Record, field: str, value: Answer) -> bool:
    """True if the record says so already; a source counts by its name."""
    found = getattr(record, field)
    if isinstance(found, Source):
        found = found.name
    return bool(found == value or (value is None and not found))


def _verify(record: Record, answers: Mapping[str, Answer]) -> None:
    """Refuse an answer that the record does not give back: another key of it, or its file's name, says else."""
    problems = [
        Problem(
            record.path,
            0,
            0,
            f"{field} would still be said by another key of the record, or by its file name",
            "edit the record by hand",
        )
        for field, value in answers.items()
        if not _holds(record, field, value)
    ]
    if problems:
        raise ContentError(problems)
