"""newsgen check."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click
from msgspec.structs import asdict, replace

from newsgen.checks.model import CODES, FindingKind, Level
from newsgen.checks.run import fix_safe_findings, run_checks
from newsgen.cli.options import add_options, make_run_options, open_project_from_options
from newsgen.cli.output import (
    find_output_format,
    print_json,
    print_next_step,
    print_problems,
    print_report,
    progress_bar,
)
from newsgen.errors import Problem, RefusedError, count_noun


@click.command(
    "check", epilog="Examples: newsgen check   newsgen check --fix   newsgen check --external --format github"
)
@add_options("config", "as-of")
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely: spellings, missing aliases.")
@click.option("--external", is_flag=True, help="Ask other sites whether links to them still work.")
@click.option("--strict", is_flag=True, help="Exit 1 for warnings too.")
@add_options("format", "quiet")
def command(
    config: Path | None, as_of: datetime.date | None, fix: bool, external: bool, strict: bool
) -> None:
    """Check the records and the built site for mistakes; exit 1 if there is an error.

    Every finding has a place, a code and a remedy; docs/check.md lists them all. The site is not changed; --fix
    changes records, and newsgen undo takes that back.
    """
    project = open_project_from_options(config)
    wanted = make_run_options(project, as_of)
    fixed, unfixed = fix_safe_findings(project, wanted) if fix else ([], [])
    with progress_bar("checking") as progress:
        findings = run_checks(project, wanted, external=external, progress=progress)
    if findings is None:
        folder = project.settings.paths.output
        raise RefusedError(Problem(folder, 0, 0, "there is no site to check", "run: newsgen build"))
    for done in fixed:
        print_report(f"fixed: {done}")
    print_problems(unfixed, "error")
    sys.exit(_print_findings(findings, fixed, strict=strict) or bool(unfixed))


def _print_findings(findings: list[Problem], fixed: list[str], *, strict: bool) -> int:
    """Print the findings and a summary; return the exit code."""
    kinds = {one.code: CODES.get(one.code, FindingKind("error")) for one in findings}
    errors = [one for one in findings if kinds[one.code].level == "error"]
    warnings = [one for one in findings if kinds[one.code].level == "warning"]
    print_json([{**asdict(one), "level": kinds[one.code].level} for one in findings])
    levels: tuple[tuple[Level, list[Problem]], ...] = ("error", errors), ("warning", warnings)
    for level, found in levels if find_output_format() != "json" else ():
        # with the code, so that it can be found in docs/check.md
        print_problems((replace(one, message=f"{one.message} [{one.code}]") for one in found), level)
    what = ", ".join(count_noun(len(found), level) for level, found in levels if found)
    print_report(f"checked: {what or 'no mistakes found'}")
    fixable = sum(kinds[one.code].fixed for one in findings)
    if fixed:
        print_next_step("newsgen build")
    elif any(one.code == "stale-site" for one in errors):
        print_next_step("newsgen build, then newsgen check")
    elif fixable:
        print_next_step(f"newsgen check --fix (fixes {fixable:,})")
    elif any(one.code == "provisional-date" for one in warnings):
        print_next_step("newsgen review")
    elif not errors:
        print_next_step("publish: git push, or copy the site to its host")
    return 1 if errors or (strict and warnings) else 0
