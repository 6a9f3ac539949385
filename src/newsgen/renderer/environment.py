"""The door to jinja2: the environment in which templates run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, TypeVar

from jinja2 import Environment as JinjaEnvironment
from jinja2 import Template

from newsgen.errors import ContentError
from newsgen.model import Body
from newsgen.renderer.compiled import Compiled
from newsgen.renderer.filters import filters_of
from newsgen.renderer.quick_code import QuickCode
from newsgen.renderer.template_errors import FAILURES, Missing, Sources, blame
from newsgen.renderer.theme_loader import ThemeLoader
from newsgen.renderer.whole_files import writers_by_template
from newsgen.renderer.words import ENGLISH, Words

__all__ = ["FAILURES", "Environment", "blamed", "load_template", "make_environment"]


class Environment(JinjaEnvironment):
    """Where templates run, by quick code."""

    code_generator_class = QuickCode
    careful: JinjaEnvironment
    """Where they run by Jinja's code: what fails here is rendered again there, which tells whether it is a mistake."""
    compiled: dict[object, Template]
    """Templates by name."""
    linked: dict[str, Template]
    """Those of pages, with what they extend."""
    taken: dict[tuple[str, tuple[str, ...]], tuple[Any, ...]]
    """What templates take from others, by name and names."""
    doubtful: set[str]
    """Names of templates that failed here and not there: they are rendered there at once."""
    direct: dict[str, Callable[[Any, Any], bytes]]
    """What makes the bytes of a page of page and site, by its template, where that says nothing else."""
    html: Callable[[Body, str], str]
    """Gives the HTML of a body on a page that is so far away from the top of the site; see `filters.html_of`."""

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Take a template from the cache, else as Jinja does; a page asks for four."""
        return self.compiled.get(name) or self.compiled.setdefault(
            name, super().get_template(name, parent, globals)
        )

    def page_template(self, name: str) -> Template:
        """The template of a page, put together with those that it extends.

        Raises:
            TemplateError: it is not there, or wrong.
        """
        found = self.linked.get(name)
        if found is None:
            assert isinstance(self.loader, ThemeLoader)
            found = self.linked[name] = self.loader.load_linked(self, name)
        return found


def make_environment(
    templates: Mapping[str, str],
    places: Mapping[str, str],
    reader: Callable[[Body], str],
    words: Words = ENGLISH,
    compiled: Compiled | None = None,
) -> Environment:
    """Make an environment in which templates see `page`, `site` and pure filters, and nothing else.

    Quick code is taken from `compiled` where it is there.
    """
    environment = _set_up(Environment, ThemeLoader(templates, places, words, compiled))
    environment.careful = _set_up(JinjaEnvironment, ThemeLoader(templates, places, words))
    filters, writers, environment.html = filters_of(reader)
    environment.filters |= filters
    environment.careful.filters = environment.filters
    environment.doubtful = set()
    environment.compiled, environment.linked, environment.taken = {}, {}, {}
    environment.direct = writers_by_template(templates, writers)
    return environment


E = TypeVar("E", bound=JinjaEnvironment)


def _set_up(kind: type[E], loader: ThemeLoader) -> E:
    environment = kind(
        loader=loader,
        autoescape=_escapes,
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals.clear()
    for impure in ("random", "pprint", "xmlattr"):
        del environment.filters[impure]
    return environment


def _escapes(name: str | None) -> bool:
    """Escape everything but plain text such as robots.txt."""
    return name is None or not name.endswith(".txt")


def load_template(environment: JinjaEnvironment, name: str, what: str = "") -> Template:
    """Compile a template, or take it from the cache.

    Raises:
        ContentError: the template is missing, or its syntax is wrong; `what` is put behind the message.
    """
    try:
        return environment.get_template(name)
    except FAILURES as error:
        raise blamed(environment, error, name, what) from error


def blamed(environment: JinjaEnvironment, error: Exception, name: str, what: str = "") -> ContentError:
    """Turn whatever a template raised into an error that says where and what is wrong; see `template_errors.blame`."""
    loader = environment.loader
    assert isinstance(loader, ThemeLoader)
    sources = Sources(loader.templates, loader.places, environment.filters, environment.tests)
    return blame(sources, error, name, what)
