"""`newsgen check`: find mistakes in an archive and its site."""

from __future__ import annotations

from newsgen.checks.links import check_foreign_hosts, check_links
from newsgen.checks.model import Check
from newsgen.checks.outputs import check_feeds, check_linked_data
from newsgen.checks.records import (
    check_alt_texts,
    check_duplicates,
    check_foreign_markup,
    check_names,
    check_pictures,
    check_uncertain_dates,
    check_unknown_keys,
)
from newsgen.checks.site import (
    check_damaged_files,
    check_leaked_drafts,
    check_lost_addresses,
    check_missing_pages,
    check_site_size,
    check_templates,
)

CHECKS: dict[str, Check] = {
    "freshness": check_missing_pages,
    "damage": check_damaged_files,
    "links": check_links,
    "pictures": check_pictures,
    "alt-texts": check_alt_texts,
    "leaks": check_leaked_drafts,
    "permalinks": check_lost_addresses,
    "dates": check_uncertain_dates,
    "names": check_names,
    "keys": check_unknown_keys,
    "foreign-markup": check_foreign_markup,
    "feeds": check_feeds,
    "linked-data": check_linked_data,
    "duplicates": check_duplicates,
    "templates": check_templates,
    "foreign-hosts": check_foreign_hosts,
    "size": check_site_size,
}
"""Every check by name, in the order of execution; `check_external_links` checks other sites on demand."""
