"""Where templates and assets are, and the fingerprint of them all.

A theme is the default theme with a folder of overrides laid over it, file by file. A template of the default
theme stays in reach under 'default/', so that an override may extend what it replaces. Jinja itself stands
behind `newsgen.renderer.theme.render` and is imported only when something is rendered.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.renderer.page import Blob
from newsgen.renderer.site import Site, make_site
from newsgen.renderer.words.words import ENGLISH, Layers, Words, check_catalogue_name, find_faults, read_words
from newsgen.settings.values import Settings

if TYPE_CHECKING:
    from newsgen.renderer.texts import ReadBody
    from newsgen.renderer.theme.render import Environment

_ASSETS = "assets/"
_DEFAULT = "default/"
_LOCALES = "locales/"


class Theme(msgspec.Struct, frozen=True):
    """All files of a theme by their name inside templates/, e.g. article.html or assets/site.css."""

    templates: dict[str, str]
    """Text of each template by name; those of the default theme a second time under 'default/'."""
    places: dict[str, str]
    """Path of each template as a user would look for it, for messages."""
    files: dict[str, bytes]
    """Bytes of each asset as its author wrote it, by name without 'assets/'."""
    catalogues: Layers
    """The translations under locales/."""
    own: frozenset[str]
    """Names of the archive's own files, assets with 'assets/' before them."""
    folder: str
    """The folder of these as a user would look for it, for messages."""
    fingerprint: str
    """Hex digest over the names and bytes of all templates, assets and translations."""

    @property
    def sent(self) -> dict[str, bytes]:
        """Bytes of each asset as the site holds it, by name without 'assets/', in order of name."""
        return {name: _prepare_asset(name, data) for name, data in sorted(self.files.items())}

    @property
    def assets(self) -> Iterator[Blob]:
        """The files under assets/ as they stand in the site."""
        return (Blob(_ASSETS + name, data) for name, data in self.sent.items())

    @property
    def addresses(self) -> dict[str, str]:
        """Address of each asset by name; a version makes browsers fetch it anew when its bytes change."""
        return {name: f"{_ASSETS}{name}?v={_digest(data)[:8]}" for name, data in self.sent.items()}

    def site(self, settings: Settings, name: str = "") -> Site:
        """Collect what templates see of the settings; `name` is the title if none is set."""
        return make_site(settings, self.words(settings.site.language), self.addresses, name)

    def words(self, language: str) -> Words:
        """Read the words of the interface in a language, or as near to it as there are."""
        return read_words(language, self.catalogues)

    def faults(self, language: str) -> tuple[Problem, ...]:
        """Find what is wrong with the translations into a language."""
        return find_faults(language, self.catalogues)

    def environment(
        self, read: ReadBody, words: Words = ENGLISH, cache: Path | None = None, engine: str = ""
    ) -> Environment:
        """Make the Jinja environment that renders this theme.

        Args:
            read: reads a body's Markdown.
            words: of the interface.
            cache: the user's cache folder; None to compile all templates anew.
            engine: stands for the version of newsgen that compiles.
        """
        from newsgen.renderer.theme.render import TemplateCache, make_environment

        made_by = f"{engine}/{self.fingerprint}"  # the code of a template holds those that it extends
        compiled = TemplateCache.open(cache, made_by, words) if cache else None
        return make_environment(self.templates, self.places, read, words, compiled)


def open_theme(overrides: Path | None = None, root: Path | None = None) -> Theme:
    """Read the default theme and the archive's own templates over it.

    Args:
        overrides: The archive's templates/; None or a folder that does not exist means the default theme alone.
        root: The archive, in which messages show where templates are; without it they show the usual name.

    Raises:
        ContentError: a template is not UTF-8, or an override stands under the reserved name default/.
    """
    base, folder = default_folder(), _folder_name(overrides, root)
    own: dict[str, bytes] = {}
    if overrides is not None and overrides.is_dir() and not overrides.samefile(base):
        own = _read_files(overrides)
    default = _read_files(base)
    problems = [_reserved(folder, name) for name in sorted(own) if name.startswith(_DEFAULT)]
    problems += [
        _unreadable(folder, name) for name in own if name.encode("utf-8", "replace") != os.fsencode(name)
    ]
    layers = {_DEFAULT + name: data for name, data in default.items()} | default | own
    places = {
        name: f"{folder if name in own else 'newsgen/templates'}/{name.removeprefix(_DEFAULT)}"
        for name in layers
    }
    catalogues, wrong = _find_catalogues(layers, places)
    problems += wrong
    templates: dict[str, str] = {}
    for name, data in sorted(layers.items()):
        if not name.removeprefix(_DEFAULT).startswith((_ASSETS, _LOCALES)):
            try:
                templates[name] = data.decode("utf-8-sig").replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                problems.append(
                    Problem(places[name], line, 0, "the template is not UTF-8", "save it as UTF-8")
                )
    if problems:
        raise ContentError(problems)
    files = {name.removeprefix(_ASSETS): data for name, data in layers.items() if name.startswith(_ASSETS)}
    seen = {name: places[name] for name in templates}
    return Theme(templates, seen, files, catalogues, frozenset(own), folder, _fingerprint(layers))


def default_folder() -> Path:
    """Find the default theme: newsgen/templates in an installed package, templates/ beside src/ in a checkout."""
    package = Path(__file__).resolve().parents[2]
    shipped = package / "templates"
    return shipped if shipped.is_dir() else package.parents[1] / "templates"


def _folder_name(overrides: Path | None, root: Path | None) -> str:
    """Name the archive's own templates/ as a user would look for it."""
    if overrides is None or root is None:
        return "templates"
    return (overrides.relative_to(root) if overrides.is_relative_to(root) else overrides).as_posix()


def _read_files(folder: Path) -> dict[str, bytes]:
    """Read all files below a folder, in order of name, without those that editors and systems leave behind."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/")) or name.endswith(
            ("~", ".bak", ".orig")
        )
        if path.is_file() and not hidden:
            found[name] = path.read_bytes()
    return found


def _find_catalogues(layers: Mapping[str, bytes], places: Mapping[str, str]) -> tuple[Layers, list[Problem]]:
    """Find the translations by language, those of the default theme first, and the files whose name is wrong."""
    found: dict[str, dict[str, bytes]] = {}
    problems: list[Problem] = []
    for name in sorted(layers, key=lambda name: not name.startswith(_DEFAULT)):
        folder, _, file = name.removeprefix(_DEFAULT).rpartition("/")
        if f"{folder}/" == _LOCALES and file.endswith(".po"):
            language, place = file.removesuffix(".po"), places[name]
            problems += filter(None, [check_catalogue_name(place, language)])
            found.setdefault(language.replace("-", "_"), {})[place] = layers[name]
    return {language: tuple(own.items()) for language, own in sorted(found.items())}, problems


def _prepare_asset(name: str, data: bytes) -> bytes:
    """Give an asset as the site holds it: style sheets are minified."""
    return (
        minify_css(data.decode("utf-8-sig", "surrogateescape")).encode("utf-8", "surrogateescape")
        if name.endswith(".css")
        else data
    )


def _reserved(folder: str, name: str) -> Problem:
    message = "the folder default/ stands for the default theme"
    return Problem(f"{folder}/{name}", 0, 0, message, "give the folder another name")


def _unreadable(folder: str, name: str) -> Problem:
    shown = os.fsencode(name).decode("utf-8", "backslashreplace")
    return Problem(f"{folder}/{shown}", 0, 0, "the file's name is not UTF-8", "rename it")


def _fingerprint(files: Mapping[str, bytes]) -> str:
    return _digest("".join(f"{name}\0{_digest(data)}\n" for name, data in sorted(files.items())).encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


_TOKEN = re.compile(
    r"""(?=["'u/\s;}{,>:])(?:  # one of these begins each token, so most characters need one look and not six
      (?P<kept>"(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | url\([^)"']*\))
    | (?P<comment>/\*.*?\*/)
    | \s*;?\s*(?P<close>\})\s*
    | \s*(?P<mark>[{;,>])\s*
    | (?P<colon>:)\s+
    | (?P<space>\s+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_SPACED = frozenset({"comment", "space"})


@lru_cache(maxsize=64)
def minify_css(css: str) -> str:
    """Drop comments, and white space around braces, semicolons, commas and '>', and after colons; join other runs to one.

    Strings and unquoted URLs stay as they are; so does the space before ':' and around '+', '-' and '*', which can carry
    meaning in selectors and in calc().

    Source: CSS Syntax Level 3 §4 (comments part tokens as nothing does, white space parts them).
    """
    bare = _TOKEN.sub(_replace_token, css)
    return _TOKEN.sub(_replace_token, bare).strip() + "\n"


def _replace_token(match: re.Match[str]) -> str:
    return " " if match.lastgroup in _SPACED else match[match.lastindex or 0]
