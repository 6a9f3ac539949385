"""Topics and names of the whole archive: listed, renamed, merged and split by editing records in place."""

from __future__ import annotations

import difflib
import fnmatch
import shlex
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress

import msgspec

from newsgen.addresses import article_address, group_slug
from newsgen.archive.build import apply_aliases, group_records, names_of, sort_records
from newsgen.archive.model import KINDS, Group, Kind
from newsgen.builder.paths import locked
from newsgen.desk.edit import Edit, check_fields, refuse_changed, write_edit
from newsgen.desk.variants import rename_in_table
from newsgen.errors import ContentError, Problem, SettingsError, collect_problems
from newsgen.model import Inference, Record
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project, read_archive_lock, read_table, write_archive_lock
from newsgen.record.edit import replace_names, set_fields
from newsgen.settings.values import parse_period

TABLED = ("people", "organizations", "places")
"""Kinds of which names.toml joins spellings."""

IsChosen = Callable[[Record], bool]
"""True for the articles that a command is about."""


class NameCount(msgspec.Struct, frozen=True):
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
    """Path of its page inside site/; '' if it has none."""


class Renaming(msgspec.Struct, frozen=True):
    """All that a command changes, before anything is written."""

    kind: Kind
    old: tuple[str, ...]
    new: str
    edits: tuple[Edit, ...]
    """Records in order of path, after names.toml if that changes."""
    moved: dict[str, str]
    """Folder of each page that will lead elsewhere, e.g. topics/trade → topics/commerce."""


class Names:
    """The names of one kind, with the records that have them."""

    def __init__(self, project: Project, kind: Kind) -> None:
        """Read the archive.

        Raises:
            ContentError: a record, newsgen.lock or names.toml is wrong.
        """
        opened = open_archive(project, pages=False)
        self.project, self.kind = project, kind
        self.aliases: Mapping[str, str] = opened.aliases.get(kind, {})
        self.published = opened.lock.addresses
        self.records = opened.records
        same = [
            apply_aliases(record, {kind: self.aliases}) if self.aliases else record for record in self.records
        ]
        self.groups: dict[str, Group] = {
            found.slug: found for found in group_records(kind, sort_records(same))
        }

    def count(self, is_chosen: IsChosen | None = None) -> list[NameCount]:
        """Count the articles of each name, most frequent first; with `is_chosen`, only those articles count."""
        field = "source" if self.kind == "sources" else self.kind
        counts = []
        for found in self.groups.values():
            records = [record for record in found.records if is_chosen is None or is_chosen(record)]
            dates = [record.date.iso for record in records if record.date]
            guessed = sum(field in record.inferred for record in records)
            if records:
                first, last = (dates[-1], dates[0]) if dates else ("", "")
                counts.append(NameCount(found.name, len(records), guessed, first, last, found.address))
        return sorted(counts, key=lambda count: (-count.articles, count.name.casefold(), count.name))

    def plan(
        self, old: Iterable[str], new: str, *, into: bool, is_chosen: IsChosen | None = None
    ) -> Renaming:
        """Work out all that changes if names become another one.

        Args:
            old: names as the archive lists them.
            new: what they become.
            into: True if `new` may be there already.
            is_chosen: which of the articles; None for all.

        Raises:
            SettingsError: a name that is not there, or one that is there but must not be.
            ContentError: records or names.toml that cannot be edited.
        """
        olds, new = tuple(dict.fromkeys(old)), " ".join(new.split())
        resumed = _read_intent(self.project) == (self.kind, olds, new)
        slugs = {self._group_slug(name) if resumed else self._existing_slug(name) for name in olds}
        self._check_new(olds, new, slugs, into=into or resumed)
        problems: list[Problem] = []
        edits: list[Edit] = []
        table = read_table(self.project, "names.toml")
        if is_chosen is None and self.kind in TABLED and table:
            with collect_problems(problems):
                after = rename_in_table(table, self.kind, olds, new)
                if after != table:
                    before = (self.project.root / "names.toml").read_bytes()
                    edits.append(Edit("names.toml", before, after.encode()))
        public, left = set(self.published.values()), set()
        for record in self.records:
            names = names_of(record, self.kind)
            spelt = {name: new for name in names if self._group_slug(name) in slugs and name != new}
            if spelt and (is_chosen is None or is_chosen(record)):
                with collect_problems(problems):
                    edits.append(rename_in_record(self.project, record, self.kind, spelt))
                if record.path in public:
                    left |= {self._group_slug(name) for name in spelt}
        if problems:
            raise ContentError(problems)
        if not edits and not resumed:
            message = f'no article has "{", ".join(olds)}" under another name than "{new}"'
            message = message if is_chosen is None else "no article fits all that was asked"
            raise SettingsError(Problem("", 0, 0, message, f"newsgen {self.kind} lists what there is"))
        target = group_slug(new)
        emptied = {
            slug for slug in left if is_chosen is None or all(map(is_chosen, self.groups[slug].records))
        }
        moved = {f"{self.kind}/{slug}": f"{self.kind}/{target}" for slug in sorted(emptied - {target})}
        return Renaming(self.kind, olds, new, tuple(edits), moved)

    def _group_slug(self, name: str) -> str:
        """Slug of the group that a spelling belongs to."""
        return group_slug(self.aliases.get(name, name))

    def _existing_slug(self, name: str) -> str:
        """Slug of a group that the user names; SettingsError names the nearest if there is none."""
        slug = self._group_slug(name)
        if slug in self.groups or name in self.aliases.values():
            return slug
        near = difflib.get_close_matches(name, [found.name for found in self.groups.values()], 1)
        hint = f'did you mean "{near[0]}"?' if near else f"newsgen {self.kind} lists them"
        raise SettingsError(Problem("", 0, 0, f'"{name}" is not among the {self.kind}', hint))

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


def rename_in_record(project: Project, record: Record, kind: Kind, spelt: Mapping[str, str]) -> Edit:
    """Give names of one record another spelling.

    Args:
        project, record, kind: what is edited.
        spelt: new spelling by the one that the record has; all new ones are one name.

    Raises:
        ContentError: its front matter cannot be edited in place.
    """
    field = "source" if kind == "sources" else kind
    before = (project.root / record.path).read_bytes()
    text = replace_names(before.decode(), field, spelt, record.path)
    if (how := record.inferred.get(field)) is not None:
        text = set_fields(text, {f"inferred.{field}": _without_names(how, spelt)}, record.path)
    after = text.encode()
    expected: object
    if kind == "sources":
        expected = spelt[record.source.name] if record.source else None
    else:
        # A new name that the record has already keeps its own place.
        there = {name for name in names_of(record, kind) if name not in spelt}
        names = (spelt.get(name, name) for name in names_of(record, kind) if spelt.get(name) not in there)
        expected = tuple(dict.fromkeys(names))
    check_fields(record.path, after, {field: expected})
    return Edit(record.path, before, after)


def _without_names(how: Inference, spelt: Mapping[str, str]) -> Inference | None:
    """Take the evidence for some names out of an inference; return None if none is left."""
    if isinstance(how.evidence, str):
        return how
    left = {name: proof for name, proof in how.evidence.items() if name not in spelt}
    return msgspec.structs.replace(how, evidence=left) if left else None


def match_period(period: str) -> IsChosen:
    """Choose the articles whose date may lie in a span: one dated 2023-11 may be of any day of that month.

    Raises:
        SettingsError: it is not a span.
    """
    try:
        first, last = parse_period(period)
    except ValueError as error:
        raise SettingsError(Problem("", 0, 0, f"--period {error}", "write e.g. 2019..2021")) from None
    return lambda record: bool(
        record.date and record.date.first_day <= last and record.date.last_day >= first
    )


def match_articles(patterns: Sequence[str], period: str, names: Iterable[str]) -> IsChosen:
    """Choose the articles that fit all that is asked.

    Args:
        patterns: a path or address with * and ?, or a part of either; one must fit, if there are any.
        period: as `match_period`; '' for all.
        names: the article has all of these, of whatever kind.
    """
    wanted = [pattern if any(sign in pattern for sign in "*?[") else f"*{pattern}*" for pattern in patterns]
    is_inside = match_period(period) if period else None

    def is_chosen(record: Record) -> bool:
        places = record.path, article_address(record)
        return (
            (not wanted or any(fnmatch.fnmatchcase(place, one) for one in wanted for place in places))
            and (is_inside is None or is_inside(record))
            and {name for kind in KINDS for name in names_of(record, kind)}.issuperset(names)
        )

    return is_chosen


def perform_renaming(project: Project, renaming: Renaming) -> None:
    """Write what was planned. If a run is cut short, the same command finishes it.

    The old pages lead to the new one from the next build on; an old name that is taken up again leads nowhere.

    Raises:
        RefusedError: a file has changed since it was read; nothing is written.
        OutputError, BusyError: as `write_edits`.
    """
    intent = project.work / "renaming"
    with locked(project.work / "lock", project.settings.paths.articles):
        refuse_changed(project.root, renaming.edits)
        intent.write_bytes(msgspec.json.encode((renaming.kind, renaming.old, renaming.new)))
        if renaming.moved:
            lock = read_archive_lock(project)
            targets = set(renaming.moved.values())
            moved = {old: new for old, new in lock.moved.items() if old not in targets} | renaming.moved
            write_archive_lock(project, msgspec.structs.replace(lock, moved=moved))
        for edit in renaming.edits:
            write_edit(project.root, edit)
        intent.unlink(missing_ok=True)


def _read_intent(project: Project) -> tuple[str, tuple[str, ...], str] | None:
    """Kind, old names and new name of a run that was cut short; None if none was."""
    with suppress(FileNotFoundError, msgspec.DecodeError):
        data = (project.work / "renaming").read_bytes()
        return msgspec.json.decode(data, type=tuple[str, tuple[str, ...], str])
    return None
