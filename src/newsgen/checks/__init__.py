"""Everything that would embarrass: one module a check, all in one table."""

from __future__ import annotations

from newsgen.checks.formats import check_feeds, check_linked_data
from newsgen.checks.leaks import check_leaks
from newsgen.checks.links import check_links
from newsgen.checks.model import Check
from newsgen.checks.names import check_duplicates, check_names
from newsgen.checks.records import check_dates, check_keys, check_pictures
from newsgen.checks.site import check_permalinks, check_size, check_standing

CHECKS: dict[str, Check] = {
    "standing": check_standing,
    "links": check_links,
    "pictures": check_pictures,
    "leaks": check_leaks,
    "permalinks": check_permalinks,
    "dates": check_dates,
    "names": check_names,
    "keys": check_keys,
    "feeds": check_feeds,
    "linked-data": check_linked_data,
    "duplicates": check_duplicates,
    "size": check_size,
}
"""Every check by name, in the order in which they run; checks/external.py asks other sites, on demand."""
