"""A record's front matter as entries: read here where it is plain, by YAML where it is not.

YAML, and python-frontmatter with it, is imported only for the latter: to read one edited record costs less than that.
"""

from __future__ import annotations

from newsgen.errors import Problem
from newsgen.record.fields import Entry
from newsgen.record.simple import simple_front
from newsgen.record.source import Source


def front_entries(source: Source, file: str) -> tuple[list[Entry] | None, list[Problem]]:
    """Read a record's front matter.

    Returns:
        The entries in order, None if the YAML cannot be read; and what is wrong.
    """
    root = simple_front(source.text[source.front : source.close], source.front_line)
    if root is not None:
        return root.pairs, []
    from newsgen.record import handler

    return handler.front_entries(source, file)
