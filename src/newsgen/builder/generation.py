"""The stage becomes a whole generation and takes the place of the old one."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from newsgen.builder.clock import clock_of
from newsgen.builder.exchange import exchange, recover
from newsgen.builder.folders import Table, keep_both, known_spare, survey
from newsgen.builder.linking import into, link
from newsgen.builder.listing import Listing, read_listing
from newsgen.builder.manifest import Stamp, scan, stamp_of
from newsgen.builder.places import INDEX, LISTING, Places
from newsgen.builder.writing import make_folder, write
from newsgen.errors import OutputError, Problem

_IN_USE = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT}
"""Why a folder is not removed, where that is no failure: it is not empty (POSIX allows two codes), or gone."""


def prepare(places: Places) -> None:
    """Mend what a killed build left, and empty the stage."""
    places.state.mkdir(parents=True, exist_ok=True)
    recover(places.spare, places.output, places.intent)
    if places.stage.exists():
        shutil.rmtree(places.stage)
    make_folder(places.stage, "")


def publish(
    places: Places,
    generator: str,
    files: Mapping[str, str],
    staged: Iterable[str],
    *,
    trusted: bool,
    index: Path | None = None,
    folders: Table | None = None,
) -> Stamp:
    """Make a whole generation of the stage and of what stays, and exchange it with the output.

    Args:
        places: where to work.
        generator: name and version for build.json.
        files: sha256 of every file of the new generation, by path.
        staged: those of them that stand in the stage; all others stand unchanged in the output.
        trusted: False if the output was changed by other hands: then the old one must not serve as a spare.
        index: the folder with the search index, a new one or that of the output; None if there is to be none.
        folders: those of the output as `look` found them; without them the next build lists them all.

    Returns:
        The stamp of the new build.json.

    Raises:
        OutputError: the system refused; the output stands as it did.
    """
    try:
        fresh = _update_spare(places, files, set(staged))
        if fresh is None:
            _complete_stage(places, files, set(staged))
        _place_index(places, index)
        listing = Listing(generator, dict(sorted(files.items())))
        stamp = _write_listing(places.spare, listing)
        old = stamp_of(f"{places.output}/{LISTING}")
        exchange(places.spare, places.output, places.intent)
        if not trusted:
            (places.spare / LISTING).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            Problem(str(places.output), 0, 0, f"cannot be published: {error.strerror}")
        ) from error
    with suppress(OSError):  # what is not remembered is listed again
        keep_both(places, stamp, fresh or {}, old, folders or {})
    return stamp


def _update_spare(places: Places, files: Mapping[str, str], staged: set[str]) -> Table | None:
    """Bring the generation before the last up to date; None if there is none that can be trusted.

    Its listing goes first and comes back last: a spare without one is half done and never used.

    Returns:
        Its folders as they were: those in which something changes will be seen to have changed.
    """
    spare = places.spare
    old = read_listing(spare)
    if old is None:
        return None
    seen = survey(spare, known_spare(places), clock_of(places.state))
    if not seen.agrees([*old.files, LISTING]):
        return None
    (spare / LISTING).unlink()
    emptied: set[str] = set()
    for path, sha256 in old.files.items():
        if path in staged or files.get(path) != sha256:
            (spare / path).unlink(missing_ok=True)
            emptied.add(path.rpartition("/")[0])
    _remove_empty(spare, emptied)  # before anything is added: a file may take a folder's name
    for path, sha256 in files.items():
        if path in staged:
            into(spare, path, places.stage, os.rename)
        elif old.files.get(path) != sha256:
            into(spare, path, places.output, link)
    return seen.table


def _complete_stage(places: Places, files: Mapping[str, str], staged: set[str]) -> None:
    """Link into the stage all that stays, and let it be the spare."""
    for path in files:
        if path not in staged:
            into(places.stage, path, places.output, link)
    if places.spare.exists():
        shutil.rmtree(places.spare)
    places.stage.rename(places.spare)


def _place_index(places: Places, index: Path | None) -> None:
    """Give the spare its search index: a new one is moved, the output's is linked where it is not the same already."""
    target = places.spare / INDEX
    if index is None or index.parent != places.output:
        if target.exists():
            shutil.rmtree(target)
        if index is not None:
            index.rename(target)
        return
    files = scan(index)
    if scan(target) != files:
        if target.exists():
            shutil.rmtree(target)
        for path in files:
            into(target, path, index, link)


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


def _write_listing(folder: Path, listing: Listing) -> Stamp:
    data = msgspec.json.format(msgspec.json.encode(listing), indent=1) + b"\n"
    return write(folder, LISTING, data).stamp
