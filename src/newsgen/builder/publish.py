"""The stage becomes a whole generation and takes the place of the old one."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

import msgspec

from newsgen.builder.build import Order
from newsgen.builder.files import link_all, make_folder, move, write
from newsgen.builder.output import (
    Entry,
    Index,
    Listing,
    Manifest,
    Stamp,
    Standing,
    draft_manifest,
    read_listing,
    refuse_newcomers,
    scan,
)
from newsgen.builder.paths import INDEX, LISTING, Places
from newsgen.builder.search.index import Outcome
from newsgen.errors import OutputError, Problem


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
    files: dict[str, str],
    staged: Iterable[str],
    *,
    trusted: bool,
    index: Path | None,
    ready: Callable[[Stamp], Callable[[], object]],
) -> None:
    """Make a whole generation of the stage and of what stays, and exchange it with the output.

    Args:
        places, generator: where to work; name and version for build.json.
        files: sha256 of every file of the new generation by path, in order of path.
        staged: those of them that stand in the stage; all others stand unchanged in the output.
        trusted: False if the output was changed by other hands: then the old one must not serve as a spare.
        index: the folder with the search index, a new one or that of the output; None for none.
        ready: given the stamp of the new build.json just before the exchange, which does not happen if it raises something;
            what it returns is called after the exchange.

    Raises:
        OutputError: the system refused; the output stands as it did.
        OSError: raised by what is called after the exchange.
    """
    try:
        spare = find_spare(places)
        stamp = _make_whole(places, generator, files, set(staged), spare, index)
        exchanged = ready(stamp)
        exchange(places.spare, places.output, places.intent)
        if not trusted:
            (places.spare / LISTING).unlink(missing_ok=True)
    except OSError as error:
        problem = Problem(str(places.output), 0, 0, f"cannot be published: {error.strerror}")
        raise OutputError(problem) from error
    exchanged()


def _make_whole(
    places: Places,
    generator: str,
    files: dict[str, str],
    staged: set[str],
    spare: Spare | None,
    index: Path | None,
) -> Stamp:
    """Let the spare be the new generation; the stamp of its listing."""
    if spare:
        update_spare(places, spare, files, staged)
    else:
        _complete_stage(places, files, staged)
    _place_index(places, index)
    return _write_listing(places.spare, Listing(generator, files))


def _complete_stage(places: Places, files: Mapping[str, str], staged: set[str]) -> None:
    """Link into the stage all that stays, and let it be the spare."""
    link_all(places.stage, (path for path in files if path not in staged), places.output)
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
        make_folder(target, "")
        link_all(target, files, index)


def _write_listing(folder: Path, listing: Listing) -> Stamp:
    data = msgspec.json.format(msgspec.json.encode(listing), indent=1) + b"\n"
    return write(folder, LISTING, data).stamp


class Rendered(msgspec.Struct, frozen=True):
    """A generation before it is one."""

    entries: dict[str, Entry]
    """All its files by path, in order of path."""
    fresh: set[str]
    """Those of them that stand in the stage; all others stand in the output."""
    gone: Collection[str]
    """Files of the output that it does not have."""
    search: Outcome


def publish_if_new(
    order: Order,
    places: Places,
    new: Rendered,
    old: Standing,
) -> None:
    """Exchange generations if anything is new, and write the manifest of the one that stands then.

    Args:
        order, places: what to build, and where.
        new, old: what was rendered, and what stands.

    Raises:
        RefusedError: files came into the output that are not ours.
        OutputError: the system refused; the output stands as it did.
    """
    unsearched = bool(old.index.files) and not new.search.folder
    if not (new.fresh or new.gone or new.search.fresh or unsearched) and old.named:
        _draft(order, places, new, old.listing, places.index)()
        return

    def ready(listing: Stamp) -> Callable[[], object]:
        exchanged = _draft(order, places, new, listing, places.spare / INDEX)
        refuse_newcomers(places, old)
        return exchanged

    publish(
        places,
        order.generator,
        _hashes(new.entries),
        new.fresh,
        trusted=old.named and len(old.good) == len(old.entries),
        index=new.search.folder,
        ready=ready,
    )


def _draft(
    order: Order, places: Places, new: Rendered, listing: Stamp | None, index: Path
) -> Callable[[], object]:
    """Write the manifest beside the one that counts until what is returned is called."""
    inputs = b"" if new.search.problem else order.inputs  # the next build shall try again
    found = Index(new.search.digest, scan(index))
    manifest = Manifest(inputs=inputs, entries=new.entries, listing=listing, index=found)
    return draft_manifest(places.manifest, manifest)


def _hashes(entries: dict[str, Entry]) -> dict[str, str]:
    return {path: entry.sha256 for path, entry in entries.items()}


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


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def exchange(fresh: Path, live: Path, intent: Path) -> None:
    """Put the folder `fresh` in the place of `live`, and `live`, if there is one, in the place of `fresh`.

    Linux does it in one atomic call (renameat2(2), RENAME_EXCHANGE). Elsewhere two renames do it, with a note at
    `intent` from which `recover` finishes what a crash left half done.

    Raises:
        OSError: the system refused; both folders stand as they did.
    """
    if not live.exists():
        live.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(live)
        return
    if sys.platform.startswith("linux") and _exchange_at_once(fresh, live):
        return
    aside = _aside(fresh)
    intent.write_text(f"{fresh}\n{live}\n", encoding="utf-8")
    live.rename(aside)
    try:
        fresh.rename(live)
    except OSError:
        aside.rename(live)
        intent.unlink()
        raise
    aside.rename(fresh)
    intent.unlink()


def recover(fresh: Path, live: Path, intent: Path) -> None:
    """Finish an exchange that a crash cut short; `live` is then the old or the new folder, whole."""
    if not intent.exists():
        return
    aside = _aside(fresh)
    if aside.exists():
        aside.rename(fresh if live.exists() else live)
    intent.unlink()


def _aside(fresh: Path) -> Path:
    return fresh.with_name(fresh.name + ".old")


def _exchange_at_once(fresh: Path, live: Path) -> bool:
    """Try renameat2; False where kernel, libc or file system lack it."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(fresh), _AT_FDCWD, os.fsencode(live), _RENAME_EXCHANGE)
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(fresh), None, str(live))
