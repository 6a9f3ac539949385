"""Builds under other circumstances: hash seed, jobs, umask, locale, time zone, order of files, file system, Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

import pytest

from tests.conftest import ROOT, Require
from tests.support.archives import AS_OF, Tree, four, tree, write
from tests.torture.conftest import SCALE, Size, Tally

SEEDS = {
    f"seeds/{name}.txt": f"{title}\n\nOSLO, Nov. {day}, 2023 - {title}, Minister Åse Ødegård said here on Monday.\n"
    for name, title, day in (
        ("a", "Fish talks end", 20),
        ("B", "A quay is built", 21),
        ("ç", "Ferries wait", 22),
    )
}
ENVIRONMENTS: dict[str, list[str]] = {
    "PYTHONHASHSEED": ["0", "1", "4711"],
    "TZ": ["UTC", "Pacific/Auckland", "America/Los_Angeles"],
    "LC_ALL": ["C", "C.UTF-8", "tr_TR.UTF-8"],
}
OTHER_PYTHON = "3.13"


def made_by(python: str, folder: Path, random: Random) -> Tree:
    """Build the archive in a new folder; return all that a build makes."""
    root = folder / "archive"
    files = list((four() | SEEDS).items())
    random.shuffle(files)
    write(root, dict(files))
    environment = os.environ | {name: random.choice(values) for name, values in ENVIRONMENTS.items()}
    command = [python, "-m", "newsgen", "build", "--as-of", AS_OF.isoformat(), "-j", random.choice("123")]
    environment["PYTHONPATH"] = str(ROOT / "src")
    umask = random.choice([0, 0o022, 0o077])
    run = subprocess.run(
        command, cwd=root, env=environment, umask=umask, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    site = tree(root / "site")
    assert {mode for mode, _ in site.values()} == {0o644, 0o755}
    return site | {
        path: entry for path, entry in tree(root).items() if path.startswith(("articles/", "newsgen.lock"))
    }


def test_builds_make_the_same_bytes(size: Size, tally: Tally, tmp_path: Path) -> None:
    """Every second one on another file system, if there is one beside that of the tests."""
    first = made_by(sys.executable, tmp_path / "first", Random(0))
    builds, file_systems = size(2, 40), set()
    for number in range(1, builds):
        parent = "/var/tmp" if number % 2 and Path("/var/tmp").is_dir() else tmp_path
        with tempfile.TemporaryDirectory(dir=parent) as folder:
            file_systems.add(Path(folder).stat().st_dev)
            assert made_by(sys.executable, Path(folder), Random(number)) == first, number
    tally(builds, "builds", f"the same bytes and modes, on {len(file_systems)} file systems")


@pytest.fixture(scope="module")
def other_python(tmp_path_factory: pytest.TempPathFactory, require: Require) -> str:
    """An interpreter of another version with the pinned libraries; only the whole row installs them."""
    if not SCALE:
        pytest.skip("make torture builds with another Python")
    folder = tmp_path_factory.mktemp("python")
    uv, python = shutil.which("uv"), shutil.which(f"python{OTHER_PYTHON}")
    made = (
        [uv, "venv", "--seed", "-p", OTHER_PYTHON, str(folder)]
        if uv
        else [python or "false", "-m", "venv", str(folder)]
    )
    lock = ["-m", "pip", "install", "-q", "--require-hashes", "-r", str(ROOT / "requirements/run.lock")]
    is_made = subprocess.run(made, check=False).returncode == 0
    is_made = is_made and subprocess.run([folder / "bin/python", *lock], check=False).returncode == 0
    require(is_made, f"there is no Python {OTHER_PYTHON} with the libraries of requirements/run.lock")
    return str(folder / "bin/python")


def test_another_python_makes_the_same_bytes(
    other_python: str, size: Size, tally: Tally, tmp_path: Path
) -> None:
    first = made_by(sys.executable, tmp_path / "first", Random(0))
    for number in range(size(1, 4)):
        assert made_by(other_python, tmp_path / str(number), Random(number)) == first
    tally(size(1, 4), f"builds by Python {OTHER_PYTHON}", "the same bytes and modes")
