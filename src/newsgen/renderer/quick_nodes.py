"""What quick code must know of a template's syntax tree; see `newsgen.renderer.quick_code`."""

from __future__ import annotations

from jinja2 import nodes
from jinja2.compiler import Frame


def is_whole(frame: Frame) -> bool:
    """Tell whether a frame is that of a template or of a block, and not of a part of it."""
    return frame.parent is None and frame.symbols.level == 0


def sets(node: nodes.Node, plain: bool) -> bool:
    """Tell whether something in a node sets a variable, or calls what may be passed those that were set.

    Args:
        node: a loop or a block.
        plain: calls with positions alone are passed nothing else.
    """
    if any(node.find(kind) for kind in (nodes.Assign, nodes.AssignBlock, nodes.CallBlock)):
        return True
    calls = node.find_all(nodes.Call)
    return any(not plain or call.kwargs or call.dyn_args or call.dyn_kwargs for call in calls)


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
