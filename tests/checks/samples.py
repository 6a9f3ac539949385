"""What a check looks at, made from an archive on disk."""

from __future__ import annotations

from pathlib import Path

from newsgen.checks.model import CheckedArchive
from newsgen.checks.run import open_archive_and_site
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import RunOptions
from tests.support.archives import AS_OF, build, write


def build_checked(root: Path, files: dict[str, str], later: dict[str, str] | None = None) -> CheckedArchive:
    """Build an archive; with `later`, change records after the build."""
    write(root, files)
    build(root)
    write(root, later or {})
    return open_built(root)


def open_built(root: Path) -> CheckedArchive:
    """Look at an archive and its site."""
    checked = open_archive_and_site(open_project(root), RunOptions(as_of=AS_OF))
    assert checked
    return checked


def check_site_of(root: Path, files: dict[str, str]) -> CheckedArchive:
    """Look at a site of these files, in an archive without a text."""
    write(root / "site", files)
    return CheckedArchive(open_archive(open_project(root)), dict.fromkeys(files, ""))
