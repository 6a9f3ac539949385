"""Everything that would embarrass: one module a check, all in one table."""

from __future__ import annotations

from newsgen.checks.dates import check_dates
from newsgen.checks.duplicates import check_duplicates
from newsgen.checks.feeds import check_feeds
from newsgen.checks.keys import check_keys
from newsgen.checks.leaks import check_leaks
from newsgen.checks.linked_data import check_linked_data
from newsgen.checks.links import check_links
from newsgen.checks.model import Check
from newsgen.checks.names import check_names
from newsgen.checks.permalinks import check_permalinks
from newsgen.checks.pictures import check_pictures
from newsgen.checks.size import check_size
from newsgen.checks.standing import check_standing

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
"""Every check by name, in the order in which they run; links to other sites are asked by checks/external.py, on demand."""
