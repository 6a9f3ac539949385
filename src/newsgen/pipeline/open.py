"""How to open an archive: texts, lock and tables are read, then sorted and grouped."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TypeVar

import msgspec

from newsgen.archive.build import Selection, build_archive, localized, select, with_moved
from newsgen.archive.model import Archive
from newsgen.builder.places import LITTER
from newsgen.dates import Now
from newsgen.errors import ContentError, OutputError, Problem, gathered
from newsgen.gazetteer.own import Coordinates, read_places
from newsgen.loader.names.aliases import Aliases, read_aliases
from newsgen.loader.report import LoadReport
from newsgen.lockfile import Lock
from newsgen.model import Record, StandalonePage
from newsgen.pipeline.frame import framed, shown_pages
from newsgen.pipeline.inputs import clock_of, digest_of, engine, pillow
from newsgen.pipeline.pictures import Illustrated, PictureFiles, illustrated, open_pictures
from newsgen.pipeline.project import KnownLock, Project, open_lock, read_archive_lock, with_moves
from newsgen.pipeline.report import OpenExecutor, Options, advice, now_of
from newsgen.record.store import CachedRecord, Stat, Store, decode_records, scan_files
from newsgen.renderer.page import Blob, File, Page
from newsgen.renderer.site import Site
from newsgen.renderer.theme.overrides import find_unused_overrides
from newsgen.renderer.theme.theme import Theme, open_theme

EVERYTHING = Options(datetime.date.max, drafts=True, future=True)
"""What to ask for all records: drafts, and those whose date has not come."""


class OpenedArchive(msgspec.Struct, frozen=True, dict=True, eq=False):
    """An archive as it is on disk. Each part is read or made when it is first asked for, and only once."""

    project: Project
    options: Options
    clock: int
    """The file system's time when it was opened, in nanoseconds."""
    entries: list[CachedRecord]
    """Its records as the cache has them, in order of path."""
    page_entries: list[CachedRecord]
    """Its standalone pages in the same way."""
    vanished: list[tuple[str, str]]
    """Path and body digest of all texts that ever vanished."""
    illustrated: bool
    """True if the archive's texts have their pictures and cards."""

    @property
    def now(self) -> Now:
        """Until when articles are shown."""
        return now_of(self.project, self.options)

    @cached_property
    def records(self) -> list[Record]:
        """All records as they are written, in order of path."""
        return decode_records(self.entries)

    @cached_property
    def selection(self) -> Selection:
        """Which records are shown and which are held back; their dates are in the archive's zone."""
        options, records = self.options, localized(self.records, self.now.zone)
        return select(records, now=self.now, drafts=options.drafts, future=options.future)

    @cached_property
    def pages(self) -> list[StandalonePage]:
        """The standalone pages that are shown."""
        return shown_pages(self.page_entries, drafts=self.options.drafts)

    @property
    def held(self) -> tuple[Record | StandalonePage, ...]:
        """Drafts, and articles whose date has not come."""
        shown = {page.path for page in self.pages}
        pages = [page for page in shown_pages(self.page_entries, drafts=True) if page.path not in shown]
        return (*self.selection.drafts, *self.selection.future, *pages)

    @cached_property
    def lock(self) -> Lock:
        """newsgen.lock, with texts that were renamed since it was written under their new names.

        Raises:
            ContentError: it is broken.
        """
        lock = read_archive_lock(self.project)
        if not self.vanished:
            return lock
        return followed(lock, self.entries, self.page_entries, self.vanished, self.now)

    @cached_property
    def aliases(self) -> dict[str, dict[str, str]]:
        """Spellings of names that names.toml joins, by kind.

        Raises:
            ContentError: names.toml is wrong.
        """
        return msgspec.structs.asdict(aliases_of(self.project))

    @cached_property
    def coordinates(self) -> Coordinates:
        """Where places are, as places.toml says.

        Raises:
            ContentError: places.toml is wrong.
        """
        return coordinates_of(self.project)

    @cached_property
    def theme(self) -> Theme:
        """The templates and assets.

        Raises:
            ContentError: what is wrong with the archive's own.
        """
        return open_theme(self.project.folder(self.project.settings.paths.templates), self.project.root)

    @cached_property
    def seen_pictures(self) -> PictureFiles:
        """Where the last build looked for pictures, and what is there now."""
        return open_pictures(self.project, self.clock)

    @cached_property
    def art(self) -> Illustrated:
        """The texts that are shown, with their pictures.

        Raises:
            ContentError: all that is wrong with pictures.
        """
        return illustrated(self.project, self.seen_pictures, self.selection.shown, self.pages)

    @property
    def archive(self) -> Archive:
        """The texts that are shown, sorted and grouped, with the addresses that ever led to them.

        Raises:
            ContentError: two texts at one address, a bad `redirect_from`, a broken lock or names.toml.
        """
        return self._built[0]

    @property
    def lost(self) -> dict[str, str]:
        """Addresses that were published once and lead nowhere now, with the paths of the records that are gone."""
        held = {text.path for text in self.held}
        return {address: path for address, path in self._built[1].items() if path not in held}

    @cached_property
    def _built(self) -> tuple[Archive, dict[str, str]]:
        texts, pages = (
            (self.art.records, self.art.pages) if self.illustrated else (self.selection.shown, self.pages)
        )
        archive, lost = build_archive(
            texts,
            aliases=self.aliases,
            published=self.lock.addresses,
            pages=pages,
            folder=self.project.settings.paths.pages,
        )
        archive = with_moved(archive, self.lock.moved)
        return msgspec.structs.replace(archive, coordinates=self.coordinates), lost

    @cached_property
    def site(self) -> Site:
        """What all templates see, with navigation and footer."""
        plain = self.theme.site(self.project.settings, self.project.root.name)
        return framed(self.project, plain, self.archive)

    @property
    def warnings(self) -> list[Problem]:
        """What is odd about texts, pictures, redirects, templates and translations."""
        return [
            *advice((*self.records, *self.pages), self.lost),
            *self.archive.warnings,
            *(self.art.warnings if self.illustrated else ()),
            *find_unused_overrides(self.theme),
            *self.theme.faults(self.project.settings.site.language),
        ]


def open_archive(
    project: Project,
    options: Options = EVERYTHING,
    *,
    pages: bool = True,
    illustrated: bool = False,
    reading: Reading | None = None,
) -> OpenedArchive:
    """Read the texts of an archive; those that have not changed come from the cache.

    Args:
        project: the archive.
        options: which texts are shown.
        pages: read standalone pages too.
        illustrated: find the pictures of the texts and plan cards.
        reading: the records, if they were just read.

    Raises:
        ContentError: all that is wrong with records and pages.
    """
    clock = clock_of(project.work / "cache")
    if pages:
        records, own, vanished = read_texts(project, clock, reading)
    else:
        found = reading or read_records(project)
        records, own, vanished = found.kept, [], found.vanished
    return OpenedArchive(project, options, clock, records, own, vanished, illustrated)


class Inputs(msgspec.Struct, frozen=True):
    """What was read but not yet put together."""

    kept: list[CachedRecord]
    theme: Theme
    lock: KnownLock
    """With the records that were renamed since the last run under their new names."""
    pages: list[CachedRecord]
    """The standalone pages."""
    static: list[Static]
    aliases: dict[str, dict[str, str]]
    """Spellings of names that names.toml joins, by kind."""
    coordinates: Coordinates
    """Where places are, as places.toml says."""
    pictures: PictureFiles
    """Where the last build looked for pictures, and what is there now."""


def read_inputs(project: Project, options: Options, reading: Reading | None = None) -> Inputs:
    """Read texts, theme, lock, static files and spellings; texts that have not changed come from the cache.

    Args:
        project, options: the archive, and what is asked.
        reading: the records, if they were just read.

    Raises:
        ContentError: all that is wrong with records and pages, or with one of the others.
    """
    now = clock_of(project.work / "cache")
    kept, pages, vanished = read_texts(project, now, reading)
    lock = open_lock(project)
    if vanished:
        lock = KnownLock.of(followed(lock.lock, kept, pages, vanished, now_of(project, options)))
    theme = open_theme(project.folder(project.settings.paths.templates), project.root)
    aliases = msgspec.structs.asdict(aliases_of(project))
    static = read_static(project, now)
    return Inputs(
        kept,
        theme,
        lock,
        pages,
        static,
        aliases,
        coordinates_of(project),
        open_pictures(project, now),
    )


def digest_of_inputs(beside: bytes, inputs: Inputs) -> bytes:
    """Hash all that the generation depends on: its texts, and what `digest_beside` hashed."""
    return digest_of(beside, records=[*inputs.kept, *inputs.pages])


def digest_beside(project: Project, options: Options, inputs: Inputs, lock: KnownLock) -> bytes:
    """Hash all that the generation depends on beside its texts; of today only which records it holds back."""
    shown = options.drafts, options.future, options.locked, options.index
    now = now_of(project, options)
    ahead = _waiting(inputs.kept, now)
    theme = inputs.theme.fingerprint
    static = [(file.path, file.sha256) for file in inputs.static]
    pictures = pillow(), inputs.pictures.state()
    tables = inputs.aliases, sorted(inputs.coordinates.items())
    return digest_of(project.settings, engine(), pictures, shown, ahead, theme, static, lock.told, tables)


def _waiting(kept: list[CachedRecord], now: Now) -> list[str]:
    """Paths of the records whose date has not come; only those of these days are decoded."""
    since = datetime.date.fromordinal(max(now.last.toordinal() - 2, 1)).isoformat()
    late = [entry for entry in kept if entry.day >= since]
    dates = (record.date for record in decode_records(late))
    return [entry.path for entry, date in zip(late, dates, strict=True) if date and not now.has_come(date)]


class Reading(msgspec.Struct, frozen=True):
    """The records of an archive, as `Store.read` found them."""

    kept: list[CachedRecord]
    """In order of path."""
    vanished: list[tuple[str, str]]
    """Path and body digest of all that ever vanished."""


class Loaded(msgspec.Struct, frozen=True):
    """What a run of the loader did and read."""

    report: LoadReport
    reading: Reading | None
    """The records as they are a moment before the run ends, so that a build at once need not read them again; None if
    the run took its time after it read them, or changed some."""


def store_of(project: Project, executor: OpenExecutor | None = None) -> Store:
    """The archive's records; `executor` opens workers to read many."""
    folder, cache = project.settings.paths.articles, project.work / "cache" / "records"
    return Store(project.root, folder, cache, engine(), executor=executor)


def read_bytes(root: str, path: str) -> bytes:
    """Read a file by its path below a folder, in half the time of Path.read_bytes."""
    with open(f"{root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()


def read_records(project: Project, executor: OpenExecutor | None = None) -> Reading:
    """Read the records as they are now.

    Raises:
        ContentError: all that is wrong with all of them.
    """
    store = store_of(project, executor)
    return Reading(*store.read(clock_of(store.cache.parent)))


def read_texts(
    project: Project, now_ns: int, reading: Reading | None = None
) -> tuple[list[CachedRecord], list[CachedRecord], list[tuple[str, str]]]:
    """Read the records and the standalone pages.

    Args:
        project: the archive.
        now_ns: the file system's clock now, in nanoseconds.
        reading: the records, if they were just read.

    Returns:
        Records, pages, and path and body digest of all that ever vanished: see `Store.read`.

    Raises:
        ContentError: all that is wrong with all of them.
    """
    paths, cache = project.settings.paths, project.work / "cache"
    records = store_of(project)
    pages = Store(project.root, paths.pages, cache / "pages", engine(), _parse)
    problems: list[Problem] = []
    found = [reading] if reading else []
    for store in (pages,) if reading else (records, pages):
        with gathered(problems):
            found.append(Reading(*store.read(now_ns)))
    if problems:
        raise ContentError(problems)
    articles, standing = found
    return articles.kept, standing.kept, articles.vanished + standing.vanished


def _parse(path: str, data: bytes) -> StandalonePage:
    from newsgen.record.read import read_page  # brings YAML, which an unchanged build does without

    return read_page(path, data)


def followed(
    lock: Lock,
    kept: Sequence[CachedRecord],
    pages: Sequence[CachedRecord],
    vanished: Iterable[tuple[str, str]],
    now: Now,
) -> Lock:
    """Let addresses of files that are gone lead to the files that have the same body.

    Args:
        lock: as it was.
        kept, pages: the records and standalone pages that are there.
        vanished: path and body digest of those that are gone.
        now: what has come until then is public, if it is no draft.
    """
    known = set(lock.addresses.values())
    gone = [(path, body) for path, body in vanished if path in known]
    bodies = {body for _, body in gone}
    records, alone = ([one for one in texts if one.body_digest in bodies] for texts in (kept, pages))
    public = {record.path for record in select(localized(decode_records(records), now.zone), now=now).shown}
    public |= {page.path for page in shown_pages(alone, drafts=False)}
    return with_moves(
        lock, moved(gone, [(one.path, one.body_digest) for one in (*records, *alone)], public, known)
    )


def moved(
    gone: Iterable[tuple[str, str]],
    present: Iterable[tuple[str, str]],
    public: set[str],
    known: set[str],
) -> dict[str, str]:
    """Match files that are gone with those that have the same body: old path → new path.

    The only one that is public now and never was counts; else the only one that is held back, if no other has the body.
    So it does not matter whether what is public now has been published yet: the next build finds the same.

    Args:
        gone: path and body digest of texts that are gone.
        present: the same of those that are there.
        public: paths of those that are shown to everybody.
        known: paths of those that have been published.
    """
    by_body: dict[str, list[str]] = {}
    for path, body in present:
        by_body.setdefault(body, []).append(path)
    moves = {}
    for path, body in gone:
        found = by_body.get(body, [])
        fresh = [one for one in found if one in public and one not in known]
        if len(fresh) == 1:
            moves[path] = fresh[0]
        elif len(found) == 1 and found[0] not in known:
            moves[path] = found[0]
    return moves


def read_table(project: Project, name: str) -> str:
    """Read the text of one of these files, which stand in the archive's root; '' if there is none.

    Raises:
        ContentError: it is not UTF-8.
    """
    try:
        return (project.root / name).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise ContentError(
            Problem(name, 0, 0, f"not UTF-8 at byte {error.start}", "save it as UTF-8")
        ) from error


def aliases_of(project: Project) -> Aliases:
    """Read the archive's names.toml, if it has one.

    Raises:
        ContentError: it is wrong.
    """
    text = read_table(project, "names.toml")
    return read_aliases(text, "names.toml") if text else Aliases()


def coordinates_of(project: Project) -> Coordinates:
    """Read the archive's places.toml, if it has one.

    Raises:
        ContentError: it is wrong.
    """
    text = read_table(project, "places.toml")
    return read_places(text, "places.toml") if text else {}


INSTEAD = frozenset({"robots.txt", "llms.txt", "_redirects"})
"""Files that a build makes, and that a file of this name in static/ takes the place of."""
T = TypeVar("T", bound=Page | Blob)

_LITTER = LITTER | {".git", ".gitattributes", ".gitignore", ".gitkeep"}


class Static(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file in static/, its bytes hashed once and known again by stat."""

    path: str
    """Relative to the archive's root."""
    stat: Stat
    settled: bool
    sha256: str


def read_static(project: Project, now_ns: int) -> list[Static]:
    """Find every file in static/, in order of path; hidden ones count (.nojekyll, .well-known/), litter does not.

    Args:
        project: the archive.
        now_ns: the file system's clock now, in nanoseconds.

    Raises:
        ContentError: a name is not UTF-8.
        OutputError: a file cannot be read.
    """
    cache = project.work / "cache" / "static"
    try:
        known = msgspec.msgpack.decode(cache.read_bytes(), type=list[Static])
    except (FileNotFoundError, msgspec.DecodeError):
        known = []
    by_path = {file.path: file for file in known}
    found = [
        _known(by_path.get(path), stat) or Static(path, stat, stat.settled(now_ns), _hash(project, path))
        for path, stat in sorted(scan_files(project.root, project.settings.paths.static, hidden=True))
        if not any(part in _LITTER or part.endswith("~") for part in path.split("/"))
    ]
    if found != known:
        fresh = cache.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(msgspec.msgpack.encode(found))
        fresh.replace(cache)
    return found


def static_files(project: Project, found: Iterable[Static]) -> list[File]:
    """Plan the copies; a file static/x stands at x in the site."""
    prefix = len(project.settings.paths.static) + 1
    return [File(file.path[prefix:], str(project.root / file.path), file.sha256) for file in found]


def without_replaced(made: Iterable[T], own: Iterable[File]) -> list[T]:
    """Leave out what a file in static/ stands instead of; any other file at a taken address is refused later."""
    taken = INSTEAD & {file.path for file in own}
    return [page for page in made if page.path not in taken]


def _known(file: Static | None, stat: Stat) -> Static | None:
    return file if file and file.settled and file.stat == stat else None


def _hash(project: Project, path: str) -> str:
    try:
        with (project.root / path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise OutputError(Problem(path, 0, 0, f"cannot be read: {error.strerror}")) from error


def problems_of(project: Project) -> list[Problem]:
    """Read all that can be read by itself: records, pages, the lock, the archive's tables and the new seeds."""
    problems: list[Problem] = []
    lock = Lock({}, {}, {})
    with gathered(problems):
        read_texts(project, 0)
    with gathered(problems):
        aliases_of(project)
    with gathered(problems):
        coordinates_of(project)
    with gathered(problems):
        _check_topics(project)
    with gathered(problems):
        lock = read_archive_lock(project)
    return sorted({*problems, *_of_seeds(project, lock)})


@contextmanager
def all_told(project: Project) -> Iterator[None]:
    """Tell with what is wrong inside all else that is wrong with the archive."""
    try:
        yield
    except ContentError as error:
        raise ContentError({*error.problems, *problems_of(project)}) from None


def _check_topics(project: Project) -> None:
    from newsgen.loader.topics.vocabulary import read_vocabulary  # most runs find nothing wrong

    if text := read_table(project, "topics.toml"):
        read_vocabulary(text)


def _of_seeds(project: Project, lock: Lock) -> list[Problem]:
    """What is wrong with seeds that the lock does not know; those that no record was made of are read again."""
    from newsgen.loader.formats import format_of  # most runs find nothing wrong

    problems: list[Problem] = []
    for path, _ in scan_files(project.root, project.settings.paths.seeds):
        form = format_of(path)
        known = lock.seeds.get(path)
        if form is None:
            continue
        data = (project.root / path).read_bytes()
        if known is None or known.sha256 != hashlib.sha256(data).hexdigest():
            with gathered(problems):
                list(form.parse(path, data))
    return problems
