"""Mistakes in templates, in the terms of template authors: descriptions with line and column, and what has no effect.

This module does not import Jinja: warnings about a theme need it also if no page is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec

from newsgen.errors import Problem, find_similar, suggest_name
from newsgen.renderer.theme.theme import Theme

GUIDE = "see docs/theming.md"


class Mistake(msgspec.Struct, frozen=True):
    """The description of a mistake."""

    message: str
    expected: str = ""
    word: str = ""
    """Text in the template at the mistake, to find its column; '' if unknown."""


_TYPES = {
    "str": "a text",
    "Markup": "a text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "NoneType": "nothing",
    "list": "a list",
    "tuple": "a list",
    "dict": "a mapping",
    "PartialDate": "a date",
    "Link": "a link",
    "BodyReference": "the body of a text",
    "Site": "site",
    "Macro": "a macro",
    "function": "a filter",
}
_TOKENS = {
    "end of print statement": '"}}"',
    "begin of print statement": '"{{"',
    "end of statement block": '"%}"',
    "begin of statement block": '"{%"',
    "end of template": "the end of the file",
    "string": "a text in quotes",
    "name": "a name",
    "integer": "a number",
}
_TAGS = (
    "for endfor if elif else endif block endblock extends include import from set endset macro endmacro call endcall "
    "filter endfilter with endwith raw endraw"
).split()
_CALL = r"(?:.*\.)?(?:macro ')?(?P<what>\w+)(?:'|\(\)) "
_RULES = (
    # Jinja's messages about syntax.
    (r"Encountered unknown tag '(?P<tag>.*?)'\..*needs to be closed is '(?P<open>\w+)'",
     '"{tag}" comes before the end of "{open}"', "close it with {{% end{open} %}} first", "{tag}"),
    (r"Encountered unknown tag '(?P<tag>.*?)'", 'there is no tag "{tag}"', "{near}", "{tag}"),
    (r"Unexpected end of template.*needs to be closed is '(?P<open>\w+)'",
     '"{open}" is not closed before the end of the file', "write {{% end{open} %}}", ""),
    (r"expected token '(?P<wanted>.*?)', got '(?P<token>.*)'$",
     "expected {wanted_said}, not {token_said}", GUIDE, "{token_typed}"),
    (r"unexpected end of template, expected '(?P<wanted>.*?)'",
     "expected {wanted_said}, not the end of the file", GUIDE, ""),
    (r"Expected an expression, got '(?P<token>.*)'", "expected a value, not {token_said}", GUIDE, ""),
    (r"unexpected '(?P<token>.*?)'", "{token_said} has no meaning here", GUIDE, "{token}"),
    (r"unexpected char \"'\"", "a text in quotes is not closed", "write ' at its end", "'"),
    (r"unexpected char '\"'", "a text in quotes is not closed", 'write " at its end', '"'),
    (r"unexpected char '(?P<token>.+?)' at", '"{token}" has no meaning in a tag', GUIDE, "{token}"),
    (r"Missing end of comment tag", "a comment is not closed", "write #}} at its end", ""),
    (r"Missing end of raw directive", '"raw" is not closed', "write {{% endraw %}}", ""),
    (r"block '(?P<name>.*?)' defined twice",
     'the block "{name}" is defined twice', "rename one of the two", "{name}"),
    (r"extended multiple times", "a template extends one other only", "keep one of the two", "extends"),
    (r"cannot assign attribute", "a field cannot be changed", "set a name of your own", ""),
    # Messages of Jinja and Python while a page is rendered.
    (_CALL + r"missing \d+ required (?:positional|keyword-only) arguments?: (?P<names>.*)",
     "{what} needs {names}", "write {what}({names})", "{what}"),
    (_CALL + r"(?:takes no keyword argument|got an unexpected keyword argument) '(?P<name>\w+)'",
     '{what} takes no value "{name}"', GUIDE, "{name}"),
    (_CALL + r"takes ", "{what} is given too many values", GUIDE, "{what}"),
    (r"can only concatenate (?P<type>\w+) \(not \"(?P<type2>[\w.]+)\"\)",
     "{type} and {type2} cannot be added", "join texts with ~", "+"),
    (r"unsupported operand type\(s\) for (?P<operator>\S+?):? '(?P<type>[\w.]+)' and '(?P<type2>[\w.]+)'",
     "{operator} does not work with {type} and {type2}", GUIDE, "{operator}"),
    (r"bad operand type for unary (?P<operator>\S+?): '(?P<type>[\w.]+)'",
     "{operator} does not work with {type}", GUIDE, "{operator}"),
    (r"can't multiply sequence by non-int of type '(?P<type>[\w.]+)'",
     "a text cannot be multiplied by {type}", GUIDE, "*"),
    (r"'(?P<operator>[<>]=?)' not supported between instances of '(?P<type>[\w.]+)' and '(?P<type2>[\w.]+)'",
     "{type} and {type2} cannot be compared", GUIDE, "{operator}"),
    (r"'(?P<type>[\w.]+)' object is not iterable", "{type} cannot be looped over", "loop over a list", "in"),
    (r"'(?P<type>[\w.]+)' object is not callable",
     "{type} is used as if it were a macro", "leave out its brackets", ""),
    (r".*(?:division|modulo) by zero", "a number is divided by zero", "test it before", "/"),
)  # fmt: skip
"""Pattern of an original message; our message, the remedy and the text at the mistake, formatted with its groups."""


def explain_message(message: str) -> Mistake | None:
    """Describe a mistake from a message of Jinja or Python; None if no rule fits."""
    for pattern, *texts in _RULES:
        if found := re.match(pattern, message, re.DOTALL):
            values = _make_values(found.groupdict())
            return Mistake(*(text.format_map(values) for text in texts))
    return None


def _make_values(groups: Mapping[str, str]) -> dict[str, str]:
    """Make the values for a rule's texts from the groups of its pattern."""
    values = dict(groups)
    for name in ("type", "type2"):
        if name in groups:
            values[name] = describe_type_name(groups[name])
    for name in ("token", "wanted"):
        if name in groups:
            values[f"{name}_said"] = _TOKENS.get(groups[name], f'"{groups[name]}"')
            values[f"{name}_typed"] = "" if groups[name] in _TOKENS else groups[name]
    if "names" in groups:
        values["names"] = ", ".join(re.findall(r"'(\w+)'", groups["names"]))
    if "tag" in groups:
        values["near"] = suggest_name(groups["tag"], _TAGS, GUIDE)
    return values


def describe_type_name(type_name: str) -> str:
    """Describe a type: 'a text' for 'str'."""
    name = type_name.rpartition(".")[2].removesuffix(" object")
    return _TYPES.get(name, "page" if name.endswith("View") else "a value of another kind")


_COMMENT = re.compile(r"\{#.*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAMING = re.compile(r"\{%[-+]?\s*(extends|include|import|from)\b(.*?)[-+]?%\}", re.DOTALL)
_NAME = re.compile(r"[\"']([^\"']*)[\"']")
_NOT_NEWLINE = re.compile(r"[^\n]")


def blank_comments(text: str) -> str:
    """Replace comments and raw parts by spaces; all other characters keep their offsets."""
    if "{#" not in text and "raw" not in text:
        return text
    return _COMMENT.sub(lambda found: _NOT_NEWLINE.sub(" ", found[0]), text)


def find_included_templates(text: str) -> Iterator[tuple[str, str]]:
    """Yield the tag and name of each template that a template names; the name is '' if it is computed."""
    for tag, rest in _NAMING.findall(blank_comments(text)):
        where = rest.split(" import ")[0] if tag == "from" else rest
        names = _NAME.findall(where)
        computed = re.sub(
            r"[\[\](),\s]|\b(ignore|missing|with|without|context|as|import|\w+)\b", "", _NAME.sub("", where)
        )
        yield from ((tag, name) for name in names)
        if not names or computed:
            yield tag, ""


def find_line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of a character, from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def find_word_on_line(text: str, line: int, word: str) -> tuple[int, int]:
    """Find a word in the tags on a line; else the first tag of the line, else its first character.

    The line is counted from 1, as Jinja reports it; the word '' finds the tag itself.
    """
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)") if word else re.compile("")
    tags = [tag for tag in _TAG.finditer(blank_comments(text)) if tag.end() > start and tag.start() < end]
    for tag in tags:
        if word and (hit := pattern.search(text, max(tag.start() + 2, start), tag.end())):
            return find_line_and_column(text, hit.start())
    if word and (hit := pattern.search(text, start, end)):
        return find_line_and_column(text, hit.start())
    if tags:
        return find_line_and_column(text, max(tags[0].start(), start))
    return line, 1 + len(text[start:end]) - len(text[start:end].lstrip())


def find_expression_before(text: str, place: tuple[int, int]) -> str:
    """Find the expression before a field: 'page' in `page.title`; '' if it is not a plain path."""
    line = text.split("\n")[place[0] - 1][: place[1] - 1] if place[0] else ""
    found = re.search(r"([A-Za-z_][\w.]*)(?:\.|\[[\"'])\Z", line)
    return found[1] if found else ""


def find_template_cycle(name: str, templates: Mapping[str, str]) -> tuple[str, ...]:
    """Find the cycle of templates by which a template extends or includes itself, with its name first and last; else ()."""
    paths: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    for path in paths:
        for _, other in find_included_templates(templates.get(path[-1], "")):
            if other == name:
                return (*path, name)
            if other not in seen:
                seen.add(other)
                paths.append((*path, other))
    return ()


_NAMED_TAG = re.compile(r"\{\{.*?\}\}|\{%[-+]?\s*(?P<word>\w+)\b(?P<rest>.*?)[-+]?%\}", re.DOTALL)
_CONTAINERS = ("block", "macro", "call", "filter", "if", "for", "with", "autoescape")
_TEMPLATE_SUFFIXES = (".html", ".xml", ".txt", ".json", ".jsonl", ".svg")
_ASSET_SUFFIXES = tuple(".css .js .png .jpg .jpeg .webp .avif .gif .ico .woff .woff2 .ttf .otf".split())
_ASSETS = "assets/"


def find_unused_overrides(theme: Theme) -> list[Problem]:
    """Warn of everything in the archive's templates/ that has no effect."""
    if not (own := sorted(theme.own)):
        return []
    templates = [name for name in own if name in theme.templates and name.endswith(_TEMPLATE_SUFFIXES)]
    return [
        *chain.from_iterable(_check_blocks(theme, name) for name in templates),
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
            place = theme.places[name], *find_line_and_column(text, offset)
            yield Problem(*place, message, expected, "unused-block")
    outside = _find_outer_text(text)
    if outside is not None:
        message = "text outside of a block is never shown in a template that extends another"
        place = theme.places[name], *find_line_and_column(text, outside)
        yield Problem(*place, message, "put it into a block", "unused-text")


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
        for tag in _NAMED_TAG.finditer(blank_comments(text))
        if tag["word"] == "block" and tag["rest"].split()
    }


def _walk_tags(text: str) -> Iterator[tuple[re.Match[str], tuple[str, ...], bool]]:
    """Yield each tag with the names of its enclosing tags, and whether it encloses others."""
    open_tags: list[str] = []
    for tag in _NAMED_TAG.finditer(text):
        word = tag["word"] or ""
        if word.startswith("end") and open_tags:
            open_tags.pop()
        is_opening = word in _CONTAINERS or (word == "set" and "=" not in tag["rest"])
        yield tag, tuple(open_tags), is_opening
        if is_opening:
            open_tags.append(word)


def _find_outer_blocks(text: str) -> Iterator[tuple[str, int]]:
    """Yield each block that is not inside another block, with the offset of its name."""
    for tag, open_tags, _ in _walk_tags(text):
        if tag["word"] == "block" and "block" not in open_tags and tag["rest"].split():
            yield tag["rest"].split()[0], tag.start("rest") + len(tag["rest"]) - len(tag["rest"].lstrip())


def _find_outer_text(text: str) -> int | None:
    """Find the first text or value outside all blocks after `extends`; return its offset or None."""
    end, extended, open_before = 0, False, False
    for tag, open_tags, is_opening in _walk_tags(text):
        if extended and not open_tags:
            shown = None if open_before else re.search(r"\S", text[end : tag.start()])
            if shown:
                return end + shown.start()
            if tag["word"] is None:
                return tag.start()
        extended = extended or tag["word"] == "extends"
        open_before = is_opening or bool(open_tags)
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
        if name not in reached:
            alike = [other for other in defaults if find_similar(_stem(name), [_stem(other)], 0.7)]
            expected = suggest_name(name, alike, "extend or include it, or delete it")
            yield Problem(theme.places[name], 0, 0, "no page uses this template", expected, "unused-template")


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0]


def _find_unlinked_assets(theme: Theme, own: Iterable[str]) -> Iterator[Problem]:
    """Warn of style sheets and scripts that no template and no asset names."""
    assets = [data for name, data in theme.published.items() if name.endswith((".css", ".js"))]
    texts = [*theme.templates.values(), *(data.decode("utf-8", "replace") for data in assets)]
    linked = re.findall(r"assets\[[\"'](.+?)[\"']\]", "\n".join(theme.templates.values()))
    for name in own:
        file = name.removeprefix(_ASSETS)
        if file != name and file.endswith((".css", ".js")) and not any(file in text for text in texts):
            remedy = f"write {{{{ page.root }}}}{{{{ site.assets['{file}'] }}}}"
            expected = suggest_name(file, [*linked, "own.css"], remedy, 0.7)
            place = f"{theme.folder}/{name}", 0, 0
            yield Problem(*place, "no template links this file", expected, "unused-file")


def _find_misplaced_files(folder: str, own: Iterable[str]) -> Iterator[Problem]:
    for name in own:
        if not name.startswith(_ASSETS) and name.endswith(_ASSET_SUFFIXES):
            file = name.rpartition("/")[2]
            message = "this file is outside assets/, so it is not in the site"
            expected = f"move it to {folder}/assets/{file}"
            yield Problem(f"{folder}/{name}", 0, 0, message, expected, "unused-file")
