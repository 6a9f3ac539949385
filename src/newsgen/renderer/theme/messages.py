"""Mistakes in templates in the words of one who writes templates, and where they stand.

Nothing here needs Jinja: a theme is looked at also where nothing is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

GUIDE = "see docs/theming.md"


class Mistake(msgspec.Struct, frozen=True):
    """A mistake in words."""

    message: str
    expected: str = ""
    word: str = ""
    """What stands in the template at the place of the mistake, to find its column."""


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
    # What Jinja says of the syntax.
    (r"Encountered unknown tag '(?P<tag>.*?)'\..*needs to be closed is '(?P<open>\w+)'",
     '"{tag}" stands where "{open}" is still open', "close it with {{% end{open} %}} first", "{tag}"),
    (r"Encountered unknown tag '(?P<tag>.*?)'", 'there is no tag "{tag}"', "{near}", "{tag}"),
    (r"Unexpected end of template.*needs to be closed is '(?P<open>\w+)'",
     '"{open}" is not closed before the end of the file', "write {{% end{open} %}}", ""),
    (r"expected token '(?P<wanted>.*?)', got '(?P<token>.*)'$",
     "{token_said} stands where {wanted_said} was expected", GUIDE, "{token_typed}"),
    (r"unexpected end of template, expected '(?P<wanted>.*?)'",
     "the file ends where {wanted_said} was expected", GUIDE, ""),
    (r"Expected an expression, got '(?P<token>.*)'", "{token_said} stands where a value was expected", GUIDE, ""),
    (r"unexpected '(?P<token>.*?)'", "{token_said} stands where it has no meaning", GUIDE, "{token}"),
    (r"unexpected char \"'\"", "a text in quotes is not closed", "write ' at its end", "'"),
    (r"unexpected char '\"'", "a text in quotes is not closed", 'write " at its end', '"'),
    (r"unexpected char '(?P<token>.+?)' at", '"{token}" has no meaning in a tag', GUIDE, "{token}"),
    (r"Missing end of comment tag", "a comment is not closed", "write #}} at its end", ""),
    (r"Missing end of raw directive", '"raw" is not closed', "write {{% endraw %}}", ""),
    (r"block '(?P<name>.*?)' defined twice",
     'the block "{name}" stands here twice', "give the other one another name", "{name}"),
    (r"extended multiple times", "a template extends one other only", "keep one of the two", "extends"),
    (r"cannot assign attribute", "a field cannot be changed", "set a name of your own", ""),
    # What Jinja and Python say where a page is rendered.
    (_CALL + r"missing \d+ required (?:positional|keyword-only) arguments?: (?P<names>.*)",
     "{what} needs {names}", "write {what}({names})", "{what}"),
    (_CALL + r"(?:takes no keyword argument|got an unexpected keyword argument) '(?P<name>\w+)'",
     '{what} takes no value "{name}"', GUIDE, "{name}"),
    (_CALL + r"takes ", "{what} is given too many values", GUIDE, "{what}"),
    (r"can only concatenate (?P<type>\w+) \(not \"(?P<type2>[\w.]+)\"\)",
     "{type} and {type2} cannot be added", "join texts with ~", "+"),
    (r"unsupported operand type\(s\) for (?P<sign>\S+?):? '(?P<type>[\w.]+)' and '(?P<type2>[\w.]+)'",
     "{type} and {type2} do not go together with {sign}", GUIDE, "{sign}"),
    (r"bad operand type for unary (?P<sign>\S+?): '(?P<type>[\w.]+)'",
     "{type} does not go together with {sign}", GUIDE, "{sign}"),
    (r"can't multiply sequence by non-int of type '(?P<type>[\w.]+)'",
     "a text cannot be multiplied by {type}", GUIDE, "*"),
    (r"'(?P<sign>[<>]=?)' not supported between instances of '(?P<type>[\w.]+)' and '(?P<type2>[\w.]+)'",
     "{type} and {type2} have no order", GUIDE, "{sign}"),
    (r"'(?P<type>[\w.]+)' object is not iterable", "{type} cannot be looped over", "loop over a list", "in"),
    (r"'(?P<type>[\w.]+)' object is not callable",
     "{type} is used as if it were a macro", "leave out its brackets", ""),
    (r".*(?:division|modulo) by zero", "a number is divided by zero", "test it before", "/"),
)  # fmt: skip
"""A pattern of what is said; what to say instead, what to do, and the word where it stands, all three with its groups."""


def explain_message(message: str) -> Mistake | None:
    """Find words for what Jinja or Python said; None if there are none."""
    for pattern, *texts in _RULES:
        if found := re.match(pattern, message, re.DOTALL):
            values = _describe(found.groupdict())
            return Mistake(*(text.format_map(values) for text in texts))
    return None


def _describe(groups: Mapping[str, str]) -> dict[str, str]:
    """Add to the groups of a rule what its texts say of them."""
    values = dict(groups)
    for name in ("type", "type2"):
        if name in groups:
            values[name] = describe_type(groups[name])
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
    """Suggest the name that was meant, if one is as like as `cutoff`, from 0 to 1; else say `otherwise`."""
    import difflib  # for a mistake alone

    close = difflib.get_close_matches(word, sorted(known), 1, cutoff)
    return f'did you mean "{close[0]}"?' if close else otherwise


def describe_type(type_name: str) -> str:
    """Say a type in words: 'str' is a text."""
    name = type_name.rpartition(".")[2].removesuffix(" object")
    return _TYPES.get(name, "page" if name.endswith("View") else "a value of another kind")


_COMMENT = re.compile(r"\{#.*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAMING = re.compile(r"\{%[-+]?\s*(extends|include|import|from)\b(.*?)[-+]?%\}", re.DOTALL)
_NAME = re.compile(r"[\"']([^\"']*)[\"']")
_MOVED = re.compile(r"[^\n]")


def blank_comments(text: str) -> str:
    """Replace comments and raw parts by spaces; every other character keeps its place."""
    return (
        _COMMENT.sub(lambda found: _MOVED.sub(" ", found[0]), text) if "{#" in text or "raw" in text else text
    )


def list_named_templates(text: str) -> Iterator[tuple[str, str]]:
    """Yield each template that a template names, with the tag that names it; '' for a name that is computed."""
    for tag, rest in _NAMING.findall(blank_comments(text)):
        where = rest.split(" import ")[0] if tag == "from" else rest
        names = _NAME.findall(where)
        computed = re.sub(
            r"[\[\](),\s]|\b(ignore|missing|with|without|context|as|import|\w+)\b", "", _NAME.sub("", where)
        )
        yield from ((tag, name) for name in names)
        if not names or computed:
            yield tag, ""


def find_place(text: str, offset: int) -> tuple[int, int]:
    """Give line and column of a character, from 1."""
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
    tags = [tag for tag in _TAG.finditer(blank_comments(text)) if tag.end() > start and tag.start() < end]
    for tag in tags:
        if word and (hit := pattern.search(text, max(tag.start() + 2, start), tag.end())):
            return find_place(text, hit.start())
    if word and (hit := pattern.search(text, start, end)):
        return find_place(text, hit.start())
    if tags:
        return find_place(text, max(tags[0].start(), start))
    return line, 1 + len(text[start:end]) - len(text[start:end].lstrip())


def find_owner(text: str, place: tuple[int, int]) -> str:
    """Give the expression before a field, as it is typed: 'page' of `page.title`; '' if it is no plain path."""
    line = text.split("\n")[place[0] - 1][: place[1] - 1] if place[0] else ""
    found = re.search(r"([A-Za-z_][\w.]*)(?:\.|\[[\"'])\Z", line)
    return found[1] if found else ""


def find_cycle(name: str, templates: Mapping[str, str]) -> tuple[str, ...]:
    """Find the templates by which a template extends or includes itself, itself first and last; () if it does not."""
    paths: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    for path in paths:
        for _, other in list_named_templates(templates.get(path[-1], "")):
            if other == name:
                return (*path, name)
            if other not in seen:
                seen.add(other)
                paths.append((*path, other))
    return ()
