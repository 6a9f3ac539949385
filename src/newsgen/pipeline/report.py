"""Options and report of a build, some of its warnings, and the state that it saves for the next build."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from newsgen.archive.build import INDEX
from newsgen.archive.model import Archive, Kind, hash_values
from newsgen.builder.paths import choose_work_folders
from newsgen.dates import BuildInstant
from newsgen.errors import Problem
from newsgen.files import find_words_in_file, read_cached_value, write_cached_value
from newsgen.loader.report import Extractor
from newsgen.model import ForeignMarkup, Record, StandalonePage
from newsgen.pipeline.pictures import FoundFile
from newsgen.pipeline.project import Project, fingerprint_engine
from newsgen.record.keys import IGNORED, snake_case_key, suggest_key


class RunOptions(msgspec.Struct, frozen=True):
    """Options of a run, in addition to the settings."""

    as_of: datetime.date
    """Today in the archive's zone: articles dated later are held back."""
    at: datetime.datetime | None = None
    """Current time with its offset, for articles dated with a time; None means the end of `as_of`."""
    drafts: bool = False
    future: bool = False
    strict: bool = False
    """Treat warnings as errors."""
    locked: bool = False
    """Write no records and no lock; fail if a seed has no record."""
    dry_run: bool = False
    """Report what would be done; write nothing."""
    extractors: tuple[Extractor, ...] = ()
    """Extractors of names to ask about new texts."""
    repair_encoding: bool = False
    """Repair letters of UTF-8 that were read in another encoding, when seeds are loaded."""
    user_cache: Path | None = None
    """The user's cache folder, for compiled templates; None for no cache."""
    index: bool = True
    """Make the search index; False in a preview, which makes its own index."""


def find_publication_cutoff(project: Project, options: RunOptions) -> BuildInstant:
    """Return the time until which a build shows articles."""
    return BuildInstant.of(options.as_of, options.at, project.settings.site.timezone)


class SearchReport(msgspec.Struct, frozen=True):
    """The search index of the site."""

    fresh: bool
    """True if this build made the index."""
    bytes: int
    """Size of the index; no other number includes it."""
    words: int
    """Number of indexed words of each text; 0 for all."""
    seconds: float
    """Processor time of the indexer."""
    memory: int
    """Peak memory of the indexer in bytes; 0 if unknown."""


class RenamedGroup(msgspec.Struct, frozen=True):
    """A topic or name that disappeared while a new one has exactly its articles."""

    kind: Kind
    old: str
    new: str
    articles: int


class ForeignKind(msgspec.Struct, frozen=True):
    """Template code of one kind in all texts, or HTML that is not shown as it was written."""

    kind: str
    """As in `ForeignMarkup`."""
    count: int
    texts: int
    """Number of texts with it."""
    names: tuple[tuple[str, int], ...]
    """Each name and its count, the most frequent first."""
    unknown: int
    """How many of them are not known: only their inner text is shown, or nothing."""
    file: str
    """The first text with it, by path."""
    line: int


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did; the command line prints it."""

    articles: int
    files: int
    """Number of files in the output without build.json."""
    bytes: int
    """Total size of these files."""
    rendered: int = 0
    """Number of rendered pages."""
    written: int = 0
    """Number of files with new bytes."""
    removed: int = 0
    """Number of removed files."""
    unchanged: bool = False
    """True if nothing changed: nothing was planned or written."""
    drafts: int = 0
    empty: tuple[str, ...] = ()
    """Path of each article that is held back because it has no text."""
    future: tuple[tuple[str, str], ...] = ()
    """Path and date of each article dated later, soonest first."""
    provisional: int = 0
    """Number of articles with an unconfirmed, guessed date."""
    undated: int = 0
    redirects: int = 0
    """Number of old addresses that redirect to articles."""
    kept: int = 0
    """Number of articles that stay where they were published, and not where `[site] addresses` would have them."""
    untranslated: str = ""
    """Tag of the site's language if it has no translation, so that the interface is English."""
    search: SearchReport | None = None
    """None for a site without search."""
    renamed: tuple[RenamedGroup, ...] = ()
    """Topics and names that seem to have been renamed by hand."""
    foreign: tuple[ForeignKind, ...] = ()
    """Template code of other generators in the texts."""
    warnings: tuple[Problem, ...] = ()


def summarize_foreign_markup(texts: Iterable[Record | StandalonePage]) -> tuple[ForeignKind, ...]:
    """Summarize the template code of other generators in all texts by its kind, the most frequent first."""
    found: dict[str, list[tuple[Record | StandalonePage, ForeignMarkup]]] = {}
    for text in sorted((text for text in texts if text.foreign), key=lambda text: text.path):
        for markup in text.foreign:
            found.setdefault(markup.kind, []).append((text, markup))
    kinds = []
    for kind, places in found.items():
        names: Counter[str] = Counter()
        for _, markup in places:
            names[markup.name] += markup.count
        ranked = sorted(names.items(), key=lambda one: (-one[1], one[0]))
        kinds.append(
            ForeignKind(
                kind,
                names.total(),
                len({text.path for text, _ in places}),
                tuple((name, count) for name, count in ranked if name),
                sum(markup.count for _, markup in places if not markup.known),
                places[0][0].path,
                places[0][1].line,
            )
        )
    return tuple(sorted(kinds, key=lambda kind: (-kind.count, kind.kind)))


def warn_of_unknown_keys(root: Path, texts: Iterable[Record | StandalonePage]) -> Iterator[Problem]:
    """Warn of each unknown front matter key, once, at its first place."""
    seen: set[str] = set()
    for text in texts:
        for key in text.unknown:
            if key not in seen and snake_case_key(key) not in IGNORED:
                seen.add(key)
                near = suggest_key(key)
                hint = f'did you mean "{near}"?' if near and near != key else "it is kept but not shown"
                place = find_words_in_file(root, text.path, f"{key.rpartition('.')[2]}:")
                yield Problem(*place, f'front matter key "{key}" is unknown', hint, "unknown-key")


def warn_of_lost_addresses(lost: Mapping[str, str]) -> Iterator[Problem]:
    """Warn of published addresses without a page: `lost` maps them to their deleted records."""
    for address, path in sorted(lost.items()):
        message = f"{address} was published and has no page now: its record is gone"
        remedy = (
            f"write redirect_from: [{address}] into another record, or restore this one with status: withdrawn"
            f"; if nobody has ever seen it: newsgen forget {address}"
        )
        yield Problem(path, 0, 0, message, remedy, "lost-address")


class GroupSummary(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A topic or name in a build."""

    kind: Kind
    name: str
    slug: str
    articles: int
    digest: bytes
    """Digest of the paths of its articles, in order."""


class LastBuild(msgspec.Struct, frozen=True):
    """The state that a build saves for the next build of the same output."""

    inputs: bytes = b""
    """Digest of the site's inputs; the report is valid only if the manifest has the same digest."""
    report: BuildReport | None = None
    groups: list[GroupSummary] = []
    static: list[FoundFile] = []
    """The files of static/."""
    pictures: list[FoundFile] = []
    """The files at all paths where the build looked for pictures."""


def read_last_build(project: Project) -> LastBuild:
    """Read the state of the last build; empty if it is missing or damaged."""
    return read_cached_value(_state_file(project), LastBuild, fingerprint_engine()) or LastBuild()


def write_last_build(project: Project, last: LastBuild) -> None:
    """Save the state for the next build."""
    write_cached_value(_state_file(project), last, fingerprint_engine())


def _state_file(project: Project) -> Path:
    return choose_work_folders(project.root, project.output, project.scratch).state / "last"


def summarize_topics_and_names(archive: Archive) -> list[GroupSummary]:
    """Summarize each topic and name by its articles."""
    paths = [record.path for record in archive.records]
    found = []
    for kind, groups in archive.groups.items():
        for group in groups:
            digest = hash_values([paths[n] for n in group.places])
            found.append(GroupSummary(kind, group.name, group.slug, len(group.places), digest))
    return found


def find_renamed_groups(
    before: Iterable[GroupSummary], now: Iterable[GroupSummary], files: Collection[str], archive: Archive
) -> tuple[RenamedGroup, ...]:
    """Find topics and names that were renamed by hand, so that their old pages have no redirects.

    `newsgen topics rename` makes redirects. A build only reports the others, because the intention of an edit is unknown.

    Args:
        before: groups of the last build.
        now: groups of the archive.
        files: paths of the last build's files.
        archive: the current archive.
    """
    before, now = list(before), list(now)
    old, present = ({(group.kind, group.slug) for group in groups} for groups in (before, now))
    new = {(group.kind, group.digest): group.name for group in now if (group.kind, group.slug) not in old}
    found = []
    for group in before:
        page, name = f"{group.kind}/{group.slug}{INDEX}", new.get((group.kind, group.digest))
        is_gone = (group.kind, group.slug) not in present
        if name and is_gone and page in files and page not in archive.redirects:
            found.append(RenamedGroup(group.kind, group.name, name, group.articles))
    return tuple(found)
