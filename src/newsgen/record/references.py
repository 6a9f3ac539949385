"""Links in a body that name another text by its file, as editors and code hosts show them."""

from __future__ import annotations

import re

from newsgen.markdown.render import link_targets

_MAYBE = re.compile(r"\.(?:md|markdown)[)#>\s\"'?]|\.(?:md|markdown)\Z", re.IGNORECASE)
_FILE = r"(?i)(?![a-z][a-z0-9+.-]*:|/|#)[^?#]*\.(?:md|markdown)(?:#.*)?"


def references(body: str, line: int) -> tuple[tuple[str, int], ...]:
    """Find the links to files ending in .md or .markdown, each with the line of the file it stands on.

    The Markdown is parsed only if such an ending stands in it.

    Args:
        body: the Markdown.
        line: the line of the file on which it starts.
    """
    if not _MAYBE.search(body):
        return ()
    found: dict[str, int] = {}
    lines = body.split("\n")
    for target, start in link_targets(body):
        if re.fullmatch(_FILE, target):
            name = target.partition("#")[0]
            here = next((n for n in range(start, len(lines)) if name in lines[n]), start)
            found.setdefault(target, line + here)
    return tuple(found.items())
