"""List, rename, merge and split topics and names of the whole archive, by edits of records."""

from __future__ import annotations

import difflib
import fnmatch
import shlex
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress

import msgspec

from newsgen.addresses import AddressRules, article_address, slugify_name
from newsgen.archive.build import apply_aliases, group_records, names_of, sort_records
from newsgen.archive.model import KINDS, Group, Kind
from newsgen.builder.paths import hold_lock
from newsgen.desk.edit import Edit, check_edit_result, refuse_changed, write_edit
from newsgen.desk.variants import rename_in_table
from newsgen.errors import ContentError, Problem, SettingsError, collect_problems
from newsgen.model import Inference, Record
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project, read_archive_lock, read_text_or_empty, write_archive_lock
from newsgen.record.edit import replace_names, set_fields
from newsgen.settings.values import parse_period

TABLED = ("people", "organizations", "places")
"""Kinds that have a table in names.toml."""

IsChosen = Callable[[Record], bool]
"""Returns whether a command applies to an article."""


class NameCount(msgspec.Struct, frozen=True):
    """A topic or name with its numbers."""

    name: str
    articles: int
    """Number of articles, also drafts, withdrawn and future ones."""
    inferred: int
    """Number of articles where it is inferred and not confirmed."""
    first: str
    """Date of the earliest article, in ISO form; '' if all are undated."""
    last: str
    address: str
    """Path of its page inside site/; '' if it has none."""


class Renaming(msgspec.Struct, frozen=True):
    """All changes of a command, before anything is written."""

    kind: Kind
    old: tuple[str, ...]
    new: str
    edits: tuple[Edit, ...]
    """Edits of names.toml, if it changes, and of records in order of path."""
    moved: dict[str, str]
    """Old folder → new folder of moved pages, e.g. topics/trade → topics/commerce."""


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
        self.rules = opened.rules
        self.records = opened.records
        same = [
            apply_aliases(record, {kind: self.aliases}) if self.aliases else record for record in self.records
        ]
        self.groups: dict[str, Group] = {
            found.slug: found for found in group_records(kind, sort_records(same))
        }

    def count(self, is_chosen: IsChosen | None = None) -> list[NameCount]:
        """Count the articles of each name, or only those that `is_chosen` accepts; most frequent first."""
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
        """Plan the replacement of names by another name.

        Args:
            old: names as the archive lists them.
            new: the new name.
            into: True if `new` may exist already.
            is_chosen: accepts the articles to change; None for all.

        Raises:
            SettingsError: an old name does not exist, or the new name exists but must not.
            ContentError: a record or names.toml cannot be edited.
        """
        olds, new = tuple(dict.fromkeys(old)), " ".join(new.split())
        resumed = _read_intent(self.project) == (self.kind, olds, new)
        slugs = {self._group_slug(name) if resumed else self._existing_slug(name) for name in olds}
        self._check_new(olds, new, slugs, into=into or resumed)
        problems: list[Problem] = []
        edits: list[Edit] = []
        table = read_text_or_empty(self.project, "names.toml")
        if is_chosen is None and self.kind in TABLED and table:
            with collect_problems(problems):
                after = rename_in_table(table, self.kind, olds, new)
                if after != table:
                    before = (self.project.root / "names.toml").read_bytes()
                    edits.append(Edit("names.toml", before, after.encode()))
        public, left = set(self.rules.published.values()), set()
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
        target = slugify_name(new)
        emptied = {
            slug for slug in left if is_chosen is None or all(map(is_chosen, self.groups[slug].records))
        }
        moved = {f"{self.kind}/{slug}": f"{self.kind}/{target}" for slug in sorted(emptied - {target})}
        return Renaming(self.kind, olds, new, tuple(edits), moved)

    def _group_slug(self, name: str) -> str:
        """Return the slug of a spelling's group."""
        return slugify_name(self.aliases.get(name, name))

    def _existing_slug(self, name: str) -> str:
        """Return the slug of an existing group; otherwise raise SettingsError with the nearest name."""
        slug = self._group_slug(name)
        if slug in self.groups or name in self.aliases.values():
            return slug
        near = difflib.get_close_matches(name, [found.name for found in self.groups.values()], 1)
        hint = f'did you mean "{near[0]}"?' if near else f"newsgen {self.kind} lists them"
        raise SettingsError(Problem("", 0, 0, f'"{name}" is not among the {self.kind}', hint))

    def _check_new(self, olds: Sequence[str], new: str, slugs: Collection[str], *, into: bool) -> None:
        if not new or any(letter < " " or "\x7f" <= letter < "\xa0" for letter in new):
            raise SettingsError(Problem("", 0, 0, f"{new!r} is not a name", "write a name"))
        canonical = self.aliases.get(new, new)
        if canonical != new and slugify_name(canonical) not in slugs:
            message = f'names.toml reads "{new}" as "{canonical}"'
            raise SettingsError(Problem("", 0, 0, message, f'write "{canonical}", or take the line out'))
        if not into and slugify_name(new) in self.groups and slugify_name(new) not in slugs:
            message = f'"{new}" is there already'
            hint = f"to join the two: {shlex.join(['newsgen', self.kind, 'merge', *olds, new])}"
            raise SettingsError(Problem("", 0, 0, message, hint))


def rename_in_record(project: Project, record: Record, kind: Kind, spelt: Mapping[str, str]) -> Edit:
    """Replace names in one record.

    Args:
        project, record, kind: the record to edit and the kind of name.
        spelt: new spelling by old spelling; all new spellings are one name.

    Raises:
        ContentError: the front matter cannot be edited in place.
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
        # A new name that the record has already keeps its position.
        there = {name for name in names_of(record, kind) if name not in spelt}
        names = (spelt.get(name, name) for name in names_of(record, kind) if spelt.get(name) not in there)
        expected = tuple(dict.fromkeys(names))
    check_edit_result(record.path, after, {field: expected})
    return Edit(record.path, before, after)


def _without_names(how: Inference, spelt: Mapping[str, str]) -> Inference | None:
    """Remove the evidence of some names from an inference; return None if no evidence is left."""
    if isinstance(how.evidence, str):
        return how
    left = {name: proof for name, proof in how.evidence.items() if name not in spelt}
    return msgspec.structs.replace(how, evidence=left) if left else None


def make_period_filter(period: str) -> IsChosen:
    """Return a function that accepts articles whose date can be in a span: 2023-11 can be any day of that month.

    Raises:
        SettingsError: the period is wrong.
    """
    try:
        first, last = parse_period(period)
    except ValueError as error:
        raise SettingsError(Problem("", 0, 0, f"--period {error}", "write e.g. 2019..2021")) from None
    return lambda record: bool(
        record.date and record.date.first_day <= last and record.date.last_day >= first
    )


def make_article_filter(
    patterns: Sequence[str], period: str, names: Iterable[str], rules: AddressRules
) -> IsChosen:
    """Return a function that accepts the articles that meet all conditions.

    Args:
        patterns: paths or addresses with * and ?, or parts of them; one must match, if there are any.
        period: as in `make_period_filter`; '' for all.
        names: the article must have all of these names, of any kind.
        rules: what decides the addresses.
    """
    wanted = [pattern if any(mark in pattern for mark in "*?[") else f"*{pattern}*" for pattern in patterns]
    is_inside = make_period_filter(period) if period else None

    def is_chosen(record: Record) -> bool:
        places = record.path, article_address(record, rules)
        return (
            (not wanted or any(fnmatch.fnmatchcase(place, pattern) for pattern in wanted for place in places))
            and (is_inside is None or is_inside(record))
            and {name for kind in KINDS for name in names_of(record, kind)}.issuperset(names)
        )

    return is_chosen


def write_renaming(project: Project, renaming: Renaming) -> None:
    """Write the planned edits; if a run is interrupted, the same command finishes it.

    The next build redirects the old pages to the new one; an old name that is used again has no redirect.

    Raises:
        RefusedError: a file has changed since it was read; nothing is written.
        OutputError, BusyError: as `write_edits`.
    """
    intent = project.work / "renaming"
    with hold_lock(project.work / "lock", project.settings.paths.articles):
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
    """Read kind, old names and new name of an interrupted run; None if there is none."""
    with suppress(FileNotFoundError, msgspec.DecodeError):
        data = (project.work / "renaming").read_bytes()
        return msgspec.json.decode(data, type=tuple[str, tuple[str, ...], str])
    return None
