"""An archive on disk: its root, its settings, newsgen.lock, names.toml and places.toml."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import posixpath
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from newsgen.errors import ContentError, Problem, RefusedError, SettingsError, make_outside_link_problem
from newsgen.files import leads_outside, write_atomically
from newsgen.gazetteer import Coordinates, read_places_toml
from newsgen.lockfile import NAME, Lock, format_lock, parse_lockfile
from newsgen.record.store import scan_files
from newsgen.settings.file import read_settings
from newsgen.settings.values import CHECKS, PathSettings, Settings, SiteSettings

if TYPE_CHECKING:
    from newsgen.loader.names.aliases import Aliases

SETTINGS = "newsgen.toml"
LIBRARIES = ("jinja2", "markdown_it", "mdit_py_plugins", "babel", "msgspec", "pagefind")
"""Libraries whose version can change the bytes of the site."""
_WHOLE = frozenset({"stage", "spare", "search"})
"""Folders in .newsgen/ with whole sites, in which builds follow no links."""
_FLAGS = {"url": "site-url"}
_AUTHOR_FILE = re.compile(
    r"(?:.*/)?(?:_?data/(?:authors|people)\.(?:ya?ml|toml|json)|authors\.(?:ya?ml|toml|json)"
    r"|_?data/(?:authors|people)/[^/]+\.(?:ya?ml|toml|json)|_?authors/[^/]+(?:/_?index)?\.(?:md|markdown))"
)
"""Data files with the names of authors: of Jekyll, Eleventy and Hexo, of Docusaurus, of Hugo; pages of authors."""


class Project(msgspec.Struct, frozen=True):
    """An archive on disk."""

    root: Path
    """Absolute; all paths of the settings are relative to it."""
    settings: Settings
    file: str = ""
    """Name of the settings file in `root`; '' if there is none."""
    home: str = ""
    """URL of the published site in the settings file; a preview has no URL in `settings`, and --site-url another."""
    has_own_theme: bool = True
    """False leaves the archive's own templates out."""
    scratch: Path | None = None
    """Temporary folder in place of .newsgen/, for a run that must not write into the archive."""

    def folder(self, path: str) -> Path:
        """Resolve a path of the settings."""
        return self.root / path

    @property
    def templates(self) -> Path | None:
        """Folder of the archive's own templates, which are code; None if only the default theme is used."""
        return self.root / self.settings.paths.templates if self.has_own_theme else None

    @property
    def output(self) -> Path:
        """Folder of the built site."""
        return self.root / self.settings.paths.output

    @property
    def work(self) -> Path:
        """newsgen's working folder: caches, state, conflicts."""
        return self.scratch or self.root / ".newsgen"


def open_project(start: Path, file: Path | None = None) -> Project:
    """Find the settings and read them.

    Args:
        start: folder with newsgen.toml or a pyproject.toml with [tool.newsgen]; without either, all settings have their
            defaults.
        file: the settings file, if the user named one.

    Raises:
        SettingsError: the named file is missing, or a setting is wrong.
    """
    if file is not None and file.is_dir():
        remedy = f"it has no {SETTINGS}; run the command inside it, without -c"
        if (file / SETTINGS).is_file():
            remedy = f"write -c {file / SETTINGS}"
        raise SettingsError(Problem(str(file), 0, 0, "this is a folder, not a settings file", remedy))
    if file is not None and not file.is_file():
        remedy = "name the archive's newsgen.toml"
        raise SettingsError(Problem(str(file), 0, 0, "there is no such file", remedy))
    found = file or _find_settings_file(start)
    settings = read_settings(_read_settings_text(found), found.name) if found else Settings()
    root = (found.parent if found else start).resolve()
    name = found.name if found else ""
    project = Project(root, _complete_settings(settings, root), name, settings.site.url)
    _check_folders(project)
    _refuse_links_of_work_folder(project)
    return project


def _refuse_links_of_work_folder(project: Project) -> None:
    """Raise a RefusedError for links in .newsgen/, which came with an archive: builds write and delete there."""
    found, waiting = [], [project.work]
    while waiting:
        path = waiting.pop()
        if path.is_symlink():
            found.append(path.relative_to(project.root).as_posix())
        elif (
            path.is_dir() and path.parent.name != "pictures"
        ):  # below it are thousands of files, never written through
            with os.scandir(path) as entries:
                below = [entry for entry in entries if entry.is_symlink() or entry.name not in _WHOLE]
                waiting += [Path(entry.path) for entry in below if entry.is_symlink() or entry.is_dir()]
    if found:
        message, remedy = "newsgen follows no links here", "delete it; newsgen makes it again"
        raise RefusedError(Problem(path, 0, 0, message, remedy, "work-link") for path in found)


@contextmanager
def use_scratch_folder(project: Project) -> Iterator[Project]:
    """Use a temporary folder if the archive has no .newsgen/, so that a dry run writes nothing."""
    if project.work.is_dir():
        yield project
    else:
        import tempfile  # imports shutil, which most runs do not need

        with tempfile.TemporaryDirectory(prefix="newsgen-") as scratch:
            yield msgspec.structs.replace(project, scratch=Path(scratch))


def find_archive_upwards(start: Path) -> Path | None:
    """Find the nearest folder, from `start` upwards, that has settings of newsgen or newsgen.lock."""
    for folder in (start, *start.parents):
        if _find_settings_file(folder) or (folder / NAME).is_file():
            return folder
    return None


def choose_root(start: Path) -> Path:
    """Choose a command's archive: `start` if it has seeds/ or articles/, else the nearest one upwards, else `start`."""
    if any((start / name).is_dir() for name in ("seeds", "articles")):
        return start
    return find_archive_upwards(start) or start


def require_archive(project: Project) -> None:
    """Raise a SettingsError for a folder that is not an archive: it has no settings, no seeds and no articles."""
    paths = project.settings.paths
    if project.file or project.folder(paths.seeds).is_dir() or project.folder(paths.articles).is_dir():
        return
    message = f"there is no archive here or in a folder above: no {SETTINGS}, no {paths.seeds}/, no {paths.articles}/"
    remedy = "go to your archive's folder, or make one with newsgen init"
    raise SettingsError(Problem("", 0, 0, message, remedy))


def require_output_inside(project: Project) -> None:
    """Raise a SettingsError for an output folder outside the archive: settings, which come with it, may not name one."""
    if leads_outside(project.output, project.root):
        output = project.settings.paths.output
        remedy = f"name a folder inside it, or use --output {output} on the command line"
        raise SettingsError(Problem(project.file, 0, 0, f"output {output!r} is outside the archive", remedy))


def override_settings(project: Project, changes: Mapping[str, Mapping[str, Any]]) -> Project:
    """Return a project with changed settings, by section and key, checked like those in the file.

    Raises:
        SettingsError: a value is wrong.
    """
    settings = project.settings
    problems = []
    for section, values in changes.items():
        for key, value in values.items():
            complaint = CHECKS[f"{section}.{key}"](value) if f"{section}.{key}" in CHECKS else None
            if complaint:
                problems.append(Problem("", 0, 0, f"--{_FLAGS.get(key, key)} {complaint[0]}", complaint[1]))
        changed = msgspec.structs.replace(getattr(settings, section), **values)
        settings = msgspec.structs.replace(settings, **{section: changed})
    if problems:
        raise SettingsError(problems)
    fresh = msgspec.structs.replace(project, settings=_complete_settings(settings, project.root))
    given = "output" in changes.get("paths", {})
    _check_folders(fresh, "" if given else fresh.file, "--output" if given else "output")
    return fresh


def _find_settings_file(start: Path) -> Path | None:
    if (start / SETTINGS).is_file():
        return start / SETTINGS
    pyproject = start / "pyproject.toml"
    if pyproject.is_file():
        try:
            document = tomllib.loads(_read_settings_text(pyproject))
        except (ValueError, RecursionError):
            return None  # another tool's file, which that tool will report
        tool = document.get("tool")
        if isinstance(tool, dict) and "newsgen" in tool:
            return pyproject
    return None


def _read_settings_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(path.name, 0, 0, f"not UTF-8 at byte {error.start}", "save it as UTF-8")
        raise SettingsError(problem) from error


def _complete_settings(settings: Settings, root: Path) -> Settings:
    """Add the site's default title, the trailing slash of its URL, and normalize all paths."""
    site: SiteSettings = settings.site
    paths = {name: posixpath.normpath(path) for name, path in msgspec.structs.asdict(settings.paths).items()}
    url = _add_slash(site.url)
    old_urls = (site.old_urls,) if isinstance(site.old_urls, str) else site.old_urls
    old = (site.old_addresses,) if isinstance(site.old_addresses, str) else site.old_addresses
    title = site.title or root.name.replace("-", " ").replace("_", " ").strip().capitalize() or "Archive"
    return msgspec.structs.replace(
        settings,
        site=msgspec.structs.replace(
            site,
            title=title,
            url=url,
            old_addresses=tuple(filter(None, old)),
            old_urls=tuple(_add_slash(url) for url in old_urls if url),
        ),
        paths=PathSettings(**paths),
    )


def list_site_urls(project: Project) -> tuple[str, ...]:
    """List the URLs of the site, now and before, each with a trailing '/'."""
    site = project.settings.site
    return tuple(filter(None, (site.url, *site.old_urls)))


def _add_slash(url: str) -> str:
    return url if not url or url.endswith("/") else f"{url}/"


def _check_folders(project: Project, file: str | None = None, option: str = "output") -> None:
    """Refuse an output folder that contains its inputs or is inside them; `file` and `option` are for the message."""
    file = project.file if file is None else file
    paths = project.settings.paths
    try:
        output = project.output.resolve()
    except (OSError, RuntimeError):  # the latter before Python 3.13
        raise SettingsError(Problem("", 0, 0, f"{paths.output} is a link to itself", "remove it")) from None
    problems = []
    for name, inside in msgspec.structs.asdict(paths).items():
        other = project.folder(inside).resolve()
        if name != "output" and (output.is_relative_to(other) or other.is_relative_to(output)):
            message = f"{option} {paths.output!r} and {name} {inside!r} are inside each other"
            problems.append(Problem(file, 0, 0, message, "use separate folders"))
    if project.root.is_relative_to(output) or output.is_relative_to(project.work):
        message = f"{option} {paths.output!r} contains the archive itself"
        problems.append(Problem(file, 0, 0, message, 'write e.g. "site"'))
    if problems:
        raise SettingsError(problems)


def read_archive_lock(project: Project) -> Lock:
    """Read newsgen.lock; a missing lock is empty.

    Raises:
        ContentError: the lock is broken, or a link that leads out of the archive.
    """
    _refuse_link_outside(project, NAME)
    try:
        data = (project.root / NAME).read_bytes()
    except FileNotFoundError:
        return Lock({}, {}, {})
    return _parse_lock(data, project.root)


def _refuse_link_outside(project: Project, name: str) -> None:
    if leads_outside(project.root / name, project.root):
        raise ContentError(make_outside_link_problem(name))


@lru_cache(maxsize=1)  # a build reads it three times
def _parse_lock(data: bytes, root: Path) -> Lock:
    text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    return parse_lockfile(text, exists=lambda path: (root / path).is_file())


def write_archive_lock(project: Project, lock: Lock) -> None:
    """Write newsgen.lock atomically, if its text changed, after the disk has all records that it names."""
    text = format_lock(lock).encode("utf-8", "surrogateescape")
    target = project.root / NAME
    if not target.is_file() or target.read_bytes() != text:
        write_atomically(target, text, durable=True)


def update_moved_paths(lock: Lock, moves: Mapping[str, str]) -> Lock:
    """Return a lock with the new paths of moved records: `moves` maps old path to new path."""
    if not moves:
        return lock
    addresses = {address: moves.get(path, path) for address, path in lock.addresses.items()}
    return msgspec.structs.replace(lock, addresses=addresses)


def read_text_or_empty(project: Project, name: str) -> str:
    """Read the text of a file in the archive's root, such as names.toml; '' if it does not exist.

    Raises:
        ContentError: it is not UTF-8, or a link that leads out of the archive.
    """
    _refuse_link_outside(project, name)
    try:
        return (project.root / name).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        problem = Problem(name, 0, 0, f"not UTF-8 at byte {error.start}", "save it as UTF-8")
        raise ContentError(problem) from error


def read_archive_aliases(project: Project, seeds: Iterable[str] = ()) -> Aliases:
    """Read names.toml, and the names of authors in another generator's data files; names.toml overrides these.

    Data files are looked for in the root, and among `seeds`, the paths of files in seeds/.

    Raises:
        ContentError: a file is wrong.
    """
    from newsgen.loader.names.aliases import Aliases, read_aliases  # imports the rules for names

    text = read_text_or_empty(project, "names.toml")
    aliases = read_aliases(text, "names.toml") if text else Aliases()
    files = [*list_author_files(project), *filter(is_author_file, seeds)]
    if not files:
        return aliases
    from newsgen.loader.names.authors import read_author_names  # most archives have none

    names = read_author_names((file, (project.root / file).read_bytes()) for file in files)
    return msgspec.structs.replace(aliases, authors=names | aliases.authors)


def is_author_file(path: str) -> bool:
    """True for a data file, or a page, with names of authors."""
    return _AUTHOR_FILE.fullmatch(path) is not None


def list_author_files(project: Project) -> list[str]:
    """List the data files of another generator in the archive's root that name authors."""
    found = []
    for folder in ("_data", "data"):
        if (project.root / folder).is_dir():
            found += [path for path, _ in scan_files(project.root, folder) if is_author_file(path)]
    return sorted(found)


def read_archive_coordinates(project: Project) -> Coordinates:
    """Read places.toml (ContentError if it is wrong); without the file there are no coordinates."""
    text = read_text_or_empty(project, "places.toml")
    return read_places_toml(text, "places.toml") if text else {}


@cache
def fingerprint_engine() -> str:
    """Hash the stat of newsgen's modules and of its libraries, as a fingerprint of the code that makes pages.

    Version numbers would miss an edit in a checkout of newsgen, and importlib.metadata is slow.
    """
    digest = hashlib.blake2b(digest_size=16)
    package = Path(__file__).resolve().parents[1]
    for path, stat in sorted(scan_files(package, ".", but="__pycache__", anywhere=True)):
        digest.update(f"{path} {stat.size} {stat.mtime_ns}\n".encode())
    for name in LIBRARIES:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            status = Path(spec.origin).stat()
            digest.update(f"{spec.origin} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@cache
def fingerprint_pillow() -> str:
    """Return a fingerprint of Pillow's version, which can change the bytes of pictures; '' if it is not installed."""
    spec = importlib.util.find_spec("PIL")
    if spec is None or spec.origin is None:
        return ""
    version = Path(spec.origin).with_name("_version.py")
    return hashlib.sha256(version.read_bytes()).hexdigest()[:16] if version.is_file() else spec.origin
