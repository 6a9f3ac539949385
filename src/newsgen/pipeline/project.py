"""Which archive: its root and its settings."""

from __future__ import annotations

import hashlib
import os
import posixpath
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import msgspec

from newsgen.errors import Problem, SettingsError
from newsgen.lockfile import NAME, Lock, format_lock, read_lock
from newsgen.pipeline.inputs import engine
from newsgen.settings.file import read_settings
from newsgen.settings.values import CHECKS, PathSettings, Settings, SiteSettings

SETTINGS = "newsgen.toml"
_FLAGS = {"url": "site-url"}


class Project(msgspec.Struct, frozen=True):
    """An archive on disk."""

    root: Path
    """Absolute; all paths of the settings are relative to it."""
    settings: Settings
    file: str = ""
    """Name of the settings file in root; '' if there is none."""
    scratch: Path | None = None
    """Where to keep what lasts no longer than this run, for one that must write nothing into the archive."""

    def folder(self, path: str) -> Path:
        """Resolve a path of the settings."""
        return self.root / path

    @property
    def output(self) -> Path:
        """The folder of the generation that readers see."""
        return self.root / self.settings.paths.output

    @property
    def work(self) -> Path:
        """newsgen's own folder: caches, working generations, conflicts."""
        return self.scratch or self.root / ".newsgen"


def open_project(start: Path, file: Path | None = None) -> Project:
    """Find the settings and read them.

    Args:
        start: the folder to look in for newsgen.toml, then for a pyproject.toml with [tool.newsgen]; with neither
            it is an archive with every setting at its default.
        file: the settings file, if a user named one.

    Raises:
        SettingsError: the named file is missing, or what the settings say is wrong.
    """
    if file is not None and file.is_dir():
        named = file / SETTINGS
        remedy = (
            f"write -c {named}"
            if named.is_file()
            else f"it has no {SETTINGS}; run the command inside it, without -c"
        )
        raise SettingsError(Problem(str(file), 0, 0, "this is a folder, not a settings file", remedy))
    if file is not None and not file.is_file():
        raise SettingsError(
            Problem(str(file), 0, 0, "there is no such file", "name the archive's newsgen.toml")
        )
    found = file or _find(start)
    settings = read_settings(_text(found), found.name) if found else Settings()
    root = (found.parent if found else start).resolve()
    project = Project(root, _completed(settings, root), found.name if found else "")
    _check_folders(project)
    return project


@contextmanager
def on_trial(project: Project) -> Iterator[Project]:
    """Lend an archive that has no .newsgen/ a folder elsewhere: a run that must write nothing leaves no trace."""
    if project.work.is_dir():
        yield project
    else:
        import tempfile  # it brings shutil, which a plain run does without

        with tempfile.TemporaryDirectory(prefix="newsgen-") as scratch:
            yield msgspec.structs.replace(project, scratch=Path(scratch))


def require_archive(project: Project) -> None:
    """Stop where there is nothing to build: no settings, no seeds, no articles. It is the wrong folder.

    Raises:
        SettingsError: saying so.
    """
    paths = project.settings.paths
    if project.file or project.folder(paths.seeds).is_dir() or project.folder(paths.articles).is_dir():
        return
    message = f"no archive is here: no {SETTINGS}, no {paths.seeds}/, no {paths.articles}/"
    raise SettingsError(
        Problem("", 0, 0, message, "go to your archive's folder, or make one with newsgen init")
    )


def with_settings(project: Project, changes: Mapping[str, Mapping[str, Any]]) -> Project:
    """Change settings from the command line, by section and key; they pass the same checks as those in the file.

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
    fresh = msgspec.structs.replace(project, settings=_completed(settings, project.root))
    given = "output" in changes.get("paths", {})
    _check_folders(fresh, "" if given else fresh.file, "--output" if given else "output")
    return fresh


def _find(start: Path) -> Path | None:
    if (start / SETTINGS).is_file():
        return start / SETTINGS
    pyproject = start / "pyproject.toml"
    if pyproject.is_file():
        try:
            document = tomllib.loads(_text(pyproject))
        except (ValueError, RecursionError):
            return None  # it is another tool's file, and that tool will complain
        tool = document.get("tool")
        if isinstance(tool, dict) and "newsgen" in tool:
            return pyproject
    return None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(
            Problem(path.name, 0, 0, f"not UTF-8 at byte {error.start}", "save it as UTF-8")
        ) from error


def _completed(settings: Settings, root: Path) -> Settings:
    """Give the site its default title, its address the last slash, and each path its plainest form."""
    site: SiteSettings = settings.site
    paths = {name: posixpath.normpath(path) for name, path in msgspec.structs.asdict(settings.paths).items()}
    url = site.url if not site.url or site.url.endswith("/") else f"{site.url}/"
    title = site.title or root.name.replace("-", " ").replace("_", " ").strip().capitalize() or "Archive"
    return msgspec.structs.replace(
        settings, site=msgspec.structs.replace(site, title=title, url=url), paths=PathSettings(**paths)
    )


def _check_folders(project: Project, file: str | None = None, option: str = "output") -> None:
    """Refuse an output that would swallow what it is made from; `file` and `option` are to blame for it."""
    file = project.file if file is None else file
    paths = project.settings.paths
    try:
        output = project.output.resolve()
    except (OSError, RuntimeError):  # the latter before Python 3.13
        raise SettingsError(Problem("", 0, 0, f"{paths.output} is a link to itself", "remove it")) from None
    inputs = {name: getattr(paths, name) for name in paths.__struct_fields__ if name != "output"}
    problems = [
        Problem(
            file, 0, 0, f"{option} {paths.output!r} and {name} {inside!r} lie in one another", "part them"
        )
        for name, inside in inputs.items()
        if _nested(output, project.folder(inside).resolve())
    ]
    if project.root.is_relative_to(output) or output.is_relative_to(project.work):
        message = f"{option} {paths.output!r} holds the archive itself"
        problems.append(Problem(file, 0, 0, message, 'write e.g. "site"'))
    if problems:
        raise SettingsError(problems)


def _nested(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


class KnownLock:
    """A lock of which is known what every build asks; all that it says is decoded when that is asked for."""

    def __init__(self, told: bytes, published: bool, moves: bool, read: Callable[[], Lock]) -> None:
        """Keep what is known.

        Args:
            told: digest over its addresses and old pages of names, on which a generation depends.
            published: whether it holds addresses.
            moves: whether it holds old pages of names.
            read: gives the lock.
        """
        self.told, self.published, self.moves, self._read = told, published, moves, read

    @classmethod
    def of(cls, lock: Lock) -> KnownLock:
        """Find out what is asked of a lock."""
        lines = [
            f"{old}\0{new}"
            for pairs in (lock.addresses, lock.moved)
            for old, new in [("", ""), *sorted(pairs.items())]
        ]
        told = hashlib.blake2b("\n".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).digest()
        return cls(told, bool(lock.addresses), bool(lock.moved), lambda: lock)

    @cached_property
    def lock(self) -> Lock:
        """All that it says."""
        return self._read()


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """A lock that was read before."""

    digest: bytes
    """Over its bytes and the code that read them."""
    told: bytes
    published: bool
    moves: bool
    lock: msgspec.Raw


def open_lock(project: Project) -> KnownLock:
    """Read the archive's lock, or take it from the cache if its bytes were read before; one that does not exist is empty.

    Raises:
        ContentError: the lock is broken.
    """
    try:
        data = (project.root / NAME).read_bytes()
    except FileNotFoundError:
        return KnownLock.of(Lock({}, {}, {}))
    digest = hashlib.blake2b(engine().encode() + data, digest_size=16).digest()
    cache = project.work / "cache" / "lock"
    with suppress(FileNotFoundError, msgspec.DecodeError):
        kept = msgspec.msgpack.decode(cache.read_bytes(), type=_Kept)
        if kept.digest == digest:
            return KnownLock(kept.told, kept.published, kept.moves, partial(_decoded, kept.lock, data))
    lock = KnownLock.of(_parsed(data))
    if cache.parent.is_dir():
        with suppress(UnicodeEncodeError):  # a path that is not UTF-8: such a lock is read each time
            whole = msgspec.Raw(msgspec.msgpack.encode(lock.lock))
            _keep(cache, msgspec.msgpack.encode(_Kept(digest, lock.told, lock.published, lock.moves, whole)))
    return lock


def read_archive_lock(project: Project) -> Lock:
    """All that the archive's lock says; as `open_lock`."""
    return open_lock(project).lock


def _decoded(kept: msgspec.Raw, data: bytes) -> Lock:
    try:
        return msgspec.msgpack.decode(kept, type=Lock)
    except msgspec.DecodeError:
        return _parsed(data)


def _parsed(data: bytes) -> Lock:
    return read_lock(data.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n"))


def _keep(cache: Path, data: bytes) -> None:
    fresh = cache.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(data)
    fresh.replace(cache)


def write_archive_lock(project: Project, lock: Lock) -> None:
    """Replace the lock as a whole; a lock with the same text is not touched."""
    text = format_lock(lock).encode("utf-8", "surrogateescape")
    target = project.root / NAME
    if target.is_file() and target.read_bytes() == text:
        return
    import tempfile  # it brings shutil, which an unchanged build does without

    handle, name = tempfile.mkstemp(dir=project.work, prefix="lock-")
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - the handle is open already
            file.write(text)
        os.chmod(name, 0o644)  # noqa: PTH101 - mkstemp makes it private
        os.replace(name, target)  # noqa: PTH105
    finally:
        Path(name).unlink(missing_ok=True)


def add_addresses(project: Project, addresses: dict[str, str]) -> None:
    """Write addresses and the records behind them into the lock as it is now: a loader may have run meanwhile."""
    lock = read_archive_lock(project)
    if not (project.root / NAME).is_file() or not addresses.items() <= lock.addresses.items():
        write_archive_lock(project, msgspec.structs.replace(lock, addresses=lock.addresses | addresses))


def with_addresses(lock: Lock, addresses: Mapping[str, str]) -> Lock:
    """Remember where records stand now, beside where they ever stood.

    Args:
        lock: as it was.
        addresses: by path of record, its address.
    """
    now = {address: path for path, address in addresses.items()}
    return msgspec.structs.replace(lock, addresses=lock.addresses | now)


def with_moves(lock: Lock, moves: Mapping[str, str]) -> Lock:
    """Follow records to new files: `moves` maps old path to new path."""
    if not moves:
        return lock
    addresses = {address: moves.get(path, path) for address, path in lock.addresses.items()}
    return msgspec.structs.replace(lock, addresses=addresses)
