"""Golden archives, one for each theme of the docs: the command line makes `projects/NAME/after` of `before`.

Who changes on purpose what is written or said runs `python -m pytest tests/test_projects.py --update-golden` and looks
at the diff before it is committed. A diff that nobody meant to make is a defect of the program.

`commands` names the commands, one a line; without it there is one build. `after` holds the files that they made or
changed (not the theme's own assets, the search index and build.json), what they printed in output.txt, and the sizes of
the pictures in pictures.txt, for their bytes depend on Pillow's version.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.support.command import newsgen
from tests.support.golden import check_golden, files_below, without_costs

PROJECTS = Path(__file__).parent / "projects"
ASSETS = PROJECTS.parents[1] / "templates" / "assets"
BUILD = "build --as-of 2026-11-24"
SCALED = (".webp", ".png", ".jpg")
LEFT_OUT = re.compile(r"\.newsgen/.*|(site|public)/(pagefind/.*|build\.json)")
SITE_ASSETS = re.compile(r"(?:site|public)/assets/(.+)")
PASSING = [
    (re.compile(rb"(assets/(?:site|keys|search|languages|icon)\.\w+\?v=)[0-9a-f]{8}"), rb"\1HASH"),
    (re.compile(rb"newsgen 0\.\d+\.\d+"), b"newsgen VERSION"),
]
"""What pages hold of the theme's assets and of newsgen's version."""


def run(root: Path, commands: list[str]) -> str:
    """What the commands print, as a person would see it."""
    said = []
    for command in commands:
        done = newsgen(root, *shlex.split(command), TZ="Pacific/Apia")
        code = f"[exit code {done.returncode}]\n" if done.returncode else ""
        said.append(f"$ newsgen {command}\n{done.stdout}{done.stderr}{code}")
    return without_costs("".join(said))


def size_of(data: bytes) -> str:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        return f"{picture.format} {picture.width} x {picture.height}"


def made(before: dict[str, bytes], archive: dict[str, bytes], said: str) -> dict[str, bytes]:
    """What `after` holds: files that are new or changed, the sizes of pictures, what was printed."""
    files, pictures = {"output.txt": said.encode()}, []
    for name, data in archive.items():
        asset = SITE_ASSETS.fullmatch(name)
        themes = asset and (ASSETS / asset[1]).is_file() and f"templates/assets/{asset[1]}" not in before
        if LEFT_OUT.fullmatch(name) or before.get(name) == data or themes:
            continue
        if name.startswith(("site/", "public/")) and name.endswith(SCALED):
            pictures.append(f"{name} {size_of(data)}\n")
        else:
            files[name] = steady(data)
    assert before.keys() <= archive.keys()
    return files | ({"pictures.txt": "".join(pictures).encode()} if pictures else {})


def steady(data: bytes) -> bytes:
    """The bytes without what changes with the theme's assets and with versions."""
    for pattern, word in PASSING:
        data = pattern.sub(word, data)
    return data


@pytest.mark.parametrize("name", sorted(path.name for path in PROJECTS.iterdir()))
def test_a_project_becomes_what_it_was(name: str, tmp_path: Path, update_golden: bool) -> None:
    project, root = PROJECTS / name, tmp_path / name
    shutil.copytree(project / "before", root)
    commands = project / "commands"
    lines = commands.read_text(encoding="utf-8").splitlines() if commands.is_file() else [BUILD]
    said = run(root, lines)
    found = made(files_below(project / "before"), files_below(root), said)
    after = project / "after"
    if update_golden:
        shutil.rmtree(after, ignore_errors=True)
        for path, data in found.items():
            (after / path).parent.mkdir(parents=True, exist_ok=True)
            (after / path).write_bytes(data)
    check_golden(files_below(after), found)
