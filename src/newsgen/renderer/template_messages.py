"""What Jinja and Python say of a mistake in a template → what a person who writes templates is told."""

from __future__ import annotations

import re
from collections.abc import Callable

from newsgen.renderer.template_slips import GUIDE, Slip, near, thing

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
    return Slip(f'there is no tag "{tag}"', near(tag, _TAGS), tag)


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
            f"{thing(m['one'])} and {thing(m['other'])} cannot be added", "join texts with ~", "+"
        ),
    ),
    (
        r"unsupported operand type\(s\) for (?P<sign>\S+?):? '(?P<one>[\w.]+)' and '(?P<other>[\w.]+)'",
        lambda m: _odd(
            f"{thing(m['one'])} and {thing(m['other'])} do not go together with {m['sign']}", m["sign"]
        ),
    ),
    (
        r"bad operand type for unary (?P<sign>\S+?): '(?P<one>[\w.]+)'",
        lambda m: _odd(f"{thing(m['one'])} does not go together with {m['sign']}", m["sign"]),
    ),
    (
        r"can't multiply sequence by non-int of type '(?P<one>[\w.]+)'",
        lambda m: _odd(f"a text cannot be multiplied by {thing(m['one'])}", "*"),
    ),
    (
        r"'(?P<sign>[<>]=?)' not supported between instances of '(?P<one>[\w.]+)' and '(?P<other>[\w.]+)'",
        lambda m: _odd(f"{thing(m['one'])} and {thing(m['other'])} have no order", m["sign"]),
    ),
    (
        r"'(?P<one>[\w.]+)' object is not iterable",
        lambda m: Slip(f"{thing(m['one'])} cannot be looped over", "loop over a list", "in"),
    ),
    (
        r"'(?P<one>[\w.]+)' object is not callable",
        lambda m: Slip(f"{thing(m['one'])} is used as if it were a macro", "leave out its brackets"),
    ),
    (r".*(?:division|modulo) by zero", lambda _: Slip("a number is divided by zero", "test it before", "/")),
)


def slip_of(message: str) -> Slip | None:
    """Find words for what Jinja or Python said; None if there are none."""
    for pattern, words in (*_SYNTAX, *_USE):
        if found := re.match(pattern, message, re.DOTALL):
            return words(found)
    return None
