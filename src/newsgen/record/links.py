"""From nodes to paths and web addresses, of which only harmless ones are read."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newsgen.record.nodes import Node, Scalar
from newsgen.record.values import Notes, quoted, read_text

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(r"https?://[^\s/?#\\]+[^\s\\<>\"]*", re.IGNORECASE)


def read_exact(notes: Notes, key: str, node: Node) -> str | None:
    """Read a path or address: a text of one line in which every space counts."""
    value = read_text(notes, key, node)
    if not value or not isinstance(node, Scalar) or value == node.value:
        return value
    if re.search(r"[\t\r\n]", node.value):
        notes.refuse(node, f"{key} holds a tab or a line break", "write it on one line")
        return None
    return node.value


def read_address(notes: Notes, key: str, node: Node, *, relative: bool = False) -> str | None:
    """Read an http(s) URL, or with `relative` also a path; no other scheme, no control characters or white space."""
    value = (read_exact(notes, key, node) or "").strip()
    if not value:
        return None
    if _SCHEME.match(value) or not relative or value.startswith(("//", "\\")):
        if not _WEB.fullmatch(value) or not _has_host(value):
            wanted = "write an address with https:// or http://" + (", or a path" if relative else "")
            notes.refuse(node, f"{key} {quoted(value)} is not a web address", wanted, "bad-url")
            return None
    elif "\\" in value:
        notes.refuse(node, f"{key} {quoted(value)} holds a backslash", "write /", "bad-url")
        return None
    return value


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False
