"""The spare, the generation before the last: found as its listing says, and brought up to date."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

import msgspec

from newsgen.builder.linking import link_all, move
from newsgen.builder.listing import read_listing
from newsgen.builder.manifest import scan
from newsgen.builder.places import INDEX, LISTING, Places

_IN_USE = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT}
"""Why a folder is not removed, where that is no failure: it is not empty (POSIX allows two codes), or gone."""


class Spare(msgspec.Struct, frozen=True):
    """A spare that can be trusted."""

    files: Mapping[str, str]
    """sha256 of each file by path, without its build.json."""


def find_spare(places: Places) -> Spare | None:
    """Look whether the spare holds just what its listing says; None if not, or if there is none."""
    listing = read_listing(places.spare)
    if listing is None:
        return None
    whole = scan(places.spare, INDEX).keys() == {*listing.files, LISTING}
    return Spare(listing.files) if whole else None


def update_spare(
    places: Places,
    old: Spare,
    files: Mapping[str, str],
    staged: AbstractSet[str],
) -> None:
    """Bring the spare up to date but for its search index and its listing.

    The listing goes first: a spare without one is half done and never used.

    Args:
        places: where to work.
        old: what the spare holds.
        files: sha256 of every file that it shall hold, by path.
        staged: those of them that stand in the stage; what the spare does not have of the others is linked from the output.

    Raises:
        OSError: the system refused.
    """
    spare = places.spare
    (spare / LISTING).unlink(missing_ok=True)
    new = [path for path, sha256 in files.items() if old.files.get(path) != sha256 and path not in staged]
    gone = [path for path in old.files if path not in files]
    emptied: set[str] = set()
    for path in (*gone, *filter(old.files.__contains__, (*new, *staged))):
        (spare / path).unlink(missing_ok=True)
        emptied.add(path.rpartition("/")[0])
    _remove_empty(spare, emptied)  # before anything is added: a file may take a folder's name
    link_all(spare, new, places.output)
    for path in staged:
        move(spare, path, places.stage)


def _remove_empty(folder: Path, candidates: Iterable[str]) -> None:
    for path in sorted(candidates, key=len, reverse=True):
        while path:
            try:
                (folder / path).rmdir()
            except OSError as error:
                if error.errno not in _IN_USE:
                    raise
                break
            path = path.rpartition("/")[0]
