"""Everything that would embarrass: one module a check, all in one table."""

from __future__ import annotations

from newsgen.checks.links import check_links
from newsgen.checks.model import Check

CHECKS: dict[str, Check] = {"links": check_links}
"""Every check by name, in the order in which they run."""
