"""Catalogues of translations, GNU gettext's .po files → messages; every mistake with its line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from newsgen.errors import Problem
from newsgen.renderer.words import CONTEXT

if TYPE_CHECKING:
    from babel.messages.catalog import Message

CODE = "catalogue"
"""Of a problem in a catalogue."""
_PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w\}")
"""'{n}' is filled in by the script of the search page."""
_LOOSE = re.compile(r"%(?!%|\(\w+\)s)")


class Catalogue(msgspec.Struct, frozen=True):
    """What a .po file says."""

    messages: dict[str, tuple[str, ...]] = {}
    """As in `Words`; what is fuzzy, empty or wrong is left out."""
    plural: str = ""
    """As in `Words`; '' if the file cannot be read."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with it, by line."""


def read_po(place: str, data: bytes, language: str) -> Catalogue:
    """Read a catalogue; what is wrong with it is told and left out, so that a page shows English instead.

    Args:
        place: its path for messages.
        data: its bytes; UTF-8.
        language: tag whose plural forms hold if the header names none, e.g. 'pt_BR'.

    Source: GNU gettext manual §3 (the format of PO files).
    """
    from babel.messages.pofile import PoFileError
    from babel.messages.pofile import read_po as parse

    try:
        text = data.decode("utf-8-sig")
        catalogue = parse(io.StringIO(text), locale=language, abort_invalid=True)
        plural, forms = _bare(catalogue.plural_expr), catalogue.num_plurals
        _check_plural(plural, forms)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unread(place, line, "the catalogue is not UTF-8", "save it as UTF-8")
    except PoFileError as error:
        return _unread(place, error.lineno + 1, str(error.args[0]), "write it as gettext does")
    except (ValueError, LookupError) as error:
        return _unread(place, 1, f"the header is wrong: {error}", "see docs/languages.md")
    said = [message for message in catalogue if message.id and not message.fuzzy and any(_strings(message))]
    wrong = {_key(message): list(_problems(place, message, forms)) for message in said}
    right = {_key(message): _strings(message) for message in said if not wrong[_key(message)]}
    return Catalogue(right, plural, tuple(chain.from_iterable(wrong.values())))


def _unread(place: str, line: int, what: str, wanted: str) -> Catalogue:
    return Catalogue(problems=(Problem(place, line, 0, what, wanted, CODE),))


def _check_plural(expression: str, forms: int) -> None:
    from gettext import c2py

    rule = c2py(expression)
    if any(not 0 <= rule(count) < forms for count in range(1000)):
        raise ValueError(f"Plural-Forms promises {forms} forms, but its rule gives others")


def _bare(expression: str) -> str:
    """An expression without the parentheses that many a header puts around the whole."""
    inner = expression.strip()[1:-1]
    return (
        inner if expression.startswith("(") and expression.endswith(")") and "(" not in inner else expression
    )


def _key(message: Message) -> str:
    one = message.id if isinstance(message.id, str) else message.id[0]
    return message.context + CONTEXT + one if message.context else one


def _strings(message: Message) -> tuple[str, ...]:
    text = message.string
    return (text,) if isinstance(text, str) else tuple(text or ())


def _problems(place: str, message: Message, forms: int) -> Iterator[Problem]:
    english = (message.id,) if isinstance(message.id, str) else message.id
    known = {name for text in english for name in _PLACEHOLDER.findall(text)}
    strings = _strings(message)

    def problem(what: str, wanted: str) -> Problem:
        return Problem(place, message.lineno or 1, 0, f"{english[0]!r}: {what}", wanted, CODE)

    if len(english) > 1 and (len(strings) != forms or not all(strings)):
        given = sum(map(bool, strings))
        yield problem(f"{given} of {forms} plural forms are translated", "translate all, or none")
    for string in filter(None, strings):
        found = set(_PLACEHOLDER.findall(string))
        if strange := sorted(found - known):
            yield problem(
                f"{strange[0]} is no placeholder of it", f"use {', '.join(sorted(known)) or 'none'}"
            )
        if lost := sorted(known - found - ({"%(num)s"} if len(english) > 1 else set())):
            yield problem(f"the placeholder {lost[0]} is missing", f"use {', '.join(sorted(known))}")
        if _LOOSE.search(string):
            yield problem("a lone per cent sign", "write %% for it")
