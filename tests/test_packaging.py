"""What a user installs: the wheel, from the tree and by way of the sdist, with its theme."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tree/ (wheel of the tree) and dist/ (sdist, and the wheel made from it)."""
    folder = tmp_path_factory.mktemp("packaging")
    build = (sys.executable, "-m", "build", "--no-isolation")
    run(*build, "--wheel", "--outdir", folder / "tree", ROOT, cwd=folder)
    run(*build, "--outdir", folder / "dist", ROOT, cwd=folder)
    return folder


def wheel_in(folder: Path) -> Path:
    (wheel,) = folder.glob("*.whl")
    return wheel


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_program_and_its_theme(built: Path) -> None:
    """Every file of src/newsgen and templates is inside, and nothing else but its metadata."""
    names = {name for name in contents(wheel_in(built / "tree")) if ".dist-info/" not in name}
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "src/newsgen", "templates"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    present = [name for name in listed if name and (ROOT / name).is_file()]
    assert names == {
        name.removeprefix("src/") if name.startswith("src/") else f"newsgen/{name}" for name in present
    }
    assert "newsgen/templates/base.html" in names


def test_the_sdist_makes_the_same_wheel(built: Path) -> None:
    """tree → wheel and tree → sdist → wheel are the same files with the same bytes."""
    assert contents(wheel_in(built / "dist")) == contents(wheel_in(built / "tree"))


def test_the_sdist_carries_the_licence(built: Path) -> None:
    """LICENSE and README travel with the source."""
    (sdist,) = (built / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml"} <= names


def test_the_installed_wheel_makes_an_archive(built: Path, tmp_path: Path) -> None:
    """In a new environment with the wheel and the libraries alone, init and build make a site."""
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel_in(built / "dist"), cwd=tmp_path)
    where = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path)
    # a path in a .pth file makes the libraries importable, but not what *their* .pth files add: the editable newsgen
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(where.strip()) / "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")

    home = run(python, "-c", "import newsgen; print(newsgen.__file__)", cwd=tmp_path)
    assert Path(home.strip()).is_relative_to(tmp_path / "venv")
    run(scripts / "newsgen", "init", "archive", cwd=tmp_path)
    run(scripts / "newsgen", "build", cwd=tmp_path / "archive")
    assert (tmp_path / "archive" / "site" / "index.html").is_file()
