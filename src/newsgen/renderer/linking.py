"""A template and those that it extends, put together to one before they are compiled.

Jinja asks on every page which block stands where, and each block asks anew for all names. But what a template of a theme
extends is written in it, and so is known which blocks are shown: each is put where it is shown, as a scope of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from jinja2 import TemplateError, nodes
from jinja2.visitor import NodeTransformer

from newsgen.renderer.quick_nodes import copied, stored

Trees = Callable[[str], nodes.Template]
"""Reads a template by name, as a syntax tree that is not changed.

Raises:
    TemplateError: it is not there, or wrong.
"""

_GIVEN = {"page", "site"}
"""Names that the context has from the beginning."""
_TELLING: tuple[type[nodes.Node], ...] = (
    nodes.Block,
    nodes.Name,
    nodes.EvalContextModifier,
    nodes.Macro,
    nodes.CallBlock,
)
_DEEPEST = 20
"""Templates that extend one another; more are taken for a circle."""
_BEFORE = (
    nodes.Block,
    nodes.Output,
    nodes.Assign,
    nodes.AssignBlock,
    nodes.FromImport,
    nodes.Import,
    nodes.Macro,
)
"""What a template that extends another may hold outside its blocks. Output is never shown there."""


def linked(name: str, tree_of: Trees) -> nodes.Template | None:
    """Put a template and all that it extends together.

    Returns:
        One template without blocks, in which an `OverlayScope` is a block that sees names as a function does, those of the
        context alone; None if it cannot be known beforehand what is shown, or something is wrong.
    """
    try:
        chain = _chain(name, tree_of)
    except TemplateError:
        return None
    if not chain or not all(map(_is_plain, chain)) or _share_variables(chain):
        return None
    blocks: dict[str, list[nodes.Block]] = {}
    for tree in chain:
        for block in tree.find_all(nodes.Block):
            blocks.setdefault(block.name, []).append(block)
    before = [node for tree in chain[:-1] for node in tree.body[1:]]
    body = [node for node in before if not isinstance(node, nodes.Output | nodes.Block)]
    whole = nodes.Template([copied(node) for node in [*body, *chain[-1].body]], lineno=1)
    linker = _Linker(blocks)
    linker.visit(whole)
    if linker.failed or any(one.name == "super" for one in whole.find_all(nodes.Name)):
        return None
    assert chain[0].environment is not None
    whole.set_environment(chain[0].environment)
    return whole


def _chain(name: str, tree_of: Trees) -> Sequence[nodes.Template]:
    """A template, what it extends, and so on; nothing if that is decided when it runs."""
    chain: list[nodes.Template] = []
    names = [name]
    while len(chain) < _DEEPEST:
        tree = tree_of(names[-1])
        chain.append(tree)
        ways = list(tree.find_all(nodes.Extends))
        if not ways:
            return chain if _escape_alike(tree, names) else ()
        first = tree.body[0]
        if (
            len(ways) > 1
            or first is not ways[0]
            or not all(isinstance(node, _BEFORE) for node in tree.body[1:])
        ):
            return ()
        if not isinstance(first, nodes.Extends) or not isinstance(first.template, nodes.Const):
            return ()
        names.append(first.template.value)
    return ()


def _escape_alike(tree: nodes.Template, names: Iterable[str]) -> bool:
    environment = tree.environment
    assert environment is not None
    escapes = environment.autoescape
    return not callable(escapes) or len(set(map(escapes, names))) == 1


def _is_plain(tree: nodes.Template) -> bool:
    """Tell whether its blocks are shown where they stand, once, by their own names alone."""
    names: set[str] = set()
    for node in tree.find_all(_TELLING):
        if isinstance(node, nodes.Block):
            if node.scoped or node.required or node.name in names:
                return False
            names.add(node.name)
        elif isinstance(node, nodes.Name):
            if node.name == "self":
                return False
        elif isinstance(node, nodes.EvalContextModifier) or node.find(nodes.Block):
            return False
    return True


def _share_variables(chain: Sequence[nodes.Template]) -> bool:
    """Tell whether one template may see a variable of another where alone it would see its own, or the context's."""
    outside = [[node for node in tree.body if not isinstance(node, nodes.Block)] for tree in chain]
    names = [{name for node in body for name in stored(node)} for body in outside]
    every = set().union(*names)
    alike = sum(map(len, names)) > len(every)
    macros = any(isinstance(node, nodes.Macro) for body in outside for node in body)
    return (alike and macros) or not every.isdisjoint(_GIVEN)


class _Linker(NodeTransformer):
    """Puts blocks in their places."""

    def __init__(self, blocks: dict[str, list[nodes.Block]]) -> None:
        self.blocks = blocks
        self.open: list[tuple[str, int]] = []
        """The blocks around, each by its name and its place among those of this name."""
        self.failed = False

    def visit_Block(self, node: nodes.Block) -> nodes.OverlayScope:  # noqa: N802 - the visitor's protocol
        """Put the nearest block of this name here."""
        return self._scope(node.name, 0, node.lineno)

    def visit_Output(self, node: nodes.Output) -> list[nodes.Stmt]:  # noqa: N802
        """Put the block that this one overrides in the place of `super()`."""
        shown: list[nodes.Stmt] = [nodes.Output([], lineno=node.lineno)]
        for child in node.nodes:
            if self.open and _is_super(child):
                name, place = self.open[-1]
                shown += [self._scope(name, place + 1, node.lineno), nodes.Output([], lineno=node.lineno)]
            else:
                last = shown[-1]
                assert isinstance(last, nodes.Output)
                last.nodes.append(child)
        return [one for one in shown if not isinstance(one, nodes.Output) or one.nodes]

    def _scope(self, name: str, place: int, lineno: int) -> nodes.OverlayScope:
        block, blocks = (name, place), self.blocks[name]
        if block in self.open or place == len(blocks):
            self.failed = True
            return _own_scope([], lineno)
        self.open.append(block)
        scope = _own_scope([copied(node) for node in blocks[place].body], lineno)
        self.generic_visit(scope)
        self.open.pop()
        return scope


def _own_scope(body: list[nodes.Node], lineno: int) -> nodes.OverlayScope:
    """What sees none of the variables around; no tag of a template makes such a node."""
    return nodes.OverlayScope(nodes.ContextReference(lineno=lineno), body, lineno=lineno)


def _is_super(node: nodes.Expr) -> bool:
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "super"
        and not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)
    )
