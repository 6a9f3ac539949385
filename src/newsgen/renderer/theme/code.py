"""The one hook into Jinja: translate templates when they are compiled, and compile them to faster code.

The faster code differs in six places. A field is read as Python reads it, `a.b`, and a macro is called as Python calls
it, where Jinja calls functions. Plain text is escaped to `str`, where Jinja makes a `Markup` of every piece. `~` joins
plain text as `str`. One function holds the blocks of a template and of the templates that it extends, and collects their
output in a list, as in a macro.

A missing field raises an AttributeError; then `newsgen.renderer.theme.render` renders the page again with Jinja's own
code, which also tries `a["b"]` and has better error messages.

Jinja's code generator is not a public interface. So pyproject.toml limits the version of Jinja, and
tests/renderer/theme/test_code.py names each part of the generator that this module uses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from keyword import iskeyword
from typing import Any, NoReturn

from jinja2 import TemplateRuntimeError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import markup_join
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from newsgen.renderer.locale.translations import CONTEXT, ENGLISH, Translations

__all__ = [
    "FastCodeGenerator",
    "TranslatingCodeGenerator",
    "escape_text",
    "escape_value",
    "join_escaped_values",
]

try:
    from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]
except ImportError:  # before MarkupSafe 3

    def escape_text(text: str, /) -> str:
        """Escape the five special characters of HTML."""
        return str(escape(text))


def escape_value(value: object) -> str:
    """Return the escaped text of a value that is not a plain `str`; numbers need no escaping."""
    if type(value) is int:
        return str(value)
    return value if type(value) is Markup else escape(value)


def join_escaped_values(pieces: tuple[object, ...]) -> str:
    """Join values like `~` where text is escaped."""
    if {str}.issuperset(map(type, pieces)):
        return "".join(pieces)  # type: ignore[arg-type]
    return markup_join(pieces)


class TranslatingCodeGenerator(CodeGenerator):
    """Writes Jinja's own code for a template, translated into `environment.words`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Translate a template and write its code."""
        words = self.environment.words  # type: ignore[attr-defined]
        super().visit_Template(insert_translations(node, words, self.fail), frame)


class FastCodeGenerator(TranslatingCodeGenerator):
    """Writes the faster code."""

    accepts_missing = False
    """True inside a test or filter that accepts missing fields."""
    has_lists = True
    """False if a template includes another without context: Jinja's code for that needs a generator."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write a module that imports the functions of the faster code."""
        self.writeline(f"from {__name__} import escape_text, join_escaped_values, escape_value")
        node = insert_blocks_into_parent(node)
        self.has_lists = all(include.with_context for include in node.find_all(nodes.Include))
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write the code of some nodes; add a list to a template that has none."""
        if frame.buffer is not None or not self.has_lists:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write `(f)(…)`; no function of a template needs the context, and a macro always escapes."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or not _is_escaped(frame):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for part in (*node.args, *node.kwargs):
            self.visit(part, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write `(a).b`; in parentheses, because `a` may be a number."""
        if self.accepts_missing or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame):
            self.write("(escape_text(v) if type(v := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame):
            self.write(") is str else escape_value(v))")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Write a call of `join_escaped_values`."""
        if not _is_escaped(frame):
            super().visit_Concat(node, frame)
            return
        self.write("join_escaped_values((")
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


_UNSHOWN = nodes.Extends | nodes.Block | nodes.Output
"""Nodes that have no output of their own in a template that extends another."""
_TOP = _UNSHOWN | nodes.Assign | nodes.AssignBlock | nodes.FromImport | nodes.Import | nodes.Macro
"""Nodes that a template that extends another may have at its top level."""


def insert_blocks_into_parent(tree: nodes.Template) -> nodes.Template:
    """Insert the blocks of a template into the template that it extends.

    Raises:
        TemplateError: a template is missing or wrong, or needs Jinja's own code.
    """
    environment, chain, seen = tree.environment, [tree], set[str]()
    assert environment is not None
    assert environment.loader is not None
    while chain[-1].find(nodes.Extends):
        body, name = chain[-1].body, ""
        if isinstance(body[0], nodes.Extends) and isinstance(body[0].template, nodes.Const):
            name = body[0].template.value
        if not name or name in seen or not all(isinstance(node, _TOP) for node in body):
            raise TemplateRuntimeError(
                "it is not known what the template extends, or what it shows above that"
            )
        seen.add(name)
        source, file, _ = environment.loader.get_source(environment, name)
        chain.append(environment.parse(source, name, file))
    blocks = [list(template.find_all(nodes.Block)) for template in chain]
    if not any(blocks):
        return tree
    joined: nodes.Template = _BlockJoiner(blocks).visit(chain[-1])
    joined.body[:0] = [node for part in chain[:-1] for node in part.body if not isinstance(node, _UNSHOWN)]
    if any(node.name in ("self", "super") for node in joined.find_all(nodes.Name)):
        raise TemplateRuntimeError("a block is called by its name")
    if joined.find(nodes.EvalContextModifier):
        raise TemplateRuntimeError(
            "the template changes what is escaped, which does not hold inside its blocks"
        )
    return joined


class _BlockJoiner(NodeTransformer):
    def __init__(self, chain: Iterable[Sequence[nodes.Block]]) -> None:
        self.bodies: dict[str, list[list[nodes.Node]]] = {}
        for blocks in chain:
            if len({block.name for block in blocks}) < len(blocks) or any(block.required for block in blocks):
                raise TemplateRuntimeError("a block is there twice, or must be overridden")
            for block in blocks:
                self.bodies.setdefault(block.name, []).append(block.body)
        self.place = "", 0
        """Name of the block that is visited, and how many blocks override it."""
        self.called: set[str] = set()
        """Names of the results of `super()`."""

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802 - the visitor's protocol
        """Replace a block by the one that overrides it."""
        return nodes.Scope(self._join(node.name, 0))

    def _join(self, name: str, depth: int) -> list[nodes.Node]:
        before, self.place = self.place, (name, depth)
        parts = [part for node in self.bodies[name][depth] for part in self.visit_list(node)]
        self.place = before
        if (shown := f"super_{name}_{depth}") in self.called:
            parts.insert(0, nodes.AssignBlock(nodes.Name(shown, "store"), None, self._join(name, depth + 1)))
        return parts

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the visitor's protocol
        """Replace a call of `super`."""
        self.generic_visit(node)
        name, depth = self.place
        is_super = isinstance(node.node, nodes.Name) and node.node.name == "super"
        if not is_super or depth + 1 >= len(self.bodies.get(name, ())):
            return node
        self.called.add(f"super_{name}_{depth}")
        return nodes.Name(f"super_{name}_{depth}", "load", lineno=node.lineno)


def _is_escaped(frame: Frame) -> bool:
    """Return whether values are certainly escaped here, as known at compile time."""
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)


Fail = Callable[[str, int], NoReturn]
"""Raises a TemplateSyntaxError with a message and a line."""

_TEXTS = {"_": 1, "gettext": 1, "pgettext": 2, "ngettext": 2, "npgettext": 3}
"""Number of literal texts among the first arguments of each gettext function."""
_PIECE = re.compile(r"(%\(\w+\)s|%%)")


def insert_translations(tree: nodes.Template, words: Translations, fail: Fail) -> nodes.Template:
    """Translate a template's syntax tree in place.

    Raises:
        TemplateSyntaxError: a call of a gettext function differs from docs/languages.md.
    """
    _Translator(words, fail).visit(tree)
    assert tree.environment is not None
    tree.set_environment(tree.environment)
    return tree


class _Translator(NodeTransformer):
    def __init__(self, words: Translations, fail: Fail) -> None:
        self.words = words
        self.fail = fail

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the visitor's protocol
        """Replace a call of a gettext function by its translation."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in _TEXTS:
            return node
        name = node.node.name
        texts = [arg.value for arg in node.args[: _TEXTS[name]] if isinstance(arg, nodes.Const)]
        rest = node.args[_TEXTS[name] :]
        plural = name.startswith("n")
        if len(texts) < _TEXTS[name] or len(rest) != plural or node.dyn_args or node.dyn_kwargs:
            wanted = "texts in quotes" + (", then one number" if plural else "")
            self.fail(f"{name}() needs {wanted} and named values", node.lineno)
        values: dict[str, nodes.Expr] = {pair.key: pair.value for pair in node.kwargs}
        english = texts[1:] if "p" in name.partition("gettext")[0] else texts
        key = texts[0] + CONTEXT + texts[1] if english is not texts else texts[0]
        forms = self.words.forms(key, *english)
        if plural:
            values["num"] = _filter(rest[0], "number", nodes.Const(self.words.language))
        filled = [self._fill(form, values, node.lineno) for form in forms]
        if plural:
            rule = self.words.plural if key in self.words.messages else ENGLISH.plural
            filled = [_choose_form(filled, rule, rest[0])]
        filled[0].set_lineno(node.lineno)
        return filled[0]

    def _fill(self, text: str, values: dict[str, nodes.Expr], lineno: int) -> nodes.Expr:
        """Replace the placeholders of a text by values."""
        pieces: list[nodes.Expr] = []
        for place, piece in enumerate(_PIECE.split(text)):
            if place % 2 == 0 or piece == "%%":
                pieces += [nodes.Const("%" if place % 2 else piece)] if piece else []
            elif piece[2:-2] in values:
                pieces.append(values[piece[2:-2]])
            else:
                self.fail(f"no value is given for {piece}", lineno)
        return nodes.Concat(pieces) if len(pieces) != 1 else pieces[0]


def _choose_form(forms: list[nodes.Expr], rule: str, count: nodes.Expr) -> nodes.Expr:
    """Make the expression that chooses the plural form for a number when the page is rendered."""
    plain = rule == ENGLISH.plural
    form = count if plain else _filter(count, "plural_form", nodes.Const(rule))
    chosen = forms[-1]
    for place in range(len(forms) - 2, -1, -1):
        test = nodes.Compare(form, [nodes.Operand("eq", nodes.Const(1 if plain else place))])
        chosen = nodes.CondExpr(test, forms[place], chosen)
    return chosen


def _filter(value: nodes.Expr, name: str, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(args), [], None, None)
