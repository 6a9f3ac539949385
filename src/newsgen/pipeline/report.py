"""Options of a build, its report, its warnings, and what it leaves for the next build."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from newsgen.archive.build import INDEX
from newsgen.archive.model import Archive, Kind, digest_of
from newsgen.builder.paths import places_for
from newsgen.dates import Now
from newsgen.errors import Problem
from newsgen.files import find_words, read_cached, write_cached
from newsgen.model import Record, StandalonePage
from newsgen.pipeline.pictures import FoundFile
from newsgen.pipeline.project import Project, engine_version
from newsgen.record.keys import suggest_key


class Options(msgspec.Struct, frozen=True):
    """Options of a run, beside the settings."""

    as_of: datetime.date
    """Today in the archive's zone, as the caller knows it: articles dated later wait."""
    at: datetime.datetime | None = None
    """The instant it is, with its offset, for articles dated with a time; None means the end of `as_of`."""
    drafts: bool = False
    future: bool = False
    strict: bool = False
    """Warnings stop the build."""
    locked: bool = False
    """Write no record and no lock; fail if a seed has no record."""
    dry_run: bool = False
    """Say what would be done, write nothing."""
    user_cache: Path | None = None
    """The user's cache folder, for what must not lie in an archive's: compiled templates; None for none."""
    index: bool = True
    """Make the search index; a preview does without, for it makes its own beside the builds."""


def now_of(project: Project, options: Options) -> Now:
    """Until when a build shows articles."""
    return Now.of(options.as_of, options.at, project.settings.site.timezone)


class SearchReport(msgspec.Struct, frozen=True):
    """What readers can search."""

    fresh: bool
    """The index was made by this build."""
    bytes: int
    """Size of the index; it counts in no other number."""
    words: int
    """Words of each text that are searched; 0 for all."""
    seconds: float
    """Processor time that the indexer took."""
    memory: int
    """Bytes that it held at most; 0 where the system does not tell."""


class RenamedGroup(msgspec.Struct, frozen=True):
    """A topic or name that is gone, while a new one has exactly its articles."""

    kind: Kind
    old: str
    new: str
    articles: int


class Report(msgspec.Struct, frozen=True):
    """What a build did; the closing lines are made of it."""

    articles: int
    files: int
    """Files in the output, build.json not counted."""
    bytes: int
    """Their size together."""
    rendered: int = 0
    """Pages that were dirty and rendered."""
    written: int = 0
    """Files with new bytes."""
    removed: int = 0
    """Files of the last generation that are gone."""
    unchanged: bool = False
    """Nothing had changed; nothing was planned or written."""
    drafts: int = 0
    future: tuple[tuple[str, str], ...] = ()
    """Path and date of each article that waits for its day, soonest first."""
    provisional: int = 0
    """Articles whose date is a guess that nobody has confirmed."""
    undated: int = 0
    redirects: int = 0
    """Old addresses that lead to where an article stands now."""
    untranslated: str = ""
    """Tag of the site's language if the interface stays English for want of a translation."""
    search: SearchReport | None = None
    """None if readers cannot search."""
    renamed: tuple[RenamedGroup, ...] = ()
    """Topics and names that seem to have been renamed by hand."""
    warnings: tuple[Problem, ...] = ()


def find_unknown_keys(root: Path, texts: Iterable[Record | StandalonePage]) -> Iterator[Problem]:
    """Find front matter keys that newsgen does not know, each once and at its place."""
    seen: set[str] = set()
    for text in texts:
        for key in text.unknown:
            if key not in seen:
                seen.add(key)
                near = suggest_key(key)
                hint = f'did you mean "{near}"?' if near else "it is kept and shown nowhere"
                place = find_words(root, text.path, f"{key.rpartition('.')[2]}:")
                yield Problem(*place, f'front matter key "{key}" is unknown', hint, "unknown-key")


def find_lost_addresses(lost: Mapping[str, str]) -> Iterator[Problem]:
    """Warn of addresses that lead nowhere any more: `lost` maps them to the records that are gone."""
    for address, path in sorted(lost.items()):
        message = f"{address} was published and leads nowhere: its record is gone"
        remedy = (
            f"write redirect_from: [{address}] into another record, or restore this one with status: withdrawn"
            "; if nobody has ever seen it, delete its line in newsgen.lock"
        )
        yield Problem(path, 0, 0, message, remedy, "lost-address")


class GroupSummary(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A topic or a name as a build left it."""

    kind: Kind
    name: str
    slug: str
    articles: int
    digest: bytes
    """Over the paths of its articles, in their order."""


class LastBuild(msgspec.Struct, frozen=True):
    """What a build leaves for the next one of the same output."""

    inputs: bytes = b""
    """Digest of all that the site was made of; the report is that of the output only if the manifest has the same."""
    report: Report | None = None
    groups: list[GroupSummary] = []
    static: list[FoundFile] = []
    """The files of static/."""
    pictures: list[FoundFile] = []
    """What was found at each path at which a picture was looked for."""


def read_last_build(project: Project) -> LastBuild:
    """Read what the last build left; an empty value if it is missing or damaged."""
    return read_cached(_last_build_of(project), LastBuild, engine_version()) or LastBuild()


def write_last_build(project: Project, last: LastBuild) -> None:
    """Keep it for the next build."""
    write_cached(_last_build_of(project), last, engine_version())


def _last_build_of(project: Project) -> Path:
    return places_for(project.root, project.output, project.scratch).state / "last"


def summarize_groups(archive: Archive) -> list[GroupSummary]:
    """Say of each topic and name which articles it has."""
    paths = [record.path for record in archive.records]
    return [
        GroupSummary(
            kind, group.name, group.slug, len(group.places), digest_of([paths[n] for n in group.places])
        )
        for kind, groups in archive.groups.items()
        for group in groups
    ]


def find_renamed(
    before: Iterable[GroupSummary], now: Iterable[GroupSummary], files: Collection[str], archive: Archive
) -> tuple[RenamedGroup, ...]:
    """Find topics and names that were given another name by hand: nothing leads from their old pages to the new ones.

    `newsgen topics rename` and its like leave redirects. The build only reports them: what was meant by an edit is not guessed.

    Args:
        before: the groups of the last build.
        now: those of the archive.
        files: paths of the last build's files.
        archive: as it is now.
    """
    before, now = list(before), list(now)
    old, present = ({(group.kind, group.slug) for group in groups} for groups in (before, now))
    new = {(group.kind, group.digest): group.name for group in now if (group.kind, group.slug) not in old}
    found = []
    for group in before if new else ():
        page = f"{group.kind}/{group.slug}{INDEX}"
        name = new.get((group.kind, group.digest))
        if (
            name
            and (group.kind, group.slug) not in present
            and page in files
            and page not in archive.redirects
        ):
            found.append(RenamedGroup(group.kind, group.name, name, group.articles))
    return tuple(found)
