"""What can be seen of a template without compiling it: its tags, the templates it names, where a word stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_COMMENT = re.compile(r"\{#.*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAMING = re.compile(r"\{%[-+]?\s*(extends|include|import|from)\b(.*?)[-+]?%\}", re.DOTALL)
_NAME = re.compile(r"[\"']([^\"']*)[\"']")
_MOVED = re.compile(r"[^\n]")


def bare(text: str) -> str:
    """Blank comments and raw parts; every other character keeps its place."""
    return (
        _COMMENT.sub(lambda found: _MOVED.sub(" ", found[0]), text) if "{#" in text or "raw" in text else text
    )


def named_by(text: str) -> Iterator[tuple[str, str]]:
    """Give each template that a template names, with the tag that names it; '' for a name that is computed."""
    for tag, rest in _NAMING.findall(bare(text)):
        where = rest.split(" import ")[0] if tag == "from" else rest
        names = _NAME.findall(where)
        computed = re.sub(
            r"[\[\](),\s]|\b(ignore|missing|with|without|context|as|import|\w+)\b", "", _NAME.sub("", where)
        )
        yield from ((tag, name) for name in names)
        if not names or computed:
            yield tag, ""


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def find_word(text: str, line: int, word: str) -> tuple[int, int]:
    """Find a word in the tags that begin on a line or after it; else the first tag of the line, else its first character.

    Args:
        text: the template's.
        line: from 1, where Jinja says that a tag begins.
        word: a name, or whatever else stands in the tag; '' for the tag itself.
    """
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)") if word else re.compile("")
    tags = [tag for tag in _TAG.finditer(bare(text)) if tag.end() > start and tag.start() < end]
    for tag in tags:
        if word and (hit := pattern.search(text, max(tag.start() + 2, start), tag.end())):
            return place_of(text, hit.start())
    if word and (hit := pattern.search(text, start, end)):
        return place_of(text, hit.start())
    if tags:
        return place_of(text, max(tags[0].start(), start))
    return line, 1 + len(text[start:end]) - len(text[start:end].lstrip())


def owner_of(text: str, place: tuple[int, int]) -> str:
    """The expression before a field, as it is typed: 'page' of `page.title`; '' if it is no plain path."""
    line = text.split("\n")[place[0] - 1][: place[1] - 1] if place[0] else ""
    found = re.search(r"([A-Za-z_][\w.]*)(?:\.|\[[\"'])\Z", line)
    return found[1] if found else ""


def cycle_from(name: str, templates: Mapping[str, str]) -> tuple[str, ...]:
    """The way from a template through those that it extends or includes back to itself; () if there is none."""
    ways: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    for way in ways:
        for _, other in named_by(templates.get(way[-1], "")):
            if other == name:
                return (*way, name)
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return ()
