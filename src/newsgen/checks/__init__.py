"""`newsgen check`: find mistakes in an archive and its site."""

from __future__ import annotations

from newsgen.checks import links, outputs, records, site
from newsgen.checks.model import Check

CHECKS: dict[str, Check] = {
    "freshness": site.check_missing_pages,
    "damage": site.check_damaged_files,
    "links": links.check_links,
    "pictures": records.check_pictures,
    "alt-texts": records.check_alt_texts,
    "leaks": site.check_leaked_drafts,
    "permalinks": site.check_lost_addresses,
    "dates": records.check_uncertain_dates,
    "names": records.check_names,
    "keys": records.check_unknown_keys,
    "foreign-markup": records.check_foreign_markup,
    "feeds": outputs.check_feeds,
    "linked-data": outputs.check_linked_data,
    "duplicates": records.check_duplicates,
    "templates": site.check_templates,
    "foreign-hosts": links.check_foreign_hosts,
    "size": site.check_site_size,
}
"""Every check by name, in the order of execution; `check_external_links` checks other sites on demand."""
