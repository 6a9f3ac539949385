"""A mistake in a template in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec


class Slip(msgspec.Struct, frozen=True):
    """A mistake in words."""

    message: str
    expected: str = ""
    word: str = ""
    """What stands in the template at the place of the mistake, to find its column."""


GUIDE = "see docs/theming.md"


_THINGS = {
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


def suggest_name(word: str, known: Iterable[str], otherwise: str = GUIDE, cutoff: float = 0.6) -> str:
    """Suggest the name that was meant, if one is as like as `cutoff`, from 0 to 1; else say `otherwise`."""
    import difflib  # for a mistake alone

    close = difflib.get_close_matches(word, sorted(known), 1, cutoff)
    return f'did you mean "{close[0]}"?' if close else otherwise


def describe_type(type_name: str) -> str:
    """A type in words: 'str' is a text."""
    name = type_name.rpartition(".")[2].removesuffix(" object")
    return _THINGS.get(name, "page" if name.endswith("View") else "a value of another kind")


_TAGS = (
    *(
        "for",
        "endfor",
        "if",
        "elif",
        "else",
        "endif",
        "block",
        "endblock",
        "extends",
        "include",
        "import",
        "from",
    ),
    *(
        "set",
        "endset",
        "macro",
        "endmacro",
        "call",
        "endcall",
        "filter",
        "endfilter",
        "with",
        "endwith",
        "raw",
        "endraw",
    ),
)
_SIGNS = {
    "end of print statement": '"}}"',
    "begin of print statement": '"{{"',
    "end of statement block": '"%}"',
    "begin of statement block": '"{%"',
    "end of template": "the end of the file",
    "string": "a text in quotes",
    "name": "a name",
    "integer": "a number",
}


def _sign(token: str) -> str:
    """A sign as Jinja names it, as one would type it."""
    return _SIGNS.get(token, f'"{token}"')


def _unknown_tag(found: re.Match[str]) -> Slip:
    tag, still = found["tag"], found["open"]
    if still:
        return Slip(
            f'"{tag}" stands where "{still}" is still open', f"close it with {{% end{still} %}} first", tag
        )
    return Slip(f'there is no tag "{tag}"', suggest_name(tag, _TAGS), tag)


def _unfinished(found: re.Match[str]) -> Slip:
    still = found["open"]
    return Slip(f'"{still}" is not closed before the end of the file', f"write {{% end{still} %}}")


def _got(found: re.Match[str]) -> Slip:
    wanted, got = found["wanted"], found["got"]
    word = got if got not in _SIGNS else ""
    return Slip(f"{_sign(got)} stands where {_sign(wanted)} was expected", GUIDE, word)


def _odd(message: str, word: str) -> Slip:
    return Slip(message, GUIDE, word)


def _argument(found: re.Match[str]) -> Slip:
    names = ", ".join(re.findall(r"'(\w+)'", found["names"]))
    return Slip(f"{found['what']} needs {names}", f"write {found['what']}({names})", found["what"])


_Words = Callable[[re.Match[str]], Slip]

_SYNTAX: tuple[tuple[str, _Words], ...] = (
    (
        r"Encountered unknown tag '(?P<tag>.*?)'\.(?:.*needs to be closed is '(?P<open>\w+)')?",
        _unknown_tag,
    ),
    (r"Unexpected end of template.*needs to be closed is '(?P<open>\w+)'", _unfinished),
    (r"expected token '(?P<wanted>.*?)', got '(?P<got>.*)'$", _got),
    (
        r"unexpected end of template, expected '(?P<wanted>.*?)'",
        lambda m: Slip(f"the file ends where {_sign(m['wanted'])} was expected", GUIDE),
    ),
    (
        r"Expected an expression, got '(?P<got>.*)'",
        lambda m: Slip(f"{_sign(m['got'])} stands where a value was expected", GUIDE),
    ),
    (
        r"unexpected '(?P<got>.*?)'",
        lambda m: _odd(f"{_sign(m['got'])} stands where it has no meaning", m["got"]),
    ),
    (r"unexpected char \"'\"", lambda _: Slip("a text in quotes is not closed", "write ' at its end", "'")),
    (r"unexpected char '\"'", lambda _: Slip("a text in quotes is not closed", 'write " at its end', '"')),
    (r"unexpected char '(?P<got>.+?)' at", lambda m: _odd(f'"{m["got"]}" has no meaning in a tag', m["got"])),
    (r"Missing end of comment tag", lambda _: Slip("a comment is not closed", "write #} at its end")),
    (r"Missing end of raw directive", lambda _: Slip('"raw" is not closed', "write {% endraw %}")),
    (
        r"block '(?P<name>.*?)' defined twice",
        lambda m: Slip(
            f'the block "{m["name"]}" stands here twice', "give the other one another name", m["name"]
        ),
    ),
    (
        r"extended multiple times",
        lambda _: Slip("a template extends one other only", "keep one of the two", "extends"),
    ),
    (r"cannot assign attribute", lambda _: Slip("a field cannot be changed", "set a name of your own")),
)
_USE: tuple[tuple[str, _Words], ...] = (
    (
        r"(?:.*\.)?(?P<what>\w+)\(\) missing \d+ required (?:positional|keyword-only) arguments?: (?P<names>.*)",
        _argument,
    ),
    (
        r"(?:.*\.)?(?:macro ')?(?P<what>\w+)(?:'|\(\)) "
        r"(?:takes no keyword argument|got an unexpected keyword argument) '(?P<name>\w+)'",
        lambda m: _odd(f'{m["what"]} takes no value "{m["name"]}"', m["name"]),
    ),
    (
        r"(?:.*\.)?(?:macro ')?(?P<what>\w+)(?:'|\(\)) takes ",
        lambda m: _odd(f"{m['what']} is given too many values", m["what"]),
    ),
    (
        r"can only concatenate (?P<one>\w+) \(not \"(?P<other>[\w.]+)\"\)",
        lambda m: Slip(
            f"{describe_type(m['one'])} and {describe_type(m['other'])} cannot be added",
            "join texts with ~",
            "+",
        ),
    ),
    (
        r"unsupported operand type\(s\) for (?P<sign>\S+?):? '(?P<one>[\w.]+)' and '(?P<other>[\w.]+)'",
        lambda m: _odd(
            f"{describe_type(m['one'])} and {describe_type(m['other'])} do not go together with {m['sign']}",
            m["sign"],
        ),
    ),
    (
        r"bad operand type for unary (?P<sign>\S+?): '(?P<one>[\w.]+)'",
        lambda m: _odd(f"{describe_type(m['one'])} does not go together with {m['sign']}", m["sign"]),
    ),
    (
        r"can't multiply sequence by non-int of type '(?P<one>[\w.]+)'",
        lambda m: _odd(f"a text cannot be multiplied by {describe_type(m['one'])}", "*"),
    ),
    (
        r"'(?P<sign>[<>]=?)' not supported between instances of '(?P<one>[\w.]+)' and '(?P<other>[\w.]+)'",
        lambda m: _odd(f"{describe_type(m['one'])} and {describe_type(m['other'])} have no order", m["sign"]),
    ),
    (
        r"'(?P<one>[\w.]+)' object is not iterable",
        lambda m: Slip(f"{describe_type(m['one'])} cannot be looped over", "loop over a list", "in"),
    ),
    (
        r"'(?P<one>[\w.]+)' object is not callable",
        lambda m: Slip(f"{describe_type(m['one'])} is used as if it were a macro", "leave out its brackets"),
    ),
    (r".*(?:division|modulo) by zero", lambda _: Slip("a number is divided by zero", "test it before", "/")),
)


def find_slip(message: str) -> Slip | None:
    """Find words for what Jinja or Python said; None if there are none."""
    for pattern, words in (*_SYNTAX, *_USE):
        if found := re.match(pattern, message, re.DOTALL):
            return words(found)
    return None


_COMMENT = re.compile(r"\{#.*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAMING = re.compile(r"\{%[-+]?\s*(extends|include|import|from)\b(.*?)[-+]?%\}", re.DOTALL)
_NAME = re.compile(r"[\"']([^\"']*)[\"']")
_MOVED = re.compile(r"[^\n]")


def blank_comments(text: str) -> str:
    """Blank comments and raw parts; every other character keeps its place."""
    return (
        _COMMENT.sub(lambda found: _MOVED.sub(" ", found[0]), text) if "{#" in text or "raw" in text else text
    )


def list_named_templates(text: str) -> Iterator[tuple[str, str]]:
    """Give each template that a template names, with the tag that names it; '' for a name that is computed."""
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
    """The expression before a field, as it is typed: 'page' of `page.title`; '' if it is no plain path."""
    line = text.split("\n")[place[0] - 1][: place[1] - 1] if place[0] else ""
    found = re.search(r"([A-Za-z_][\w.]*)(?:\.|\[[\"'])\Z", line)
    return found[1] if found else ""


def find_cycle(name: str, templates: Mapping[str, str]) -> tuple[str, ...]:
    """The way from a template through those that it extends or includes back to itself; () if there is none."""
    ways: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    for way in ways:
        for _, other in list_named_templates(templates.get(way[-1], "")):
            if other == name:
                return (*way, name)
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return ()
