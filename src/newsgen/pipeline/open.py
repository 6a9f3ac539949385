"""Open an archive: read its texts, lock, tables and theme, then build the `Archive` from them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec

from newsgen.addresses import AddressRules
from newsgen.archive.build import (
    Selection,
    add_zone_offsets,
    build_archive,
    redirect_moved_groups,
    separate_held_back,
)
from newsgen.archive.model import Archive, hash_values
from newsgen.builder.paths import LITTER
from newsgen.dates import BuildInstant
from newsgen.errors import ContentError, Problem, collect_problems, report_system_errors
from newsgen.files import find_words_in_file, read_filesystem_clock
from newsgen.gazetteer import Coordinates
from newsgen.lockfile import Lock
from newsgen.model import Record, StandalonePage
from newsgen.pipeline.pictures import (
    FoundFile,
    IllustratedTexts,
    PictureFiles,
    Wrong,
    plan_pictures_and_cards,
)
from newsgen.pipeline.project import (
    Project,
    fingerprint_engine,
    fingerprint_pillow,
    list_author_files,
    list_site_urls,
    read_archive_aliases,
    read_archive_coordinates,
    read_archive_lock,
    read_text_or_empty,
    update_moved_paths,
)
from newsgen.pipeline.published_addresses import find_unpublished
from newsgen.pipeline.report import (
    LastBuild,
    RunOptions,
    find_publication_cutoff,
    read_last_build,
    warn_of_lost_addresses,
    warn_of_unknown_keys,
)
from newsgen.record.store import CachedRecord, OpenExecutor, decode_records, read_record_folder, scan_files
from newsgen.renderer.site import Site, add_pages_to_menu, resolve_footer_links
from newsgen.renderer.theme.mistakes import find_unused_overrides
from newsgen.renderer.theme.theme import LIST_PICTURES, Theme, open_theme

EVERYTHING = RunOptions(datetime.date.max, drafts=True, future=True)
"""Options that show all records, also drafts and records dated later than today."""

_IGNORED = LITTER | {".git", ".gitattributes", ".gitignore", ".gitkeep"}
"""Names in static/ that are not copied."""


class StoredRecords(msgspec.Struct, frozen=True):
    """The records of an archive, or its standalone pages, from the cache."""

    entries: list[CachedRecord] = []
    """In order of path."""
    vanished: list[tuple[str, str]] = []
    """Path and body digest of all deleted or moved files."""


class OpenedArchive(msgspec.Struct, frozen=True, dict=True, eq=False):
    """An archive on disk; each part is read or computed once, on first use."""

    project: Project
    options: RunOptions
    clock: int
    """File system time of opening, in nanoseconds."""
    entries: list[CachedRecord]
    """Cached records, in order of path."""
    page_entries: list[CachedRecord]
    """Cached standalone pages, in order of path."""
    vanished: list[tuple[str, str]]
    """Path and body digest of all deleted or moved texts."""
    illustrated: bool
    """True to add pictures and cards to the texts."""
    broken: dict[str, Wrong] = {}
    """Pictures whose pixels could not be read when copies were made, by path."""

    @property
    def now(self) -> BuildInstant:
        """The time until which articles are shown."""
        return find_publication_cutoff(self.project, self.options)

    @cached_property
    def records(self) -> list[Record]:
        """All records as written, in order of path."""
        return decode_records(self.entries)

    @cached_property
    def selection(self) -> Selection:
        """The records to show and those to hold back, with dates in the archive's zone."""
        options, records = self.options, add_zone_offsets(self.records, self.now.zone)
        return separate_held_back(records, now=self.now, drafts=options.drafts, future=options.future)

    @cached_property
    def pages(self) -> list[StandalonePage]:
        """The standalone pages to show."""
        return _decode_pages(self.page_entries, drafts=self.options.drafts)

    @property
    def held(self) -> tuple[Record | StandalonePage, ...]:
        """Texts that are held back: drafts, articles without a text, and articles dated later."""
        shown = {page.path for page in self.pages}
        pages = [page for page in _decode_pages(self.page_entries, drafts=True) if page.path not in shown]
        return (*self.selection.drafts, *self.selection.empty, *self.selection.future, *pages)

    @cached_property
    def lock(self) -> Lock:
        """newsgen.lock with the new paths of moved texts, without forgotten addresses; ContentError if it is broken."""
        lock = self._moved_lock
        kept = {address: path for address, path in lock.addresses.items() if address not in self.forgotten}
        return msgspec.structs.replace(lock, addresses=kept) if self.forgotten else lock

    @cached_property
    def forgotten(self) -> set[str]:
        """Addresses of deleted texts that were never published; ContentError if the lock is broken."""
        present = {entry.path for entry in (*self.entries, *self.page_entries)}
        lost = [address for address, path in self._moved_lock.addresses.items() if path not in present]
        return find_unpublished(self.project, lost)

    @cached_property
    def _moved_lock(self) -> Lock:
        lock = read_archive_lock(self.project)
        if not self.vanished:
            return lock
        return keep_addresses_of_moved(lock, self.entries, self.page_entries, self.vanished, self.now)

    @cached_property
    def rules(self) -> AddressRules:
        """What decides the addresses of articles; ContentError if the lock is broken."""
        site, paths = self.project.settings.site, self.project.settings.paths
        return AddressRules(
            site.addresses,
            tuple(site.old_addresses),
            self.lock.addresses,
            list_site_urls(self.project),
            (paths.seeds, paths.articles, paths.pages),
            frozenset(find_unpublished(self.project, self.lock.addresses) if site.addresses else ()),
        )

    @cached_property
    def aliases(self) -> dict[str, dict[str, str]]:
        """Spelling → name by kind, from names.toml; ContentError if that is wrong."""
        if not read_text_or_empty(self.project, "names.toml") and not list_author_files(self.project):
            return {"people": {}, "organizations": {}, "places": {}, "authors": {}}
        return read_archive_aliases(self.project).spellings

    @cached_property
    def coordinates(self) -> Coordinates:
        """Coordinates of places, from places.toml; ContentError if that is wrong."""
        return read_archive_coordinates(self.project)

    @cached_property
    def theme(self) -> Theme:
        """The theme; ContentError with all mistakes in the archive's templates/."""
        return open_theme(self.project.templates, self.project.root)

    @cached_property
    def last(self) -> LastBuild:
        """The state that the last build of this output saved."""
        return read_last_build(self.project)

    @cached_property
    def static(self) -> list[FoundFile]:
        """The files of static/, as `find_static_files` returns them."""
        return find_static_files(self.project, self.clock, self.last.static)

    @cached_property
    def pictures(self) -> PictureFiles:
        """The current files at all paths where the last build looked for pictures."""
        files = PictureFiles(self.project.root, self.clock, self.last.pictures, self.broken)
        for path in files.known:
            files.find(path)
        return files

    @cached_property
    def illustration(self) -> IllustratedTexts:
        """The texts to show, with their pictures."""
        return plan_pictures_and_cards(self.project, self.pictures, self.selection.shown, self.pages)

    @property
    def archive(self) -> Archive:
        """The archive of the texts to show.

        Raises:
            ContentError: two texts have one address, a bad `redirect_from`, a broken lock or names.toml, too many names.
        """
        return self._built[0]

    @property
    def lost(self) -> dict[str, str]:
        """Published addresses without a page now, with the paths of their deleted records."""
        held = {text.path for text in self.held}
        return {address: path for address, path in self._built[1].items() if path not in held}

    @cached_property
    def _built(self) -> tuple[Archive, dict[str, str]]:
        self._refuse_many_names()
        archive, lost = build_archive(
            self.illustration.records if self.illustrated else self.selection.shown,
            aliases=self.aliases,
            rules=self.rules,
            pages=self.illustration.pages if self.illustrated else self.pages,
            folder=self.project.settings.paths.pages,
        )
        archive = redirect_moved_groups(archive, self.lock.moved)
        return msgspec.structs.replace(archive, coordinates=self.coordinates), lost

    def _refuse_many_names(self) -> None:
        """Refuse articles with so many names that lists of them would take hours and gigabytes."""
        most, problems = self.project.settings.lists.names, []
        for field in ("topics", "people", "places", "organizations", "authors"):
            for record in self.selection.shown:
                if (number := len(getattr(record, field))) > most:
                    place = find_words_in_file(self.project.root, record.path, f"{field}:")
                    message = f"{number:,} {field}, and an article has at most {most:,}"
                    remedy = f"remove some, or allow more: [lists] names = {number}"
                    problems.append(Problem(*place, message, remedy, "many-names"))
        if problems:
            raise ContentError(problems)

    @cached_property
    def site(self) -> Site:
        """The value `site` of all templates."""
        settings = self.project.settings
        site = self.theme.site(settings, self.project.root.name)
        if not any(record.thumbnail for record in self.archive.records):
            assets = {name: address for name, address in site.assets.items() if name != LIST_PICTURES}
            site = msgspec.structs.replace(site, assets=assets)
        return resolve_footer_links(add_pages_to_menu(site, settings.navigation, self.archive), self.archive)

    @property
    def warnings(self) -> list[Problem]:
        """Warnings about texts, pictures, redirects, templates and translations."""
        return [
            *warn_of_unknown_keys(self.project.root, (*self.records, *self.pages)),
            *warn_of_lost_addresses(self.lost),
            *self.archive.warnings,
            *(self.illustration.warnings if self.illustrated else ()),
            *find_unused_overrides(self.theme),
            *self.theme.find_faults(self.project.settings.site.language),
        ]

    def digest(self, lock: Lock, pictures: PictureFiles) -> bytes:
        """Hash all inputs of the site; today's date counts only by the articles that it holds back."""
        options = self.options
        since = datetime.date.fromordinal(max(self.now.last.toordinal() - 2, 1)).isoformat()
        late = decode_records(entry for entry in self.entries if entry.day >= since)
        return hash_values(
            (self.project.settings, self.project.home),
            (fingerprint_engine(), fingerprint_pillow(), self.theme.fingerprint),
            (options.drafts, options.future, options.locked, options.index),
            [record.path for record in late if record.date and not self.now.has_come(record.date)],
            [(entry.path, entry.file_digest) for entry in (*self.entries, *self.page_entries)],
            [(file.path, file.sha256) for file in self.static],
            pictures.hashes(),
            [sorted(_as_bytes(lock.addresses)), sorted(_as_bytes(lock.moved))],
            (self.aliases, self.coordinates),
        )


def open_archive(
    project: Project,
    options: RunOptions = EVERYTHING,
    *,
    pages: bool = True,
    illustrated: bool = False,
    records: StoredRecords | None = None,
    clock: int | None = None,
) -> OpenedArchive:
    """Open an archive; unchanged texts come from the cache.

    Args:
        project, options: the archive, and which texts to show.
        pages: read standalone pages too.
        illustrated: find the pictures of the texts and plan cards.
        records: the records, if they have just been read.
        clock: file system time in nanoseconds; 0 treats no file as settled; None reads the time.

    Raises:
        ContentError: all mistakes in records and pages.
    """
    clock = read_filesystem_clock(project.work / "cache") if clock is None else clock
    problems: list[Problem] = []
    found, own = records or StoredRecords(), StoredRecords()
    with collect_problems(problems):
        found = records or read_records(project, clock=clock)
    with collect_problems(problems):
        own = read_records(project, clock=clock, pages=True) if pages else own
    if problems:
        raise ContentError(problems)
    vanished = found.vanished + own.vanished
    return OpenedArchive(project, options, clock, found.entries, own.entries, vanished, illustrated)


def _as_bytes(pairs: dict[str, str]) -> list[bytes]:
    """Encode pairs of paths, which need not be UTF-8."""
    return [f"{key}\0{value}".encode("utf-8", "surrogateescape") for key, value in pairs.items()]


def read_records(
    project: Project,
    executor: OpenExecutor | None = None,
    clock: int | None = None,
    *,
    pages: bool = False,
    wrong: list[Problem] | None = None,
) -> StoredRecords:
    """Read the records of an archive, or its pages; `executor` opens workers for many changed records.

    Raises:
        ContentError: all mistakes in them; with `wrong` they are added to it, and the others are returned.
    """
    cache, paths = project.work / "cache" / ("pages" if pages else "records"), project.settings.paths
    clock = read_filesystem_clock(cache.parent) if clock is None else clock
    folder = paths.pages if pages else paths.articles
    found = read_record_folder(
        project.root,
        folder,
        cache,
        fingerprint_engine(),
        clock,
        pages=pages,
        urls=list_site_urls(project),
        limits=project.settings.texts,
        executor=executor,
        wrong=wrong,
    )
    return StoredRecords(*found)


def _decode_pages(entries: Iterable[CachedRecord], *, drafts: bool) -> list[StandalonePage]:
    """Decode cached pages, with or without drafts."""
    decode = msgspec.msgpack.Decoder(StandalonePage).decode
    pages = [decode(entry.data) for entry in entries]
    return [page for page in pages if drafts or page.status != "draft"]


def find_static_files(project: Project, clock: int, known: Iterable[FoundFile]) -> list[FoundFile]:
    """Find every file in static/, in order of path; also hidden ones (.nojekyll, .well-known/).

    Files that did not change since the last build, which found `known`, are not hashed again.

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
    with report_system_errors(path, "read"), (project.root / path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def keep_addresses_of_moved(
    lock: Lock,
    entries: Sequence[CachedRecord],
    pages: Sequence[CachedRecord],
    vanished: Iterable[tuple[str, str]],
    now: BuildInstant,
) -> Lock:
    """Move the addresses of deleted files (path and body digest) to public files with the same body."""
    known = set(lock.addresses.values())
    gone = [(path, body) for path, body in vanished if path in known]
    bodies = {body for _, body in gone}
    records = [entry for entry in entries if entry.body_digest in bodies]
    moved_pages = [entry for entry in pages if entry.body_digest in bodies]
    shown = separate_held_back(add_zone_offsets(decode_records(records), now.zone), now=now).shown
    public = {record.path for record in shown}
    public |= {page.path for page in _decode_pages(moved_pages, drafts=False)}
    present = [(entry.path, entry.body_digest) for entry in (*records, *moved_pages)]
    return update_moved_paths(lock, match_moved_files(gone, present, public, known))


def match_moved_files(
    gone: Iterable[tuple[str, str]], present: Iterable[tuple[str, str]], public: set[str], known: set[str]
) -> dict[str, str]:
    """Match deleted files with present files that have the same body: old path → new path.

    A deleted file matches the only newly public file with its body, or else the only file with its body if that was never
    published. So the next build finds the same match, whether or not this one has published the file.

    Args:
        gone: path and body digest of deleted texts.
        present: path and body digest of present texts.
        public: paths of texts that are public now.
        known: paths of texts that have been published before.
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
