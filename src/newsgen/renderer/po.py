"""Catalogues of translations, GNU gettext's .po files → messages; every mistake with its line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.renderer.words import CONTEXT

if TYPE_CHECKING:
    from babel.messages.catalog import Message

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_LOOSE = re.compile(r"%(?!%|\(\w+\)s)")


class Catalogue(msgspec.Struct, frozen=True):
    """What a .po file says."""

    messages: dict[str, tuple[str, ...]]
    """As in `Words`; fuzzy and empty translations are left out."""
    plural: str
    """As in `Words`."""


def read_po(place: str, data: bytes, language: str) -> Catalogue:
    """Read a catalogue.

    Args:
        place: its path for messages.
        data: its bytes; UTF-8.
        language: tag whose plural forms hold if the header names none, e.g. 'pt_BR'.

    Raises:
        ContentError: all that is wrong with it.

    Source: GNU gettext manual §3 (the format of PO files).
    """
    from babel.messages.pofile import PoFileError
    from babel.messages.pofile import read_po as parse

    text = _text(place, data)
    try:
        catalogue = parse(io.StringIO(text), locale=language, abort_invalid=True)
        plural, forms = _bare(catalogue.plural_expr), catalogue.num_plurals
        _check_plural(plural, forms)
    except PoFileError as error:
        raise ContentError(
            Problem(place, error.lineno + 1, 0, error.args[0], "write it as gettext does", "catalogue")
        ) from error
    except (ValueError, LookupError) as error:
        raise ContentError(
            Problem(place, 1, 0, f"the header is wrong: {error}", "see docs/languages.md", "catalogue")
        ) from error
    said = [message for message in catalogue if message.id and not message.fuzzy and any(_strings(message))]
    problems = [problem for message in said for problem in _problems(place, message, forms)]
    if problems:
        raise ContentError(problems)
    return Catalogue({_key(message): _strings(message) for message in said}, plural)


def _text(place: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError(
            Problem(place, line, 0, "the catalogue is not UTF-8", "save it as UTF-8", "catalogue")
        ) from error


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
    known = set().union(*map(_PLACEHOLDER.findall, english))
    strings = _strings(message)
    line = message.lineno or 1

    def problem(what: str, wanted: str) -> Problem:
        return Problem(place, line, 0, f"{english[0]!r}: {what}", wanted, "catalogue")

    if len(english) > 1 and (len(strings) != forms or not all(strings)):
        given = sum(map(bool, strings))
        yield problem(f"{given} of {forms} plural forms are translated", "translate all, or none")
    for string in filter(None, strings):
        found = set(_PLACEHOLDER.findall(string))
        if strange := sorted(found - known):
            yield problem(f"%({strange[0]})s is no placeholder of it", f"use {_named(known) or 'none'}")
        if lost := sorted(known - found - ({"num"} if len(english) > 1 else set())):
            yield problem(f"the placeholder %({lost[0]})s is missing", f"use {_named(known)}")
        if _LOOSE.search(string):
            yield problem("a lone per cent sign", "write %% for it")


def _named(names: set[str]) -> str:
    return ", ".join(f"%({name})s" for name in sorted(names))
