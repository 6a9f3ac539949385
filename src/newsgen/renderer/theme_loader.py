"""Where templates come from: texts of a theme, translated, put together and compiled, or code that is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, Template, TemplateNotFound, nodes
from jinja2 import Environment as JinjaEnvironment

from newsgen.renderer.compiled import Compiled
from newsgen.renderer.fold import fold
from newsgen.renderer.linking import linked
from newsgen.renderer.quick_code import QuickCode, page_code, quick_template
from newsgen.renderer.words import Words

_QUOTED = re.compile(r"""["']([^"'\n]+)["']""")
"""What may be the name of a template."""


class ThemeLoader(BaseLoader):
    """Hands out the texts of a theme."""

    def __init__(
        self,
        templates: Mapping[str, str],
        places: Mapping[str, str],
        words: Words,
        compiled: Compiled | None = None,
    ) -> None:
        """Keep the texts, the paths that stand in error messages, the words of the interface, and where code is kept."""
        self.templates = templates
        self.places = places
        self.words = words
        self.compiled = compiled
        self.trees: dict[str, nodes.Template] = {}

    def get_source(
        self, _environment: JinjaEnvironment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Find a template by name.

        Raises:
            TemplateNotFound: the theme has no such template.
        """
        if template not in self.templates:
            raise TemplateNotFound(template)
        return self.templates[template], self.places[template], lambda: True

    def load(
        self, environment: JinjaEnvironment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Compile a template whose words are translated."""
        place = self.get_source(environment, name)[1]

        def code() -> CodeType:
            return environment.compile(self.tree(environment, name), name, place)

        if environment.code_generator_class is not QuickCode:
            return environment.template_class.from_code(environment, code(), globals or {}, lambda: True)
        return quick_template(environment, self._code(name, "alone", code), place)

    def load_linked(self, environment: JinjaEnvironment, name: str) -> Template:
        """Compile a template with those that it extends; if that cannot be, alone."""
        place = self.get_source(environment, name)[1]
        named = self.named(name)

        def tree_of(one: str) -> nodes.Template:
            if one not in named:  # its name is put together when the template runs
                raise TemplateNotFound(one)
            if one not in self.trees:
                self.trees[one] = self.tree(environment, one)
            return self.trees[one]

        def code() -> CodeType:
            tree = linked(name, tree_of)
            if tree is None:
                return environment.compile(self.tree(environment, name), name, place)
            return page_code(environment, tree, name, place)

        return quick_template(environment, self._code(name, "linked", code), place)

    def tree(self, environment: JinjaEnvironment, name: str) -> nodes.Template:
        """Read a template and translate its words."""
        source, place, _ = self.get_source(environment, name)
        return fold(environment.parse(source, name, place), self.words)

    def _code(self, name: str, how: str, code: Callable[[], CodeType]) -> CodeType:
        """Take code from where it is kept, else make it; what a template takes from others is part of it."""
        if self.compiled is None:
            return code()
        named = self.named(name)
        made_of = tuple(text for one in named for text in (one, self.templates[one], self.places[one]))
        language, fingerprint = self.words.language, self.words.fingerprint
        return self.compiled.code(f"{name} {how}", language, (*made_of, fingerprint), code, named)

    def named(self, name: str) -> Sequence[str]:
        """A template and all that it names, and so on: its code may hold what these say."""
        found = [name]
        for one in found:
            quoted = _quoted(self.templates[one])
            found += [other for other in quoted if other in self.templates and other not in found]
        return found


@lru_cache(maxsize=256)
def _quoted(text: str) -> tuple[str, ...]:
    """What stands in quotes in a template."""
    return tuple(dict.fromkeys(_QUOTED.findall(text)))
