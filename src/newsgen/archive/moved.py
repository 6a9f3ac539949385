"""Topics and names that have other names now: where their old pages lead."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from newsgen.archive.model import Archive

INDEX = "/index.html"


def with_moved(archive: Archive, moved: Mapping[str, str]) -> Archive:
    """Add to an archive's redirects those of groups.

    Args:
        archive: as `build_archive` makes it.
        moved: folder of a group that has another name now → folder of that, as newsgen.lock has it. A page that is
            there again leads nowhere; of a group that moved twice the last name counts.
    """
    if not moved:
        return archive
    pages = {g.address for groups in archive.groups.values() for g in groups if archive.has_page(g)}
    leads = dict(archive.redirects)
    for old in sorted(moved):
        new, seen = moved[old], {old}
        while new + INDEX not in pages and new in moved and new not in seen:
            seen.add(new)
            new = moved[new]
        if new + INDEX in pages and old + INDEX not in pages:
            leads.setdefault(old + INDEX, new + INDEX)
    return msgspec.structs.replace(archive, redirects=dict(sorted(leads.items())))
