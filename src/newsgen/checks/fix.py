"""`newsgen check --fix`: correct spellings and lost addresses."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import msgspec

from newsgen.checks.model import Subject
from newsgen.checks.records import find_duplicate_people, find_same_slug_names
from newsgen.checks.run import open_subject
from newsgen.checks.site import find_moved_article
from newsgen.desk.edit import Edit, edit_fields, write_edits
from newsgen.desk.names import Names, write_renaming
from newsgen.desk.variants import add_to_table, format_table_line
from newsgen.pipeline.project import Project, read_text_or_empty
from newsgen.pipeline.report import Options
from newsgen.record.read import read_record


class Fixed(msgspec.Struct, frozen=True):
    """A correction."""

    code: str
    """Code of the finding."""
    what: str


def fix_safe_findings(project: Project, options: Options) -> list[Fixed]:
    """Correct everything that is safe to correct; a second run changes nothing.

    Spellings of one topic or name become its most frequent spelling; people that are probably one person are joined in
    names.toml, where deleting the line undoes it; a lost address is added to the article with its slug.

    Raises:
        ContentError: a record or names.toml cannot be edited.
        RefusedError, OutputError, BusyError: as the rooms below.
    """
    subject = open_subject(project, options)
    if subject is None:
        return []
    return [
        *_fix_spellings(project, subject),
        *_fix_people(project, subject),
        *_fix_addresses(project, subject),
    ]


def _fix_spellings(project: Project, subject: Subject) -> Iterator[Fixed]:
    for kind, (wanted, *others) in find_same_slug_names(subject):
        renaming = Names(project, kind).plan(others, wanted, into=True)
        write_renaming(project, renaming)
        number = len(renaming.edits)
        what = f"{', '.join(others)} → {wanted} in {kind} of {number:,} record{'' if number == 1 else 's'}"
        yield Fixed("spelling", what)


def _fix_people(project: Project, subject: Subject) -> Iterator[Fixed]:
    """Join people in names.toml, except names that have a line there already."""
    table = read_text_or_empty(project, "names.toml")
    listed = tomllib.loads(table).get("people", {})
    lines = [
        format_table_line(name, others)
        for name, *others in find_duplicate_people(subject)
        if not any(spelling in listed for spelling in (name, *others))
    ]
    if lines:
        after = add_to_table(table, lines)
        tomllib.loads(after)
        file = project.root / "names.toml"
        write_edits(project, [Edit(file.name, file.read_bytes() if table else b"", after.encode())])
    for line in lines:
        yield Fixed("spelt-two-ways", f"names.toml: {line}")


def _fix_addresses(project: Project, subject: Subject) -> Iterator[Fixed]:
    successors: dict[str, list[str]] = {}
    for address in sorted(subject.opened.lost):
        if path := find_moved_article(subject, address):
            successors.setdefault(path, []).append(address)
    for path, addresses in successors.items():
        before = (project.root / path).read_bytes()
        wanted = (*read_record(path, before).redirect_from, *addresses)
        edit = edit_fields(path, before, {"redirect_from": [*wanted]}, {"redirect_from": wanted})
        write_edits(project, [edit])
        yield Fixed("missing-alias", f"{path}: redirect_from: {', '.join(addresses)}")
