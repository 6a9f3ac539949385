"""static/: files that stand in the site as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from newsgen.pipeline.project import Project
from newsgen.record.store import Stat, scan_files
from newsgen.renderer.page import File


def scan_static(project: Project) -> list[tuple[str, Stat]]:
    """Stat every file in static/, by path relative to root, in order of path."""
    return sorted(scan_files(project.root, project.settings.paths.static, ()))


def static_files(project: Project, found: Iterable[tuple[str, Stat]]) -> list[File]:
    """Plan the copies; a file static/x stands at x in the site."""
    prefix = len(project.settings.paths.static) + 1
    files = []
    for path, _ in found:
        source = project.root / path
        with source.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        files.append(File(path[prefix:], str(source), digest))
    return files
