"""Find what the archive's own templates, style sheets and pages load from other hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from newsgen.checks.model import Subject
from newsgen.errors import Problem
from newsgen.record.store import scan_files

_FILES = (".css", ".html", ".svg", ".xml")
_URL = r"""["']?\s*((?:https?:)?//[^\s"'<>)]+)"""
_LOADED = re.compile(
    rf"""(?:url\(|@import)\s*{_URL}"""
    rf"""|<(?!(?:a|link|area|form|base)\b)[a-z][^<>]*?\s(?:src|srcset|data|poster|(?:xlink:)?href)={_URL}"""
    r"""|<link\b(?=[^<>]*\srel=["']?[^"'<>]*(?:stylesheet|icon|preload|prefetch|preconnect|manifest))"""
    rf"""[^<>]*?\shref={_URL}""",
    re.IGNORECASE,
)
"""Something that a browser loads by itself; links for readers and statements for machines are none."""


def check_foreign_hosts(subject: Subject) -> Iterator[Problem]:
    """Find style sheets, fonts, scripts and pictures on other hosts: each reader's browser would ask these hosts."""
    project = subject.opened.project
    for folder in (project.settings.paths.templates, project.settings.paths.static):
        for path, _ in sorted(scan_files(project.root, folder)):
            if path.lower().endswith(_FILES):
                yield from _find_loaded(project.root, path)


def _find_loaded(root: Path, path: str) -> Iterator[Problem]:
    text = (root / path).read_text(encoding="utf-8", errors="replace")
    for found in _LOADED.finditer(text):
        start, url = found.start(found.lastindex or 0), found[found.lastindex or 0]
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        message = f"this loads {url}: each reader's browser asks that host"
        yield Problem(
            path, line, column, message, "put the file into static/ and name it there", "foreign-host"
        )
