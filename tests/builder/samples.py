"""Builds without an archive: plans of a few files, and an output of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsgen.builder.build import BuildInputs, Result, build
from newsgen.builder.paths import OutputPaths, choose_work_folders
from newsgen.renderer.page import Blob
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import sample_site


def order(root: Path, **changes: Any) -> BuildInputs:
    """What a build is told beside its plan."""
    theme = open_theme()
    plain: dict[str, Any] = {
        "root": root,
        "templates": root / "templates",
        "theme": theme.fingerprint,
        "site": sample_site(),
        "engine": "1",
        "generator": "newsgen test",
        "inputs": b"inputs",
    }
    return BuildInputs(**(plain | changes))


def places(root: Path) -> OutputPaths:
    """Where it builds."""
    return choose_work_folders(root, root / "site")


def build_blobs(root: Path, files: Mapping[str, str], **changes: Any) -> Result:
    """Build a site of these files."""
    plan = [Blob(path, text.encode()) for path, text in files.items()]
    return build(order(root, **changes), places(root), plan)


def texts(folder: Path) -> dict[str, str]:
    """The files below a folder but build.json, and folders that are empty."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(errors="replace") if path.is_file() else ""
        for path in folder.rglob("*")
        if path.name != "build.json" and (path.is_file() or not any(path.iterdir()))
    }
