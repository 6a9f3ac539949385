"""The stage becomes a whole generation and takes the place of the old one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from newsgen.builder.exchange import exchange, recover
from newsgen.builder.linking import link_all
from newsgen.builder.listing import Listing
from newsgen.builder.manifest import Stamp, scan
from newsgen.builder.places import INDEX, LISTING, Places
from newsgen.builder.spare import Spare, find_spare, update_spare
from newsgen.builder.writing import make_folder, write
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
