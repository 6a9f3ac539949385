"""List, rename, merge, split, remove and move topics and names of the whole archive, by edits of records."""

from __future__ import annotations

import difflib
import fnmatch
import shlex
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from newsgen.addresses import AddressRules, article_address, slugify_name
from newsgen.archive.build import apply_aliases, group_records, names_of, sort_records
from newsgen.archive.model import KINDS, Group, Kind
from newsgen.desk.edit import Edit
from newsgen.desk.edit_plan import EditPlan, IsChosen, list_move_target_kinds
from newsgen.desk.journal import is_unfinished, write_journaled
from newsgen.errors import Problem, SettingsError
from newsgen.model import Record
from newsgen.pipeline.open import open_archive, read_records
from newsgen.pipeline.project import Project
from newsgen.settings.values import parse_period


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
    """The new name; the other kind of a move; '' of a removal."""
    edits: tuple[Edit, ...]
    """Edits of names.toml, if it changes, and of records in order of path."""
    moved: dict[str, str]
    """Old folder → new folder of moved pages, e.g. topics/trade → topics/commerce."""
    what: str
    """The command, as in the journal."""
    problems: tuple[Problem, ...] = ()
    """Files that cannot be read or edited."""


class NamesOfKind:
    """The names of one kind, with the records that have them."""

    def __init__(self, project: Project, kind: Kind) -> None:
        """Read the archive; records that cannot be read are in `problems`."""
        self.problems: list[Problem] = []
        opened = open_archive(project, pages=False, records=read_records(project, wrong=self.problems))
        self.project, self.kind, self.opened = project, kind, opened
        self.aliases: Mapping[str, str] = opened.aliases.get(kind, {})
        self.rules = opened.rules
        self.records = opened.records
        aliases: dict[str, Mapping[str, str]] = {kind: self.aliases} if self.aliases else {}
        same = [apply_aliases(record, aliases) for record in self.records]
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
        self,
        old: Iterable[str],
        new: str,
        *,
        into: bool,
        is_chosen: IsChosen | None = None,
        lasting: bool = False,
    ) -> Renaming:
        """Plan the replacement of names by another name, which may exist already if `into` is true.

        `is_chosen` accepts the articles to change, None all; `lasting` lists the old names in names.toml, for later texts.

        Raises:
            SettingsError: an old name does not exist, or the new name exists but must not.
        """
        olds, new = tuple(dict.fromkeys(old)), " ".join(new.split())
        what = f"{self.kind}: {', '.join(olds)} → {new}"
        resumed = is_unfinished(self.project, what)
        slugs = {self._group_slug(name) if resumed else self._existing_slug(name) for name in olds}
        self._check_new(olds, new, slugs, into=into or resumed)
        edit_plan = self._begin()
        edit_plan.rename(self.kind, olds, new, is_chosen, lasting=lasting)
        planned = self._end(edit_plan, what, olds, new)
        if not (planned.edits or planned.problems or resumed):
            message = f'no article has "{", ".join(olds)}" under another name than "{new}"'
            message = message if is_chosen is None else "no article fits all that was asked"
            raise SettingsError(Problem("", 0, 0, message, f"newsgen {self.kind} lists what there is"))
        return planned

    def plan_removal(self, names: Iterable[str]) -> Renaming:
        """Plan the removal of names from all records and, by [reject] in names.toml, from what is loaded later."""
        return self._plan_each(names, "remove {}", "", lambda plan, name: plan.remove(self.kind, name))

    def plan_move(self, names: Iterable[str], to: Kind) -> Renaming:
        """Plan to make names of another kind, in all records and for what is loaded later.

        Raises:
            SettingsError: a name does not exist, or cannot be of that kind.
        """
        if to not in (kinds := list_move_target_kinds(self.kind)):
            message = f'a name cannot be moved from {self.kind} to "{to}"'
            raise SettingsError(Problem("", 0, 0, message, f"write one of {', '.join(kinds)}"))
        action = f"move {{}} to {to}"
        return self._plan_each(names, action, to, lambda plan, name: plan.move(self.kind, name, to))

    def _plan_each(
        self, names: Iterable[str], action: str, new: str, change: Callable[[EditPlan, str], None]
    ) -> Renaming:
        """Plan a change of each name; `action` describes it in the journal, with '{}' for the names."""
        olds = tuple(dict.fromkeys(names))
        what = f"{self.kind}: {action.format(', '.join(olds))}"
        resumed = is_unfinished(self.project, what)
        edit_plan = self._begin()
        for name in olds:
            if not resumed:
                self._existing_slug(name)
            change(edit_plan, self._group_name(name))
        return self._end(edit_plan, what, olds, new)

    def _begin(self) -> EditPlan:
        aliases = self.opened.aliases
        return EditPlan(self.project, self.records, aliases, set(self.rules.published.values()))

    def _end(self, edit_plan: EditPlan, what: str, olds: tuple[str, ...], new: str) -> Renaming:
        problems = (*self.problems, *edit_plan.problems)
        return Renaming(self.kind, olds, new, edit_plan.edits, edit_plan.moved, what, problems)

    def _group_name(self, name: str) -> str:
        """Return the name of a spelling's group."""
        found = self.groups.get(self._group_slug(name))
        return found.name if found else self.aliases.get(name, name)

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


def make_period_filter(period: str) -> IsChosen:
    """Return a function that accepts articles whose date can be in a span: 2023-11 can be any day of that month."""
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
    """Return a function that accepts the articles that meet all conditions; empty ones are met by all.

    `patterns` are paths or addresses with * and ?, or parts of them, of which one must match; `period` is as in
    `make_period_filter`; the article must have all `names`, of any kind.
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


def write_renaming(project: Project, renaming: Renaming) -> list[Problem]:
    """Write the planned edits through the journal, as `write_journaled` does; return the files that were not written.

    The next build redirects the old pages to the new one; an old name that is used again has no redirect.
    """
    return write_journaled(project, renaming.what, renaming.edits, renaming.moved)
