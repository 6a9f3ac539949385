"""What a check looks at, made from an archive on disk."""

from __future__ import annotations

from pathlib import Path

from newsgen.checks.model import Subject
from newsgen.checks.run import open_archive_and_site
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import Options
from tests.support.archives import AS_OF, build, write


def subject_from(root: Path, files: dict[str, str], later: dict[str, str] | None = None) -> Subject:
    """Build an archive; with `later`, change records after the build."""
    write(root, files)
    build(root)
    write(root, later or {})
    return open_built(root)


def open_built(root: Path) -> Subject:
    """Look at an archive and its site."""
    subject = open_archive_and_site(open_project(root), Options(as_of=AS_OF))
    assert subject
    return subject


def subject_of_site(root: Path, files: dict[str, str]) -> Subject:
    """Look at a site of these files, in an archive without a text."""
    write(root / "site", files)
    return Subject(open_archive(open_project(root)), dict.fromkeys(files, ""))
