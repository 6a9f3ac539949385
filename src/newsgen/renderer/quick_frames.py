"""The statements of quick code: functions that give back lists of pieces; see `newsgen.renderer.quick_code`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import StringIO

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, DependencyFinderVisitor, Frame
from jinja2.idtracking import VAR_LOAD_ALIAS, VAR_LOAD_RESOLVE

from newsgen.renderer.quick_nodes import hands_on, is_whole, sets

_INCLUDED = "yield from template._get_default_module()._body_stream"
_INSTEAD = {
    "if 0: yield None": "pass",
    "yield from parent_template.root_render_func(context)": "pass",  # see leave_frame
    "finally: gen.close()": "finally: pass",
}
"""What to write where Jinja's compiler writes for generators."""
_MARKED = " = (Markup if context.eval_ctx.autoescape else identity)("
_LOOP_VARS = frozenset({"_loop_vars = {}"})
_NAMES = "# names that are asked for once"
"""Stands for their statements until all are known."""
_LEVELS = 100
"""Between the variables of one scope and those of the next: no template has so many blocks in one another."""


class QuickFrames(CodeGenerator):
    """Writes templates, blocks and loops."""

    steady = False
    """True where all that a template shows is escaped, and what it keeps is safe."""
    page = False
    """True for the template of a page, which no other template takes anything from."""

    extending = False
    """True where a template extends another one."""
    included = ""
    """The statement that adds what a template includes without context."""
    whole: str | None = None
    """The list that a function gives back."""
    unused = frozenset[str]()
    """Statements that nothing needs where they stand."""

    alone = False
    """True where a template neither extends another nor has blocks: all of it runs in one context."""
    read_by_others = True
    """True where a template's variables may be asked for by what it includes, or by templates that take them."""
    scopes = 0
    """How many were written."""
    stored: Mapping[str, str] = {}
    """Names that the context is given while the template runs, and the variables that hold the same."""

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line; where Jinja's functions would yield, those of quick code have a list."""
        if x in self.unused:
            return
        super().writeline(self.included if x == _INCLUDED else _INSTEAD.get(x, x), node, extra)

    def write(self, x: str) -> None:
        """Write a piece of a line; that a block of text is safe is known where no template changes its escaping."""
        super().write(" = marked(" if x == _MARKED and self.steady else x)

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write a module, and in its end what its filters and tests are: functions run after it."""
        self.extending = node.find(nodes.Extends) is not None
        self.alone = not self.extending and node.find(nodes.Block) is None
        self.asked: dict[str, str] = {}
        escapes = self.environment.autoescape
        safe = escapes(self.name) if callable(escapes) else escapes
        self.steady = safe and self.alone and node.find(nodes.EvalContextModifier) is None
        self.read_by_others = not (self.page and self.alone) or hands_on(node)
        super().visit_Template(node, frame)
        for kind, names in (("filters", self.filters), ("tests", self.tests)):
            for name, target in names.items():
                self.writeline(f"{target} = known_by(environment, {kind!r}, {name!r})")
        asked = "; ".join(f"{target} = resolve({name!r})" for name, target in self.asked.items())
        self.stream = StringIO(self.written().replace(_NAMES, asked or "pass", 1))

    def written(self) -> str:
        """What was written so far."""
        assert isinstance(self.stream, StringIO)
        return self.stream.getvalue()

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
        if is_whole(frame):
            self.buffer(frame)
            self.whole = frame.buffer
        if frame.toplevel and is_whole(frame):
            self.stored = {name: frame.symbols.ref(name) for name in frame.symbols.stores}
            self.writeline(_NAMES)
            self.writeline("_block_vars = {}")
        elif self.alone:
            self._ask_once(frame)
        super().enter_frame(frame)

    def _ask_once(self, frame: Frame) -> None:
        """Take names of the context from where the template begins, or from its own variables."""
        loads = frame.symbols.loads
        for target, (action, name) in loads.items():
            if action != VAR_LOAD_RESOLVE:
                continue
            if name in self.stored:  # where the template has set it by now, the context has the same
                outer = self.stored[name]
                known = f"{outer} if {outer} is not missing else resolve({name!r})"
            else:
                known = self.asked.setdefault(name, f"n_{name}")
            loads[target] = VAR_LOAD_ALIAS, known

    def visit_OverlayScope(self, node: nodes.OverlayScope, frame: Frame) -> None:  # noqa: N802
        """Write a block in its place; it sees no variables but those of the context; see `newsgen.renderer.linking`."""
        self.scopes += 1
        inner = Frame(frame.eval_ctx, level=_LEVELS * self.scopes)
        inner.buffer, inner.block_frame = frame.buffer, True
        inner.symbols.analyze_node(node)
        outer, sets_any = self.temporary_identifier(), sets(node, self.steady)
        if sets_any:
            self.writeline(f"{outer} = _block_vars")
            self.writeline("_block_vars = {}")
        self.enter_frame(inner)
        self.blockvisit(node.body, inner)
        if sets_any:
            self.writeline(f"_block_vars = {outer}")

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        """Give back the pieces of a block, or those of a template with what it extends."""
        super().leave_frame(frame, with_python_scope)
        if not is_whole(frame):
            return
        if frame.toplevel and self.extending:
            self.writeline("if parent_template is not None:")
            self.indent()
            self.writeline(f"{frame.buffer}.extend(parent_template.root_render_func(context))")
            self.outdent()
        self.writeline(f"return {frame.buffer}")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Take what an included template gives; inside a text that is kept, Jinja shows it elsewhere, so it decides."""
        shown = f"{frame.buffer}.extend(template._get_default_module()._body_stream)"
        self.included = shown if frame.buffer == self.whole else "raise TypeError"
        super().visit_Include(node, frame)

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802
        """Take macros of another template, which are the same on every page."""
        if node.with_context or not isinstance(node.template, nodes.Const):
            super().visit_FromImport(node, frame)
            return
        pairs = [(one, one) if isinstance(one, str) else one for one in node.names]
        refs = [frame.symbols.ref(alias) for _, alias in pairs]
        names = tuple(name for name, _ in pairs)
        self.writeline(f"({', '.join(refs)},) = taken(environment, {node.template.value!r}, {names!r})", node)
        if frame.toplevel and self.read_by_others:
            known = ", ".join(f"{alias!r}: {ref}" for (_, alias), ref in zip(pairs, refs, strict=True))
            self.writeline(f"context.vars.update({{{known}}})")
            self.writeline(f"context.exported_vars.difference_update({[alias for _, alias in pairs]!r})")

    def pop_assign_tracking(self, frame: Frame) -> None:
        """Tell the context what is set, where something else than the template's own code reads it there."""
        if frame.toplevel and not self.read_by_others:
            self._assign_stack.pop()
        else:
            super().pop_assign_tracking(frame)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        """Write a loop; a dictionary of what it sets in each round only where something reads it."""
        before = self.unused
        self.unused = before - _LOOP_VARS if sets(node, self.steady) else before | _LOOP_VARS
        super().visit_For(node, frame)
        self.unused = before

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802 - the visitor's protocol
        """Take the pieces of a block."""
        if node.required or (frame.toplevel and self.extends_so_far):
            super().visit_Block(node, frame)
            return
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({context}))", node)
