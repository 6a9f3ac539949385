"""The door to jinja2: the environment, its filters, and errors that name template and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from types import TracebackType
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound
from jinja2.exceptions import TemplateError, TemplateSyntaxError, UndefinedError
from markupsafe import Markup

from newsgen.errors import ContentError, Problem
from newsgen.markdown import to_html, with_anchors
from newsgen.model import Body
from newsgen.renderer import charts, cite, coast, dates, linked_data, rows
from newsgen.renderer.data import lines_of
from newsgen.renderer.fold import fold
from newsgen.renderer.json_feed import json_feed_of
from newsgen.renderer.json_text import json_text, script_hash
from newsgen.renderer.words import ENGLISH, Words, plural_form

__all__ = ["FAILURES", "Environment", "blame", "load_template", "make_environment"]

FAILURES = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a mistake in a template can raise."""


class ThemeLoader(BaseLoader):
    """Hands out the texts of a theme."""

    def __init__(self, templates: Mapping[str, str], places: Mapping[str, str], words: Words) -> None:
        """Keep the texts, the paths that stand in error messages, and the words of the interface."""
        self.templates = templates
        self.places = places
        self.words = words

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Find a template by name.

        Raises:
            TemplateNotFound: the theme has no such template.
        """
        if template not in self.templates:
            raise TemplateNotFound(template)
        return self.templates[template], self.places[template], lambda: True

    def load(
        self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Compile a template whose words are translated."""
        source, place, fresh = self.get_source(environment, name)
        tree = fold(environment.parse(source, name, place), self.words)
        code = environment.compile(tree, name, place)
        return environment.template_class.from_code(environment, code, globals or {}, fresh)


def make_environment(
    templates: Mapping[str, str],
    places: Mapping[str, str],
    reader: Callable[[Body], str],
    words: Words = ENGLISH,
) -> Environment:
    """Make an environment in which templates see `page`, `site` and pure filters, and nothing else."""
    environment = Environment(
        loader=ThemeLoader(templates, places, words),
        autoescape=_escapes,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals.clear()
    for impure in ("random", "pprint", "xmlattr"):
        del environment.filters[impure]
    markdown = html_of(reader)
    environment.filters |= {
        "long_date": dates.long_date,
        "medium_date": dates.medium_date,
        "short_date": dates.short_date,
        "month_day": dates.month_day,
        "weekday": dates.weekday,
        "month_name": dates.month_name,
        "number": dates.number,
        "percent": dates.percent,
        "plural_form": plural_form,
        "listed": rows.listed,
        "joint": rows.joint,
        "bars": charts.bars,
        "tint": charts.tint,
        "coast": coast.coast,
        "linked_data": linked_data.linked_data,
        "machine_date": linked_data.when,
        "licence_url": linked_data.licence_url,
        "json": json_text,
        "script_hash": script_hash,
        "citation": cite.citation,
        "bibtex": cite.bibtex,
        "ris": cite.ris,
        "markdown": markdown,
        "json_lines": lines_of(reader),
        "json_feed": json_feed_of(markdown),
    }
    return environment


def _escapes(name: str | None) -> bool:
    """Escape everything but plain text such as robots.txt."""
    return name is None or not name.endswith(".txt")


def html_of(reader: Callable[[Body], str]) -> Callable[..., Markup]:
    """Make the filter `markdown`: Body → HTML, with `anchors` on its paragraphs if wanted.

    The last 256 are kept, for feeds repeat what pages show.
    """

    @lru_cache(maxsize=256)
    def html(body: Body) -> str:
        return to_html(reader(body))

    def markdown(body: Body, anchors: bool = False) -> Markup:
        return Markup(with_anchors(html(body)) if anchors else html(body))  # safe: to_html shows no raw HTML

    return markdown


def load_template(environment: Environment, name: str) -> Template:
    """Compile a template, or take it from the cache.

    Raises:
        ContentError: the template is missing, or its syntax is wrong.
    """
    try:
        return environment.get_template(name)
    except TemplateError as error:
        raise blame(environment, error, name, "") from error


def blame(environment: Environment, error: Exception, template: str, what: str) -> ContentError:
    """Turn whatever a template raised into an error that names the template, the line and what was being made."""
    file, line = _place(environment, error, template)
    message = str(error) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        message = f"there is no template {error.name}"
    elif not isinstance(error, TemplateError):
        message = f"{type(error).__name__}: {message}"
    expected = (
        "templates see `page` and `site` only, see docs/theming.md"
        if isinstance(error, UndefinedError)
        else ""
    )
    return ContentError(Problem(file, line, 0, f"{message}{what}", expected, "template"))


def _place(environment: Environment, error: Exception, template: str) -> tuple[str, int]:
    """The innermost line of a template on the error's way."""
    loader = environment.loader
    assert isinstance(loader, ThemeLoader)
    if isinstance(error, TemplateSyntaxError):
        return error.filename or loader.places.get(error.name or "", template), error.lineno
    found = loader.places.get(template, template), 0
    known = frozenset(loader.places.values())
    step: TracebackType | None = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename in known:
            found = step.tb_frame.f_code.co_filename, step.tb_lineno
        step = step.tb_next
    return found
