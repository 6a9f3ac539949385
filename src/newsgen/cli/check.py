"""newsgen check."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict, replace

from newsgen.cli.options import add_options, make_run_options, open_project_from_options
from newsgen.cli.output import (
    count_noun,
    find_output_format,
    print_json,
    print_next_step,
    print_problems,
    print_report_line,
    progress_bar,
)

if TYPE_CHECKING:
    from newsgen.checks.fix import Fixed
    from newsgen.errors import Problem


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
    from newsgen.checks.run import run_checks
    from newsgen.errors import Problem, RefusedError

    project = open_project_from_options(config)
    wanted = make_run_options(project, as_of)
    fixed: list[Fixed] = []
    unfixed: list[Problem] = []
    if fix:
        from newsgen.checks.fix import fix_safe_findings

        fixed, unfixed = fix_safe_findings(project, wanted)
    with progress_bar("checking") as progress:
        findings = run_checks(project, wanted, external=external, progress=progress)
    if findings is None:
        folder = project.settings.paths.output
        raise RefusedError(Problem(folder, 0, 0, "there is no site to check", "run: newsgen build"))
    for done in fixed:
        print_report_line(f"fixed: {done.what}")
    print_problems(unfixed, "error")
    sys.exit(_print_findings(findings, fixed, strict=strict) or bool(unfixed))


def _print_findings(findings: list[Problem], fixed: list[Fixed], *, strict: bool) -> int:
    """Print the findings and a summary; return the exit code."""
    from newsgen.checks.model import CODES

    def level_of(code: str) -> str:
        return CODES[code].level if code in CODES else "error"

    errors = [one for one in findings if level_of(one.code) == "error"]
    warnings = [one for one in findings if level_of(one.code) == "warning"]
    if find_output_format() == "json":
        print_json([{**asdict(one), "level": level_of(one.code)} for one in findings])
    else:
        # with the code, so that it can be found in docs/check.md
        print_problems((replace(one, message=f"{one.message} [{one.code}]") for one in errors), "error")
        print_problems((replace(one, message=f"{one.message} [{one.code}]") for one in warnings), "warning")
    counts = ("error", len(errors)), ("warning", len(warnings))
    what = ", ".join(count_noun(count, level) for level, count in counts if count)
    print_report_line(f"checked: {what or 'no mistakes found'}")
    fixable = sum(one.code in CODES and CODES[one.code].fixed for one in findings)
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
