"""Topics and names that were given another name by hand: their old pages are gone, and nothing leads on from there.

`newsgen topics rename` and its like leave redirects. What was meant by an edit is not guessed; it is only told.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from newsgen.archive.arrangement import Arrangement
from newsgen.archive.build import INDEX
from newsgen.archive.model import Archive
from newsgen.builder.places import Places
from newsgen.pipeline.remembered import Remembered
from newsgen.pipeline.report import Regrouped


def regrouped(places: Places, stood: Collection[str], archive: Archive) -> tuple[Regrouped, ...]:
    """Find them; none if it is not known how the archive stood.

    Args:
        places: where that is kept.
        stood: paths of the last generation's files.
        archive: as it stands now.
    """
    try:
        kept = msgspec.msgpack.decode((places.state / "planned").read_bytes(), type=Remembered)
        before = msgspec.msgpack.decode(kept.arrangement, type=Arrangement)
    except (FileNotFoundError, msgspec.DecodeError):
        return ()
    found = []
    for kind, groups in before.groups.items():
        now = archive.groups.get(kind, ())
        slugs, known = {one.slug for one in now}, {slug for _, slug, _ in groups}
        new = {
            frozenset(one.path for one in each.records): each.name for each in now if each.slug not in known
        }
        for name, slug, held in groups if new else ():
            page = f"{kind}/{slug}{INDEX}"
            if slug not in slugs and page in stood and page not in archive.redirects:
                paths = frozenset(before.order[place] for place in held)
                if paths in new:
                    found.append(Regrouped(kind, name, new[paths], len(paths)))
    return tuple(found)
