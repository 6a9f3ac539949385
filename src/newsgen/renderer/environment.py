"""The environment of Jinja in which templates run."""

from __future__ import annotations

import os
import pickle
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from jinja2 import Environment as JinjaEnvironment
from jinja2 import FileSystemBytecodeCache, FunctionLoader
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator

from newsgen.renderer.filters import filters_of
from newsgen.renderer.quick_code import QuickCode, TranslatedCode
from newsgen.renderer.template_errors import Missing, Sources
from newsgen.renderer.texts import ReadBody, Texts
from newsgen.renderer.words.words import ENGLISH, Words


class TemplateCache(FileSystemBytecodeCache):
    """Compiled templates in a folder of the user's: code that runs, so it is never taken from an archive's folder."""

    def __init__(self, folder: Path, engine: str, words: Words) -> None:
        """Keep one file for each template, place and language; it holds code of one engine and one catalogue."""
        super().__init__(str(folder), "%s")
        self._language = words.language
        self._made_by = f"{engine}/{words.fingerprint}/"

    @classmethod
    def open(cls, cache: Path, engine: str, words: Words) -> TemplateCache | None:
        """Open the cache in the user's cache folder; None if it cannot be written, or others could write into it."""
        folder = cache / "templates"
        return cls(folder, engine, words) if _is_own(cache) and _is_own(folder) else None

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Name the file of a template."""
        return super().get_cache_key(f"{self._language}/{name}", filename)

    def get_source_checksum(self, source: str) -> str:
        """Hash all that the code is made of."""
        return super().get_source_checksum(self._made_by + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a file; one that is damaged is ignored, and written anew."""
        with suppress(*_DAMAGES):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a file; the build goes on without if the disk is full."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


_DAMAGES = (
    OSError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    AttributeError,
    ImportError,
    pickle.PickleError,
)
"""What reading a damaged file can raise."""


def _is_own(folder: Path) -> bool:
    """Make a folder for this user alone; tell whether only this user can write there."""
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
    """Compiles templates to quicker code; see `newsgen.renderer.quick_code`."""

    code_generator_class: type[CodeGenerator] = QuickCode
    words: Words
    """Those of the interface, into which templates are translated."""
    sources: Sources
    """What error messages are made of."""
    texts: Texts
    """Those of the articles."""
    careful: Environment
    """The same with Jinja's own code: what fails here is rendered again there, which tells whether it is a mistake."""
    doubtful: set[str]
    """Names of templates that failed here and not there: their pages are rendered there at once."""


def make_environment(
    templates: Mapping[str, str],
    places: Mapping[str, str],
    read: ReadBody,
    words: Words = ENGLISH,
    cache: TemplateCache | None = None,
) -> Environment:
    """Make an environment in which templates see `page`, `site` and pure filters, and nothing else.

    Args:
        templates: text of each template by name.
        places: path of each template for messages.
        read: reads a body's Markdown.
        words: of the interface.
        cache: of compiled templates; None to compile all anew.
    """

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (templates[name], places[name], lambda: True) if name in templates else None

    environment = Environment(
        loader=FunctionLoader(load),
        autoescape=_is_escaped,
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=cache,
    )
    environment.globals.clear()
    for impure in ("random", "pprint", "xmlattr"):
        del environment.filters[impure]
    environment.texts = Texts(read)
    environment.filters |= filters_of(environment.texts)
    environment.words = words
    environment.sources = Sources(templates, places, environment.filters, environment.tests)
    environment.doubtful = set()
    environment.careful = environment.overlay(bytecode_cache=None)
    environment.careful.code_generator_class = TranslatedCode
    return environment


def _is_escaped(name: str | None) -> bool:
    """Escape everything but plain text such as robots.txt."""
    return name is None or not name.endswith(".txt")
