"""Warnings about an archive's own templates: unknown blocks, unused files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsgen.errors import Problem
from newsgen.renderer.theme.messages import (
    blank_comments,
    find_included_templates,
    find_line_and_column,
    suggest_name,
)
from newsgen.renderer.theme.theme import Theme

_TAG = re.compile(r"\{\{.*?\}\}|\{%[-+]?\s*(?P<word>\w+)\b(?P<rest>.*?)[-+]?%\}", re.DOTALL)
_CONTAINERS = ("block", "macro", "call", "filter", "if", "for", "with", "autoescape")
_TEMPLATE_SUFFIXES = (".html", ".xml", ".txt", ".json", ".jsonl", ".svg")
_ASSET_SUFFIXES = tuple(".css .js .png .jpg .jpeg .webp .avif .gif .ico .woff .woff2 .ttf .otf".split())
_ASSETS = "assets/"


def find_unused_overrides(theme: Theme) -> list[Problem]:
    """Warn of everything in the archive's templates/ that has no effect."""
    if not (own := sorted(theme.own)):
        return []
    templates = [name for name in own if name in theme.templates]
    found = [
        problem
        for name in templates
        if name.endswith(_TEMPLATE_SUFFIXES)
        for problem in _check_blocks(theme, name)
    ]
    return [
        *found,
        *_find_unused_templates(theme, templates),
        *_find_unlinked_assets(theme, own),
        *_find_misplaced_files(theme.folder, own),
    ]


def _check_blocks(theme: Theme, name: str) -> Iterator[Problem]:
    """Warn of blocks that no parent template has, and of text outside blocks."""
    text = blank_comments(theme.templates[name])
    parents = _find_parents(theme, name)
    if not parents:
        return
    known = {block for other in parents for block in _block_names(theme.templates[other])}
    for block, offset in _find_outer_blocks(text):
        if block not in known:
            message = f'no template above has a block "{block}", so it is never shown'
            expected = suggest_name(block, known, f"its blocks are: {', '.join(sorted(known))}")
            yield Problem(
                theme.places[name], *find_line_and_column(text, offset), message, expected, "unused-block"
            )
    outside = _find_outer_text(text)
    if outside is not None:
        message = "text outside of a block is never shown in a template that extends another"
        yield Problem(
            theme.places[name],
            *find_line_and_column(text, outside),
            message,
            "put it into a block",
            "unused-text",
        )


def _find_parents(theme: Theme, name: str) -> list[str]:
    """List the templates that a template extends, nearest first; empty if a name is computed."""
    chain: list[str] = []
    while True:
        names = [other for tag, other in find_included_templates(theme.templates[name]) if tag == "extends"]
        if not names:
            return chain
        if names[0] not in theme.templates or names[0] in chain or len(names) > 1:
            return []
        name = names[0]
        chain.append(name)


def _block_names(text: str) -> set[str]:
    """Return the names of all blocks of a template."""
    return {
        tag["rest"].split()[0]
        for tag in _TAG.finditer(blank_comments(text))
        if tag["word"] == "block" and tag["rest"].split()
    }


def _walk_tags(text: str) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
    """Yield each tag with the names of its enclosing tags."""
    open_tags: list[str] = []
    for tag in _TAG.finditer(text):
        word = tag["word"] or ""
        if word.startswith("end") and open_tags:
            open_tags.pop()
        yield tag, tuple(open_tags)
        if word in _CONTAINERS or (word == "set" and "=" not in tag["rest"]):
            open_tags.append(word)


def _find_outer_blocks(text: str) -> Iterator[tuple[str, int]]:
    """Yield each block that is not inside another block, with the offset of its name."""
    for tag, open_tags in _walk_tags(text):
        if tag["word"] == "block" and "block" not in open_tags and tag["rest"].split():
            yield tag["rest"].split()[0], tag.start("rest") + len(tag["rest"]) - len(tag["rest"].lstrip())


def _find_outer_text(text: str) -> int | None:
    """Find the first text or value outside all blocks after `extends`; return its offset or None."""
    end, extended, open_before = 0, False, False
    for tag, open_tags in _walk_tags(text):
        if (
            extended
            and not open_before
            and not open_tags
            and (shown := re.search(r"\S", text[end : tag.start()]))
        ):
            return end + shown.start()
        if extended and not open_tags and tag["word"] is None:
            return tag.start()
        extended = extended or tag["word"] == "extends"
        word = tag["word"] or ""
        opens = word in _CONTAINERS or (word == "set" and "=" not in tag["rest"])
        open_before = opens or bool(open_tags)
        end = tag.end()
    shown = re.search(r"\S", text[end:])
    return end + shown.start() if extended and shown else None


def _find_unused_templates(theme: Theme, own: Iterable[str]) -> Iterator[Problem]:
    """Warn of templates that no page uses, unless a template computes the name of another."""
    defaults = [name for name in theme.templates if f"default/{name}" in theme.templates]
    reached, queue = set(defaults), list(defaults)
    for name in queue:
        for _, other in find_included_templates(theme.templates.get(name, "")):
            if not other:
                return
            if other not in reached:
                reached.add(other)
                queue.append(other)
    for name in own:
        if name not in reached and name.endswith(_TEMPLATE_SUFFIXES):
            from difflib import get_close_matches  # only for a message

            alike = [other for other in defaults if get_close_matches(_stem(name), [_stem(other)], 1, 0.7)]
            expected = suggest_name(name, alike, "extend or include it, or delete it")
            yield Problem(theme.places[name], 0, 0, "no page uses this template", expected, "unused-template")


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0]


def _find_unlinked_assets(theme: Theme, own: Iterable[str]) -> Iterator[Problem]:
    """Warn of style sheets and scripts that no template and no asset names."""
    texts = [*theme.templates.values()]
    texts += [
        data.decode("utf-8", "replace")
        for name, data in theme.published.items()
        if name.endswith((".css", ".js"))
    ]
    linked = re.findall(r"assets\[[\"'](.+?)[\"']\]", "\n".join(theme.templates.values()))
    for name in own:
        file = name.removeprefix(_ASSETS)
        if file != name and file.endswith((".css", ".js")) and not any(file in text for text in texts):
            expected = suggest_name(
                file, [*linked, "own.css"], f"write {{{{ page.root }}}}{{{{ site.assets['{file}'] }}}}", 0.7
            )
            yield Problem(
                f"{theme.folder}/{name}", 0, 0, "no template links this file", expected, "unused-file"
            )


def _find_misplaced_files(folder: str, own: Iterable[str]) -> Iterator[Problem]:
    for name in own:
        if not name.startswith(_ASSETS) and name.endswith(_ASSET_SUFFIXES):
            file = name.rpartition("/")[2]
            message = "this file is outside assets/, so it is not in the site"
            expected = f"move it to {folder}/assets/{file}"
            yield Problem(f"{folder}/{name}", 0, 0, message, expected, "unused-file")
