"""Python code of templates that runs in half the time of Jinja's own, for templates without a mistake.

It differs in five places. Text is escaped to text, where Jinja makes a `Markup` of every piece only to join them all.
Macros are called at once, where Jinja asks what kind of thing is called and what it wants to be passed. A block gives
back the list of its pieces, where Jinja hands each piece on through all blocks and templates around it. Filters and
tests are looked up once, where Jinja's blocks do so whenever they run. And `a.b` is looked up as Python does, where
Jinja calls a function of its own, which tries `a["b"]` next and gives an `Undefined` in the end. So where `a` has no
such field, an AttributeError ends the rendering, and the template is rendered again by Jinja's code, which says whether
that is a mistake: see `newsgen.renderer.render`.
"""

from __future__ import annotations

from keyword import iskeyword
from types import CodeType
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import Frame, MacroRef

from newsgen.renderer.quick_calls import (
    QuickMacro,
    called,
    escaped,
    has_field,
    joined,
    known_by,
    marked,
    said,
    shown,
    taken,
)
from newsgen.renderer.quick_frames import QuickFrames
from newsgen.renderer.quick_nodes import is_escaped, is_simple

_ASKING = {"defined", "undefined", "default", "d"}
"""Tests and filters that are given fields which do not exist."""


_NAMES: dict[str, Any] = {
    "QuickMacro": QuickMacro,
    "called": called,
    "escaped": escaped,
    "has_field": has_field,
    "joined": joined,
    "known_by": known_by,
    "marked": marked,
    "said": said,
    "shown": shown,
    "taken": taken,
}
"""What quick code calls."""


def quick_template(environment: Environment, code: CodeType, place: str) -> Template:
    """Make a template of code that `QuickCode` wrote."""
    names: dict[str, Any] = {"environment": environment, "__file__": place, **_NAMES}
    exec(code, names)  # as Jinja does
    return Template.from_module_dict(environment, names, {})


def page_code(environment: Environment, tree: nodes.Template, name: str, place: str) -> CodeType:
    """Compile the template of a page from a syntax tree that was put together.

    Raises:
        TemplateError: it is wrong.
    """
    writer = QuickPage(environment, name, place)
    writer.visit(tree)
    return compile(writer.written(), place, "exec")


class QuickCode(QuickFrames):
    """Writes the code of one template: its expressions, on what `QuickFrames` writes of its statements."""

    asking = False
    """True inside a test or filter that is content with less than a value."""
    output: nodes.Expr | None = None
    """A call whose value is shown and nothing else."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if is_simple(node, frame):
            self.output = node
        elif is_escaped(frame):
            self.write("(escaped(v) if type(v := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if is_simple(node, frame):
            self.output = None
        elif is_escaped(frame):
            self.write(") is str else shown(v))")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Write what joins values: text alone most often."""
        if not is_escaped(frame):
            super().visit_Concat(node, frame)
            return
        self.write("joined((")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write("))")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the visitor's protocol
        """Write `(a).b`; in parentheses, for `a` may be a number.

        Whether a name has a value is not asked: what stands for none has no fields either.
        """
        if self.asking or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        if isinstance(node.node, nodes.Name):
            self.write(f"{frame.symbols.ref(node.node.name)}.{node.attr}")
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write a call with positions alone as one of `said` or `called`."""
        if forward_caller or not is_simple(node, frame):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        shown = node is self.output
        if shown and isinstance(node.node, nodes.Name) and node.find(nodes.Call) is None:
            # A macro most often, and then its function is called here; what is written twice runs once.
            self.write("(m._func(")
            self._arguments(node, frame)
            self.write(") if type(m := ")
            self.visit(node.node, frame)
            self.write(f") is QuickMacro and m.takes == {len(node.args)} else said(context, m")
            self.signature(node, frame)
            self.write("))")
            return
        self.write("said(context, " if shown else "called(context, ")
        self.visit(node.node, frame)
        self.signature(node, frame)
        self.write(")")

    def _arguments(self, node: nodes.Call, frame: Frame) -> None:
        for arg in node.args:
            self.visit(arg, frame)
            self.write(", ")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write what makes a macro; of the class that is known here."""
        self.write("Quick")
        super().macro_def(macro_ref, frame)

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802
        """Write a test; whether a field is defined is asked on every page."""
        if node.name == "defined" and isinstance(node.node, nodes.Getattr):
            self.write("has_field(environment, ")
            self.visit(node.node.node, frame)
            self.write(f", {node.node.attr!r})")
            return
        before, self.asking = self.asking, self.asking or node.name in _ASKING
        super().visit_Test(node, frame)
        self.asking = before

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        """Write a filter."""
        before, self.asking = self.asking, self.asking or node.name in _ASKING
        super().visit_Filter(node, frame)
        self.asking = before


class QuickPage(QuickCode):
    """Writes the code of a page's template."""

    page = True
