"""Run the checks on the archive and its site; correct spellings and lost addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsgen.builder.build import Progress
from newsgen.builder.output import read_build_json
from newsgen.checks import CHECKS
from newsgen.checks.links import check_external_links
from newsgen.checks.model import CheckedArchive
from newsgen.checks.records import find_same_slug_names
from newsgen.checks.site import find_moved_article
from newsgen.desk.edit import edit_fields
from newsgen.desk.journal import write_journaled
from newsgen.desk.names import NamesOfKind, write_renaming
from newsgen.errors import Problem, SettingsError, collect_problems, count_noun, join_first
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import RunOptions
from newsgen.record.read import read_record


def run_checks(
    project: Project, options: RunOptions, *, external: bool = False, progress: Progress | None = None
) -> list[Problem] | None:
    """Collect the findings of all checks, sorted by place; None if the archive has not been built.

    `external` checks links to other sites too; `progress` is called after each check with the finished and all checks.

    Raises:
        ContentError: records, pages, newsgen.lock or names.toml cannot be read.
    """
    checked = open_archive_and_site(project, options)
    if checked is None:
        return None
    findings: set[Problem] = set()
    for number, check in enumerate(CHECKS.values(), 1):
        findings.update(check(checked))
        if progress:
            progress(number, len(CHECKS))
    if external:
        findings.update(check_external_links(checked))
    return sorted(_join_outdated(findings, project.settings.paths.output))


_OUTDATED = ("stale-site", "no-file")
"""Codes of findings that a build corrects."""


def _join_outdated(findings: Iterable[Problem], folder: str) -> list[Problem]:
    """Replace several findings that a build corrects by one; `folder` is that of the site."""
    findings = list(findings)
    signs = sorted(one for one in findings if one.code in (*_OUTDATED, "bad-json-ld"))
    if len(signs) < 2 or not any(one.code in _OUTDATED for one in signs):
        return findings
    places = list(dict.fromkeys(one.file for one in signs))
    message = f"the site is older than the archive: {join_first(places, 3)}"
    joined = Problem(folder, 0, 0, message, "run: newsgen build", "stale-site")
    return [*(one for one in findings if one not in signs), joined]


def open_archive_and_site(project: Project, options: RunOptions) -> CheckedArchive | None:
    """Open the archive as a build would show it, with its site; None if there is no site."""
    listing = read_build_json(project.output)
    return CheckedArchive(open_archive(project, options), listing.files) if listing else None


def fix_safe_findings(project: Project, options: RunOptions) -> tuple[list[str], list[Problem]]:
    """Correct everything that is safe to correct; return what was corrected, and the files that could not be edited.

    Spellings of one topic or name become the one with accents, else the most frequent one; a lost address is added to the
    article with its slug. What cannot be corrected does not stop the rest. `newsgen undo` takes back each correction.
    """
    checked = open_archive_and_site(project, options)
    if checked is None:
        return [], []
    problems: list[Problem] = []
    fixed = [*_fix_spellings(project, checked, problems), *_fix_addresses(project, checked, problems)]
    return fixed, problems


def _fix_spellings(project: Project, checked: CheckedArchive, problems: list[Problem]) -> Iterator[str]:
    for kind, (wanted, *others) in find_same_slug_names(checked):
        try:
            renaming = NamesOfKind(project, kind).plan(others, wanted, into=True)
        except SettingsError as error:  # names.toml has another spelling
            problems += error.problems
            continue
        found = [*renaming.problems, *write_renaming(project, renaming)]
        problems += [problem for problem in found if problem not in problems]
        if number := len(renaming.edits):
            yield f"{', '.join(others)} → {wanted} in {kind} of {count_noun(number, 'record')}"


def _fix_addresses(project: Project, checked: CheckedArchive, problems: list[Problem]) -> Iterator[str]:
    successors: dict[str, list[str]] = {}
    for address in sorted(checked.opened.lost):
        if path := find_moved_article(checked, address):
            successors.setdefault(path, []).append(address)
    for path, addresses in successors.items():
        with collect_problems(problems):
            before = (project.root / path).read_bytes()
            wanted = (*read_record(path, before).redirect_from, *addresses)
            edit = edit_fields(path, before, {"redirect_from": [*wanted]}, {"redirect_from": wanted})
            what = f"{path}: redirect_from: {', '.join(addresses)}"
            problems += write_journaled(project, f"check --fix: {what}", [edit])
            yield what
