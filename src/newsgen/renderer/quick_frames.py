"""The statements of quick code: functions that give back lists of pieces; see `newsgen.renderer.quick_code`."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, DependencyFinderVisitor, Frame

_INCLUDED = "yield from template._get_default_module()._body_stream"
_INSTEAD = {
    "if 0: yield None": "pass",
    "yield from parent_template.root_render_func(context)": "pass",  # see leave_frame
    "finally: gen.close()": "finally: pass",
}
"""What to write where Jinja's compiler writes for generators."""
_LOOP_VARS = frozenset({"_loop_vars = {}"})


class QuickFrames(CodeGenerator):
    """Writes templates, blocks and loops."""

    extending = False
    """True where a template extends another one."""
    included = ""
    """The statement that adds what a template includes without context."""
    unused = frozenset[str]()
    """Statements that nothing needs where they stand."""

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line; where Jinja's functions would yield, those of quick code have a list."""
        if x in self.unused:
            return
        super().writeline(self.included if x == _INCLUDED else _INSTEAD.get(x, x), node, extra)

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write a module, and in its end what its filters and tests are: functions run after it."""
        self.extending = node.find(nodes.Extends) is not None
        super().visit_Template(node, frame)
        for kind, names in (("filters", self.filters), ("tests", self.tests)):
            for name, target in names.items():
                self.writeline(f"{target} = known_by(environment, {kind!r}, {name!r})")

    def pull_dependencies(self, nodes: Iterable[nodes.Node]) -> None:
        """Give filters and tests their names in the module."""
        visitor = DependencyFinderVisitor()
        for node in nodes:
            visitor.visit(node)
        for known, found in ((self.filters, visitor.filters), (self.tests, visitor.tests)):
            for name in sorted(found - known.keys()):
                known[name] = self.temporary_identifier()

    def enter_frame(self, frame: Frame) -> None:
        """Let a whole block gather its pieces in a list."""
        if _is_whole(frame):
            self.buffer(frame)
        super().enter_frame(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        """Give back the pieces of a block, or those of a template with what it extends."""
        super().leave_frame(frame, with_python_scope)
        if not _is_whole(frame):
            return
        if frame.toplevel and self.extending:
            self.writeline("if parent_template is not None:")
            self.indent()
            self.writeline(f"{frame.buffer}.extend(parent_template.root_render_func(context))")
            self.outdent()
        self.writeline(f"return {frame.buffer}")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Take what an included template gives."""
        self.included = f"{frame.buffer}.extend(template._get_default_module()._body_stream)"
        super().visit_Include(node, frame)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        """Write a loop; a dictionary of what it sets in each round only where something reads it."""
        before = self.unused
        self.unused = before - _LOOP_VARS if _sets(node) else before | _LOOP_VARS
        super().visit_For(node, frame)
        self.unused = before

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802 - the visitor's protocol
        """Take the pieces of a block."""
        if node.required or (frame.toplevel and self.extends_so_far):
            super().visit_Block(node, frame)
            return
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({context}))", node)


def _is_whole(frame: Frame) -> bool:
    """Tell whether a frame is that of a template or of a block, and not of a part of it."""
    return frame.parent is None and frame.symbols.level == 0


def _sets(node: nodes.Node) -> bool:
    """Tell whether something in a node sets a variable, or calls what may be passed those that were set."""
    if any(node.find(kind) for kind in (nodes.Assign, nodes.AssignBlock, nodes.CallBlock)):
        return True
    return any(call.kwargs or call.dyn_args or call.dyn_kwargs for call in node.find_all(nodes.Call))
