"""A mistake in a template in words."""

from __future__ import annotations

from collections.abc import Iterable

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


def near(word: str, known: Iterable[str], otherwise: str = GUIDE, cutoff: float = 0.6) -> str:
    """Suggest the name that was meant, if one is as like as `cutoff`, from 0 to 1; else say `otherwise`."""
    import difflib  # for a mistake alone

    close = difflib.get_close_matches(word, sorted(known), 1, cutoff)
    return f'did you mean "{close[0]}"?' if close else otherwise


def thing(type_name: str) -> str:
    """A type in words: 'str' is a text."""
    name = type_name.rpartition(".")[2].removesuffix(" object")
    return _THINGS.get(name, "page" if name.endswith("View") else "a value of another kind")
