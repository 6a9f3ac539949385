"""Run the checks on the archive and its site."""

from __future__ import annotations

from collections.abc import Iterable

from newsgen.builder.build import Progress
from newsgen.builder.output import read_build_json
from newsgen.checks import CHECKS
from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options


def run_checks(
    project: Project, options: Options, *, external: bool = False, progress: Progress | None = None
) -> list[Problem] | None:
    """Collect the findings of all checks, sorted by place; None if the archive has not been built.

    Args:
        project: the archive.
        options: what a build would show.
        external: check links to other sites too.
        progress: called after each check with the number of finished checks and that of all.

    Raises:
        ContentError: records, pages, newsgen.lock or names.toml cannot be read.
    """
    subject = open_archive_and_site(project, options)
    if subject is None:
        return None
    findings: set[Problem] = set()
    for number, check in enumerate(CHECKS.values(), 1):
        findings.update(check(subject))
        if progress:
            progress(number, len(CHECKS))
    if external:
        from newsgen.checks.external import check_external_links  # imports urllib

        findings.update(check_external_links(subject))
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
    more = f" and {len(places) - 3:,} more" if len(places) > 3 else ""
    message = f"the site is older than the archive: {', '.join(places[:3])}{more}"
    joined = Problem(folder, 0, 0, message, "run: newsgen build", "stale-site")
    return [*(one for one in findings if one not in signs), joined]


def open_archive_and_site(project: Project, options: Options) -> Subject | None:
    """Open the archive as a build would show it, with its site; None if there is no site."""
    listing = read_build_json(project.output)
    return Subject(open_archive(project, options), listing.files) if listing else None
