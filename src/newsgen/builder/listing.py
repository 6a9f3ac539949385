"""What a generation says that it consists of, and what stands in it beside that."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from newsgen.builder.places import LISTING, LITTER, Places
from newsgen.errors import Problem, RefusedError


class Listing(msgspec.Struct, frozen=True):
    """build.json: what a generation consists of, so that a clone is recognised as ours."""

    generator: str
    files: dict[str, str]
    """sha256 of each file by path, in order of path; build.json itself is not among them."""


def read_listing(folder: Path) -> Listing | None:
    """Read the listing of a generation; None if it has none or one that is broken."""
    try:
        return msgspec.json.decode((folder / LISTING).read_bytes(), type=Listing)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def refuse_foreign(places: Places, found: Iterable[str], ours: Iterable[str]) -> None:
    """Stop if the output holds files that newsgen did not write: the next generation would lose them.

    Raises:
        RefusedError: with a problem for each such file, ten at most.
    """
    if places.output.is_file():
        problem = Problem(places.output.name, 0, 0, "is a file", "name a folder, or move the file away")
        raise RefusedError(problem)
    others = set(found) - set(ours) - {LISTING}
    foreign = sorted(path for path in others if path.rpartition("/")[2] not in LITTER)
    if not foreign:
        return
    name = places.output.name
    remedy = "put it in static/ and it will be copied into every build, or move it away"
    problems = [
        Problem(f"{name}/{path}", 0, 0, "newsgen did not write this file", remedy) for path in foreign[:10]
    ]
    if len(foreign) > len(problems):
        problems.append(Problem(name, 0, 0, f"and {len(foreign) - len(problems)} more such files"))
    raise RefusedError(problems)
