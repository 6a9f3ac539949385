"""The one hook into Jinja: templates are translated when they are compiled, and compiled to quicker code.

The quicker code differs in three places. A field is read as Python reads it, `a.b`, where Jinja calls a function of its
own. Plain text is escaped to plain text, where Jinja makes a `Markup` of every piece. And `~` joins plain text as text.

A value without a field raises an AttributeError there; then `newsgen.renderer.render` renders the page again by Jinja's
own code, which tries `a["b"]` next, and says in its own words what is wrong.

Jinja's code generator is no public interface. So the version of Jinja is bounded in pyproject.toml, and
tests/renderer/theme/test_quick_code.py names each part of the generator that this module relies on.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import markup_join
from markupsafe import Markup, escape

from newsgen.renderer.fold import fold

__all__ = ["QuickCode", "TranslatedCode", "escape_text", "join_texts", "show_value"]

try:
    from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]
except ImportError:  # before MarkupSafe 3

    def escape_text(text: str, /) -> str:
        """Replace the five characters that HTML reads."""
        return str(escape(text))


def show_value(value: object) -> str:
    """Give the text of a value that is not a plain `str`: a number needs no escaping."""
    if type(value) is int:
        return str(value)
    return value if type(value) is Markup else escape(value)


def join_texts(pieces: tuple[object, ...]) -> str:
    """Join values as `~` does where text is escaped."""
    if {str}.issuperset(map(type, pieces)):
        return "".join(pieces)  # type: ignore[arg-type]
    return markup_join(pieces)


class TranslatedCode(CodeGenerator):
    """Writes the code that Jinja writes, of a template that was translated into `environment.words`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Translate a template and write its code."""
        words = self.environment.words  # type: ignore[attr-defined]
        super().visit_Template(fold(node, words, self.fail), frame)


class QuickCode(TranslatedCode):
    """Writes the quicker code."""

    accepts_missing = False
    """True inside a test or filter that accepts a field that does not exist."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write a module; it imports what the quicker code calls."""
        self.writeline(f"from {__name__} import escape_text, join_texts, show_value")
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write `(a).b`; in parentheses, because `a` may be a number."""
        if self.accepts_missing or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _escapes(frame):
            self.write("(escape_text(v) if type(v := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _escapes(frame):
            self.write(") is str else show_value(v))")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Write what joins values."""
        if not _escapes(frame):
            super().visit_Concat(node, frame)
            return
        self.write("join_texts((")
        for child in node.nodes:
            self.visit(child, frame)
            self.write(", ")
        self.write("))")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802
        """Write a test."""
        before = self.accepts_missing
        self.accepts_missing |= node.name in ("defined", "undefined")
        super().visit_Test(node, frame)
        self.accepts_missing = before

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        """Write a filter."""
        before = self.accepts_missing
        self.accepts_missing |= node.name in ("default", "d")
        super().visit_Filter(node, frame)
        self.accepts_missing = before


def _escapes(frame: Frame) -> bool:
    """Tell whether it is known while compiling that all is escaped here."""
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)
