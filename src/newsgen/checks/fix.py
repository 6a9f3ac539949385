"""`newsgen check --fix`: correct spellings and lost addresses."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsgen.checks.model import Subject
from newsgen.checks.records import find_same_slug_names
from newsgen.checks.run import open_archive_and_site
from newsgen.checks.site import find_moved_article
from newsgen.desk.edit import edit_fields
from newsgen.desk.journal import write_journaled
from newsgen.desk.names import Names, write_renaming
from newsgen.errors import Problem, SettingsError, collect_problems
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options
from newsgen.record.read import read_record


class Fixed(msgspec.Struct, frozen=True):
    """A correction."""

    code: str
    """Code of the finding."""
    what: str


def fix_safe_findings(project: Project, options: Options) -> tuple[list[Fixed], list[Problem]]:
    """Correct everything that is safe to correct; a second run changes nothing.

    Spellings of one topic or name become the one with accents, else the most frequent one; a lost address is added to the
    article with its slug. What cannot be corrected does not stop the rest. `newsgen undo` takes back each correction.

    Returns:
        The corrections, and the files that could not be edited.

    Raises:
        ContentError: newsgen.lock or names.toml is wrong.
        RefusedError, OutputError, BusyError: as the rooms below.
    """
    subject = open_archive_and_site(project, options)
    if subject is None:
        return [], []
    problems: list[Problem] = []
    return [
        *_fix_spellings(project, subject, problems),
        *_fix_addresses(project, subject, problems),
    ], problems


def _fix_spellings(project: Project, subject: Subject, problems: list[Problem]) -> Iterator[Fixed]:
    for kind, (wanted, *others) in find_same_slug_names(subject):
        try:
            renaming = Names(project, kind).plan(others, wanted, into=True)
        except SettingsError as error:  # names.toml has another spelling
            problems += error.problems
            continue
        found = [*renaming.problems, *write_renaming(project, renaming)]
        problems += [problem for problem in found if problem not in problems]
        if number := len(renaming.edits):
            what = (
                f"{', '.join(others)} → {wanted} in {kind} of {number:,} record{'' if number == 1 else 's'}"
            )
            yield Fixed("spelling", what)


def _fix_addresses(project: Project, subject: Subject, problems: list[Problem]) -> Iterator[Fixed]:
    successors: dict[str, list[str]] = {}
    for address in sorted(subject.opened.lost):
        if path := find_moved_article(subject, address):
            successors.setdefault(path, []).append(address)
    for path, addresses in successors.items():
        with collect_problems(problems):
            before = (project.root / path).read_bytes()
            wanted = (*read_record(path, before).redirect_from, *addresses)
            edit = edit_fields(path, before, {"redirect_from": [*wanted]}, {"redirect_from": wanted})
            what = f"{path}: redirect_from: {', '.join(addresses)}"
            problems += write_journaled(project, f"check --fix: {what}", [edit])
            yield Fixed("missing-alias", what)
