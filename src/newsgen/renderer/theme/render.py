"""Page → bytes: make the Jinja environment, render templates, encode their text."""

from __future__ import annotations

import os
import pickle
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import repeat
from operator import contains
from pathlib import Path
from typing import Any

from jinja2 import Environment as JinjaEnvironment
from jinja2 import FileSystemBytecodeCache, FunctionLoader
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator

from newsgen.errors import ContentError
from newsgen.renderer.locale.translations import ENGLISH, Translations
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site
from newsgen.renderer.texts import BodyRenderer, ReadBody
from newsgen.renderer.theme.code import FastCodeGenerator, TranslatingCodeGenerator
from newsgen.renderer.theme.errors import FAILURES, MissingValue, TemplateSources, explain_error
from newsgen.renderer.theme.filters import make_filters
from newsgen.settings.values import is_omitted, make_omitted_pattern

_READ_ERRORS = (
    OSError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    AttributeError,
    ImportError,
    pickle.PickleError,
)
"""Errors of reading a damaged file."""


class TemplateCache(FileSystemBytecodeCache):
    """Compiled templates in the user's cache folder; never in an archive's folder, because they are executed."""

    def __init__(self, folder: Path, engine: str, words: Translations) -> None:
        """Use one file for each template, path and language; code of another engine or catalogue is not used."""
        super().__init__(str(folder), "%s")
        self._language = words.language
        self._made_by = f"{engine}/{words.fingerprint}/"

    @classmethod
    def open(cls, cache: Path, engine: str, words: Translations) -> TemplateCache | None:
        """Open the cache in the user's cache folder; None if it is not writable, or is writable for other users."""
        folder = cache / "templates"
        return (
            cls(folder, engine, words)
            if _make_private_folder(cache) and _make_private_folder(folder)
            else None
        )

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the file name of a compiled template."""
        return super().get_cache_key(f"{self._language}/{name}", filename)

    def get_source_checksum(self, source: str) -> str:
        """Hash all that the compiled code depends on."""
        return super().get_source_checksum(self._made_by + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template; a damaged file is ignored and later overwritten."""
        with suppress(*_READ_ERRORS):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a compiled template; a failure, such as a full disk, is ignored."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _make_private_folder(folder: Path) -> bool:
    """Make a folder for this user only; return whether only this user can write to it."""
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode) or not os.access(folder, os.W_OK):
        return False
    if not hasattr(os, "getuid"):  # on Windows the folders of users are private
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


class Environment(JinjaEnvironment):
    """A Jinja environment that compiles templates to faster code; see `newsgen.renderer.theme.code`."""

    code_generator_class: type[CodeGenerator] = FastCodeGenerator
    words: Translations
    """Translations that are compiled into templates."""
    sources: TemplateSources
    """The templates, for error messages."""
    texts: BodyRenderer
    """Renders bodies."""
    fallback: Environment
    """The same with Jinja's own code generator, which renders pages again that fail with the faster code."""
    failing: set[str]
    """Names of templates that fail with the faster code only: their pages use `fallback` at once."""


def make_environment(
    templates: Mapping[str, str],
    places: Mapping[str, str],
    read: ReadBody,
    words: Translations = ENGLISH,
    cache: TemplateCache | None = None,
) -> Environment:
    """Make an environment in which templates see only `page`, `site` and pure filters.

    Args:
        templates: text of each template by name.
        places: path of each template for messages.
        read: reads a body's Markdown.
        words: translations of the interface.
        cache: the cache of compiled templates; None for none.
    """

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (templates[name], places[name], lambda: True) if name in templates else None

    environment = Environment(
        loader=FunctionLoader(load),
        autoescape=_is_escaped,
        undefined=MissingValue,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=cache,
    )
    environment.globals.clear()
    for impure in ("random", "pprint", "xmlattr"):
        del environment.filters[impure]
    environment.texts = BodyRenderer(read)
    environment.filters |= make_filters(environment.texts)
    environment.words = words
    environment.sources = TemplateSources(templates, places, environment.filters, environment.tests)
    environment.failing = set()
    environment.fallback = environment.overlay(bytecode_cache=None)
    environment.fallback.code_generator_class = TranslatingCodeGenerator
    return environment


def _is_escaped(name: str | None) -> bool:
    """Return whether to escape values: everywhere except in plain text such as robots.txt."""
    return name is None or not name.endswith(".txt")


def render_page(page: Page, environment: Environment, site: Site) -> bytes:
    """Render one page as UTF-8 with '\\n' line ends and one at the end.

    Raises:
        ContentError: the template failed, or the article's text changed during the build.
    """
    view = page.view
    if page.write is not None:
        return _clean(page.write(view, site, environment.texts))
    if page.template in environment.failing:
        text = _render_by_fallback(page, view, environment, site)
    else:
        try:
            text = environment.get_template(page.template).render(page=view, site=site)
        except FAILURES:
            text = _render_by_fallback(page, view, environment, site)
            environment.failing.add(page.template)
    return clean_and_encode_page(remove_links_to_omitted(text, view.root, site.omit) if site.omit else text)


def render_bodies_ahead(pages: Iterable[Page], environment: Environment) -> None:
    """Render bodies into the cache of `BodyRenderer` before their pages; errors appear when the page is rendered."""
    for page in pages:
        if page.template == "article.html":
            with suppress(ContentError, *FAILURES):
                view = page.view
                if not view.withdrawn:
                    environment.texts.render_html(view.body, view.root)


def _render_by_fallback(page: Page, view: Any, environment: Environment, site: Site) -> str:
    """Render a page with Jinja's own code.

    Raises:
        ContentError: the template is missing or wrong.
    """
    try:
        return environment.fallback.get_template(page.template).render(page=view, site=site)
    except FAILURES as error:
        body = getattr(view, "body", None)
        what = f" (while rendering {page.path}{f' from {body.path}' if body else ''})"
        raise explain_error(environment.sources, error, page.template, what) from error


_TO_SPACE = str.maketrans(dict.fromkeys("\v\f\r\x1c\x1d\x1e\x1f\x85", " "))
_FORBIDDEN = f"[\x00-\x08\x0e-\x1b\x7f-\x9f\ufdd0-\ufdef{''.join(chr(p << 16 | e) for p in range(17) for e in (0xFFFE, 0xFFFF))}]"
"""A pattern of all forbidden characters; it is compiled only if a page has one."""
_CONTROLS = (*range(9), *range(11, 32), 127)
_FORBIDDEN_BYTES = tuple(
    (pattern[0], re.compile(pattern, re.DOTALL))
    for pattern in (
        b"\xc2[\x80-\x9f]",
        b"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])",
        *(bytes([lead]) + b"[\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]" for lead in range(0xF0, 0xF5)),
    )
)
"""First byte and pattern of the forbidden characters outside ASCII, in UTF-8."""


def clean_and_encode_page(text: str) -> bytes:
    """Encode a page without the characters that HTML and XML forbid; forbidden line ends become spaces.

    Source: XML 1.0 §2.2 (Char); HTML §13.2.3.5 (noncharacters and controls).
    """
    return _clean(text.encode("utf-8", "ignore"))


def _clean(data: bytes) -> bytes:
    """Drop forbidden characters and end with '\\n'; a search for bytes is ten times as fast as one for characters."""
    if any(map(contains, repeat(data), _CONTROLS)) or any(
        lead in data and pattern.search(data) for lead, pattern in _FORBIDDEN_BYTES
    ):
        data = re.sub(_FORBIDDEN, "", data.decode().translate(_TO_SPACE)).encode()
    return data if data.endswith(b"\n") else data + b"\n"


_LINK = re.compile(
    r'<a\b([^<>]*?) href="([^"]*)"([^<>]*)>(.*?)</a>|<link\b[^<>]*? href="([^"]*)"[^<>]*>\n?', re.DOTALL
)
_KEPT = re.compile(r' (?:class|lang|dir)="[^"]*"')


def remove_links_to_omitted(text: str, root: str, omit: tuple[str, ...]) -> str:
    """Remove the links to omitted pages from a page of HTML or XML; their texts stay.

    Args:
        text: the page.
        root: relative path from the page to the top of the site; each link begins with it.
        omit: names from `OMISSIBLE`.
    """
    if not _compile_links_to_omitted(root, omit).search(text):
        return text

    def replace(match: re.Match[str]) -> str:
        before, href, after, inner, relation = match.groups()
        target = (href if relation is None else relation).partition("#")[0]
        if not target.startswith(root) or not is_omitted(target.removeprefix(root), omit):
            return match[0]
        attributes = "".join(_KEPT.findall(f"{before or ''}{after or ''}"))
        return f"<span{attributes}>{inner}</span>" if attributes else inner or ""

    return _LINK.sub(replace, text)


@lru_cache(maxsize=64)
def _compile_links_to_omitted(root: str, omit: tuple[str, ...]) -> re.Pattern[str]:
    """Compile a pattern of attributes with the address of an omitted page; most pages have none."""
    omitted = make_omitted_pattern(omit).replace(".*", '[^"#]*')
    return re.compile(rf'"{re.escape(root)}(?:{omitted})["#]')
