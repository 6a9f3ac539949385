"""Topics and names of the whole archive: listed, renamed, merged and split by editing records in place."""

from __future__ import annotations

import difflib
import fnmatch
import shlex
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from newsgen.addresses import article_address, group_slug
from newsgen.archive.build import group, in_order, joined, names_of
from newsgen.archive.model import Group, Kind
from newsgen.builder.lock import locked
from newsgen.desk.edit import changed_meanwhile, save
from newsgen.desk.variants import renamed_in_table
from newsgen.errors import ContentError, Problem, RefusedError, SettingsError, gathered
from newsgen.model import Inference, Record, Source
from newsgen.pipeline.inputs import clock_of
from newsgen.pipeline.load import store_of
from newsgen.pipeline.open import aliases_of, read_table
from newsgen.pipeline.project import Project, read_archive_lock, write_archive_lock
from newsgen.record.edit import set_fields
from newsgen.record.edit_names import replace_names
from newsgen.record.read import read_record
from newsgen.record.store import records_of

TABLED = ("people", "organizations", "places")
"""Kinds of which names.toml joins spellings."""


class Listed(msgspec.Struct, frozen=True):
    """A topic or name and how much there is of it."""

    name: str
    articles: int
    """Drafts, withdrawn and waiting ones counted."""
    inferred: int
    """Articles of which nobody has confirmed it."""
    first: str
    """Date of the earliest article, in ISO form; '' if all are undated."""
    last: str
    address: str
    """Where its page stands inside site/, if it has one."""


class Names:
    """The names of one kind, with the records that bear them."""

    def __init__(self, project: Project, kind: Kind) -> None:
        """Read the archive.

        Raises:
            ContentError: a record, newsgen.lock or names.toml is wrong.
        """
        self.project, self.kind = project, kind
        store = store_of(project)
        kept, _ = store.read(clock_of(store.cache.parent))
        self.aliases: Mapping[str, str] = getattr(aliases_of(project), kind, {})
        self.records = in_order(records_of(kept))
        shown = [joined(one, {kind: self.aliases}) if self.aliases else one for one in self.records]
        self.groups: dict[str, Group] = {one.slug: one for one in group(kind, shown)}

    def listed(self, chosen: Chosen | None = None) -> list[Listed]:
        """All names with their counts, most frequent first; with `chosen`, only those articles count."""
        found = []
        for one in self.groups.values():
            mine = [record for record in one.records if chosen is None or chosen(record)]
            dates = [record.date.iso for record in mine if record.date]
            guessed = sum(self.field in record.inferred for record in mine)
            if mine:
                first, last = (dates[-1], dates[0]) if dates else ("", "")
                found.append(Listed(one.name, len(mine), guessed, first, last, one.address))
        return sorted(found, key=lambda one: (-one.articles, one.name.casefold(), one.name))

    @property
    def field(self) -> str:
        """The front matter key that holds the names."""
        return "source" if self.kind == "sources" else self.kind

    def plan(self, old: Iterable[str], new: str, *, into: bool, chosen: Chosen | None = None) -> Renaming:
        """Find out all that changes if names become another one.

        Args:
            old: names as the archive lists them.
            new: what they become.
            into: True if `new` may be there already.
            chosen: which of the articles; None for all.

        Raises:
            SettingsError: a name that is not there, or one that is there but must not be.
            ContentError: records or names.toml that cannot be edited; nothing is left half done.
        """
        olds, new = tuple(dict.fromkeys(old)), " ".join(new.split())
        resumed = unfinished(self.project) == (self.kind, olds, new)
        slugs = {self._own(name) if resumed else self._slug(name) for name in olds}
        self._check_new(olds, new, slugs, into=into or resumed)
        problems: list[Problem] = []
        changes, moving = self._records(slugs, new, chosen, problems)
        table = read_table(self.project, "names.toml")
        if chosen is None and self.kind in TABLED and table:
            with gathered(problems):
                after = renamed_in_table(table, self.kind, olds, new)
                if after != table:
                    before = (self.project.root / "names.toml").read_bytes()
                    changes.insert(0, Change("names.toml", before, after.encode()))
        if problems:
            raise ContentError(problems)
        if not changes and not resumed:
            message = f'no article has "{", ".join(olds)}" under another name than "{new}"'
            message = message if chosen is None else "no article fits all that was asked"
            raise SettingsError(Problem("", 0, 0, message, f"newsgen {self.kind} lists what there is"))
        pages = {f"{self.kind}/{slug}" for slug in moving if self._left(slug, chosen)}
        moved = dict.fromkeys(
            sorted(pages - {f"{self.kind}/{group_slug(new)}"}), f"{self.kind}/{group_slug(new)}"
        )
        return Renaming(self.kind, olds, new, tuple(changes), moved)

    def _records(
        self, slugs: Collection[str], new: str, chosen: Chosen | None, problems: list[Problem]
    ) -> tuple[list[Change], set[str]]:
        """Records as they will be, in order of path; and slugs that published ones of them lose."""
        changes: list[Change] = []
        published, moving = set(read_archive_lock(self.project).addresses.values()), set()
        for record in sorted(self.records, key=lambda one: one.path):
            spelt = {
                name: new for name in names_of(record, self.kind) if self._own(name) in slugs and name != new
            }
            if spelt and (chosen is None or chosen(record)):
                with gathered(problems):
                    changes.append(self._changed(record, spelt))
                moving |= {self._own(name) for name in spelt if record.path in published}
        return changes, moving

    def _own(self, name: str) -> str:
        """Slug of the group that a spelling belongs to."""
        return group_slug(self.aliases.get(name, name))

    def _left(self, slug: str, chosen: Chosen | None) -> bool:
        """True if a group loses all of its articles."""
        return chosen is None or all(map(chosen, self.groups[slug].records))

    def _slug(self, name: str) -> str:
        """The group that a user names.

        Raises:
            SettingsError: there is none; the nearest is named.
        """
        slug = self._own(name)
        if slug in self.groups or name in self.aliases.values():
            return slug
        near = difflib.get_close_matches(name, [one.name for one in self.groups.values()], 1)
        hint = f'did you mean "{near[0]}"?' if near else f"newsgen {self.kind} lists them"
        raise SettingsError(Problem("", 0, 0, f'{self.kind} hold no "{name}"', hint))

    def _check_new(self, olds: Sequence[str], new: str, slugs: Collection[str], *, into: bool) -> None:
        if not new or any(sign < " " or "\x7f" <= sign < "\xa0" for sign in new):
            raise SettingsError(Problem("", 0, 0, f"{new!r} is no name", "write one"))
        canonical = self.aliases.get(new, new)
        if canonical != new and group_slug(canonical) not in slugs:
            message = f'names.toml reads "{new}" as "{canonical}"'
            raise SettingsError(Problem("", 0, 0, message, f'write "{canonical}", or take the line out'))
        if not into and group_slug(new) in self.groups and group_slug(new) not in slugs:
            message = f'"{new}" is there already'
            hint = f"to join the two: {shlex.join(['newsgen', self.kind, 'merge', *olds, new])}"
            raise SettingsError(Problem("", 0, 0, message, hint))

    def _changed(self, record: Record, spelt: Mapping[str, str]) -> Change:
        before = (self.project.root / record.path).read_bytes()
        return Change(record.path, before, respelt(record, before, self.field, spelt))


Chosen = Callable[[Record], bool]


def respelt(record: Record, before: bytes, field: str, spelt: Mapping[str, str]) -> bytes:
    """Edit the names of one record, and read it back.

    Args:
        record: as `before` says it.
        before: the file's bytes.
        field: topics, people, places, organizations, authors or source.
        spelt: new spelling by the one that the record has.

    Raises:
        ContentError: its front matter cannot be edited in place.
    """
    text = replace_names(before.decode(), field, spelt, record.path)
    how = record.inferred.get(field)
    if how is not None:
        text = set_fields(text, {f"inferred.{field}": _without(how, spelt)}, record.path)
    after = text.encode()
    wanted = _renamed(record, field, spelt)
    if getattr(read_record(record.path, after), field) != getattr(wanted, field):
        message = f"{field} cannot be edited in place here"
        raise ContentError(Problem(record.path, 0, 0, message, "edit the record by hand"))
    return after


def _without(how: Inference, spelt: Mapping[str, str]) -> Inference | None:
    """What is still inferred once a human has spelt some names; None if nothing is."""
    if isinstance(how.evidence, str):
        return how
    left = {name: proof for name, proof in how.evidence.items() if name not in spelt}
    return msgspec.structs.replace(how, evidence=left) if left else None


def _renamed(record: Record, field: str, spelt: Mapping[str, str]) -> Record:
    value = getattr(record, field)
    if isinstance(value, Source):
        return msgspec.structs.replace(
            record, source=msgspec.structs.replace(value, name=spelt.get(value.name, value.name))
        )
    kept = {name for name in value if name not in spelt}
    found: list[str] = []
    for name in value:
        new = spelt.get(name, name)
        if name in spelt and new in kept:
            continue
        if new not in found:
            found.append(new)
    return msgspec.structs.replace(record, **{field: tuple(found)})


def matching(pattern: str) -> Chosen:
    """Choose articles by path or address: a pattern with * and ?, or a part of either."""
    wanted = pattern if any(sign in pattern for sign in "*?[") else f"*{pattern}*"
    return lambda record: (
        fnmatch.fnmatchcase(record.path, wanted) or fnmatch.fnmatchcase(article_address(record), wanted)
    )


class Change(msgspec.Struct, frozen=True):
    """One file and its new bytes."""

    path: str
    before: bytes
    after: bytes


class Renaming(msgspec.Struct, frozen=True):
    """All that a command does, before anything is written."""

    kind: Kind
    old: tuple[str, ...]
    new: str
    changes: tuple[Change, ...]
    """Records in order of path, after names.toml if that changes."""
    moved: dict[str, str]
    """Folder of each page that will lead elsewhere, e.g. topics/trade → topics/commerce."""


def perform(project: Project, renaming: Renaming) -> None:
    """Write what was planned: each file as a whole, or not at all.

    Where nothing was published under the old name, newsgen.lock does not change.

    Raises:
        RefusedError: a file has changed since it was read; nothing is written.
        OutputError, BusyError: as `amend.save` and `locked`.
    """
    intent = project.work / "renaming"
    with locked(project.work / "lock", project.settings.paths.articles):
        for change in renaming.changes:
            if (project.root / change.path).read_bytes() != change.before:
                raise _again(change.path, renaming)
        intent.write_bytes(msgspec.json.encode((renaming.kind, renaming.old, renaming.new)))
        _remember(project, renaming)
        for change in renaming.changes:
            save(project.root, change.path, change.before, change.after)
        intent.unlink(missing_ok=True)


def unfinished(project: Project) -> tuple[str, tuple[str, ...], str] | None:
    """Kind, old names and new name of a run that was cut short; None if none was."""
    try:
        data = (project.work / "renaming").read_bytes()
        return msgspec.json.decode(data, type=tuple[str, tuple[str, ...], str])
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _remember(project: Project, renaming: Renaming) -> None:
    """Let old pages lead to the new one; an old name that is taken up again leads nowhere."""
    if not renaming.moved:
        return
    lock = read_archive_lock(project)
    targets = set(renaming.moved.values())
    moved = {old: new for old, new in lock.moved.items() if old not in targets} | renaming.moved
    write_archive_lock(project, msgspec.structs.replace(lock, moved=moved))


def _again(path: str, renaming: Renaming) -> RefusedError:
    problem = changed_meanwhile(path).problems[0]
    return RefusedError(msgspec.structs.replace(problem, expected=f"run newsgen {renaming.kind} again"))
