"""How to open an archive: texts, lock, tables and theme are read, then sorted and grouped."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec

from newsgen.archive.build import (
    Selection,
    build_archive,
    localize_dates,
    redirect_moved_groups,
    select_records,
)
from newsgen.archive.model import Archive, digest_of
from newsgen.builder.paths import LITTER
from newsgen.dates import Now
from newsgen.errors import ContentError, OutputError, Problem, collect_problems
from newsgen.files import read_clock
from newsgen.gazetteer.places import Coordinates
from newsgen.lockfile import Lock
from newsgen.model import Record, StandalonePage
from newsgen.pipeline.pictures import FoundFile, IllustratedTexts, PictureFiles, illustrate
from newsgen.pipeline.project import (
    Project,
    engine_version,
    move_addresses,
    pillow_version,
    read_archive_aliases,
    read_archive_coordinates,
    read_archive_lock,
    read_table,
)
from newsgen.pipeline.report import (
    LastBuild,
    Options,
    find_lost_addresses,
    find_unknown_keys,
    now_of,
    read_last_build,
)
from newsgen.record.store import CachedRecord, OpenExecutor, Store, decode_records, scan_files
from newsgen.renderer.site import Site, add_navigation, link_footer
from newsgen.renderer.theme.overrides import find_unused_overrides
from newsgen.renderer.theme.theme import Theme, open_theme

EVERYTHING = Options(datetime.date.max, drafts=True, future=True)
"""What to ask for all records: drafts, and those whose date has not come."""

_IGNORED = LITTER | {".git", ".gitattributes", ".gitignore", ".gitkeep"}
"""Names in static/ that are not copied."""


class StoredRecords(msgspec.Struct, frozen=True):
    """The records of an archive, or its standalone pages, as its cache has them."""

    entries: list[CachedRecord] = []
    """In order of path."""
    vanished: list[tuple[str, str]] = []
    """Path and body digest of all that ever vanished."""


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
        options, records = self.options, localize_dates(self.records, self.now.zone)
        return select_records(records, now=self.now, drafts=options.drafts, future=options.future)

    @cached_property
    def pages(self) -> list[StandalonePage]:
        """The standalone pages that are shown."""
        return _decode_pages(self.page_entries, drafts=self.options.drafts)

    @property
    def held(self) -> tuple[Record | StandalonePage, ...]:
        """Drafts, and articles whose date has not come."""
        shown = {page.path for page in self.pages}
        pages = [page for page in _decode_pages(self.page_entries, drafts=True) if page.path not in shown]
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
        return follow_renames(lock, self.entries, self.page_entries, self.vanished, self.now)

    @cached_property
    def aliases(self) -> dict[str, dict[str, str]]:
        """Spellings of names that names.toml joins, by kind.

        Raises:
            ContentError: names.toml is wrong.
        """
        if not read_table(self.project, "names.toml"):
            return {"people": {}, "organizations": {}, "places": {}}
        return msgspec.structs.asdict(read_archive_aliases(self.project))

    @cached_property
    def coordinates(self) -> Coordinates:
        """Where places are, as places.toml says.

        Raises:
            ContentError: places.toml is wrong.
        """
        return read_archive_coordinates(self.project)

    @cached_property
    def theme(self) -> Theme:
        """The templates and assets.

        Raises:
            ContentError: what is wrong with the archive's own.
        """
        return open_theme(self.project.folder(self.project.settings.paths.templates), self.project.root)

    @cached_property
    def last(self) -> LastBuild:
        """What the last build of this output left for this one."""
        return read_last_build(self.project)

    @cached_property
    def static(self) -> list[FoundFile]:
        """The files of static/, in order of path.

        Raises:
            ContentError: a name is not UTF-8.
            OutputError: a file cannot be read.
        """
        return find_static(self.project, self.clock, self.last.static)

    @cached_property
    def pictures(self) -> PictureFiles:
        """Where the last build looked for pictures, and what is there now."""
        return PictureFiles(self.project.root, self.clock, self.last.pictures).find_again()

    @cached_property
    def illustration(self) -> IllustratedTexts:
        """The texts that are shown, with their pictures.

        Raises:
            ContentError: all that is wrong with pictures.
        """
        return illustrate(self.project, self.pictures, self.selection.shown, self.pages)

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
        archive, lost = build_archive(
            self.illustration.records if self.illustrated else self.selection.shown,
            aliases=self.aliases,
            published=self.lock.addresses,
            pages=self.illustration.pages if self.illustrated else self.pages,
            folder=self.project.settings.paths.pages,
        )
        archive = redirect_moved_groups(archive, self.lock.moved)
        return msgspec.structs.replace(archive, coordinates=self.coordinates), lost

    @cached_property
    def site(self) -> Site:
        """What all templates see: settings, navigation, footer."""
        settings = self.project.settings
        site = self.theme.site(settings, self.project.root.name)
        return link_footer(add_navigation(site, settings.navigation, self.archive), self.archive)

    @property
    def warnings(self) -> list[Problem]:
        """What is odd about texts, pictures, redirects, templates and translations."""
        return [
            *find_unknown_keys(self.project.root, (*self.records, *self.pages)),
            *find_lost_addresses(self.lost),
            *self.archive.warnings,
            *(self.illustration.warnings if self.illustrated else ()),
            *find_unused_overrides(self.theme),
            *self.theme.faults(self.project.settings.site.language),
        ]

    def digest(self, lock: Lock, pictures: PictureFiles) -> bytes:
        """Hash all that the site is made of, with this lock and these pictures; of today only what it holds back."""
        options = self.options
        return digest_of(
            self.project.settings,
            (engine_version(), pillow_version(), self.theme.fingerprint),
            (options.drafts, options.future, options.locked, options.index),
            self._waiting(),
            [(entry.path, entry.file_digest) for entry in (*self.entries, *self.page_entries)],
            [(file.path, file.sha256) for file in self.static],
            pictures.hashes(),
            [sorted(_as_bytes(lock.addresses)), sorted(_as_bytes(lock.moved))],
            (self.aliases, self.coordinates),
        )

    def _waiting(self) -> list[str]:
        """Paths of the records whose date has not come; only those of these days are decoded."""
        since = datetime.date.fromordinal(max(self.now.last.toordinal() - 2, 1)).isoformat()
        late = [entry for entry in self.entries if entry.day >= since]
        return [
            record.path
            for record in decode_records(late)
            if record.date and not self.now.has_come(record.date)
        ]


def open_archive(
    project: Project,
    options: Options = EVERYTHING,
    *,
    pages: bool = True,
    illustrated: bool = False,
    records: StoredRecords | None = None,
    clock: int | None = None,
) -> OpenedArchive:
    """Read the texts of an archive; those that have not changed come from the cache.

    Args:
        project: the archive.
        options: which texts are shown.
        pages: read standalone pages too.
        illustrated: find the pictures of the texts and plan cards.
        records: the records, if they were just read.
        clock: the file system's time, in nanoseconds, if it is known; 0 lets no file pass for settled.

    Raises:
        ContentError: all that is wrong with records and pages.
    """
    clock = read_clock(project.work / "cache") if clock is None else clock
    problems: list[Problem] = []
    found, own = records or StoredRecords(), StoredRecords()
    with collect_problems(problems):
        found = records or read_records(project, clock=clock)
    with collect_problems(problems):
        own = _read_pages(project, clock) if pages else own
    if problems:
        raise ContentError(problems)
    vanished = found.vanished + own.vanished
    return OpenedArchive(project, options, clock, found.entries, own.entries, vanished, illustrated)


def _as_bytes(pairs: dict[str, str]) -> list[bytes]:
    """Pairs of paths, which need not be UTF-8."""
    return [f"{key}\0{value}".encode("utf-8", "surrogateescape") for key, value in pairs.items()]


def read_records(
    project: Project, executor: OpenExecutor | None = None, clock: int | None = None
) -> StoredRecords:
    """Read the records as they are now; `executor` opens workers to read many.

    Raises:
        ContentError: all that is wrong with all of them.
    """
    cache = project.work / "cache" / "records"
    clock = read_clock(cache.parent) if clock is None else clock
    store = Store(project.root, project.settings.paths.articles, cache, engine_version(), executor=executor)
    return StoredRecords(*store.read(clock))


def _read_pages(project: Project, clock: int) -> StoredRecords:
    cache = project.work / "cache" / "pages"
    store = Store(project.root, project.settings.paths.pages, cache, engine_version(), _parse_page)
    return StoredRecords(*store.read(clock))


def _parse_page(path: str, data: bytes) -> StandalonePage:
    from newsgen.record.read import read_page  # brings YAML, which an unchanged build does without

    return read_page(path, data)


def _decode_pages(entries: Iterable[CachedRecord], *, drafts: bool) -> list[StandalonePage]:
    """Decode pages from the cache, without drafts unless they are wanted."""
    decode = msgspec.msgpack.Decoder(StandalonePage).decode
    pages = [decode(entry.data) for entry in entries]
    return [page for page in pages if drafts or page.status != "draft"]


def find_static(project: Project, clock: int, known: Iterable[FoundFile]) -> list[FoundFile]:
    """Find every file in static/, in order of path; hidden ones count (.nojekyll, .well-known/).

    Args:
        project: the archive.
        clock: the file system's time now, in nanoseconds.
        known: what the last build found; the bytes of a file that has not changed since are not hashed again.

    Raises:
        ContentError: a name is not UTF-8.
        OutputError: a file cannot be read.
    """
    by_path = {file.path: file for file in known}
    found = []
    for path, stat in sorted(scan_files(project.root, project.settings.paths.static, hidden=True)):
        if any(part in _IGNORED or part.endswith("~") for part in path.split("/")):
            continue
        old = by_path.get(path)
        if old and old.settled and old.stat == stat:
            found.append(old)
        else:
            found.append(FoundFile(path, stat, stat.is_settled(clock), _hash_file(project, path)))
    return found


def _hash_file(project: Project, path: str) -> str:
    try:
        with (project.root / path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise OutputError(Problem(path, 0, 0, f"cannot be read: {error.strerror}")) from error


def follow_renames(
    lock: Lock,
    entries: Sequence[CachedRecord],
    pages: Sequence[CachedRecord],
    vanished: Iterable[tuple[str, str]],
    now: Now,
) -> Lock:
    """Let addresses of files that are gone lead to the files that have the same body.

    Args:
        lock: as it was.
        entries, pages: the records and standalone pages that are there.
        vanished: path and body digest of those that are gone.
        now: what has come until then is public, if it is no draft.
    """
    known = set(lock.addresses.values())
    gone = [(path, body) for path, body in vanished if path in known]
    bodies = {body for _, body in gone}
    records = [entry for entry in entries if entry.body_digest in bodies]
    alone = [entry for entry in pages if entry.body_digest in bodies]
    public = {
        record.path
        for record in select_records(localize_dates(decode_records(records), now.zone), now=now).shown
    }
    public |= {page.path for page in _decode_pages(alone, drafts=False)}
    return move_addresses(
        lock,
        match_moved(gone, [(entry.path, entry.body_digest) for entry in (*records, *alone)], public, known),
    )


def match_moved(
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
        fresh = [path for path in found if path in public and path not in known]
        if len(fresh) == 1:
            moves[path] = fresh[0]
        elif len(found) == 1 and found[0] not in known:
            moves[path] = found[0]
    return moves
