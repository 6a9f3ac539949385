"""Another version of Python makes the same bytes. Only `make torture` runs this: it installs the libraries once more."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.conftest import ROOT, Require
from tests.torture.conftest import Size, Tally
from tests.torture.test_same_bytes import made_by

OTHER_PYTHON = "3.13" if sys.version_info[:2] != (3, 13) else "3.11"


@pytest.fixture(scope="module")
def other_python(tmp_path_factory: pytest.TempPathFactory, require: Require) -> str:
    """An interpreter of that version with the pinned libraries."""
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
