"""Describe mistakes in templates in the terms of template authors, and find their line and column.

This module does not import Jinja: warnings about a theme need it also if no page is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

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
    "Body": "the body of a text",
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
        values["near"] = suggest_name(groups["tag"], _TAGS)
    return values


def suggest_name(word: str, known: Iterable[str], otherwise: str = GUIDE, cutoff: float = 0.6) -> str:
    """Suggest the nearest name if its similarity is at least `cutoff` (0 to 1); else return `otherwise`."""
    import difflib  # only for a message

    close = difflib.get_close_matches(word, sorted(known), 1, cutoff)
    return f'did you mean "{close[0]}"?' if close else otherwise


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
    return (
        _COMMENT.sub(lambda found: _NOT_NEWLINE.sub(" ", found[0]), text)
        if "{#" in text or "raw" in text
        else text
    )


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

    Args:
        text: the template.
        line: from 1, as Jinja reports it.
        word: a name or other text in a tag; '' to find the tag itself.
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
