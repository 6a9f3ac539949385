"""What quick code calls while a page is rendered; see `newsgen.renderer.quick_code`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import Environment, TemplateRuntimeError, Undefined
from jinja2.runtime import Context, Macro, markup_join
from jinja2.utils import missing
from markupsafe import Markup, escape
from msgspec import Struct

__all__ = [
    "QuickMacro",
    "called",
    "escaped",
    "has_field",
    "joined",
    "known_by",
    "marked",
    "said",
    "shown",
    "taken",
]

try:
    from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined]
except ImportError:  # before MarkupSafe 3

    def escaped(text: str, /) -> str:
        """Replace the five signs that HTML reads."""
        return str(escape(text))


def shown(value: object) -> str:
    """What a template shows of a value that is not plain text: often a number, which needs no escaping."""
    if type(value) is int:
        return str(value)
    return value if type(value) is Markup else escape(value)


marked: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Says of plain text that it is safe: what `Markup` does, which asks whether it is safe already."""


def joined(pieces: tuple[object, ...]) -> str:
    """What `~` makes of values where text is escaped."""
    if {str}.issuperset(map(type, pieces)):
        return "".join(pieces)  # type: ignore[arg-type]
    return markup_join(pieces)


class QuickMacro(Macro):
    """A macro that knows how many arguments it takes by position, if it takes nothing else."""

    def __init__(self, *args: Any) -> None:
        """Take what Jinja gives."""
        super().__init__(*args)
        plain = not (self.caller or self.catch_kwargs or self.catch_varargs)
        self.takes = len(self.arguments) if plain else -1


def said(context: Context, target: Any, *args: object) -> str:
    """What a template shows of what a call returns."""
    text = _by_macro(target, args)
    if text is not None:
        return text
    value = context.call(target, *args)
    return escaped(value) if type(value) is str else shown(value)


def called(context: Context, target: Any, *args: object) -> Any:
    """What a call returns; as no function that templates see asks for its context, none is given."""
    text = _by_macro(target, args)
    return context.call(target, *args) if text is None else marked(text)  # safe: macros escape


def has_field(environment: Environment, owner: object, name: str) -> bool:
    """Tell whether a field is there, without the dear `Undefined` that Jinja makes for one that is not."""
    if isinstance(owner, Struct):
        return hasattr(owner, name)
    return not isinstance(environment.getattr(owner, name), Undefined)


def taken(environment: Any, template: str, names: tuple[str, ...]) -> tuple[Any, ...]:
    """What a template exports by these names, an `Undefined` where it does not; the same in every context."""
    known: tuple[Any, ...] | None = environment.taken.get((template, names))
    if known is None:
        module = environment.get_template(template).module
        known = tuple(getattr(module, name, environment.undefined(name=name)) for name in names)
        environment.taken[template, names] = known
    return known


def known_by(environment: Environment, kind: str, name: str) -> Callable[..., Any]:
    """The filter or test of a name, `kind` being 'filters' or 'tests'; for one that is not there, what fails when used."""

    def unknown(*_: object, **__: object) -> None:
        raise TemplateRuntimeError(f"No {kind[:-1]} named {name!r} found.")

    known: Callable[..., Any] = getattr(environment, kind).get(name, unknown)
    return known


def _by_macro(target: Any, args: tuple[object, ...]) -> str | None:
    """What a macro writes; None if the target is something else, or a macro that wants more than positions."""
    if type(target) is not QuickMacro or target.takes < len(args):
        return None
    text: str = target._func(*args, *((missing,) * (target.takes - len(args))))
    return text
