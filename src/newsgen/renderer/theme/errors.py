"""Exception of a template → an error with line and column, in the terms of template authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from inspect import unwrap
from types import FrameType, TracebackType
from typing import Any

import msgspec
from jinja2 import StrictUndefined, TemplateNotFound
from jinja2.exceptions import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.utils import missing as NO_OWNER  # noqa: N812 - a constant

from newsgen.errors import ContentError, Problem, suggest_name
from newsgen.renderer.theme.mistakes import (
    GUIDE,
    Mistake,
    describe_type_name,
    explain_message,
    find_expression_before,
    find_template_cycle,
    find_word_on_line,
)

FAILURES = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Exceptions that a mistake in a template can raise."""

_SET = re.compile(r"\{%[-+]?\s*(?:set|for|macro|import .* as|from .* import)\s+([\w, ]+)")


class MissingValueError(UndefinedError):
    """A template uses a name or field that does not exist."""

    def __init__(self, owner: object, word: str, message: str | None) -> None:
        """Keep the object and the name of its missing field."""
        super().__init__(message)
        self.owner = owner
        self.word = word


class MissingValue(StrictUndefined):
    """Jinja's value for a missing name or field; using it raises `MissingValueError`."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = NO_OWNER, name: str | None = None, _exc: Any = None
    ) -> None:
        """Pass the owner to the error; Jinja's own error names only its type."""
        super().__init__(hint, obj, name, partial(MissingValueError, obj, name or ""))  # type: ignore[arg-type]


class TemplateSources(msgspec.Struct, frozen=True):
    """What the explanation of an error needs from a theme."""

    templates: Mapping[str, str]
    """Text of each template by name."""
    places: Mapping[str, str]
    """Path of each template for messages, as users see it."""
    filters: Mapping[str, Any]
    """Function of each filter by name."""
    tests: Iterable[str]


def explain_error(sources: TemplateSources, error: Exception, template: str, what: str = "") -> ContentError:
    """Turn an exception of a template, one of `FAILURES`, into an error that names template, line, column and page.

    `what` is text about the page to add to the message.
    """
    name, line = _find_line(sources, error, template)
    text = sources.templates.get(name, "")
    mistake = _describe_error(sources, error, name)
    line, column = find_word_on_line(text, line, mistake.word) if line else (0, 0)
    message = mistake.message
    if isinstance(error, UndefinedError) and mistake.word:
        message = message.replace(
            "this value", find_expression_before(text, (line, column)) or "this value", 1
        )
    place = sources.places.get(name, name), line, column
    return ContentError(Problem(*place, f"{message}{what}", mistake.expected, "template"))


def _find_line(sources: TemplateSources, error: Exception, template: str) -> tuple[str, int]:
    """Find the innermost template in the traceback, and its line."""
    by_place = {place: name for name, place in sources.places.items() if name in sources.templates}
    if isinstance(error, TemplateSyntaxError):
        return error.name or by_place.get(error.filename or "", template), error.lineno
    found = template, 0
    for frame, line in _walk_traceback(error):
        if frame.f_code.co_filename in by_place:
            found = frame.f_globals.get("name") or by_place[frame.f_code.co_filename], line
    return found


def _walk_traceback(error: Exception) -> Iterator[tuple[FrameType, int]]:
    step: TracebackType | None = error.__traceback__
    while step is not None:
        yield step.tb_frame, step.tb_lineno
        step = step.tb_next


def _describe_error(sources: TemplateSources, error: Exception, name: str) -> Mistake:
    """Describe an exception."""
    if isinstance(error, RecursionError):
        return _explain_recursion(sources, name)
    if isinstance(error, TemplateNotFound):
        known = [other for other in sources.templates if not other.startswith("default/")]
        wanted = str(error.name or "")
        return Mistake(f'there is no template "{wanted}"', suggest_name(wanted, known, GUIDE, 0.8), wanted)
    if isinstance(error, UndefinedError):
        return _explain_missing(sources, error, name)
    message = error.message or "" if isinstance(error, TemplateSyntaxError) else str(error)
    for kind, names in (("filter", sources.filters), ("test", sources.tests)):
        if found := re.match(rf"No {kind} named '(.+?)'", message):
            return Mistake(f'there is no {kind} "{found[1]}"', suggest_name(found[1], names, GUIDE), found[1])
    if not isinstance(error, TemplateError) and (mistake := _explain_filter_error(sources, error)):
        return mistake
    if mistake := explain_message(_use_filter_name(sources, message)):
        return mistake
    if isinstance(error, TemplateError):
        return Mistake(message.rstrip("."), GUIDE)
    return Mistake("a value is used in a way that does not fit it", GUIDE)


def _explain_recursion(sources: TemplateSources, name: str) -> Mistake:
    """Describe endless recursion: a template that extends itself, or a macro that calls itself."""
    cycle = find_template_cycle(name, sources.templates)
    if not cycle:
        return Mistake("a macro or a block calls itself without end", "let it end under some condition")
    if len(cycle) == 2:
        remedy = f'write {{% extends "default/{name}" %}} to build on the default one'
        expected = remedy if f"default/{name}" in sources.templates else "name another template"
        return Mistake("the template extends or includes itself", expected, name)
    message = f"templates name each other in a circle: {', '.join(cycle)}"
    return Mistake(message, "take one of them out", cycle[1])


def _explain_missing(sources: TemplateSources, error: UndefinedError, name: str) -> Mistake:
    """Describe a missing name, field or macro."""
    exported = re.search(r"does not export the requested name '(.+?)'", str(error))
    if exported:
        return Mistake(f'the template has no macro "{exported[1]}"', GUIDE, exported[1])
    if not isinstance(error, MissingValueError) or not error.word:
        return Mistake("a value that does not exist is used", GUIDE)
    word, owner = str(error.word), error.owner
    if owner is NO_OWNER:
        known = {"page", "site", *re.findall(r"\w+", " ".join(_SET.findall(sources.templates.get(name, ""))))}
        remedy = suggest_name(word, known, f"templates see page and site, {GUIDE}")
        return Mistake(f'nothing is called "{word}" here', remedy, word)
    if owner is None:
        message, remedy = (
            f'this value is empty here and has no field "{word}"',
            "test it with {% if … %} first",
        )
        return Mistake(message, remedy, word)
    if isinstance(owner, list | tuple):
        message, remedy = (
            f'this value is a list and has no field "{word}"',
            "loop over it with {% for … in … %}",
        )
        return Mistake(message, remedy, word)
    fields = owner if isinstance(owner, dict) else getattr(owner, "__struct_fields__", ())
    return Mistake(f'this value has no field "{word}"', suggest_name(word, map(str, fields), GUIDE), word)


def _use_filter_name(sources: TemplateSources, message: str) -> str:
    """Replace a function's name at the start of a message by the name of its filter."""
    for name, call in sources.filters.items():
        own = getattr(unwrap(call), "__qualname__", name)
        if message.startswith(f"{own}("):
            return name + message.removeprefix(own)
    return message


def _explain_filter_error(sources: TemplateSources, error: Exception) -> Mistake | None:
    """Describe an error inside a filter; None if it was not in a filter."""
    by_code = {getattr(unwrap(call), "__code__", None): name for name, call in sources.filters.items()}
    for frame, _ in _walk_traceback(error):
        name = by_code.get(frame.f_code)
        if name:
            first = frame.f_code.co_varnames[0] if frame.f_code.co_argcount else ""
            given = describe_type_name(type(frame.f_locals.get(first)).__name__)
            return Mistake(f"{name} cannot work with {given}", GUIDE, name)
    return None
