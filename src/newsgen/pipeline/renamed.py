"""Texts whose files have other names now: their addresses follow them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsgen.archive.build import localized, select
from newsgen.lockfile import Lock
from newsgen.pipeline.frame import shown_pages
from newsgen.pipeline.locks import with_moves
from newsgen.record.store import Kept, records_of
from newsgen.zones import Now


def followed(
    lock: Lock, kept: Sequence[Kept], pages: Sequence[Kept], vanished: Iterable[tuple[str, str]], now: Now
) -> Lock:
    """Let addresses of files that are gone lead to the files that have the same body.

    Args:
        lock: as it was.
        kept, pages: the records and standalone pages that are there.
        vanished: path and body digest of those that are gone.
        now: what has come until then is public, if it is no draft.
    """
    known = set(lock.addresses.values())
    gone = [(path, body) for path, body in vanished if path in known]
    bodies = {body for _, body in gone}
    records, alone = ([one for one in texts if one.body in bodies] for texts in (kept, pages))
    public = {record.path for record in select(localized(records_of(records), now.zone), now=now).shown}
    public |= {page.path for page in shown_pages(alone, drafts=False)}
    return with_moves(lock, moved(gone, [(one.path, one.body) for one in (*records, *alone)], public, known))


def moved(
    gone: Iterable[tuple[str, str]],
    present: Iterable[tuple[str, str]],
    public: set[str],
    known: set[str],
) -> dict[str, str]:
    """Match files that are gone with those that have the same body: old path → new path.

    The only one that is public now and never was counts; else the only one that is held back, if no other has the body.
    So it does not matter whether what is public now has been published yet: the next build finds the same.

    Args:
        gone: path and body digest of texts that are gone.
        present: the same of those that are there.
        public: paths of those that are shown to everybody.
        known: paths of those that have been published.
    """
    by_body: dict[str, list[str]] = {}
    for path, body in present:
        by_body.setdefault(body, []).append(path)
    moves = {}
    for path, body in gone:
        found = by_body.get(body, [])
        fresh = [one for one in found if one in public and one not in known]
        if len(fresh) == 1:
            moves[path] = fresh[0]
        elif len(found) == 1 and found[0] not in known:
            moves[path] = found[0]
    return moves
