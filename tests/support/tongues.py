"""An archive whose own words are in Greek letters, so that any other language is seen."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.archives import write

GREEK = Path(__file__).with_name("greek")


def archive(root: Path, language: str, **more: str) -> Path:
    """Six articles, one of them Arabic, in an archive of some language; `more` are files by path."""
    shutil.copytree(GREEK, root, dirs_exist_ok=True)
    settings = (GREEK / "newsgen.toml").read_text(encoding="utf-8")
    write(root, {"newsgen.toml": f'{settings}language = "{language}"\n', **more})
    return root
