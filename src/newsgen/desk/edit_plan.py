"""Plan edits of many records and of names.toml, one after the other: rename, remove, move and confirm names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from newsgen.addresses import slugify_name
from newsgen.archive.build import names_of
from newsgen.archive.model import KINDS, Kind
from newsgen.desk.edit import Edit, NameChanges, edit_names, read_unchanged_file
from newsgen.desk.names_file import (
    FILE,
    add_spellings_to_names_file,
    admit_name,
    reject_name,
    rename_in_names_file,
    rewrite_names_file,
)
from newsgen.errors import ContentError, NewsgenError, Problem
from newsgen.loader.names.aliases import REJECTABLE
from newsgen.model import Record
from newsgen.pipeline.project import Project, read_text_or_empty
from newsgen.record.read import read_record

TABLED = ("people", "organizations", "places")
"""Kinds that have a table in names.toml."""

IsChosen = Callable[[Record], bool]
"""Returns whether a command applies to an article."""


class EditPlan:
    """Planned edits. A record that cannot be edited is a problem, and does not stop the others."""

    def __init__(
        self,
        project: Project,
        records: Iterable[Record],
        aliases: Mapping[str, Mapping[str, str]],
        published: Collection[str] = (),
    ) -> None:
        """Begin without an edit; `published` are paths of records: the pages of their names are redirected."""
        self.project = project
        self.records = {record.path: record for record in records}
        self.aliases = aliases
        self.errors: list[NewsgenError] = []
        """Why edits were not possible."""
        self.moved: dict[str, str] = {}
        """Old folder → new folder of moved pages, e.g. topics/trade → topics/commerce."""
        self._published = published
        self._table_before = self._table = read_text_or_empty(project, FILE)
        file = project.root / FILE
        self._table_bytes = file.read_bytes() if self._table else b""
        self._edits: dict[str, Edit] = {}
        self._slugs: dict[tuple[str, str], str] = {}
        self._paths: dict[Kind, dict[str, dict[str, None]]] = {}

    @property
    def problems(self) -> list[Problem]:
        """The problems of the edits that were not possible."""
        return [problem for error in self.errors for problem in error.problems]

    def clear(self) -> None:
        """Begin again after the edits were written."""
        self._edits, self.moved, self.errors = {}, {}, []
        if self._table != self._table_before:
            self._table_before, self._table_bytes = self._table, self._table.encode()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of names.toml, if it changes, and of records in order of path."""
        edits = [edit for _, edit in sorted(self._edits.items()) if edit.after != edit.before]
        if self._table != self._table_before:
            edits.insert(0, Edit(FILE, self._table_bytes, self._table.encode()))
        return tuple(edits)

    def find_slug(self, kind: Kind, name: str) -> str:
        """Return the slug of a name's page."""
        if (slug := self._slugs.get((kind, name))) is None:
            slug = self._slugs[kind, name] = slugify_name(self.aliases.get(kind, {}).get(name, name))
        return slug

    def list_records(self, kind: Kind, slug: str) -> list[Record]:
        """List the records that have a name with this slug, in order of path."""
        if kind not in self._paths:
            index: dict[str, dict[str, None]] = {}
            for record in self.records.values():
                for name in names_of(record, kind):
                    index.setdefault(self.find_slug(kind, name), {})[record.path] = None
            self._paths[kind] = index
        found = (self.records[path] for path in sorted(self._paths[kind].get(slug, ())))
        return [record for record in found if self._spellings(record, kind, {slug})]

    def _spellings(self, record: Record, kind: Kind, slugs: Collection[str]) -> list[str]:
        return [name for name in names_of(record, kind) if self.find_slug(kind, name) in slugs]

    def edit_record(self, path: str, make: Callable[[Record, bytes], Edit]) -> bool:
        """Edit a record after its earlier edits; return False, and note the problem, if that is not possible."""
        record, earlier = self.records[path], self._edits.get(path)
        try:
            before = earlier.after if earlier else read_unchanged_file(self.project.root, record)
            after = make(record, before).after
            self.records[path] = read_record(path, after)
        except NewsgenError as error:
            self.errors.append(error)
            return False
        self._edits[path] = Edit(path, earlier.before if earlier else before, after)
        for kind, index in self._paths.items():
            for name in names_of(self.records[path], kind):
                index.setdefault(self.find_slug(kind, name), {})[path] = None
        return True

    def _change_names(self, path: str, changes: NameChanges) -> bool:
        return self.edit_record(path, lambda record, before: edit_names(record, before, changes))

    def rename(
        self,
        kind: Kind,
        olds: Sequence[str],
        new: str,
        is_chosen: IsChosen | None = None,
        *,
        lasting: bool = False,
    ) -> None:
        """Give names another name in the articles that `is_chosen` accepts; None means all, and the lines of names.toml.

        `lasting` lists the old names in names.toml as spellings of the new one.
        """
        if is_chosen is None and kind in TABLED:
            self._edit_table(lambda table: rename_in_names_file(table, kind, olds, new) if table else table)
            if lasting:
                self._edit_table(lambda table: add_spellings_to_names_file(table, kind, new, olds))
        if kind in REJECTABLE:
            self._edit_table(lambda table: admit_name(table, kind, new))
        slugs = {self.find_slug(kind, name) for name in olds}
        found = {record.path: record for slug in slugs for record in self.list_records(kind, slug)}
        kept: set[str] = set()
        left: set[str] = set()
        for path, record in sorted(found.items()):
            spelt = {name: new for name in self._spellings(record, kind, slugs) if name != new}
            if not spelt:
                continue
            if is_chosen is not None and not is_chosen(record):
                kept |= {self.find_slug(kind, name) for name in spelt}
                continue
            changes = NameChanges(spelt={kind: spelt})
            done = self._change_names(path, changes)
            if done and path in self._published:
                left |= {self.find_slug(kind, name) for name in spelt}
        target = slugify_name(new)
        self.moved |= {f"{kind}/{slug}": f"{kind}/{target}" for slug in sorted(left - kept - {target})}

    def remove(self, kind: Kind, name: str) -> None:
        """Remove a name from all records, and reject it in names.toml, so that the loader does not write it again."""
        self._edit_table(lambda table: reject_name(table, kind, name))
        slug = self.find_slug(kind, name)
        for record in self.list_records(kind, slug):
            changes = NameChanges(spelt={kind: dict.fromkeys(self._spellings(record, kind, {slug}), "")})
            self._change_names(record.path, changes)

    def move(self, kind: Kind, name: str, to: Kind) -> None:
        """Make a name one of another kind in all records, and in names.toml for later texts."""
        self._edit_table(lambda table: reject_name(table, kind, name))
        self._edit_table(lambda table: admit_name(table, to, name))
        if to in TABLED:
            self._edit_table(lambda table: add_spellings_to_names_file(table, to, name, ()))
        slug, target = self.find_slug(kind, name), self.find_slug(to, name)
        for record in self.list_records(kind, slug):
            spelt = dict.fromkeys(self._spellings(record, kind, {slug}), "")
            has = self._spellings(record, to, {target})
            changes = NameChanges(spelt={kind: spelt}, added={} if has else {to: (name,)})
            done = self._change_names(record.path, changes)
            if done and record.path in self._published:
                self.moved[f"{kind}/{slug}"] = f"{to}/{target}"

    def keep_apart(self, kind: Kind, names: Sequence[str]) -> None:
        """Give each name a line in its table of names.toml, so that they are not taken for one."""
        for name in names:
            self._edit_table(lambda table, name=name: add_spellings_to_names_file(table, kind, name, ()))  # type: ignore[misc]

    def confirm(self, kind: Kind, name: str) -> None:
        """Confirm an inferred name in all records."""
        slug = self.find_slug(kind, name)
        for record in self.list_records(kind, slug):
            if kind in record.inferred:
                changes = NameChanges(confirmed={kind: tuple(self._spellings(record, kind, {slug}))})
                self._change_names(record.path, changes)

    def _edit_table(self, change: Callable[[str], str]) -> None:
        """Edit names.toml in place; if that is not possible, write it again in one form and edit that."""
        try:
            try:
                self._table = change(self._table)
            except ContentError:
                self._table = change(rewrite_names_file(self._table))
        except NewsgenError as error:
            self.errors.append(error)


def list_move_target_kinds(kind: Kind) -> list[Kind]:
    """List the kinds that a name of one kind can be moved to."""
    return [other for other in KINDS if other in REJECTABLE and other != kind]
