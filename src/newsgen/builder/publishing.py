"""What was rendered → the generation that readers see, and the manifest that tells of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import msgspec

from newsgen.builder.generation import publish
from newsgen.builder.manifest import Entry, Index, Manifest, Stamp, draft_manifest, scan
from newsgen.builder.order import Order
from newsgen.builder.places import INDEX, Places
from newsgen.builder.searched import Outcome
from newsgen.builder.standing import Standing, refuse_newcomers


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
