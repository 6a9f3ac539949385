"""Read a theme's templates and assets, with a fingerprint of them all.

A theme is the default theme; a folder of overrides replaces single files. Templates of the default theme are also
available as 'default/NAME', so that an override can extend the template that it replaces. Only
`newsgen.renderer.theme.render` imports Jinja, when a page is rendered.
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

from newsgen.errors import ContentError, Problem, make_outside_link_problem
from newsgen.files import leads_outside
from newsgen.renderer.locale.translations import (
    ENGLISH,
    Layers,
    Translations,
    check_catalogue_name,
    find_catalogue_mistakes,
    read_translations,
)
from newsgen.renderer.page import Blob
from newsgen.renderer.site import Site, make_site
from newsgen.settings.values import Settings

if TYPE_CHECKING:
    from newsgen.renderer.texts import ReadBody
    from newsgen.renderer.theme.render import Environment

ASSETS = "assets/"
LIST_PICTURES = "pictures.css"
"""Style sheet of pictures in lists; a site without such pictures does not have it."""
_DEFAULT = "default/"
_LOCALES = "locales/"


class Theme(msgspec.Struct, frozen=True):
    """All files of a theme by their name inside templates/, e.g. article.html or assets/site.css."""

    templates: dict[str, str]
    """Text of each template by name; templates of the default theme also as 'default/NAME'."""
    places: dict[str, str]
    """Path of each template for messages, as users see it."""
    files: dict[str, bytes]
    """Original bytes of each asset, by name without 'assets/'."""
    catalogues: Layers
    """Translations from locales/."""
    own: frozenset[str]
    """Names of the overrides; assets begin with 'assets/'."""
    folder: str
    """Folder of the overrides for messages, as users see it."""
    fingerprint: str
    """Hex digest of the names and bytes of all templates, assets and translations."""

    @property
    def published(self) -> dict[str, bytes]:
        """Bytes of each asset in the site, by name without 'assets/', in order of name."""
        return {name: _prepare_asset(name, data) for name, data in sorted(self.files.items())}

    @property
    def assets(self) -> Iterator[Blob]:
        """The files of assets/ in the site."""
        return (Blob(ASSETS + name, data) for name, data in self.published.items())

    @property
    def addresses(self) -> dict[str, str]:
        """Address of each asset by name; its version makes browsers fetch it again when its bytes change."""
        return {name: f"{ASSETS}{name}?v={_digest(data)[:8]}" for name, data in self.published.items()}

    def site(self, settings: Settings, name: str = "") -> Site:
        """Make `site` from the settings; `name` is the title if they have none."""
        return make_site(settings, self.words(settings.site.language), self.addresses, name)

    def words(self, language: str) -> Translations:
        """Read the translations into a language, or into the nearest language that has some."""
        return read_translations(language, self.catalogues)

    def find_faults(self, language: str) -> tuple[Problem, ...]:
        """Find mistakes in the translations into a language."""
        return find_catalogue_mistakes(language, self.catalogues)

    def environment(
        self, read: ReadBody, words: Translations = ENGLISH, cache: Path | None = None, engine: str = ""
    ) -> Environment:
        """Make the Jinja environment that renders this theme.

        With the user's cache folder, compiled templates are cached for this `engine`, the fingerprint of newsgen's code.
        """
        from newsgen.renderer.theme.render import TemplateCache, make_environment

        made_by = f"{engine}/{self.fingerprint}"  # the code of a template holds those that it extends
        compiled = TemplateCache.open(cache, made_by, words) if cache else None
        return make_environment(self.templates, self.places, read, words, compiled)


def open_theme(overrides: Path | None = None, root: Path | None = None) -> Theme:
    """Read the default theme and the archive's overrides; None or a missing folder means no overrides.

    Messages shorten paths by the archive's folder `root`; without it they say templates/.

    Raises:
        ContentError: a template is not UTF-8, a link out of the archive, or in the reserved folder default/.
    """
    base, folder = find_default_theme(), _folder_name(overrides, root)
    own: dict[str, bytes] = {}
    if overrides is not None and overrides.is_dir() and not overrides.samefile(base):
        own = _read_files(overrides, root)
    default = _read_files(base)
    problems: list[Problem] = []
    for name in sorted(own):
        if name.startswith(_DEFAULT):
            message = "the folder default/ is reserved for the default theme"
            problems.append(Problem(f"{folder}/{name}", 0, 0, message, "give the folder another name"))
        if name.encode("utf-8", "replace") != os.fsencode(name):
            shown = os.fsencode(name).decode("utf-8", "backslashreplace")
            problems.append(Problem(f"{folder}/{shown}", 0, 0, "the file's name is not UTF-8", "rename it"))
    layers = {_DEFAULT + name: data for name, data in default.items()} | default | own
    places = {
        name: f"{folder if name in own else 'newsgen/templates'}/{name.removeprefix(_DEFAULT)}"
        for name in layers
    }
    catalogues, wrong = _find_catalogues(layers, places)
    problems += wrong
    templates: dict[str, str] = {}
    for name, data in sorted(layers.items()):
        if not name.removeprefix(_DEFAULT).startswith((ASSETS, _LOCALES)):
            try:
                templates[name] = data.decode("utf-8-sig").replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                problems.append(
                    Problem(places[name], line, 0, "the template is not UTF-8", "save it as UTF-8")
                )
    if problems:
        raise ContentError(problems)
    files = {name.removeprefix(ASSETS): data for name, data in layers.items() if name.startswith(ASSETS)}
    seen = {name: places[name] for name in templates}
    listing = "".join(f"{name}\0{_digest(data)}\n" for name, data in sorted(layers.items()))
    fingerprint = _digest(listing.encode())
    return Theme(templates, seen, files, catalogues, frozenset(own), folder, fingerprint)


def find_default_theme() -> Path:
    """Find the default theme: newsgen/templates in an installed package, templates/ in a checkout."""
    package = Path(__file__).resolve().parents[2]
    shipped = package / "templates"
    return shipped if shipped.is_dir() else package.parents[1] / "templates"


def read_default_files() -> dict[str, bytes]:
    """Read all files of the default theme, by name inside templates/, e.g. article.html or assets/site.css."""
    return _read_files(find_default_theme())


def _folder_name(overrides: Path | None, root: Path | None) -> str:
    """Return the path of the archive's templates/ for messages."""
    if overrides is None or root is None:
        return "templates"
    return (overrides.relative_to(root) if overrides.is_relative_to(root) else overrides).as_posix()


def _read_files(folder: Path, root: Path | None = None) -> dict[str, bytes]:
    """Read all files below a folder, in order of name, without hidden and backup files; refuse links out of `root`."""
    found = {}
    links = [folder] if root and leads_outside(folder, root) else []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if path.is_file() and not hidden and not name.endswith(("~", ".bak", ".orig")):
            if root and path.is_symlink() and leads_outside(path, root):
                links.append(path)
            else:
                found[name] = path.read_bytes()
    if root and links:
        raise ContentError(make_outside_link_problem(path.relative_to(root).as_posix()) for path in links)
    return found


def _find_catalogues(layers: Mapping[str, bytes], places: Mapping[str, str]) -> tuple[Layers, list[Problem]]:
    """Find the translations by language, the default theme's first, and report files with a wrong name."""
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
    """Return the bytes of an asset in the site: style sheets are minified."""
    if not name.endswith(".css"):
        return data
    return minify_css(data.decode("utf-8-sig", "surrogateescape")).encode("utf-8", "surrogateescape")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


_TOKEN = re.compile(
    r"""(?=["'u/\s;}{,>:])(?:  # each token begins with one of these, so most characters are tested only once
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
    """Drop comments and needless white space from a style sheet.

    White space goes around braces, semicolons, commas and '>', and after colons; elsewhere it becomes one space, because
    it has a meaning before ':' in selectors and around '+', '-' and '*' in calc(). Strings and URLs do not change.

    Source: CSS Syntax Level 3 §4 (white space separates tokens, comments do not).
    """
    bare = _TOKEN.sub(_replace_token, css)
    return _TOKEN.sub(_replace_token, bare).strip() + "\n"


def _replace_token(match: re.Match[str]) -> str:
    return " " if match.lastgroup in _SPACED else match[match.lastindex or 0]
