"""A journal of edits: written before the edits, so that the last command can be undone, or finished after a crash.

Each command has a file in .newsgen/journal/, with what it replaces in each file and the digests of the file before and after.
So a file is known to be as it was, as the command left it, or changed by somebody else, wherever the command was stopped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from newsgen.builder.paths import hold_lock
from newsgen.desk.edit import Edit, read_file_or_empty, refuse_changed_files, write_edit
from newsgen.errors import OutputError, Problem, RefusedError, SettingsError
from newsgen.files import read_cached_value, write_cached_value
from newsgen.pipeline.project import Project, read_archive_lock, write_archive_lock

MOST = 1000
"""Most commands that are kept."""


class Change(msgspec.Struct, frozen=True):
    """What a command replaces in one file."""

    path: str
    at: int
    """Offset of the first byte that differs."""
    old: bytes
    new: bytes
    before: str
    """SHA-256 of the file before; '' if there was none."""
    after: str
    """SHA-256 of the file after."""


class Entry(msgspec.Struct, frozen=True):
    """A command in the journal."""

    what: str
    """What the command does, e.g. 'people: remove Mozilla Firefox'. The same command finishes what was interrupted."""
    changes: tuple[Change, ...]
    moved: dict[str, tuple[str, str]]
    """By old folder of a moved page its new folder in newsgen.lock, before and after; '' for none."""


class UndoPlan(msgspec.Struct, frozen=True):
    """The edits that undo a command."""

    what: str
    edits: tuple[Edit, ...]
    """Edits of the files that the command changed; of a file that it made, `after` is empty."""
    moved: dict[str, tuple[str, str]]
    """As in `Entry`."""
    file: Path
    """The command's file in the journal."""


def write_journaled(
    project: Project, what: str, edits: Sequence[Edit], moved: Mapping[str, str] | None = None
) -> list[Problem]:
    """Write a command and then its edits, each file atomically; return the files that were not written.

    If the last command was the same and was interrupted, both become one command. `what` is as in `Entry`; `moved` maps old
    folders of pages to new ones, for newsgen.lock.

    Raises:
        RefusedError: a file has changed since its edit was made; nothing is written.
        OutputError: the journal or newsgen.lock cannot be written.
        BusyError: another process writes into the archive.
    """
    with hold_lock(project.work / "lock", project.settings.paths.articles):
        refuse_changed_files(project.root, edits)
        if not edits and not moved:
            return []
        file = _write_entry(project, what, edits, moved or {})
        if moved:
            _move_pages(project, _add_moves(read_archive_lock(project).moved, moved))
        problems: list[Problem] = []
        for edit in edits:
            try:
                write_edit(project.root, edit)
            except OutputError as error:
                problems += error.problems
        if edits and len(problems) == len(edits) and not moved:
            file.unlink()
        return problems


def is_unfinished(project: Project, what: str) -> bool:
    """Return whether the last command of the journal is this one and was interrupted."""
    _, entry = _read_last(project)
    if entry is None or entry.what != what:
        return False
    return any(_digest(project.root, change.path) == change.before for change in entry.changes)


def plan_undo(project: Project) -> UndoPlan:
    """Plan to undo the last command, as far as it was done.

    Raises:
        SettingsError: the journal is empty.
        RefusedError: files have changed since; each is named.
    """
    file, entry = _read_last(project)
    if file is None or entry is None:
        remedy = "newsgen undo takes back edits of records by commands"
        raise SettingsError(Problem("", 0, 0, "there is nothing to undo", remedy))
    edits, problems = [], []
    for change in reversed(entry.changes):
        data, digest = read_file_or_empty(project.root / change.path), _digest(project.root, change.path)
        if digest == change.after:
            end = change.at + len(change.new)
            edits.append(Edit(change.path, data, data[: change.at] + change.old + data[end:]))
        elif digest != change.before:
            message = f'the file has changed since "{entry.what}"'
            problems.append(Problem(change.path, 0, 0, message, "edit it by hand, or restore it with git"))
    if problems:
        raise RefusedError(problems)
    return UndoPlan(entry.what, tuple(edits), entry.moved, file)


def write_undo(project: Project, undoing: UndoPlan) -> None:
    """Undo a command; an interrupted undoing is finished by the next one.

    Raises:
        NewsgenError: as `write_journaled`.
    """
    with hold_lock(project.work / "lock", project.settings.paths.articles):
        refuse_changed_files(project.root, undoing.edits)
        for edit in undoing.edits:
            if edit.after:
                write_edit(project.root, edit)
            else:
                (project.root / edit.path).unlink()
        if undoing.moved:
            moved = dict(read_archive_lock(project).moved)
            for old, (before, after) in undoing.moved.items():
                if moved.get(old, "") == after:
                    moved[old] = before
            _move_pages(project, {old: new for old, new in moved.items() if new})
        undoing.file.unlink(missing_ok=True)


def _write_entry(project: Project, what: str, edits: Sequence[Edit], moves: Mapping[str, str]) -> Path:
    """Write a command into the journal, and forget the oldest ones."""
    lock = read_archive_lock(project).moved if moves else {}
    now = _add_moves(lock, moves)
    moved = {
        old: (lock.get(old, ""), now.get(old, ""))
        for old in {**lock, **now}
        if lock.get(old, "") != now.get(old, "")
    }
    changes = [_make_change(edit) for edit in edits]
    file, last = _read_last(project)
    if file and last and is_unfinished(project, what):
        again = {edit.path for edit in edits}
        left = (one for one in last.changes if one.path not in again)
        changes = [*(one for one in left if _digest(project.root, one.path) == one.after), *changes]
        moved = last.moved | {old: (last.moved.get(old, pair)[0], pair[1]) for old, pair in moved.items()}
    else:
        number = int(file.name) + 1 if file else 1
        file = project.work / "journal" / f"{number:08d}"
    write_cached_value(file, Entry(what, tuple(changes), moved))
    for old in _list_files(project)[:-MOST]:
        old.unlink()
    return file


def _make_change(edit: Edit) -> Change:
    before, after = edit.before, edit.after
    at = _count_same(before, after)
    tail = _count_same(before[at:][::-1], after[at:][::-1])
    old, new = before[at : len(before) - tail], after[at : len(after) - tail]
    digest = hashlib.sha256(before).hexdigest() if before else ""
    return Change(edit.path, at, old, new, digest, hashlib.sha256(after).hexdigest())


def _count_same(one: bytes, other: bytes) -> int:
    """Count the bytes at the start that are the same in both, by halving."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _digest(root: Path, path: str) -> str:
    """Return the SHA-256 of a file; '' if it is missing or empty."""
    data = read_file_or_empty(root / path)
    return hashlib.sha256(data).hexdigest() if data else ""


def _add_moves(moved: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Add moved pages to those of newsgen.lock; a page that is there again is not moved."""
    return {old: new for old, new in moved.items() if old not in set(more.values())} | dict(more)


def _move_pages(project: Project, moved: dict[str, str]) -> None:
    lock = read_archive_lock(project)
    if lock.moved != moved:
        write_archive_lock(project, msgspec.structs.replace(lock, moved=moved))


def _list_files(project: Project) -> list[Path]:
    folder = project.work / "journal"
    files: Iterable[Path] = folder.iterdir() if folder.is_dir() else ()
    return sorted(file for file in files if file.name.isdigit())


def _read_last(project: Project) -> tuple[Path | None, Entry | None]:
    """Return the file of the last command, and what it holds unless it is damaged."""
    file = next(reversed(_list_files(project)), None)
    return file, read_cached_value(file, Entry) if file else None
