"""Read the names of authors in the data files of other generators: _data/authors.yml, data/authors/ida.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from newsgen.errors import ContentError
from newsgen.record.front_matter import TextParts, find_front_matter
from newsgen.record.front_matter_formats import parse_front_matter_entries
from newsgen.record.values import to_python
from newsgen.record.yaml import parse_yaml

_NAMES = ("name", "display_name", "displayname", "full_name", "fullname", "title")
_IDS = ("id", "slug", "username", "short_name", "shortname", "handle", "login", "key", "uid")


def read_author_names(files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Read the name of each author by id. A file that cannot be read is passed over: it is not newsgen's.

    `files` has the path and bytes of each data file; a file in a folder `authors` describes one author.
    """
    names: dict[str, str] = {}
    for path, data in files:
        *folders, file = path.split("/")
        stem = file.rpartition(".")[0]
        if stem.lstrip("_") == "index" and len(folders) > 1:
            stem = folders.pop()
        value = _parse(path, data.decode("utf-8-sig", "replace"))
        authors: Iterable[tuple[str, Any]] = ()
        if folders[-1:] in (["authors"], ["_authors"]):
            authors = [(stem, value)]
        elif isinstance(value, dict | list):
            authors = value.items() if isinstance(value, dict) else (("", part) for part in value)
        for key, author in authors:
            if name := _find_name(author):
                ids = [str(author[part]) for part in _IDS if isinstance(author, dict) and author.get(part)]
                names |= dict.fromkeys((str(key), *ids) if key else ids, name)
    return names


def _parse(path: str, text: str) -> Any:
    """Parse a data file, or the front matter of an author's page; None if it cannot be read."""
    with suppress(ContentError, ValueError, RecursionError):
        if path.endswith(".json"):
            return json.loads(text)
        if path.endswith(".toml"):
            return tomllib.loads(text)
        if path.endswith((".yml", ".yaml")):
            return _parse_yaml(text, path)
        layout: TextParts | None = find_front_matter(text, path)
        entries = parse_front_matter_entries(layout, path)[0] if layout else None
        return {key.value: to_python(value) for key, value in entries or ()}
    return None


def _parse_yaml(text: str, path: str) -> Any:
    """Parse YAML; a list is read as the value of a key."""
    root, _ = parse_yaml(text, path, 1, lenient=True)
    if root is None and not text.startswith("---"):
        root, _ = parse_yaml("authors:\n" + text, path, 0, lenient=True)
        return to_python(root.pairs[0][1]) if root and root.pairs else None
    return to_python(root) if root else None


def _find_name(author: Any) -> str:
    """Find an author's name; '' if there is none."""
    if isinstance(author, str):
        return " ".join(author.split())
    if not isinstance(author, dict):
        return ""
    parts = {str(key).lower().replace("-", "_"): value for key, value in author.items()}
    found = next((parts[key] for key in _NAMES if isinstance(parts.get(key), str) and parts[key].strip()), "")
    if not found and all(isinstance(parts.get(key), str) for key in ("first_name", "last_name")):
        found = f"{parts['first_name']} {parts['last_name']}"
    return " ".join(found.split())
