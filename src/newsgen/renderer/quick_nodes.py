"""What quick code must know of a template's syntax tree; see `newsgen.renderer.quick_code`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from jinja2 import nodes
from jinja2.compiler import Frame

N = TypeVar("N", bound=nodes.Node)

_SETTING: tuple[type[nodes.Node], ...] = (nodes.Assign, nodes.AssignBlock, nodes.CallBlock, nodes.Call)

_NAMING: tuple[type[nodes.Node], ...] = (nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)


def is_whole(frame: Frame) -> bool:
    """Tell whether a frame is that of a template or of a block, and not of a part of it."""
    return frame.parent is None and frame.symbols.level == 0


def sets(node: nodes.Node, plain: bool) -> bool:
    """Tell whether something in a node sets a variable, or calls what may be passed those that were set.

    Args:
        node: a loop or a block.
        plain: calls with positions alone are passed nothing else.
    """
    return any(
        not isinstance(one, nodes.Call) or not plain or one.kwargs or one.dyn_args or one.dyn_kwargs
        for one in node.find_all(_SETTING)
    )


def hands_on(node: nodes.Template) -> bool:
    """Tell whether a template hands its variables on to another."""
    if node.find(nodes.Include) or any(one.with_context for one in node.find_all(nodes.Import)):
        return True
    return any(one.with_context for one in node.find_all(nodes.FromImport))


def is_simple(node: nodes.Expr, frame: Frame) -> bool:
    """Tell whether a node is a call with positions alone."""
    return (
        isinstance(node, nodes.Call)
        and is_escaped(frame)
        and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
    )


def is_escaped(frame: Frame) -> bool:
    """Tell whether it is known that all is escaped here."""
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)


def copied(node: N) -> N:
    """Copy a node and all below it; the environment stays the same."""
    fields = [_copied(value) for _, value in node.iter_fields()]
    return type(node)(*fields, lineno=node.lineno, environment=node.environment)


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(one) for one in value]
    return copied(value) if isinstance(value, nodes.Node) else value


def stored(node: nodes.Node) -> Iterator[str]:
    """The names that a node gives a value, each as often as it does."""
    for one in (node, *node.find_all(_NAMING)):
        if (isinstance(one, nodes.Name) and one.ctx != "load") or isinstance(one, nodes.Macro):
            yield one.name
        elif isinstance(one, nodes.Import):
            yield one.target
        elif isinstance(one, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in one.names)
