"""A model of what a disk may hold after a power loss: calls that were not synced are dropped, or their data is cut.

A folder is a number; so a call that was lost does not change which folder the calls after it work on.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

Folders = dict[int, dict[str, int]]
"""By number, the content of each folder: number of file or folder by name."""


class Step(NamedTuple):
    """What one call did."""

    sets: tuple[tuple[int, str, int | None], ...] = ()
    """Folder, name, and the number that it has from now on; None means that the name is gone."""
    file: int = 0
    """File that was written to, if there is `data`."""
    data: bytes = b""
    synced: str = ""
    """Name of the folder whose file system was synced."""


def read_log(path: Path) -> Iterator[tuple[str, int, str, str, bytes]]:
    """Yield the calls of a log that calls.c wrote: name, flags, path, other path, data."""
    log, at = path.read_bytes(), 0
    while at < len(log):
        end = log.index(b"\n", at)
        call, length, flags, paths = log[at:end].decode().split(" ", 3)
        at = end + 1 + int(length)
        yield call, int(flags), *paths.split("\t"), log[end + 1 : at]


class Disk:
    """The folder `root` as it is on the disk, and what was done to it after that."""

    def __init__(self, root: Path) -> None:
        self.root, self.next = root, 2
        self.folders: Folders = {1: {}}
        self.data: dict[int, bytes] = {}
        numbers: dict[int, int] = {}  # by inode, for hard links
        for path in sorted(root.rglob("*")):
            folder, name = self._find(self.folders, str(path))
            if path.is_dir():
                number = self._new_number()
                self.folders[number] = {}
            else:
                inode = path.stat().st_ino
                number = numbers[inode] = numbers.get(inode) or self._new_number()
                self.data[number] = path.read_bytes()
            self.folders[folder][name] = number
        self.steps: list[Step] = []
        self.exchanges: list[int] = []
        """Which of the steps exchanged the site."""
        self.live = {number: dict(names) for number, names in self.folders.items()}
        """The folders after all steps."""

    def _new_number(self) -> int:
        self.next += 1
        return self.next - 1

    def _find(self, folders: Folders, path: str) -> tuple[int, str]:
        """Return the number of the folder of a path, and the name in it."""
        folder, parts = 1, Path(path).relative_to(self.root).parts
        for part in parts[:-1]:
            folder = folders[folder][part]
        return folder, parts[-1]

    def add(self, log: Path) -> None:
        """Add the calls of a build."""
        for call, flags, path, other, data in read_log(log):
            creates = call == "mkdir" or (call == "open" and flags & os.O_CREAT)
            if not creates and call not in ("write", "rename", "exchange", "link", "unlink", "syncfs"):
                continue
            if call == "syncfs":
                self.steps.append(Step(synced=Path(path).name))
                continue
            folder, name = self._find(self.live, path)
            number = self.live[folder].get(name)
            if call == "write":
                step = Step(file=number or 0, data=data)
            elif call == "unlink":
                step = Step(((folder, name, None),))
            elif creates:
                assert not (flags & os.O_TRUNC and self.data.get(number or 0)), f"{path} loses data"
                number = self._new_number() if number is None else number
                if call == "mkdir":
                    self.folders[number], self.live[number] = {}, {}
                self.data.setdefault(number, b"")
                step = Step(((folder, name, number),))
            else:
                self.exchanges += [len(self.steps)] * (call == "exchange")
                above, new = self._find(self.live, other)
                gone = {"rename": None, "exchange": self.live[above].get(new), "link": number}[call]
                step = Step(((folder, name, gone), (above, new, number)))
            self._set(self.live, step)
            self.steps.append(step)

    def _set(self, folders: Folders, step: Step) -> None:
        for folder, name, number in step.sets:
            if number is None:
                folders[folder].pop(name, None)
            else:
                folders[folder][name] = number

    def lose_power(self, random: Random, without: Collection[str] = ()) -> dict[str, bytes]:
        """Return all files after a power loss, half of the time just after an exchange.

        Half of the time the calls that were not synced are lost from some call on, as on a file system with a journal, and
        only data before that; else each call by itself. Syncs of the folders `without` were not made.
        """
        moment = random.randrange(len(self.steps) + 1)
        if random.random() < 0.5:
            moment = random.choice(self.exchanges) + random.randrange(1, 3)
        safe = [n for n, step in enumerate(self.steps[:moment]) if step.synced and step.synced not in without]
        synced, chance = max(safe, default=0), random.choice((0.05, 0.3, 0.6, 0.95))
        journal = random.randrange(synced, moment + 1) if random.random() < 0.5 else 0
        folders = {number: dict(names) for number, names in self.folders.items()}
        data = dict(self.data)
        for n, step in enumerate(self.steps[:moment]):
            is_lost = n >= synced and (n >= journal if journal and step.sets else random.random() < chance)
            if not is_lost:
                self._set(folders, step)
                data[step.file] = data.get(step.file, b"") + step.data
            elif step.data and random.random() < 0.5:
                data[step.file] += step.data[: len(step.data) // 2]
        return dict(self._walk(folders, data))

    def read(self) -> dict[str, bytes]:
        """Return all files after all steps."""
        data = dict(self.data)
        for step in self.steps:
            data[step.file] = data.get(step.file, b"") + step.data
        return dict(self._walk(self.live, data))

    def _walk(
        self, folders: Folders, data: dict[int, bytes], folder: int = 1, above: str = ""
    ) -> Iterator[tuple[str, bytes]]:
        for name, number in folders[folder].items():
            if number in folders:
                yield from self._walk(folders, data, number, f"{above}{name}/")
            else:
                yield above + name, data[number]
