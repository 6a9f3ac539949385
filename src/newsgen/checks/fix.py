"""What `newsgen check --fix` mends by itself: spellings, and addresses with one heir."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator

import msgspec

from newsgen.archive.build import joined, names_of
from newsgen.archive.model import KINDS
from newsgen.builder.lock import locked
from newsgen.checks.model import Subject
from newsgen.checks.names import variants
from newsgen.checks.run import subject_of
from newsgen.checks.site import heir_of
from newsgen.desk.edit import save
from newsgen.desk.names import Names, perform
from newsgen.loader.write import replace_file
from newsgen.pipeline.open import read_table
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options
from newsgen.record.edit import set_fields
from newsgen.record.read import read_record


class Mended(msgspec.Struct, frozen=True):
    """One thing that was mended."""

    code: str
    """Of the finding."""
    what: str


def mend(project: Project, options: Options) -> list[Mended]:
    """Mend all that is safe to mend; each file is changed as a whole, and a second run changes nothing.

    Spellings of one topic or name become the one that most records have; people that may be one person are joined in
    names.toml, which can be undone by deleting a line; a lost address is given to the article that has its slug.

    Raises:
        ContentError: records or names.toml that cannot be edited.
        RefusedError, OutputError, BusyError: as the rooms below.
    """
    subject = subject_of(project, options)
    if subject is None:
        return []
    return [*_spellings(project, subject), *_people(project, subject), *_aliases(project, subject)]


def _spellings(project: Project, subject: Subject) -> Iterator[Mended]:
    records = [joined(one, subject.aliases) for one in subject.records]
    for kind in KINDS:
        for kept, *others in variants(Counter(name for one in records for name in names_of(one, kind))):
            names = Names(project, kind)
            planned = names.plan(others, kept, into=True)
            perform(project, planned)
            number = len(planned.changes)
            what = f"{', '.join(others)} → {kept} in {kind} of {number:,} record{'' if number == 1 else 's'}"
            yield Mended("spelling", what)


def _people(project: Project, subject: Subject) -> Iterator[Mended]:
    """Join people in names.toml; a name that has a line there already is left to its owner."""
    table = read_table(project, "names.toml")
    held = tomllib.loads(table).get("people", {})
    lines = []
    for kept, *others in subject.spelt:
        if kept not in held and not any(other in held for other in others):
            lines.append(f"{_quoted(kept)} = [{', '.join(map(_quoted, others))}]")
            yield Mended("spelt-two-ways", f"names.toml: {lines[-1]}")
    if lines:
        after = _with_lines(table, lines)
        tomllib.loads(after)
        with locked(project.work / "lock", project.settings.paths.articles):
            replace_file(project.root / "names.toml", after.encode())


def _with_lines(table: str, lines: list[str]) -> str:
    """Put lines at the head of [people], which is added at the end if it is not there."""
    found = table.splitlines(keepends=True)
    ending = "\r\n" if table.count("\r\n") else "\n"
    for number, line in enumerate(found):
        if line.split("#")[0].strip().replace(" ", "") == "[people]":
            head = line if line.endswith("\n") else line + ending
            return "".join([*found[:number], head, *(one + ending for one in lines), *found[number + 1 :]])
    gap = "" if not table else ending if table.endswith("\n") else ending * 2
    return table + gap + ending.join(["[people]", *lines]) + ending


def _aliases(project: Project, subject: Subject) -> Iterator[Mended]:
    heirs: dict[str, list[str]] = {}
    for address in sorted(subject.lost):
        if heir := heir_of(subject, address):
            heirs.setdefault(heir, []).append(address)
    for path, addresses in heirs.items():
        with locked(project.work / "lock", project.settings.paths.articles):
            before = (project.root / path).read_bytes()
            wanted = [*read_record(path, before).redirect_from, *addresses]
            after = set_fields(before.decode(), {"redirect_from": wanted}, path).encode()
            save(project.root, path, before, after)
        yield Mended("missing-alias", f"{path}: redirect_from: {', '.join(addresses)}")


def _quoted(name: str) -> str:
    """A TOML basic string: its escapes are those of JSON (TOML 1.0, String)."""
    return json.dumps(name, ensure_ascii=False)
