"""Translation when a template is compiled: a page costs no more in Arabic than in English.

`_("…")` and the other functions of gettext are replaced in the syntax tree by the translation: a constant where there
is nothing to fill in, else a chain of constants and values. Both are escaped like all else, so no translation can bring
in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from newsgen.renderer.words.words import CONTEXT, ENGLISH, Words

Fail = Callable[[str, int], NoReturn]
"""Raises a TemplateSyntaxError with a message and a line."""

_TEXTS = {"_": 1, "gettext": 1, "pgettext": 2, "ngettext": 2, "npgettext": 3}
"""How many texts in quotes each function begins with."""
_PIECE = re.compile(r"(%\(\w+\)s|%%)")


def fold(tree: nodes.Template, words: Words, fail: Fail) -> nodes.Template:
    """Translate a template's syntax tree in place.

    Raises:
        TemplateSyntaxError: a function of gettext is not called as docs/languages.md says.
    """
    _Folder(words, fail).visit(tree)
    assert tree.environment is not None
    tree.set_environment(tree.environment)
    return tree


class _Folder(NodeTransformer):
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
