"""Where a build works, and which paths it may write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from newsgen.errors import ContentError, Problem

LISTING = "build.json"
"""File in site/ that names every file of the generation with its sha256."""

_PART = re.compile(r"[^/\\\0:*?\"<>|\x00-\x1f]+")


class Places(msgspec.Struct, frozen=True):
    """Folders and files of one output folder; the working ones lie on the output's file system."""

    output: Path
    """The generation that readers see."""
    state: Path
    """All below belong to newsgen alone."""

    @property
    def lock(self) -> Path:
        """Held while a build writes."""
        return self.state / "lock"

    @property
    def manifest(self) -> Path:
        """What stands in the output."""
        return self.state / "manifest"

    @property
    def stage(self) -> Path:
        """Files as they are rendered."""
        return self.state / "stage"

    @property
    def spare(self) -> Path:
        """The generation before the last; it is brought up to date and exchanged with the output."""
        return self.state / "spare"

    @property
    def intent(self) -> Path:
        """Note of an exchange that is under way, where the system has no atomic one."""
        return self.state / "exchange"


def places_for(root: Path, output: Path) -> Places:
    """Find where to work for an output folder.

    Inside the archive that is .newsgen/state/NAME, elsewhere a hidden folder beside the output.
    """
    root, output = root.resolve(), output.resolve()
    if output.is_relative_to(root):
        return Places(
            output, root / ".newsgen" / "state" / output.relative_to(root).as_posix().replace("/", "-")
        )
    return Places(output, output.parent / f".newsgen-{output.name}")


def check_paths(paths: Iterable[str]) -> None:
    """Refuse paths that leave site/, that some file system cannot hold, or that two files claim.

    Raises:
        ContentError: with a problem for each such path.
    """
    taken: dict[str, str] = {}
    folders: dict[str, str] = {}
    problems = []
    for path in paths:
        parts = path.split("/")
        if not all(_PART.fullmatch(part) and part.strip(" .") for part in parts):
            problems.append(Problem("", 0, 0, f"{path!r} is no path inside the site", "rename it"))
        other = taken.setdefault(path.casefold(), path)
        if other != path or path in folders.get(path.casefold(), ()):
            problems.append(
                Problem("", 0, 0, f"{path} and {other} are one file where case does not count", "rename one")
            )
        for depth in range(1, len(parts)):
            folders.setdefault("/".join(parts[:depth]).casefold(), path)
    problems += [
        Problem("", 0, 0, f"{taken[name]} is a file, but {path} needs a folder of that name", "rename one")
        for name, path in folders.items()
        if name in taken
    ]
    if problems:
        raise ContentError(problems)
