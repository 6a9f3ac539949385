"""Several files changed as one: all is known before the first is written, and a run cut short can be run again."""

from __future__ import annotations

import msgspec

from newsgen.archive.model import Kind
from newsgen.builder.lock import locked
from newsgen.errors import RefusedError
from newsgen.pipeline.amend import changed_meanwhile, save
from newsgen.pipeline.locks import read_archive_lock, write_archive_lock
from newsgen.pipeline.project import Project


class Change(msgspec.Struct, frozen=True):
    """One file and its new bytes."""

    path: str
    before: bytes
    after: bytes


class Renaming(msgspec.Struct, frozen=True):
    """All that a command does, before anything is written."""

    kind: Kind
    old: tuple[str, ...]
    new: str
    changes: tuple[Change, ...]
    """Records in order of path, after names.toml if that changes."""
    moved: dict[str, str]
    """Folder of each page that will lead elsewhere, e.g. topics/trade → topics/commerce."""


def perform(project: Project, renaming: Renaming) -> None:
    """Write what was planned: each file as a whole, or not at all.

    Where nothing was published under the old name, newsgen.lock does not change.

    Raises:
        RefusedError: a file has changed since it was read; nothing is written.
        OutputError, BusyError: as `amend.save` and `locked`.
    """
    intent = project.work / "renaming"
    with locked(project.work / "lock", project.settings.paths.articles):
        for change in renaming.changes:
            if (project.root / change.path).read_bytes() != change.before:
                raise _again(change.path, renaming)
        intent.write_bytes(msgspec.json.encode((renaming.kind, renaming.old, renaming.new)))
        _remember(project, renaming)
        for change in renaming.changes:
            save(project.root, change.path, change.before, change.after)
        intent.unlink(missing_ok=True)


def unfinished(project: Project) -> tuple[str, tuple[str, ...], str] | None:
    """Kind, old names and new name of a run that was cut short; None if none was."""
    try:
        data = (project.work / "renaming").read_bytes()
        return msgspec.json.decode(data, type=tuple[str, tuple[str, ...], str])
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _remember(project: Project, renaming: Renaming) -> None:
    """Let old pages lead to the new one; an old name that is taken up again leads nowhere."""
    if not renaming.moved:
        return
    lock = read_archive_lock(project)
    targets = set(renaming.moved.values())
    moved = {old: new for old, new in lock.moved.items() if old not in targets} | renaming.moved
    write_archive_lock(project, msgspec.structs.replace(lock, moved=moved))


def _again(path: str, renaming: Renaming) -> RefusedError:
    problem = changed_meanwhile(path).problems[0]
    return RefusedError(msgspec.structs.replace(problem, expected=f"run newsgen {renaming.kind} again"))
