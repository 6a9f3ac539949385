"""Translation when a template is compiled: a page costs no more in Arabic than in English.

`_("…")` and its kin are replaced in the syntax tree by the translation: a constant where there is nothing to fill
in, else a chain of constants and values. Both are escaped like all else, so no translation can bring in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.visitor import NodeTransformer

from newsgen.renderer.words import CONTEXT, ENGLISH, Words

_TEXTS = {"_": 1, "gettext": 1, "pgettext": 2, "ngettext": 2, "npgettext": 3}
"""How many texts in quotes each function begins with."""
_PIECE = re.compile(r"(%\(\w+\)s|%%)")


def fold(tree: nodes.Template, words: Words) -> nodes.Template:
    """Translate a template's syntax tree in place.

    Raises:
        TemplateSyntaxError: a function of gettext is not called as docs/languages.md says.
    """
    _Folder(words).visit(tree)
    assert tree.environment is not None
    tree.set_environment(tree.environment)
    return tree


class _Folder(NodeTransformer):
    def __init__(self, words: Words) -> None:
        self.words = words

    def visit_Output(self, node: nodes.Output) -> list[nodes.Stmt]:  # noqa: N802 - the visitor's protocol
        """Spread a translation over the output, where its constants melt into the text around it."""
        self.generic_visit(node)
        return _spread(node.nodes, node.lineno)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """Replace a call of gettext."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in _TEXTS:
            return node
        name, lineno = node.node.name, node.lineno
        texts = [arg.value for arg in node.args[: _TEXTS[name]] if isinstance(arg, nodes.Const)]
        rest = node.args[_TEXTS[name] :]
        plural = name.startswith("n")
        if len(texts) < _TEXTS[name] or len(rest) != plural or node.dyn_args or node.dyn_kwargs:
            wanted = "texts in quotes" + (", then one number" if plural else "")
            raise TemplateSyntaxError(f"{name}() wants {wanted} and named values", lineno)
        values: dict[str, nodes.Expr] = {pair.key: pair.value for pair in node.kwargs}
        english = texts[1:] if "p" in name.partition("gettext")[0] else texts
        key = texts[0] + CONTEXT + texts[1] if english is not texts else texts[0]
        forms = self.words.forms(key, *english)
        if not plural:
            return _filled(forms[0], values, lineno)
        values["num"] = _filter(rest[0], "number", nodes.Const(self.words.language))
        rule = self.words.plural if key in self.words.messages else ENGLISH.plural
        return _chosen(forms, rule, rest[0], values, lineno)


def _spread(shown: Iterable[nodes.Expr], lineno: int) -> list[nodes.Stmt]:
    """Values in a row as what shows them; of two translations, one is shown, and needs not be put together first."""
    made: list[nodes.Stmt] = []
    for child in shown:
        if isinstance(child, nodes.CondExpr) and child.expr2 and _in_pieces(child):
            ways = [_spread([way], lineno) for way in (child.expr1, child.expr2)]
            made.append(nodes.If(child.test, ways[0], [], ways[1], lineno=child.lineno))
            continue
        pieces = child.nodes if isinstance(child, nodes.Concat) else [child]
        if made and isinstance(made[-1], nodes.Output):
            made[-1].nodes += pieces
        else:
            made.append(nodes.Output([*pieces], lineno=lineno))
    return made


def _in_pieces(child: nodes.CondExpr) -> bool:
    return any(isinstance(way, nodes.Concat | nodes.CondExpr) for way in (child.expr1, child.expr2))


def _chosen(
    forms: tuple[str, ...], rule: str, count: nodes.Expr, values: dict[str, nodes.Expr], lineno: int
) -> nodes.Expr:
    """The form that a number wants by a rule, decided when the page is rendered."""
    plain = rule == ENGLISH.plural
    form = count if plain else _filter(count, "plural_form", nodes.Const(rule))
    chosen = _filled(forms[-1], values, lineno)
    for place in range(len(forms) - 2, -1, -1):
        test = nodes.Compare(form, [nodes.Operand("eq", nodes.Const(1 if plain else place))])
        chosen = nodes.CondExpr(test, _filled(forms[place], values, lineno), chosen)
    chosen.set_lineno(lineno, override=True)
    return chosen


def _filter(value: nodes.Expr, name: str, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(args), [], None, None)


def _filled(text: str, values: dict[str, nodes.Expr], lineno: int) -> nodes.Expr:
    """A text with values in the place of its placeholders."""
    pieces: list[nodes.Expr] = []
    for place, piece in enumerate(_PIECE.split(text)):
        if place % 2 == 0 or piece == "%%":
            pieces += [nodes.Const("%" if place % 2 else piece)] if piece else []
            continue
        name = piece[2:-2]
        if name not in values:
            raise TemplateSyntaxError(f"no value is given for {piece}", lineno)
        pieces.append(values[name])
    filled = nodes.Concat(pieces) if len(pieces) != 1 else pieces[0]
    filled.set_lineno(lineno)
    return filled
