"""The one hook into Jinja: templates are translated when they are compiled, and compiled to quicker code.

The quicker code differs in six places. A field is read as Python reads it, `a.b`, and a macro is called as Python calls
it, where Jinja calls functions of its own. Plain text is escaped to plain text, where Jinja makes a `Markup` of every
piece. `~` joins plain text as text. The blocks of a template and of those that it extends stand in one function, and what
they show is collected in a list, as in a macro.

A value without a field raises an AttributeError there; then `newsgen.renderer.theme.render` renders the page again by
Jinja's own code, which tries `a["b"]` next, and says what is wrong.

Jinja's code generator is no public interface. So the version of Jinja is bounded in pyproject.toml, and
tests/renderer/theme/test_code.py names each part of the generator that this module relies on.
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

from newsgen.renderer.words.words import CONTEXT, ENGLISH, Words

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
        super().visit_Template(translate_template(node, words, self.fail), frame)


class QuickCode(TranslatedCode):
    """Writes the quicker code."""

    accepts_missing = False
    """True inside a test or filter that accepts a field that does not exist."""
    has_lists = True
    """False if a template includes another without context: Jinja writes code for that which only fits a generator."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write a module; it imports what the quicker code calls."""
        self.writeline(f"from {__name__} import escape_text, join_texts, show_value")
        node = join_blocks(node)
        self.has_lists = all(include.with_context for include in node.find_all(nodes.Include))
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write the code of some nodes; a template, which has no list yet, gets one."""
        if frame.buffer is not None or not self.has_lists:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write `(f)(…)`; no function of a template wants the context, and a macro knows that it escapes."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or not _escapes(frame):
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


_UNSHOWN = nodes.Extends | nodes.Block | nodes.Output
"""What is not shown in its own place in a template that extends another."""
_TOP = _UNSHOWN | nodes.Assign | nodes.AssignBlock | nodes.FromImport | nodes.Import | nodes.Macro
"""What may stand at the top of a template that extends another."""


def join_blocks(tree: nodes.Template) -> nodes.Template:
    """Put the blocks of a template into their places in the template that it extends.

    Raises:
        TemplateError: a template is missing or wrong, or only Jinja's own code can do what it does.
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
        """Names for what `super()` shows."""

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


def _escapes(frame: Frame) -> bool:
    """Tell whether it is known while compiling that all is escaped here."""
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)


Fail = Callable[[str, int], NoReturn]
"""Raises a TemplateSyntaxError with a message and a line."""

_TEXTS = {"_": 1, "gettext": 1, "pgettext": 2, "ngettext": 2, "npgettext": 3}
"""How many texts in quotes each function begins with."""
_PIECE = re.compile(r"(%\(\w+\)s|%%)")


def translate_template(tree: nodes.Template, words: Words, fail: Fail) -> nodes.Template:
    """Translate a template's syntax tree in place.

    Raises:
        TemplateSyntaxError: a function of gettext is not called as docs/languages.md says.
    """
    _Translator(words, fail).visit(tree)
    assert tree.environment is not None
    tree.set_environment(tree.environment)
    return tree


class _Translator(NodeTransformer):
    def __init__(self, words: Words, fail: Fail) -> None:
        self.words = words
        self.fail = fail

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the visitor's protocol
        """Replace a call of gettext."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in _TEXTS:
            return node
        name = node.node.name
        texts = [arg.value for arg in node.args[: _TEXTS[name]] if isinstance(arg, nodes.Const)]
        rest = node.args[_TEXTS[name] :]
        plural = name.startswith("n")
        if len(texts) < _TEXTS[name] or len(rest) != plural or node.dyn_args or node.dyn_kwargs:
            wanted = "texts in quotes" + (", then one number" if plural else "")
            self.fail(f"{name}() wants {wanted} and named values", node.lineno)
        values: dict[str, nodes.Expr] = {pair.key: pair.value for pair in node.kwargs}
        english = texts[1:] if "p" in name.partition("gettext")[0] else texts
        key = texts[0] + CONTEXT + texts[1] if english is not texts else texts[0]
        forms = self.words.forms(key, *english)
        if plural:
            values["num"] = _filter(rest[0], "number", nodes.Const(self.words.language))
        filled = [self._fill(form, values, node.lineno) for form in forms]
        if plural:
            rule = self.words.plural if key in self.words.messages else ENGLISH.plural
            filled = [_choose(filled, rule, rest[0])]
        filled[0].set_lineno(node.lineno)
        return filled[0]

    def _fill(self, text: str, values: dict[str, nodes.Expr], lineno: int) -> nodes.Expr:
        """Put values in the place of a text's placeholders."""
        pieces: list[nodes.Expr] = []
        for place, piece in enumerate(_PIECE.split(text)):
            if place % 2 == 0 or piece == "%%":
                pieces += [nodes.Const("%" if place % 2 else piece)] if piece else []
            elif piece[2:-2] in values:
                pieces.append(values[piece[2:-2]])
            else:
                self.fail(f"no value is given for {piece}", lineno)
        return nodes.Concat(pieces) if len(pieces) != 1 else pieces[0]


def _choose(forms: list[nodes.Expr], rule: str, count: nodes.Expr) -> nodes.Expr:
    """Write what chooses the form that a number wants by a rule, when the page is rendered."""
    plain = rule == ENGLISH.plural
    form = count if plain else _filter(count, "plural_form", nodes.Const(rule))
    chosen = forms[-1]
    for place in range(len(forms) - 2, -1, -1):
        test = nodes.Compare(form, [nodes.Operand("eq", nodes.Const(1 if plain else place))])
        chosen = nodes.CondExpr(test, forms[place], chosen)
    return chosen


def _filter(value: nodes.Expr, name: str, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(args), [], None, None)
